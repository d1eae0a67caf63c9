import { PLAUSIBLE_MS } from '../../model/index.ts';
import type { TimeMeaning, Timestamp } from '../../model/index.ts';
import { instantOf } from '../instant.ts';

/** A time as an export writes it: a number of milliseconds, a clock with its distance from UTC, or a clock without. */
export type TimeStated =
  | { readonly form: 'unix-ms'; readonly utcMs: number; readonly text: string }
  | { readonly form: 'zoned'; readonly utcMs: number; readonly isUtc: boolean; readonly text: string }
  | { readonly form: 'clock'; readonly wallMs: number; readonly text: string };

const ISO = /^(\d{4})-(\d\d)-(\d\d)(?:T|,? )(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?$/u;
/** `Mon, 2 Jan 2006 15:04:05 -0700`. */
const LONG =
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), (\d{1,2}) ([A-Z][a-z]{2}) (\d{4}) (\d\d):(\d\d):(\d\d) ([+-])(\d\d)([0-5]\d)$/u;
/** `Jan 02, 2006 15:04:05`. */
const SHORT = /^([A-Z][a-z]{2}) (\d\d), (\d{4}) (\d\d):(\d\d):(\d\d)$/u;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Digits of milliseconds since 1970; null for anything else. */
export function msStated(value: unknown): TimeStated | null {
  const text = typeof value === 'number' ? String(value) : typeof value === 'string' ? value : '';
  return /^\d{1,15}$/u.test(text) ? { form: 'unix-ms', utcMs: Number(text), text } : null;
}

/** `2006-01-02T15:04:05.000000`, with a blank or a comma in place of the T, seconds left out. */
export function isoStated(text: string | null): TimeStated | null {
  const [, year, month, day, hour, minute, second = '0', fraction = '0'] = ISO.exec(text ?? '') ?? [];
  return clock([year, month, day, hour, minute, second], text, Math.floor(Number(`0.${fraction}`) * 1000 + 1e-6));
}

export function longStated(text: string | null): TimeStated | null {
  const [, day, month = '', year, hour, minute, second, sign, hours, minutes] = LONG.exec(text ?? '') ?? [];
  const wall = clock([year, monthOf(month), day, hour, minute, second], text, 0);
  if (wall?.form !== 'clock') return null;
  const offsetMs = (Number(hours) * 60 + Number(minutes)) * 60_000 * (sign === '-' ? -1 : 1);
  return { form: 'zoned', utcMs: wall.wallMs - offsetMs, isUtc: offsetMs === 0, text: wall.text };
}

export function shortStated(text: string | null): TimeStated | null {
  const [, month = '', day, year, hour, minute, second] = SHORT.exec(text ?? '') ?? [];
  return clock([year, monthOf(month), day, hour, minute, second], text, 0);
}

function monthOf(name: string): string {
  return String(MONTHS.indexOf(name) + 1);
}

/** Null where the digits are no date. */
function clock(digits: readonly (string | undefined)[], text: string | null, ms: number): TimeStated | null {
  const [year = NaN, month = NaN, day = NaN, hour = NaN, minute = NaN, second = NaN] = digits.map(Number);
  const wallMs = Date.UTC(year, month - 1, day, hour, minute, second, ms);
  const back = new Date(wallMs);
  const isDate =
    back.getUTCMonth() === month - 1 && back.getUTCDate() === day && hour < 24 && minute < 60 && second < 60;
  return isDate && text !== null ? { form: 'clock', wallMs, text } : null;
}

/** The instant; null outside 2000 to 2100. `zone`: of a clock without one, as the examiner states it. */
export function timestampOf(stated: TimeStated, zone: string | null, meaning: TimeMeaning): Timestamp | null {
  const { text: stored } = stated;
  switch (stated.form) {
    case 'unix-ms':
      return within({ utcMs: stated.utcMs, stored, encoding: 'unix-ms', meaning, zone: 'utc' });
    case 'zoned':
      return within({ utcMs: stated.utcMs, stored, encoding: 'local-text', meaning, zone: stated.isUtc ? 'utc' : 'stated' }); // prettier-ignore
    case 'clock': {
      const utcMs = zone === null ? stated.wallMs : instantOf(stated.wallMs, zone).utcMs;
      return within({ utcMs, stored, encoding: 'local-text', meaning, zone: zone === null ? 'unstated' : 'stated' });
    }
  }
}

/** What the clocks of the stated zone leave open; null where they leave nothing. */
export function doubtOf(stated: TimeStated, zone: string | null): 'twice' | 'never' | null {
  return stated.form === 'clock' && zone !== null ? instantOf(stated.wallMs, zone).doubt : null;
}

function within(time: Timestamp): Timestamp | null {
  return time.utcMs < PLAUSIBLE_MS.from || time.utcMs >= PLAUSIBLE_MS.to ? null : time;
}
