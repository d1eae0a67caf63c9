import type { Stored } from '../model/index.ts';

/**
 * Stored values as a JSON list. Text, numbers and null are themselves; a number JSON cannot hold, a large integer and
 * bytes are an object of one key: `{"integer":"…"}`, `{"real":"NaN"}`, `{"bytes":"<hexadecimal>"}`.
 */
export function storedText(values: readonly Stored[]): string {
  return JSON.stringify(values.map(encode));
}

/** What `storedText` wrote, for people: large integers as decimal digits, bytes as SQL writes them, `x'00ff'`. */
export function readStoredText(text: string): (string | number | null)[] {
  return (JSON.parse(text) as Encoded[]).map(decode);
}

/**
 * What `storedText` wrote under `before.columns`, with the values of a further record of the same thing behind it. A column that holds
 * another value there is named again with a number, `column 2`. Null where the record adds nothing.
 */
export function addStored(
  before: { readonly columns: readonly string[]; readonly vals: string },
  further: Readonly<Record<string, Stored>>,
): { readonly columns: readonly string[]; readonly vals: string } | null {
  const known = JSON.parse(before.vals) as Encoded[];
  const values = new Map(before.columns.map((column, at) => [column, JSON.stringify(known[at] ?? null)]));
  for (const [column, value] of Object.entries(further)) {
    const text = JSON.stringify(encode(value));
    let name = column;
    for (let n = 2; values.has(name) && values.get(name) !== text; n += 1) name = `${column} ${n}`;
    values.set(name, text);
  }
  if (values.size === before.columns.length) return null;
  return { columns: [...values.keys()], vals: `[${[...values.values()].join(',')}]` };
}

type Encoded = null | number | string | { integer: string } | { real: string } | { bytes: string };

function encode(value: Stored): Encoded {
  if (value === null || typeof value === 'string') return value;
  if (typeof value === 'bigint') return { integer: value.toString() };
  if (typeof value === 'number') return Number.isFinite(value) ? value : { real: String(value) };
  return { bytes: Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('hex') };
}

function decode(value: Encoded): string | number | null {
  if (value === null || typeof value !== 'object') return value;
  if ('integer' in value) return value.integer;
  if ('real' in value) return value.real;
  return `x'${value.bytes}'`;
}
