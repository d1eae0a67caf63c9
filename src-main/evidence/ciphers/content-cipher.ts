import type { CipherScheme, SealedContent } from '../../model/index.ts';
import type { ByteSource } from '../byte-source.ts';
import type { Digests, ExtraHash } from '../intake-event.ts';

/**
 * What is known of plain bytes once their file was read to its end: `authenticated` by a code that the app wrote behind them, `hashed`
 * as the store says, `unproven` where the store holds nothing to compare, `recognised` where the key was found by their first ones,
 * `changed` after they were encrypted, `cut` short.
 */
export type PlainState = 'authenticated' | 'hashed' | 'unproven' | 'recognised' | 'changed' | 'cut';

/**
 * How reading a sealed file ended. `storedSha256` is the hash of the file as it was read; `keyHex` and `how` are set by a cipher that
 * finds the key itself. `as-is`: the file is not encrypted. `unrecognised`: no key gives bytes of the kind that are looked for.
 */
export type Unsealed =
  | (Digests & {
      readonly ended: 'plain';
      readonly state: PlainState;
      readonly sizeBytes: number;
      readonly storedSha256: string;
      readonly keyHex?: string;
      readonly how?: string;
    })
  | { readonly ended: 'wrong-key' | 'empty' | 'as-is'; readonly storedSha256: string }
  | {
      readonly ended: 'unrecognised';
      readonly why: 'no-key' | 'no-end' | 'no-picture' | 'damaged';
      readonly storedSha256: string;
    }
  | { readonly ended: 'no-key' };

/** One way in which an app encrypts the content of single files, each under a key that its store holds or gives. */
export interface ContentCipher {
  readonly scheme: CipherScheme;
  /** For example `AES-256-CBC`. */
  readonly name: string;
  /** Null: any number, for the cipher finds the key itself, among those given where it needs one. */
  readonly keyBytes: number | null;
  /** Reads a file to its end and says what came out; yields every MiB, so that the caller can stop it. */
  unseal(
    stored: ByteSource,
    key: Buffer,
    sealed: SealedContent,
    hashes: readonly ExtraHash[],
  ): Generator<void, Unsealed>;
  /** Fills `into` with plain bytes from `offset` on, none behind `sizeBytes`; gives their count. */
  read(stored: ByteSource, key: Buffer, into: Uint8Array, offset: number, sizeBytes: number): number;
}
