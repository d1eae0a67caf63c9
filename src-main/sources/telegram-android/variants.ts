import type { Variant } from '../parser.ts';

export const PARSER_ID = 'telegram-android';

/**
 * Newest first. `messages-v2`: messages are keyed by number and conversation (schema 84 and later, September 2021). `messages`: by
 * number alone, and in channels by channel and number. `unreadable`: a file of the app's name that cannot be read. Schema of both:
 * the app's client source; of the second also an empty store of a real phone.
 */
export const VARIANTS = [
  { name: 'messages-v2', proof: 'published' },
  { name: 'messages', proof: 'published' },
  { name: 'unreadable', proof: 'unknown' },
] as const satisfies readonly Variant[];

/** The variant of a store of which nothing can be read. */
export const UNREADABLE = 'unreadable' satisfies (typeof VARIANTS)[number]['name'];
