import type { Stored } from '../model/index.ts';

/** A stored value as JSON carries it, with its storage class; bytes as hexadecimal digits. */
export interface StoredCell {
  readonly value: string | number | null;
  readonly type: string;
}

/** What is longer than `mostBytes` or `mostLetters` is cut and ends in an ellipsis. */
export function storedCell(value: Stored, mostBytes: number, mostLetters = Infinity): StoredCell {
  if (value === null) return { value: null, type: 'null' };
  if (typeof value === 'bigint') return { value: value.toString(), type: 'integer' };
  if (typeof value === 'number') return { value, type: Number.isInteger(value) ? 'integer' : 'real' };
  if (typeof value === 'string')
    return { value: value.length > mostLetters ? `${value.slice(0, mostLetters)}…` : value, type: 'text' };
  const hex = Buffer.from(value.subarray(0, mostBytes)).toString('hex');
  return { value: `x'${hex}${value.length > mostBytes ? '…' : ''}'`, type: `blob (${value.length} bytes)` };
}
