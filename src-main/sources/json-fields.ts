import type { Stored, StoredColumns } from '../model/index.ts';

/** Keys of an object that a record carries at most; a crafted object may hold millions. */
const MOST_CARRIED = 200;

/**
 * An object of JSON out of which fields are taken by name and type. What nobody took, or what has another type than asked, is
 * carried as stored: texts and numbers as they are, everything else as JSON.
 */
export class JsonFields {
  readonly #value: Readonly<Record<string, unknown>>;
  readonly #taken = new Set<string>();

  constructor(value: Readonly<Record<string, unknown>>) {
    this.#value = value;
  }

  /** Null for a text that is no object of JSON. */
  static parse(text: string): JsonFields | null {
    try {
      return JsonFields.of(JSON.parse(text) as unknown);
    } catch (error) {
      if (error instanceof SyntaxError || error instanceof RangeError) return null;
      throw error;
    }
  }

  /** Null for a value that is no object. */
  static of(value: unknown): JsonFields | null {
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? new JsonFields(value as Readonly<Record<string, unknown>>) : null;
  }

  /** The object as it was given. */
  get all(): Readonly<Record<string, unknown>> {
    return this.#value;
  }

  has(name: string): boolean {
    const value = this.#get(name);
    return value !== undefined && value !== null;
  }

  /** The text; null when there is none, it is empty, or something else is there. */
  text(name: string): string | null {
    const value = this.#get(name);
    if (typeof value !== 'string') return null;
    this.#taken.add(name);
    return value === '' ? null : value;
  }

  /** The whole number; null when there is none or something else. */
  whole(name: string): number | null {
    const value = this.#get(name);
    if (typeof value !== 'number' || !Number.isSafeInteger(value)) return null;
    this.#taken.add(name);
    return value;
  }

  /** The number; null when there is none or something else. */
  number(name: string): number | null {
    const value = this.#get(name);
    if (typeof value !== 'number' || !Number.isFinite(value)) return null;
    this.#taken.add(name);
    return value;
  }

  /** True, false, or null when neither is there; 1 and 0 count as what columns hold. */
  flag(name: string): boolean | null {
    const value = this.#get(name);
    if (value !== true && value !== false && value !== 1 && value !== 0) return null;
    this.#taken.add(name);
    return value === true || value === 1;
  }

  object(name: string): JsonFields | null {
    const found = JsonFields.of(this.#get(name));
    if (found !== null) this.#taken.add(name);
    return found;
  }

  /** The objects of a list; null where the value is no list of objects alone. */
  objects(name: string): readonly JsonFields[] {
    const value = this.#get(name);
    if (!Array.isArray(value)) return [];
    const found = value.map((one) => JsonFields.of(one));
    if (!found.every((one) => one !== null)) return [];
    this.#taken.add(name);
    return found;
  }

  /** The pieces of a list, null for one that is no object; empty where the value is no list. */
  pieces(name: string): readonly (JsonFields | null)[] {
    const value = this.#get(name);
    if (!Array.isArray(value)) return [];
    this.#taken.add(name);
    return value.map((one) => JsonFields.of(one));
  }

  /** The values of a list, whatever they are; empty where the value is no list. */
  list(name: string): readonly unknown[] {
    const value = this.#get(name);
    if (!Array.isArray(value)) return [];
    this.#taken.add(name);
    return value;
  }

  /** The value as it is, whatever its type; undefined where there is none. */
  value(name: string): unknown {
    const value = this.#get(name);
    if (value !== undefined) this.#taken.add(name);
    return value;
  }

  /** The value as it is, to look at without taking it. */
  peek(name: string): unknown {
    return this.#get(name);
  }

  /** The first object of a list, to look at without taking the list. */
  first(name: string): JsonFields | null {
    const value = this.#get(name);
    return Array.isArray(value) ? JsonFields.of(value[0]) : null;
  }

  /** The texts of a list; empty where the value is no list of texts alone. */
  texts(name: string): readonly string[] {
    const value = this.#get(name);
    if (!Array.isArray(value) || !value.every((one) => typeof one === 'string')) return [];
    this.#taken.add(name);
    return value;
  }

  /** The whole numbers of a list; empty where the value is no list of such alone. */
  wholes(name: string): readonly number[] {
    const value = this.#get(name);
    if (!Array.isArray(value) || !value.every((one) => Number.isSafeInteger(one))) return [];
    this.#taken.add(name);
    return value as readonly number[];
  }

  /** Names and values of an object whose names are data, each an object. */
  entries(name: string): readonly (readonly [string, JsonFields])[] {
    const value = this.#get(name);
    if (JsonFields.of(value) === null) return [];
    const found = Object.entries(value as Readonly<Record<string, unknown>>).map(
      ([key, one]) => [key, JsonFields.of(one)] as const,
    );
    if (!found.every((one): one is readonly [string, JsonFields] => one[1] !== null)) return [];
    this.#taken.add(name);
    return found;
  }

  /** Leaves a name out of what is carried: because its value is told elsewhere, or is a secret. */
  leave(...names: readonly string[]): void {
    for (const name of names) this.#taken.add(name);
  }

  /** Leaves the name out where its value says the same as a column: booleans are 1 and 0 there. */
  agree(name: string, cell: Stored | undefined): void {
    const value = this.#get(name);
    if (value === cell || (typeof value === 'boolean' && cell === (value ? 1 : 0))) this.#taken.add(name);
  }

  /** What nobody took, each under `prefix` and its name. */
  rest(prefix: string): StoredColumns {
    let found: Record<string, Stored> | null = null;
    let count = 0;
    for (const name of Object.keys(this.#value)) {
      if (this.#taken.has(name)) continue;
      const value = this.#value[name];
      if (saysNothing(value)) continue;
      found ??= {};
      if (++count > MOST_CARRIED) {
        put(found, `${prefix}…`, `${Object.keys(this.#value).length} names`);
        break;
      }
      put(found, `${prefix}${name}`, typeof value === 'string' || typeof value === 'number' ? value : asJson(value));
    }
    return found ?? NOTHING;
  }

  #get(name: string): unknown {
    const value = this.#value[name];
    return value === undefined || Object.hasOwn(this.#value, name) ? value : undefined;
  }
}

const NOTHING: StoredColumns = Object.freeze({});

/** A member of its own whatever it is called: an object of JSON may name one `__proto__`. */
function put(into: Record<string, Stored>, name: string, value: Stored): void {
  if (name !== '__proto__') into[name] = value;
  else Object.defineProperty(into, name, { value, enumerable: true, configurable: true, writable: true });
}

function saysNothing(value: unknown): boolean {
  if (value === null || value === undefined || value === false || value === '' || value === 0) return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

function asJson(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch (error) {
    if (error instanceof RangeError) return 'nested too deeply to be written out';
    throw error;
  }
}
