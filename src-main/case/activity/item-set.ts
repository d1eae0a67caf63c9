/** Ids of items, one bit each: 125 kB for a million. */
export class ItemSet {
  #bits: Uint32Array;

  /** `most`: the largest id expected; larger ones make it grow. */
  constructor(most = 0) {
    this.#bits = new Uint32Array((most >>> 5) + 1);
  }

  /** Of ids in any order; grows least when the last is the largest. */
  static of(ids: readonly number[] | Uint32Array): ItemSet {
    const set = new ItemSet(ids.at(-1) ?? 0);
    for (const id of ids) set.add(id);
    return set;
  }

  /** Each id from 0 to `last`. */
  static upTo(last: number): ItemSet {
    const set = new ItemSet(last);
    set.#bits.fill(0xffff_ffff);
    return set;
  }

  get bytes(): number {
    return this.#bits.byteLength;
  }

  add(id: number): void {
    const word = id >>> 5;
    if (word >= this.#bits.length) this.#grow(word + 1);
    this.#bits[word] = (this.#bits[word] ?? 0) | (1 << (id & 31));
  }

  has(id: number): boolean {
    return ((this.#bits[id >>> 5] ?? 0) & (1 << (id & 31))) !== 0;
  }

  /** The ids in either, in both, or in this set alone. */
  combine(op: 'or' | 'and' | 'not', other: ItemSet): ItemSet {
    const combined = new ItemSet();
    combined.#bits = new Uint32Array(Math.max(this.#bits.length, other.#bits.length));
    for (let word = 0; word < combined.#bits.length; word += 1) {
      const a = this.#bits[word] ?? 0;
      const b = other.#bits[word] ?? 0;
      combined.#bits[word] = op === 'or' ? a | b : op === 'and' ? a & b : a & ~b;
    }
    return combined;
  }

  /** Ascending. */
  ids(): readonly number[] {
    const ids: number[] = [];
    this.#bits.forEach((bits, word) => {
      for (let bit = 0; bits !== 0 && bit < 32; bit += 1) if ((bits & (1 << bit)) !== 0) ids.push(word * 32 + bit);
    });
    return ids;
  }

  #grow(words: number): void {
    const bits = new Uint32Array(Math.max(words, this.#bits.length * 2));
    bits.set(this.#bits);
    this.#bits = bits;
  }
}
