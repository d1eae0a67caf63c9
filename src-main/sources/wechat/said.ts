import type { Attachment, Call, Detail, MessageType, SystemLine } from '../../model/index.ts';

/** What a message's content makes of an attachment; where it may lie is relative to the source's root. */
export type AttachmentFacts = Pick<Attachment, 'type' | 'path' | 'candidates'> &
  Partial<Pick<Attachment, 'name' | 'sizeBytes' | 'durationS' | 'width' | 'height' | 'mediaType' | 'sealed'>> & {
    readonly stored?: Attachment['stored'];
    /** Where its preview may lie. */
    readonly previews?: readonly string[];
  };

/** The copy of another message inside a reply. */
export interface QuoteFacts {
  readonly serverId: string | null;
  readonly sender: string | null;
  readonly seconds: string | null;
  readonly type: MessageType;
  readonly body: string | null;
}

/** What a message says of money: a transfer or a red packet. Accounts are identifiers as stored. */
export interface MoneyFacts {
  readonly payer: string | null;
  readonly receiver: string | null;
  /** What the message holds of it under the names that the app gives, with its state in a word where that is known. */
  readonly stored: Readonly<Record<string, string>>;
}

/** What the content of one message says, before it is a record. Accounts are identifiers as stored. */
export interface Said {
  type: MessageType;
  body: string | null;
  system: SystemLine | null;
  attachment: AttachmentFacts | null;
  quote: QuoteFacts | null;
  readonly details: Detail['content'][];
  /** Accounts that details name, so that each has a record. */
  readonly accounts: string[];
  call: Omit<Call, 'message'> | null;
  money: MoneyFacts | null;
  /** Set for a message that was taken back; null where the notice does not name it. */
  revoked: { readonly serverId: string | null } | null;
  /** Why the content could not be read as what its type says; null when it could. */
  damage: string | null;
  /** A code that no list explains, with its name; null where all are known. */
  unknown: { readonly what: string; readonly code: string } | null;
}

export function said(type: MessageType, body: string | null = null): Said {
  return {
    type,
    body,
    system: null,
    attachment: null,
    quote: null,
    details: [],
    accounts: [],
    call: null,
    money: null,
    revoked: null,
    damage: null,
    unknown: null,
  };
}

/** A line of the app; what it tells stays in its words. */
export function systemLine(actionStored: string, action: SystemLine['action'] = 'app-notice'): SystemLine {
  return { action, actionStored, actor: null, affected: [], before: null, after: null };
}
