import type { Variant } from '../parser.ts';

export const PARSER_ID = 'wechat-desktop';

/**
 * Newest first. `db-storage`: version 4, a table for each conversation below `db_storage`; `mac-chats`: version 3 of macOS, a table for
 * each conversation in `Message/msg_<n>.db`; `msg-multi`: version 3 of Windows, one table of messages in each file of `Msg/Multi`;
 * `unreadable`: a file that bears the name of a store of messages and cannot be read.
 * Proofs: README.md, "Proof".
 */
export const VARIANTS = [
  { name: 'db-storage', proof: 'published' },
  { name: 'mac-chats', proof: 'published' },
  { name: 'msg-multi', proof: 'published' },
  { name: 'unreadable', proof: 'unknown' },
] as const satisfies readonly Variant[];

export type Generation = Exclude<(typeof VARIANTS)[number]['name'], 'unreadable'>;

/** The variant of a store of which nothing can be read. */
export const UNREADABLE = 'unreadable' satisfies (typeof VARIANTS)[number]['name'];
