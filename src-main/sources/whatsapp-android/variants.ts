import type { Variant } from '../parser.ts';

export const PARSER_ID = 'whatsapp-android';

/**
 * Newest first. `modern-lid` has `jid_map`; `transitional` has the tables of both generations; `contacts` is an address
 * book without a message store; `unreadable` is a file that bears the store's name and cannot be read. Proofs: README.md,
 * "Proof".
 */
export const VARIANTS = [
  { name: 'modern-lid', proof: 'published' },
  { name: 'modern', proof: 'published' },
  { name: 'transitional', proof: 'observed' },
  { name: 'legacy', proof: 'observed' },
  { name: 'contacts', proof: 'published' },
  { name: 'unreadable', proof: 'unknown' },
] as const satisfies readonly Variant[];

/** The variant of a store of which nothing can be read. */
export const UNREADABLE = 'unreadable' satisfies VariantName;

export type VariantName = (typeof VARIANTS)[number]['name'];
