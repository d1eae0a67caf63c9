import type { Variant } from '../parser.ts';

export const PARSER_ID = 'whatsapp-android';

/**
 * Newest first. `modern-lid` has `jid_map`; `transitional` has the tables of both generations; `contacts` is an address
 * book without a message store. Proofs: README.md, "Proof".
 */
export const VARIANTS = [
  { name: 'modern-lid', proof: 'published' },
  { name: 'modern', proof: 'published' },
  { name: 'transitional', proof: 'observed' },
  { name: 'legacy', proof: 'observed' },
  { name: 'contacts', proof: 'published' },
] as const satisfies readonly Variant[];

export type VariantName = (typeof VARIANTS)[number]['name'];
