import { ArchivedBytes, type Archived } from '../../evidence/decode/keyed-archive.ts';
import type { Stored } from '../../model/index.ts';

/** An object of an archive, by its members. */
export type Members = Readonly<Record<string, Archived>>;

/** Leaves of one archive that are carried; a crafted one names one object a hundred thousand times. */
const MOST_LEAVES = 400;
const LONGEST_BYTES = 4096;
/** Characters of the path of a leaf: a crafted archive has one long name around many values. */
const LONGEST_PATH = 500;

/** What an object holds, for a record to carry. */
export interface Carried {
  readonly stored: Readonly<Record<string, Stored>>;
  /** False where it holds more than is carried. */
  readonly isWhole: boolean;
}

/** What holds something, by its path. */
export function carriedIn(value: Archived): Carried {
  const found: [string, Stored][] = [];
  const waiting: [string, Archived][] = [['', value]];
  let isWhole = true;
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [name, one] = next;
    const inside = Array.isArray(one)
      ? (one as readonly Archived[]).map((each, index) => [`${name} ${index + 1}`, each] as [string, Archived])
      : Object.entries(objectOf(one) ?? {}).map(([key, each]): [string, Archived] => [name === '' ? key : `${name}.${key}`, each]); // prettier-ignore
    for (const each of inside.toReversed()) waiting.push(each);
    const leaf = leafOf(one);
    if (leaf === null) continue;
    if (found.length < MOST_LEAVES && name.length <= LONGEST_PATH) found.push([name, leaf]);
    else isWhole = false;
  }
  return { stored: Object.fromEntries(found), isWhole };
}

function leafOf(value: Archived): Stored {
  if (value instanceof ArchivedBytes) return value.bytes.length === 0 || value.bytes.length > LONGEST_BYTES ? null : value.bytes; // prettier-ignore
  if (typeof value === 'boolean') return value ? 1 : null;
  if (typeof value === 'number') return value === 0 ? null : value;
  return typeof value === 'string' && value !== '' ? value : null;
}

/** The members of an object; null for anything else. */
export function objectOf(value: Archived | undefined): Members | null {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof ArchivedBytes); // prettier-ignore
  return isObject ? (value as Members) : null;
}

/** The text; null for an empty one and for anything else. */
export function textIn(value: Archived | undefined): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** A whole number that is not negative, also as digits; null for anything else. */
export function wholeIn(value: Archived | undefined): bigint | null {
  if (typeof value === 'number') return Number.isInteger(value) && value >= 0 ? BigInt(value) : null;
  return typeof value === 'string' && /^\d{1,19}$/u.test(value) ? BigInt(value) : null;
}
