import type { Variant } from '../parser.ts';

export const PARSER_ID = 'wechat-android';

/**
 * Newest first. `sequenced`: `message` has the server's sequence number (`msgSeq`); `early`: it has none; `moments`: posts, and
 * `favourites`: what the app keeps, each in a store of its own; `unreadable`: a file that bears the store's name and cannot be read, as every one that is still encrypted. Proofs: README.md, "Proof".
 */
export const VARIANTS = [
  { name: 'sequenced', proof: 'published' },
  { name: 'early', proof: 'published' },
  { name: 'moments', proof: 'published' },
  { name: 'favourites', proof: 'published' },
  { name: 'unreadable', proof: 'unknown' },
] as const satisfies readonly Variant[];

export type VariantName = (typeof VARIANTS)[number]['name'];

/** The variant of a store of posts. */
export const MOMENTS = 'moments' satisfies VariantName;

/** The variant of a store of favourites. */
export const FAVOURITES = 'favourites' satisfies VariantName;

/** The variant of a store of which nothing can be read. */
export const UNREADABLE = 'unreadable' satisfies VariantName;
