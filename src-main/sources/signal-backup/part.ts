import type { Stored, StoredColumns } from '../../model/index.ts';
import type { Plain } from './decode-message.ts';

/** Values that a record carries at most; a crafted frame may hold millions. */
const MOST_CARRIED = 200;

/** Keys and secrets, which stay in the file: they open what is sealed or stand in for the account, and say nothing of what was said. */
const KEPT_OUT: ReadonlySet<string> = new Set([
  'adminKey', 'entropy', 'incrementalMac', 'incrementalMacChunkSize', 'inviteLinkPassword', 'key', 'localKey', 'masterKey', 'mediaRootBackupKey',
  'packKey', 'profileKey', 'receiptCredentialPresentation', 'rootKey', 'subscriberId', 'svrPin',
]); // prettier-ignore

/**
 * An object of a frame, out of which values are taken by name. What nobody took, here or in an object below that was taken, is carried as stored
 * under its path.
 */
export class Part {
  readonly #value: Readonly<Record<string, Plain>>;
  readonly #taken = new Set<string>();
  /** Objects below that were taken; each once, so that what was taken of it stays known. */
  readonly #below = new Map<string, readonly (readonly [path: string, part: Part])[]>();
  #isTold = false;

  constructor(value: Readonly<Record<string, Plain>>) {
    this.#value = value;
  }

  static of(value: unknown): Part | null {
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? new Part(value as Readonly<Record<string, Plain>>) : null;
  }

  has(name: string): boolean {
    return this.#get(name) !== undefined;
  }

  /** The first of these names that is there. */
  which<Name extends string>(names: readonly Name[]): Name | null {
    return names.find((name) => this.has(name)) ?? null;
  }

  /** The names that are there, in their order. */
  get names(): readonly string[] {
    return Object.keys(this.#value);
  }

  /** Null where there is none, it is empty, or something else is there. */
  text(name: string): string | null {
    const value = this.#get(name);
    if (typeof value !== 'string') return null;
    this.#taken.add(name);
    return value === '' ? null : value;
  }

  /** A code by its name, or as number where the name is not known. */
  code(name: string): string | null {
    const value = this.#get(name);
    if (typeof value !== 'string' && typeof value !== 'number') return null;
    this.#taken.add(name);
    return String(value);
  }

  /** A whole number as its digits; null where there is none, or something else. */
  digits(name: string): string | null {
    const found = digitsOf(this.#get(name));
    if (found !== null) this.#taken.add(name);
    return found;
  }

  /** Numbers of a list as digits; empty where something else is among them. */
  digitList(name: string): readonly string[] {
    const value = this.#get(name);
    if (!Array.isArray(value)) return [];
    const found = value.map(digitsOf).filter((one) => one !== null);
    if (found.length !== value.length) return [];
    this.#taken.add(name);
    return found;
  }

  /** A whole number that JavaScript holds exactly. */
  whole(name: string): number | null {
    const found = digitsOf(this.#get(name));
    if (found === null || !Number.isSafeInteger(Number(found))) return null;
    this.#taken.add(name);
    return Number(found);
  }

  flag(name: string): boolean | null {
    const value = this.#get(name);
    if (typeof value !== 'boolean') return null;
    this.#taken.add(name);
    return value;
  }

  /** Bytes that stand as base64; null where there are none. */
  bytes(name: string): Buffer | null {
    const value = this.#get(name);
    if (typeof value !== 'string' || !/^[A-Za-z0-9+/_-]+={0,2}$/u.test(value)) return null;
    this.#taken.add(name);
    return Buffer.from(value, 'base64');
  }

  object(name: string): Part | null {
    const known = this.#below.get(name)?.[0]?.[1];
    if (known !== undefined) return known;
    const found = Part.of(this.#get(name));
    if (found === null) return null;
    this.#taken.add(name);
    this.#below.set(name, [[name, found]]);
    return found;
  }

  /** The objects of a list; empty where something else is among them. */
  objects(name: string): readonly Part[] {
    const value = this.#get(name);
    if (!Array.isArray(value)) return [];
    const known = this.#below.get(name);
    if (known !== undefined) return known.map(([, part]) => part);
    const found = value.map((one) => Part.of(one)).filter((one) => one !== null);
    if (found.length !== value.length) return [];
    this.#taken.add(name);
    this.#below.set(name, found.map((one, index) => [`${name}.${index}`, one])); // prettier-ignore
    return found;
  }

  /** Leaves names out of what is carried: their values are told elsewhere. */
  leave(...names: readonly string[]): void {
    for (const name of names) this.#taken.add(name);
  }

  /** These values alone, as stored, whatever was taken. */
  only(names: readonly string[]): StoredColumns {
    return new Part(Object.fromEntries(names.map((name) => [name, this.#get(name) ?? '']))).rest();
  }

  /** What nobody took, each under its path. What one record carries is not carried by that of the object around it. */
  rest(): StoredColumns {
    const found: Record<string, Stored> = {};
    this.#carry('', found, { left: MOST_CARRIED });
    return found;
  }

  #carry(path: string, into: Record<string, Stored>, budget: { left: number }): void {
    if (this.#isTold) return;
    this.#isTold = true;
    for (const [name, value] of Object.entries(this.#value)) {
      if (this.#taken.has(name) || KEPT_OUT.has(name) || saysNothing(value)) continue;
      if (--budget.left < 0) {
        into['…'] = 'more than is carried; it lies at the place named';
        return;
      }
      const kept = typeof value === 'string' || typeof value === 'number' ? value : asJson(value);
      Object.defineProperty(into, `${path}${name}`, { value: kept, enumerable: true, configurable: true, writable: true }); // prettier-ignore
    }
    for (const parts of this.#below.values())
      for (const [name, part] of parts) part.#carry(`${path}${name}.`, into, budget);
  }

  #get(name: string): Plain | undefined {
    return Object.hasOwn(this.#value, name) ? this.#value[name] : undefined;
  }
}

function asJson(value: Plain): string {
  try {
    return JSON.stringify(value, withoutKeys);
  } catch (error) {
    if (error instanceof RangeError) return 'nested too deeply to be written out';
    throw error;
  }
}

function withoutKeys(name: string, value: unknown): unknown {
  return KEPT_OUT.has(name) ? undefined : value;
}

function digitsOf(value: Plain | undefined): string | null {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value);
  return typeof value === 'string' && /^-?\d{1,20}$/u.test(value) ? value : null;
}

function saysNothing(value: Plain): boolean {
  if (value === false || value === '' || value === 0 || value === '0') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}
