import type { CipherScheme, SealedContent } from '../../model/index.ts';
import type { ByteSource } from '../byte-source.ts';
import type { Digests, ExtraHash } from '../intake-event.ts';

/**
 * What is known of plain bytes once their file was read to its end: `authenticated` by a code that the app wrote behind them, `hashed`
 * as the store says, `unproven` where the store holds nothing to compare, `changed` after they were encrypted, `cut` short.
 */
export type PlainState = 'authenticated' | 'hashed' | 'unproven' | 'changed' | 'cut';

/** How reading a sealed file ended. `storedSha256` is the hash of the file as it was read. */
export type Unsealed =
  | (Digests & {
      readonly ended: 'plain';
      readonly state: PlainState;
      readonly sizeBytes: number;
      readonly storedSha256: string;
    })
  | { readonly ended: 'wrong-key' | 'empty'; readonly storedSha256: string }
  | { readonly ended: 'no-key' };

/** One way in which an app encrypts the content of single files, each under a key that its store holds or gives. */
export interface ContentCipher {
  readonly scheme: CipherScheme;
  /** For example `AES-256-CBC`. */
  readonly name: string;
  readonly keyBytes: number;
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
