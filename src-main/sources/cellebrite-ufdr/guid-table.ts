import { createHash, randomBytes } from 'node:crypto';

const FIRST_SLOTS = 1 << 10;
/** Whoever writes a report cannot know which ids share a slot. */
const SALT = randomBytes(8);
const SALT_A = SALT.readUInt32LE(0);
const SALT_B = SALT.readUInt32LE(4);
const GUID = /^([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})([0-9a-f]{8})$/iu;
const WORDS = 4;

/**
 * Ids to numbers from 0 on, in the order in which they were added. It holds 16 bytes of an id, not the id: a GUID as it is, any
 * other text by its SHA-256. About 50 bytes an id at most, outside the heap of objects.
 */
export class GuidTable {
  #slots = new Uint32Array(FIRST_SLOTS * WORDS);
  #numbers = new Uint32Array(FIRST_SLOTS);
  #mask = FIRST_SLOTS - 1;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** The number of an id; null for one that was not added. */
  get(id: string): number | null {
    const number = this.#numbers[this.#find(wordsOf(id))] ?? 0;
    return number === 0 ? null : number - 1;
  }

  /** Adds an id; gives its number and whether it is new. */
  add(id: string): { readonly number: number; readonly isNew: boolean } {
    if ((this.#size + 1) * 2 > this.#mask) this.#grow();
    const words = wordsOf(id);
    const at = this.#find(words);
    const known = this.#numbers[at] ?? 0;
    if (known !== 0) return { number: known - 1, isNew: false };
    this.#slots.set(words, at * WORDS);
    this.#size += 1;
    this.#numbers[at] = this.#size;
    return { number: this.#size - 1, isNew: true };
  }

  /** The slot that holds an id, or the empty one where it would stand. */
  #find(words: Words): number {
    const [a, b, c, d] = words;
    const slots = this.#slots;
    for (let at = mixed(a, b, c, d) & this.#mask; ; at = (at + 1) & this.#mask) {
      if (this.#numbers[at] === 0) return at;
      const word = at * WORDS;
      if (slots[word] === a && slots[word + 1] === b && slots[word + 2] === c && slots[word + 3] === d) return at;
    }
  }

  #grow(): void {
    const { length } = this.#numbers;
    const slots = this.#slots;
    const numbers = this.#numbers;
    this.#slots = new Uint32Array(length * 2 * WORDS);
    this.#numbers = new Uint32Array(length * 2);
    this.#mask = length * 2 - 1;
    for (let old = 0; old < length; old += 1) {
      const number = numbers[old] ?? 0;
      if (number === 0) continue;
      const word = old * WORDS;
      const words: Words = [slots[word] ?? 0, slots[word + 1] ?? 0, slots[word + 2] ?? 0, slots[word + 3] ?? 0];
      const at = this.#find(words);
      this.#slots.set(words, at * WORDS);
      this.#numbers[at] = number;
    }
  }
}

/** 16 bytes as four numbers of 32 bits. */
type Words = readonly [number, number, number, number];

function wordsOf(id: string): Words {
  const found = GUID.exec(id);
  if (found !== null) {
    const [, a = '', b = '', c = '', d = '', e = '', f = ''] = found;
    return [hex(a), hex(b) * 0x1_0000 + hex(c), hex(d) * 0x1_0000 + hex(e), hex(f)];
  }
  const bytes = createHash('sha256').update(id).digest();
  return [bytes.readUInt32BE(0), bytes.readUInt32BE(4), bytes.readUInt32BE(8), bytes.readUInt32BE(12)];
}

function hex(digits: string): number {
  return Number.parseInt(digits, 16);
}

/** 32 bits of all four and the salt; the multipliers are those of MurmurHash3, which are public domain. */
function mixed(a: number, b: number, c: number, d: number): number {
  let hash = SALT_A;
  for (const word of [a, b, c, d, SALT_B]) {
    hash = Math.imul(hash ^ word, 0x85eb_ca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2_ae35);
    hash ^= hash >>> 16;
  }
  return hash >>> 0;
}
