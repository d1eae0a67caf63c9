import type { Sha256 } from '../../model/index.ts';

/** How a content follows from a stored one. The stored bytes and their hash stay the evidence. */
export const DERIVATIONS = ['silk'] as const;
export type DerivationMethod = (typeof DERIVATIONS)[number];

/** Why nothing follows from a stored content of this kind. */
export const REFUSALS = ['damaged', 'too-large', 'decoder-failed'] as const;
export type Refusal = (typeof REFUSALS)[number];

/** What a derivation took besides the stored bytes: what it is, as it may be shown, and where it is from. */
export interface DerivationParameter {
  readonly name: string;
  readonly value: string;
}

/** A content that was made from a stored one, or why it could not be. The same stored bytes and parameters give the same. */
export interface Derived {
  readonly method: DerivationMethod;
  readonly parameters: readonly DerivationParameter[];
  readonly storedSha256: Sha256;
  /** Null where it was refused. */
  readonly content: {
    readonly bytes: Uint8Array;
    readonly sha256: Sha256;
    readonly type: string;
    /** Of a sound, by its samples. */
    readonly durationS: number | null;
  } | null;
  readonly refusal: Refusal | null;
  /** Sentences on what in the stored bytes is damaged, though something may be made of the rest. */
  readonly damage: readonly string[];
}
