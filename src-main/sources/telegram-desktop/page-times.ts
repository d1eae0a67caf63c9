import { PLAUSIBLE_MS } from '../../model/index.ts';
import type { TimeMeaning, Timestamp } from '../../model/index.ts';
import { instantOf } from '../instant.ts';

/** `06.01.2020 12:00:01`, and since June 2022 the offset. Source: `FormatDateTime` of Telegram Desktop, `export_data_types.cpp` at 929032d598. */
const STAMP = /^(\d\d)\.(\d\d)\.(\d{4}) (\d\d):(\d\d):(\d\d)(?: (UTC(?:[+-]\d\d:\d\d)?))?$/u;

const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December']; // prettier-ignore

/** A clock's time as a page shows it. */
export interface PageStamp {
  /** The clock's digits read as UTC. */
  readonly wallMs: number;
  /** As written, for example `UTC+01:00`: that of the zone's standard time, also where summer time was in force. Null where none is. */
  readonly offset: string | null;
  readonly stored: string;
}

/** Null for what is no time of 2000 to 2100. */
export function stampOf(stored: string | null): PageStamp | null {
  const [whole, day, month, year, hour, minute, second, offset] = STAMP.exec(stored?.trim() ?? '') ?? [];
  if (whole === undefined || stored === null) return null;
  const wallMs = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
  const again = new Date(wallMs);
  const isReal = again.getUTCDate() === Number(day) && again.getUTCHours() === Number(hour) && again.getUTCMinutes() === Number(minute) && Number(second) < 60; // prettier-ignore
  if (!isReal || wallMs < PLAUSIBLE_MS.from || wallMs >= PLAUSIBLE_MS.to) return null;
  return { wallMs, offset: offset ?? null, stored };
}

/** `zone`: what the examiner stated; without it the clock is shown as stored. */
export function pageTime({ wallMs, stored }: PageStamp, meaning: TimeMeaning, zone: string | null): Timestamp {
  if (zone === null) return { utcMs: wallMs, stored, encoding: 'local-text', meaning, zone: 'unstated' };
  return { utcMs: instantOf(wallMs, zone).utcMs, stored, encoding: 'local-text', meaning, zone: 'stated' };
}

/** The day of a stamp in the words of the line above its messages, for example `6 January 2020`. */
export function dayOf({ wallMs }: PageStamp): string {
  const at = new Date(wallMs);
  return `${at.getUTCDate()} ${MONTHS[at.getUTCMonth()] ?? ''} ${at.getUTCFullYear()}`;
}

/** Whether a line holds a day alone, as those above the messages of a day do. */
export function isDay(line: string): boolean {
  const [, month] = /^\d{1,2} ([A-Z][a-z]+) \d{4}$/u.exec(line) ?? [];
  return month !== undefined && MONTHS.includes(month);
}
