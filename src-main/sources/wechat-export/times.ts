import { PLAUSIBLE_MS } from '../../model/index.ts';
import type { Timestamp } from '../../model/index.ts';
import { instantOf } from '../instant.ts';
import type { TimeStated } from './exported.ts';

/** RFC 3339, with up to nine digits of a second. */
const ZONED = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/u;

/** A wall clock as the tools write it, and as spreadsheets rewrite it. */
const CLOCK = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})[T ]{1,2}(\d{1,2}):(\d\d)(?::(\d\d))?(?:\.(\d{1,9}))?$/u;

/** Numbers above this are milliseconds: in seconds they would lie beyond the year 5000. */
const LEAST_MS = 100_000_000_000;

/** A number that a tool writes as seconds or milliseconds since 1970, or a text; null for neither. */
export function timeStated(value: unknown): TimeStated | null {
  if (typeof value === 'number' && Number.isFinite(value)) return { form: 'unix', value, text: String(value) };
  if (typeof value !== 'string') return null;
  const text = value.trim();
  if (/^\d{9,13}(?:\.\d{1,9})?$/u.test(text)) return { form: 'unix', value: Number(text), text };
  if (ZONED.test(text)) return { form: 'zoned', text };
  return CLOCK.test(text) ? { form: 'clock', text } : null;
}

/** The instant; null for what is no date, or lies outside 2000 to 2100. `zone`: of a wall clock, as the examiner states it. */
export function timestampOf(stated: TimeStated, zone: string | null): Timestamp | null {
  if (stated.form === 'unix') {
    const isMs = Math.abs(stated.value) >= LEAST_MS;
    const utcMs = Math.round(isMs ? stated.value : stated.value * 1000);
    return within({ utcMs, stored: stated.text, encoding: isMs ? 'unix-ms' : 'unix-s', meaning: 'sent', zone: 'utc' }); // prettier-ignore
  }
  const { text } = stated;
  if (stated.form === 'zoned') {
    const wallMs = wallOf(ZONED.exec(text));
    const offsetMs = offsetOf(ZONED.exec(text)?.[8]);
    return wallMs === null ? null : within({ utcMs: wallMs - offsetMs, stored: text, encoding: 'iso-8601', meaning: 'sent', zone: offsetMs === 0 ? 'utc' : 'stated' }); // prettier-ignore
  }
  const wallMs = wallOf(CLOCK.exec(text));
  if (wallMs === null) return null;
  const utcMs = zone === null ? wallMs : instantOf(wallMs, zone).utcMs;
  return within({ utcMs, stored: text, encoding: 'local-text', meaning: 'sent', zone: zone === null ? 'unstated' : 'stated' }); // prettier-ignore
}

/** What the clocks of the stated zone leave open of a wall clock; null where they leave nothing. */
export function doubtOf(stated: TimeStated, zone: string | null): 'twice' | 'never' | null {
  const wallMs = stated.form === 'clock' && zone !== null ? wallOf(CLOCK.exec(stated.text)) : null;
  return wallMs === null || zone === null ? null : instantOf(wallMs, zone).doubt;
}

function within(time: Timestamp): Timestamp | null {
  return time.utcMs < PLAUSIBLE_MS.from || time.utcMs >= PLAUSIBLE_MS.to ? null : time;
}

/** The clock's digits read as UTC; null where they are no date. */
function wallOf(found: RegExpExecArray | null): number | null {
  if (found === null) return null;
  const [, year = '', month = '', day = '', hour = '', minute = '', second = '0', fraction = '0'] = found;
  const ms = Math.floor(Number(`0.${fraction}`) * 1000 + 1e-6);
  const wallMs = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second), ms); // prettier-ignore
  const back = new Date(wallMs);
  const isDay = back.getUTCMonth() === Number(month) - 1 && back.getUTCDate() === Number(day);
  const isDate = isDay && Number(hour) < 24 && Number(minute) < 60 && Number(second) < 60;
  return isDate ? wallMs : null;
}

function offsetOf(text: string | undefined): number {
  if (text === undefined || text === 'Z') return 0;
  const minutes = Number(text.slice(1, 3)) * 60 + Number(text.slice(4));
  return (text.startsWith('-') ? -minutes : minutes) * 60_000;
}
