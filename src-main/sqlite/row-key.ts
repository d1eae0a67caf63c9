import type { Stored } from '../model/index.ts';

/**
 * The primary key of a row of a WITHOUT ROWID table as a locator names it: its values in the key's order, as SQL writes them,
 * with commas between: `x'0001', 17, 'it''s'`. What is printed so can be put into a WHERE of any tool.
 */
export function writeRowKey(values: readonly Stored[]): string {
  return values.map(literalOf).join(', ');
}

function literalOf(value: Stored): string {
  if (value === null) return 'NULL';
  if (typeof value === 'string') return `'${value.replaceAll("'", "''")}'`;
  if (value instanceof Uint8Array) return `x'${Buffer.from(value).toString('hex')}'`;
  if (value === Infinity) return '9e999';
  if (value === -Infinity) return '-9e999';
  // Without an exponent a number beyond 2^53 would be read as an integer of those digits.
  return typeof value === 'bigint' || Number.isSafeInteger(value) ? String(value) : value.toExponential();
}

const LITERAL = /x'(?<hex>(?:[\da-f]{2})*)'|'(?<text>[^']*(?:''[^']*)*)'|(?<none>NULL)|(?<integer>-?\d+)(?![\d.e])|(?<real>-?\d[\d.]*(?:e[+-]?\d+)?)/uy; // prettier-ignore

/** No app names its rows by longer keys; a crafted one has no place that is told. */
const LONGEST = 1_000_000;

/** The values of a key as it was written; null for a text that is none. */
export function readRowKey(text: string): readonly Stored[] | null {
  if (text.length > LONGEST) return null;
  const values: Stored[] = [];
  let at = 0;
  for (;;) {
    LITERAL.lastIndex = at;
    const found = LITERAL.exec(text);
    if (found?.groups === undefined) return null;
    const { hex, text: words, none, integer, real } = found.groups;
    if (hex !== undefined) values.push(Buffer.from(hex, 'hex'));
    else if (words !== undefined) values.push(words.replaceAll("''", "'"));
    else if (none !== undefined) values.push(null);
    else if (integer !== undefined) values.push(integerOf(integer));
    else values.push(Number(real));
    at = LITERAL.lastIndex;
    if (at === text.length) return values;
    if (!text.startsWith(', ', at)) return null;
    at += 2;
  }
}

function integerOf(digits: string): number | bigint {
  const number = Number(digits);
  return Number.isSafeInteger(number) ? number : BigInt(digits);
}
