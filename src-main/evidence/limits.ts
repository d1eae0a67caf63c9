/** What may be unpacked from one exhibit. The examiner can raise each; what a limit kept out is named by an issue. */
export interface Limits {
  /** Largest ratio of unpacked to packed bytes of one archive entry. Asked only of entries above `RATIO_FLOOR_BYTES`. */
  readonly ratio: number;
  /** Unpacked bytes of all archive entries together. */
  readonly totalBytes: number;
  /** Entries of all archives together. */
  readonly entries: number;
  /** How deep archives inside the exhibit are listed: 0 none, 1 those that lie in the exhibit. */
  readonly nesting: number;
}

/** Deflate cannot exceed 1032:1; databases padded with zeros reach several hundred, so the default leaves them room. */
export const DEFAULT_LIMITS: Limits = { ratio: 500, totalBytes: 2 ** 40, entries: 5_000_000, nesting: 1 };

/** An entry that unpacks to less than this is read whatever its ratio: it cannot fill anything. */
export const RATIO_FLOOR_BYTES = 16 * 2 ** 20;

/** Counts what one intake has unpacked, against its limits. */
export class Budget {
  readonly limits: Limits;
  #bytes = 0;
  #entries = 0;

  constructor(limits: Limits) {
    this.limits = limits;
  }

  /** Null: the entry may be read, and is counted. Otherwise the limit that keeps it out. */
  admit(unpackedBytes: number, packedBytes: number): 'ratio' | 'total' | 'entries' | null {
    if (this.#entries + 1 > this.limits.entries) return 'entries';
    if (this.#bytes + unpackedBytes > this.limits.totalBytes) return 'total';
    if (unpackedBytes > RATIO_FLOOR_BYTES && unpackedBytes > packedBytes * this.limits.ratio) return 'ratio';
    this.#entries += 1;
    this.#bytes += unpackedBytes;
    return null;
  }
}
