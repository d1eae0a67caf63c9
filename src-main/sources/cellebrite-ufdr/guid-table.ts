import { createHash, randomBytes } from 'node:crypto';

const FIRST_SLOTS = 1 << 10;
/** Whoever writes a report cannot know which ids share a slot. */
const SALT = randomBytes(8).readBigUInt64LE();
const ODD = 0x9e37_79b9_7f4a_7c15n;
const GUID = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/iu;

/**
 * Ids to numbers from 0 on, in the order in which they were added. It holds 16 bytes of an id, not the id: a GUID as it is, any
 * other text by its SHA-256. About 50 bytes an id at most, outside the heap of objects.
 */
export class GuidTable {
  #slots = new BigUint64Array(FIRST_SLOTS * 2);
  #numbers = new Uint32Array(FIRST_SLOTS);
  #mask = FIRST_SLOTS - 1;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** The number of an id; null for one that was not added. */
  get(id: string): number | null {
    const [high, low] = halves(id);
    const at = this.#find(high, low);
    const number = this.#numbers[at] ?? 0;
    return number === 0 ? null : number - 1;
  }

  /** Adds an id; gives its number and whether it is new. */
  add(id: string): { readonly number: number; readonly isNew: boolean } {
    if ((this.#size + 1) * 2 > this.#mask) this.#grow();
    const [high, low] = halves(id);
    const at = this.#find(high, low);
    const known = this.#numbers[at] ?? 0;
    if (known !== 0) return { number: known - 1, isNew: false };
    this.#slots[at * 2] = high;
    this.#slots[at * 2 + 1] = low;
    this.#size += 1;
    this.#numbers[at] = this.#size;
    return { number: this.#size - 1, isNew: true };
  }

  /** The slot that holds an id, or the empty one where it would stand. */
  #find(high: bigint, low: bigint): number {
    let at = Number(BigInt.asUintN(64, (low ^ (high * ODD) ^ SALT) * ODD) >> 32n) & this.#mask;
    for (;;) {
      if (this.#numbers[at] === 0) return at;
      if (this.#slots[at * 2] === high && this.#slots[at * 2 + 1] === low) return at;
      at = (at + 1) & this.#mask;
    }
  }

  #grow(): void {
    const { length } = this.#numbers;
    const slots = this.#slots;
    const numbers = this.#numbers;
    this.#slots = new BigUint64Array(length * 4);
    this.#numbers = new Uint32Array(length * 2);
    this.#mask = length * 2 - 1;
    for (let old = 0; old < length; old += 1) {
      const number = numbers[old] ?? 0;
      if (number === 0) continue;
      const high = slots[old * 2] ?? 0n;
      const low = slots[old * 2 + 1] ?? 0n;
      const at = this.#find(high, low);
      this.#slots[at * 2] = high;
      this.#slots[at * 2 + 1] = low;
      this.#numbers[at] = number;
    }
  }
}

function halves(id: string): readonly [bigint, bigint] {
  const hex = GUID.test(id) ? id.replaceAll('-', '') : createHash('sha256').update(id).digest('hex').slice(0, 32);
  return [BigInt(`0x${hex.slice(0, 16)}`), BigInt(`0x${hex.slice(16)}`)];
}
