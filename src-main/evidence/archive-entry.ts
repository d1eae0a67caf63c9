import type { Issue } from '../model/index.ts';
import type { DecodedName } from './names/decode-name.ts';
import type { Step } from './place.ts';

/** A regular file inside an archive, as its headers state it; nothing is unpacked yet. */
export interface ArchiveEntry {
  readonly kind: 'entry';
  /** The name as stored. */
  readonly name: Uint8Array;
  readonly decoded: DecodedName;
  /** Where its bytes lie in the archive. */
  readonly step: Extract<Step, { in: 'zip' | 'run' }>;
  readonly sizeBytes: number;
  readonly packedBytes: number;
  /** Null when the archive checks no sum. */
  readonly crc: number | null;
  readonly modifiedMs: number | null;
  /** Wall clock without a zone; null when there is none. */
  readonly modifiedLocal: string | null;
}

/** How an entry of a zip is encrypted. `check`: bytes of which one ends the header that stands before the data (ZipCrypto). */
export type ZipEncryption =
  | { readonly scheme: 'zip-crypto'; readonly check: readonly number[] }
  | { readonly scheme: 'aes'; readonly bits: 128 | 192 | 256; readonly version: 1 | 2 };

/** An entry that needs a password; its step holds the method by which the bytes under the encryption are packed. */
export interface SealedEntry extends Omit<ArchiveEntry, 'kind' | 'step'> {
  readonly kind: 'sealed-entry';
  readonly step: Extract<Step, { in: 'zip' }>;
  readonly encryption: ZipEncryption;
}

/** A second name for an entry of the same archive. */
export interface ArchiveLink {
  readonly kind: 'hard-link';
  readonly name: Uint8Array;
  readonly decoded: DecodedName;
  readonly target: string;
}

export type ArchiveItem = ArchiveEntry | SealedEntry | ArchiveLink | Issue;

/** An issue about an archive or one of its entries. */
export function archiveIssue(
  severity: Issue['severity'],
  code: Issue['code'],
  where: string,
  detail: string,
  stored: string | null = null,
): Issue {
  return { kind: 'issue', severity, code, from: null, where, stored, detail };
}

/**
 * An entry's bytes are not what its headers promise. What was read up to there stands. `path`: the listed file in whose reading
 * this showed; null where the entry is still being listed.
 */
export class EntryDamaged extends Error {
  readonly path: string | null;

  constructor(message: string, path: string | null = null) {
    super(message);
    this.path = path;
  }
}
