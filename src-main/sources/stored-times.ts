import { readTimestamp } from '../model/index.ts';
import type { Extracted, RowLocator, Stored, TimeMeaning, Timestamp } from '../model/index.ts';
import { integer } from './stored-cells.ts';

/**
 * Reads a stored time; null when it is unset: NULL, 0, -1 or an empty text. A value that cannot be a time
 * becomes an issue in `out`.
 */
export function readTime(
  cell: Stored | undefined,
  meaning: TimeMeaning,
  at: RowLocator,
  column: string,
  out: Extracted[],
  encoding: 'unix-ms' | 'unix-s' = 'unix-ms',
): Timestamp | null {
  if (cell === null || cell === undefined || cell === 0 || cell === -1 || cell === '') return null;
  const value = integer(cell);
  if (value === 0 || value === -1) return null;
  const time = value === null ? null : readTimestamp(value, encoding, meaning);
  if (time !== null) return time;
  out.push({
    kind: 'issue',
    severity: 'warning',
    code: value === null ? 'unknown-column-type' : 'time-out-of-range',
    from: { at: [at], state: 'live' },
    where: `${at.table}.${column}`,
    stored: cell instanceof Uint8Array ? `${cell.length} bytes` : String(cell),
    detail:
      value === null
        ? `The column ${column} does not hold a number, so the time "${meaning}" is left out.`
        : `The stored value of ${column} lies outside 2000 to 2100, so the time "${meaning}" is left out.`,
  });
  return null;
}

/** The times that are set, in the order given. */
export function timesOf(...times: readonly (Timestamp | null)[]): Timestamp[] {
  const set: Timestamp[] = [];
  for (const time of times) if (time !== null) set.push(time);
  return set;
}

const SMALLEST_MS = 100_000_000_000; // as milliseconds a time in 1973, as seconds one after 5000

/** The unit of a time in a column whose unit no source states: ten digits are seconds, thirteen are milliseconds. */
export function unitOf(cell: Stored | undefined): 'unix-s' | 'unix-ms' {
  const value = integer(cell);
  return value !== null && value < SMALLEST_MS ? 'unix-s' : 'unix-ms';
}
