const FIRST = 1024;

/** More rows than any account was seen to have; what follows is not found by its key. */
const MOST_ROWS = 2_000_000;

/**
 * Rows of tables by a key of 64 bits, for tables that may have no index of their own: 20 bytes a row. Of a longer key, as an MD5, the first
 * half is kept; who asks compares the rest.
 */
export class RowsByKey {
  #keys = new BigUint64Array(FIRST);
  #rows = new BigInt64Array(FIRST);
  #tags = new Uint32Array(FIRST);
  #order: Uint32Array | null = null;
  #count = 0;

  /** `tag` tells the row's table. False for a row beyond the most, which is left out. */
  add(key: bigint, row: number | bigint, tag = 0): boolean {
    if (this.#count >= MOST_ROWS) return false;
    if (this.#count === this.#keys.length) this.#grow();
    this.#keys[this.#count] = BigInt.asUintN(64, key);
    this.#rows[this.#count] = BigInt(row);
    this.#tags[this.#count] = tag;
    this.#count += 1;
    this.#order = null;
    return true;
  }

  /** The rows of this key, in the order in which they were added. */
  *rowsOf(of: bigint): Generator<{ readonly row: bigint; readonly tag: number }> {
    const order = this.#sorted();
    const key = BigInt.asUintN(64, of);
    let [low, high] = [0, order.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#keys[order[middle] ?? 0] ?? 0n) < key) low = middle + 1;
      else high = middle;
    }
    for (; low < order.length; low += 1) {
      const place = order[low] ?? 0;
      if (this.#keys[place] !== key) return;
      yield { row: this.#rows[place] ?? 0n, tag: this.#tags[place] ?? 0 };
    }
  }

  #sorted(): Uint32Array {
    if (this.#order !== null) return this.#order;
    const keys = this.#keys;
    const order = Uint32Array.from({ length: this.#count }, (_, index) => index);
    order.sort((one, other) => {
      const [first, second] = [keys[one] ?? 0n, keys[other] ?? 0n];
      return first < second ? -1 : first > second ? 1 : one - other;
    });
    return (this.#order = order);
  }

  #grow(): void {
    const length = this.#keys.length * 2;
    const [keys, rows, tags] = [new BigUint64Array(length), new BigInt64Array(length), new Uint32Array(length)];
    keys.set(this.#keys);
    rows.set(this.#rows);
    tags.set(this.#tags);
    [this.#keys, this.#rows, this.#tags] = [keys, rows, tags];
  }
}

/** The key of an MD5 in hexadecimal digits. */
export function keyOfHash(md5: string): bigint {
  return BigInt(`0x${md5.slice(0, 16)}`);
}
