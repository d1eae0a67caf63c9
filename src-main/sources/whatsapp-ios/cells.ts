import type { Stored } from '../../model/index.ts';

type Cell = Stored | undefined;

const strictUtf8 = new TextDecoder('utf-8', { fatal: true });
const lenientUtf8 = new TextDecoder('utf-8');

/** The stored integer; null for NULL and for every other type of value. */
export function integerOf(cell: Cell): number | null {
  if (typeof cell === 'number') return Number.isInteger(cell) ? cell : null;
  if (typeof cell === 'bigint') return Number(cell);
  return null;
}

/** The stored number, whole or not; null for every other type of value. */
export function numberOf(cell: Cell): number | null {
  if (typeof cell === 'number') return Number.isFinite(cell) ? cell : null;
  if (typeof cell === 'bigint') return Number(cell);
  return null;
}

/** The stored text; bytes are read as UTF-8, because this app leaves text in columns as BLOB. Null for NULL and ''. */
export function textOf(cell: Cell): string | null {
  if (typeof cell === 'string') return cell === '' ? null : cell;
  if (cell instanceof Uint8Array) return cell.length === 0 ? null : lenientUtf8.decode(cell);
  if (typeof cell === 'number' || typeof cell === 'bigint') return String(cell);
  return null;
}

/** True when the cell holds bytes that are not UTF-8, so that `textOf` has put replacement characters into the text. */
export function isUndecodable(cell: Cell): boolean {
  if (!(cell instanceof Uint8Array)) return false;
  try {
    strictUtf8.decode(cell);
    return false;
  } catch (error) {
    if (error instanceof TypeError) return true;
    throw error;
  }
}

export function bytesOf(cell: Cell): Uint8Array | null {
  return cell instanceof Uint8Array && cell.length > 0 ? cell : null;
}

/** The cell in words for an issue: text as it is, bytes in hexadecimal, at most 200 characters. */
export function shown(cell: Cell): string | null {
  if (cell === null || cell === undefined) return null;
  const words = cell instanceof Uint8Array ? Buffer.from(cell.subarray(0, 100)).toString('hex') : String(cell);
  return words.slice(0, 200);
}
