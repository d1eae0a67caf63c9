import { readTimestamp } from '../../model/index.ts';
import type { TimeMeaning, Timestamp } from '../../model/index.ts';
import type { JsonFields } from '../json-fields.ts';

/** A time as read, and what has to be said of it. */
export interface TimeRead {
  readonly time: Timestamp | null;
  /** The digits as stored; null where there are none. */
  readonly stored: string | null;
  readonly isSeconds: boolean;
}

/**
 * The archive's times are milliseconds since 1970 (documentation of its interface). Digits that are no such time and are one in seconds
 * are read so, because collectors are known to write both; the caller says that.
 */
export function timeOf(fields: JsonFields, name: string, meaning: TimeMeaning): TimeRead {
  const text = fields.text(name);
  const value = fields.whole(name) ?? (text !== null && /^\d{1,15}$/u.test(text) ? Number(text) : null);
  if (value === null) return { time: null, stored: text, isSeconds: false };
  const inMs = readTimestamp(value, 'unix-ms', meaning);
  const inS = inMs === null ? readTimestamp(value, 'unix-s', meaning) : null;
  return { time: inMs ?? inS, stored: String(value), isSeconds: inS !== null };
}
