import { createHash, randomBytes } from 'node:crypto';

const FIRST_SLOTS = 1 << 10;
/** Whoever writes a report cannot know which ids share a slot. */
const SALT = randomBytes(8);
const SALT_A = SALT.readUInt32LE(0);
const SALT_B = SALT.readUInt32LE(4);
const WORDS = 4;
const DIGITS = 32;
const DASH = 0x2d;
/** How many digits of a GUID stand before each of its dashes. */
const BEFORE_DASH: ReadonlySet<number> = new Set([8, 12, 16, 20]);

/**
 * Ids to numbers from 0 on, in the order in which they were added. It holds 16 bytes of an id, not the id: a GUID as it is, any
 * other text by its SHA-256. About 55 bytes an id at most, outside the heap of objects.
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
    readWords(id);
    const number = this.#numbers[this.#find()] ?? 0;
    return number === 0 ? null : number - 1;
  }

  /** Adds an id; gives its number and whether it is new. */
  add(id: string): { readonly number: number; readonly isNew: boolean } {
    // Three quarters full: fuller ones are searched longer, emptier ones double too soon.
    if ((this.#size + 1) * 4 > this.#mask * 3) this.#grow();
    readWords(id);
    const at = this.#find();
    const known = this.#numbers[at] ?? 0;
    if (known !== 0) return { number: known - 1, isNew: false };
    this.#slots.set(words, at * WORDS);
    this.#size += 1;
    this.#numbers[at] = this.#size;
    return { number: this.#size - 1, isNew: true };
  }

  /** The slot that holds the id in `words`, or the empty one where it would stand. */
  #find(): number {
    const a = words[0] ?? 0;
    const b = words[1] ?? 0;
    const c = words[2] ?? 0;
    const d = words[3] ?? 0;
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
      for (let word = 0; word < WORDS; word += 1) words[word] = slots[old * WORDS + word] ?? 0;
      const at = this.#find();
      this.#slots.set(words, at * WORDS);
      this.#numbers[at] = number;
    }
  }
}

/** The 16 bytes of the id that is looked for: millions are, and none is worth a list of its own. */
const words = new Uint32Array(WORDS);

function readWords(id: string): void {
  if (readGuid(id)) return;
  const bytes = createHash('sha256').update(id).digest();
  for (let word = 0; word < WORDS; word += 1) words[word] = bytes.readUInt32BE(word * 4);
}

/** Digits of either case, with or without each of the dashes; false for any other text. */
function readGuid(id: string): boolean {
  if (id.length < DIGITS || id.length > DIGITS + BEFORE_DASH.size) return false;
  let digits = 0;
  let word = 0;
  let dashAfter = -1;
  for (let at = 0; at < id.length; at += 1) {
    const code = id.charCodeAt(at);
    if (code === DASH) {
      if (dashAfter === digits || !BEFORE_DASH.has(digits)) return false;
      dashAfter = digits;
      continue;
    }
    const digit = digitOf(code);
    if (digit === -1) return false;
    word = (word << 4) | digit;
    digits += 1;
    if (digits % 8 === 0 && digits <= DIGITS) words[digits / 8 - 1] = word;
  }
  return digits === DIGITS;
}

function digitOf(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const lower = code | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}

/** 32 bits of all four and the salt; the multipliers are those of MurmurHash3, which are public domain. */
function mixed(a: number, b: number, c: number, d: number): number {
  return stirred(stirred(stirred(stirred(stirred(SALT_A, a), b), c), d), SALT_B) >>> 0;
}

function stirred(before: number, word: number): number {
  let hash = Math.imul(before ^ word, 0x85eb_ca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2_ae35);
  return hash ^ (hash >>> 16);
}
