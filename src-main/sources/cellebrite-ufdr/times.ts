import { PLAUSIBLE_MS } from '../../model/index.ts';
import type { TimeMeaning, Timestamp } from '../../model/index.ts';
import type { FieldValue } from './model.ts';

/** ISO 8601 as Physical Analyzer writes it. Source: ufed-model-chat.xml of IPED's tests; up to seven digits of a second are .NET's. */
const ISO = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,7}))?(Z|[+-]\d\d:\d\d)?$/u;

interface Read {
  /** The clock's digits read as UTC, in ms. */
  readonly wallMs: number;
  /** Local time minus UTC in ms; null where none is written. */
  readonly offsetMs: number | null;
}

/**
 * A time of a report. Where the value has no offset and the time as the tool shows it (`formattedTimestamp`) has one and agrees
 * in its digits, that offset counts. Null for text that is no such time, and for times outside 2000 to 2100.
 */
export function timeOf(value: FieldValue | null, meaning: TimeMeaning): Timestamp | null {
  if (value === null) return null;
  const stored = value.text.trim();
  const read = readIso(stored);
  if (read === null) return null;
  const shown = value.shown === null || read.offsetMs !== null ? null : readIso(value.shown.trim());
  const agrees = shown !== null && Math.floor(shown.wallMs / 1000) === Math.floor(read.wallMs / 1000);
  const offsetMs = read.offsetMs ?? (agrees ? shown.offsetMs : null);
  const utcMs = read.wallMs - (offsetMs ?? 0);
  if (utcMs < PLAUSIBLE_MS.from || utcMs >= PLAUSIBLE_MS.to) return null;
  const zone = offsetMs === null ? 'unstated' : offsetMs === 0 ? 'utc' : 'stated';
  return { utcMs, stored, encoding: 'iso-8601', meaning, zone };
}

function readIso(text: string): Read | null {
  const found = ISO.exec(text);
  if (found === null) return null;
  const [year, month, day, hour, minute, second] = found.slice(1, 7).map(Number);
  if (year === undefined || month === undefined || day === undefined) return null;
  if (hour === undefined || minute === undefined || second === undefined) return null;
  const ms = Math.floor(Number(`0.${found[7] ?? '0'}`) * 1000 + 1e-6);
  const wallMs = Date.UTC(year, month - 1, day, hour, minute, second, ms);
  const back = new Date(wallMs);
  const isDate =
    back.getUTCMonth() === month - 1 && back.getUTCDate() === day && hour < 24 && minute < 60 && second < 60;
  return isDate ? { wallMs, offsetMs: offsetOf(found[8]) } : null;
}

function offsetOf(text: string | undefined): number | null {
  if (text === undefined) return null;
  if (text === 'Z') return 0;
  const minutes = Number(text.slice(1, 3)) * 60 + Number(text.slice(4));
  return (text.startsWith('-') ? -minutes : minutes) * 60_000;
}

/** Seconds of `hh:mm:ss` with days before (`1.02:03:04`) and parts of a second behind, the form of .NET's TimeSpan; null for other text. */
export function secondsOf(text: string | null): number | null {
  const found = text === null ? null : /^(?:(\d{1,6})\.)?(\d{1,2}):(\d\d):(\d\d)(?:\.\d{1,7})?$/u.exec(text.trim());
  if (found === null) return null;
  const [, days = '0', hours, minutes, seconds] = found;
  return ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds);
}
