import type { Variant } from '../parser.ts';

export const PARSER_ID = 'telegram-apple';

/**
 * Newest first. `postbox`: tables of keys and values, in the app's own coding; the same on both systems, and since the first version
 * of 2016. `unreadable`: a file of the app's name that cannot be read.
 */
export const VARIANTS = [
  { name: 'postbox', proof: 'published' },
  { name: 'unreadable', proof: 'unknown' },
] as const satisfies readonly Variant[];

/** The variant of a store of which nothing can be read. */
export const UNREADABLE = 'unreadable' satisfies (typeof VARIANTS)[number]['name'];
