import type { Variant } from '../parser.ts';

export const PARSER_ID = 'wechat-ios';

/**
 * `chat-tables`: a table for each conversation, in `MM.sqlite` and its shards; `unreadable`: a file that bears the name of a store of
 * messages and cannot be read. Proofs: README.md, "Proof".
 */
export const VARIANTS = [
  { name: 'chat-tables', proof: 'published' },
  { name: 'unreadable', proof: 'unknown' },
] as const satisfies readonly Variant[];

/** The variant of a store of which nothing can be read. */
export const UNREADABLE = 'unreadable' satisfies (typeof VARIANTS)[number]['name'];
