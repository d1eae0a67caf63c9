import { createHash } from 'node:crypto';
import type { EvidenceFile } from '../../evidence/tree.ts';
import { readTimestamp } from '../../model/index.ts';
import type { BytesLocator, Conversation, Extracted, Issue, IssueCode, IssueSeverity, Key, Provenance, StoredColumns, TimeMeaning, Timestamp } from '../../model/index.ts'; // prettier-ignore
import { Accounts } from '../signal-accounts.ts';
import type { Part } from './part.ts';

/** Kinds of recipients, by the name of the field that holds them. */
export const RECIPIENT_KINDS = ['contact', 'group', 'distributionList', 'self', 'releaseNotes', 'callLink'] as const;

/** What later frames need of a recipient. */
export interface Recipient {
  readonly kind: (typeof RECIPIENT_KINDS)[number] | null;
  /** The identifier of its account; null where it is none. */
  readonly account: string | null;
  readonly at: BytesLocator;
}

/** What a chat adds to the conversation of its recipient. */
export interface Chat {
  readonly key: Key;
  readonly recipient: string;
  readonly at: BytesLocator;
  readonly archived: boolean | null;
  readonly timerMs: number | null;
  readonly stored: StoredColumns;
}

/** The state of one read. Grows with recipients, chats and messages that are marked as deleted. */
export class Reading {
  readonly file: EvidenceFile;
  readonly accounts = new Accounts();
  readonly recipients = new Map<string, Recipient>();
  readonly chats = new Map<string, Chat>();
  /** The first chat of each recipient. */
  readonly chatOf = new Map<string, Chat>();
  /** The shared identifier of messages marked as deleted, to their keys. */
  readonly deleted = new Map<string, Key>();
  /** What was said once for a whole file. */
  readonly said = new Set<string>();
  /** Conversations that no frame tells of, and that messages name. */
  readonly strays = new Set<Key>();
  owner: string | null = null;
  /** Where the frame of the own account stands. */
  ownAt: number | null = null;
  /** Under which the owner's messages are known: the account's user name, else what follows from its profile key. */
  ownAuthor: string | null = null;

  /** The export in clear, with its files in clear. */
  readonly isPlain: boolean;

  constructor(file: EvidenceFile, isPlain: boolean) {
    this.file = file;
    this.isPlain = isPlain;
  }

  /** The account of a recipient; null for none, and for one that no frame tells of. */
  accountOf(recipient: string | null, at: BytesLocator): Key | null {
    const account = recipient === null ? null : (this.recipients.get(recipient)?.account ?? null);
    return account === null ? null : this.accounts.see(account, at);
  }

  /** Who a message is known to be of. */
  authorOf(recipient: string | null): string | null {
    const known = recipient === null ? undefined : this.recipients.get(recipient);
    return known?.kind === 'self' ? this.ownAuthor : (known?.account ?? null);
  }

  see(identifier: string | null, at: BytesLocator): Key | null {
    return identifier === null ? null : this.accounts.see(identifier, at);
  }

  /** The conversation of a chat; one that no frame tells of is made up once, with an issue. */
  conversationOf(chat: string | null, at: BytesLocator, out: Extracted[]): Key {
    const known = chat === null ? undefined : this.chats.get(chat);
    if (known !== undefined) return known.key;
    const key = `conversation:chat ${chat ?? 'none'}`;
    if (this.strays.has(key)) return key;
    this.strays.add(key);
    out.push(issueAt('warning', 'unresolved-reference', live(at), 'chatItem.chatId', chat, NO_CHAT));
    out.push({ ...BARE_CONVERSATION, kind: 'conversation', key, from: live(at), type: 'unknown', identifier: chat ?? 'none' }); // prettier-ignore
    return key;
  }
}

export const BARE_CONVERSATION = {
  title: null, account: null, parent: null, created: null, archived: null, hidden: null, description: null, draft: null, disappearingS: null,
} as const satisfies Partial<Conversation>; // prettier-ignore

const NO_CHAT = 'The message names a chat that no frame of the backup tells of.';

/** Stands for the profile key, which stays in the file: the same in each backup of an account. */
export function marked(profileKey: Uint8Array): string {
  return `self ${createHash('sha256').update(profileKey).digest('hex').slice(0, 16)}`;
}

export function live(at: BytesLocator, ...more: readonly BytesLocator[]): Provenance {
  return { at: [at, ...more], state: 'live' };
}

export function issueAt(
  severity: IssueSeverity,
  code: IssueCode,
  from: Provenance | null,
  where: string,
  stored: string | null,
  detail: string,
): Issue {
  return { kind: 'issue', severity, code, from, where, stored: stored?.slice(0, 200) ?? null, detail };
}

/** Milliseconds since 1970; null where unset, which the format leaves 0. A value that cannot be a time becomes an issue. */
export function timeOf(
  part: Part | null,
  name: string,
  meaning: TimeMeaning,
  at: BytesLocator,
  out: Extracted[],
): Timestamp | null {
  // prettier-ignore
  const digits = part?.digits(name) ?? null;
  if (digits === null || digits === '0') return null;
  const time = readTimestamp(BigInt(digits), 'unix-ms', meaning);
  if (time === null) out.push(issueAt('warning', 'time-out-of-range', live(at), name, digits, NO_TIME));
  return time;
}

const NO_TIME = 'not a time between 2000 and 2100 in milliseconds since 1970';
