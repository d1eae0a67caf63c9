import type { Stored, StoredColumns } from '../model/index.ts';

const NOTHING: StoredColumns = {};
const CARRIED_BLOB_BYTES = 4096;

/** A whole number from a cell; null for anything else. */
export function integer(cell: Stored | undefined): number | bigint | null {
  if (typeof cell === 'number') return Number.isInteger(cell) ? cell : null;
  if (typeof cell === 'bigint') return cell;
  if (typeof cell === 'string' && /^-?\d{1,15}$/.test(cell)) return Number(cell);
  return null;
}

/** A whole number that a JavaScript number holds exactly; null for anything else. */
export function count(cell: Stored | undefined): number | null {
  const value = integer(cell);
  return typeof value === 'number' ? value : null;
}

/** A number with a fraction from a cell; null for anything else. */
export function real(cell: Stored | undefined): number | null {
  return typeof cell === 'number' && Number.isFinite(cell) ? cell : null;
}

/** Text from a cell; bytes are read as UTF-8 with replacement characters. Null when there is none or it is empty. */
export function text(cell: Stored | undefined): string | null {
  if (typeof cell === 'string') return cell === '' ? null : cell;
  if (cell instanceof Uint8Array) return cell.length === 0 ? null : new TextDecoder().decode(cell);
  if (cell === null || cell === undefined) return null;
  return String(cell);
}

/** Bytes from a cell; null for anything else. */
export function bytes(cell: Stored | undefined): Uint8Array | null {
  return cell instanceof Uint8Array && cell.length > 0 ? cell : null;
}

/** 1 is true; everything else, also NULL, is false. */
export function flag(cell: Stored | undefined): boolean {
  return cell === 1 || cell === '1';
}

/** 1 is true, 0 false; null for everything else: nothing is said. */
export function statedFlag(cell: Stored | undefined): boolean | null {
  const value = integer(cell);
  return value === 1 ? true : value === 0 ? false : null;
}

/** A row reference; null for the unset markers 0 and -1 and for NULL. */
export function reference(cell: Stored | undefined): number | bigint | null {
  const value = integer(cell);
  return value === null || value <= 0 ? null : value;
}

/**
 * The cells of a row at `places` that hold something: NULL, 0 and '' say nothing here, and the row itself stays at its
 * locator. Large binary cells are left to the locator too.
 */
export function carried(
  row: readonly Stored[],
  names: Readonly<Record<number, string>>,
  places: readonly number[],
): StoredColumns {
  let found: Record<string, Stored> | null = null;
  for (const place of places) {
    const cell = row[place];
    if (cell === null || cell === undefined || cell === 0 || cell === '') continue;
    if (cell instanceof Uint8Array && cell.length > CARRIED_BLOB_BYTES) continue;
    found ??= {};
    found[names[place] ?? ''] = cell;
  }
  return found ?? NOTHING;
}

/** A stored Base64 SHA-256 as 64 hexadecimal digits; null when it is not one. */
export function hexOfBase64(cell: Stored | undefined): string | null {
  if (typeof cell !== 'string' || !/^[A-Za-z0-9+/_-]{43}=?$/.test(cell)) return null;
  const hash = Buffer.from(cell, 'base64');
  return hash.length === 32 ? hash.toString('hex') : null;
}
