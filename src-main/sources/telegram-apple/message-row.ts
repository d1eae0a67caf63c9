import type { Key, RowLocator, Stored } from '../../model/index.ts';
import type { JsonFields } from '../json-fields.ts';
import type { Attributes } from './attributes.ts';
import type { MessageValue } from './message-value.ts';
import type { Reading } from './reading.ts';

/** Numberings of messages. Source: TelegramMessenger/Telegram-iOS @02a86fa SyncCore_Namespaces.swift, Message. */
export const CLOUD = 0;
export const SCHEDULED: ReadonlySet<number> = new Set([3, 4]);
export const QUICK_REPLIES: ReadonlySet<number> = new Set([5, 6]);

/** Flags of a message. Source: dossier of Telegram, section B2.5; the same client @a766728 Message.swift, StoreMessageFlags. */
export const FLAGS = { unsent: 1, failed: 2, incoming: 4, sending: 32 } as const;

/** A row of the table of messages, with what was read of it. */
export interface MessageRow {
  readonly reading: Reading;
  readonly at: RowLocator;
  /** The identifier of the conversation. */
  readonly chat: string;
  readonly key: Key;
  /** Another row has its number: the one that the app's index names. */
  readonly isBeside: boolean;
  readonly namespace: number;
  /** Null where the key of the row could not be read. */
  readonly id: number | null;
  /** Seconds since 1970; null where the key could not be read. */
  readonly date: number | null;
  readonly value: MessageValue;
  readonly attributes: Attributes;
  readonly media: readonly JsonFields[];
  /** True, false, or null where the value does not say so. */
  readonly isOut: boolean | null;
  readonly sender: string | null;
  readonly stored: Readonly<Record<string, Stored>>;
}

/** The key of a message within the source. */
export function messageKey(chat: string, namespace: number, id: number | string): Key {
  return `message:${chat}:${namespace === CLOUD ? '' : `${namespace}/`}${id}`;
}
