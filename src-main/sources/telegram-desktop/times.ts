import { PLAUSIBLE_MS, readTimestamp } from '../../model/index.ts';
import type { TimeMeaning, Timestamp } from '../../model/index.ts';
import { instantOf } from '../instant.ts';
import type { JsonFields } from '../json-fields.ts';

/** A time as read. */
export interface TimeRead {
  readonly time: Timestamp | null;
  /** What stands there where it is no time; null where nothing does. */
  readonly stored: string | null;
  /** The local time beside it lies further from it than any zone. */
  readonly isAtOdds: boolean;
}

const NONE: TimeRead = { time: null, stored: null, isAtOdds: false };
const FURTHEST_ZONE_MS = 15 * 3_600_000;

/**
 * The time under `name`: `name_unixtime`, seconds since 1970 UTC, where the export has it; else the clock of the computer that
 * exported, which names no zone. `zone`: what the examiner stated; null for nothing. An edit of 1970 is none (exports of 2020).
 */
export function timeOf(fields: JsonFields, name: string, meaning: TimeMeaning, zone: string | null): TimeRead {
  const digits = fields.text(`${name}_unixtime`) ?? numberText(fields, `${name}_unixtime`);
  const local = fields.text(name);
  if (local?.startsWith('1970-01-0') === true && digits === null) return NONE;
  const seconds = digits !== null && /^\d{1,12}$/u.test(digits) ? Number(digits) : null;
  const exact = seconds === null ? null : readTimestamp(seconds, 'unix-s', meaning);
  const wall = local === null ? null : wallOf(local);
  if (exact !== null)
    return {
      time: exact,
      stored: null,
      isAtOdds: wall !== null && !wall.isUtc && Math.abs(wall.ms - exact.utcMs) > FURTHEST_ZONE_MS,
    };
  const shown = local === null || wall === null ? null : localTime(local, wall, meaning, zone);
  return { time: shown, stored: shown === null ? (digits ?? local) : null, isAtOdds: false };
}

function numberText(fields: JsonFields, name: string): string | null {
  const value = fields.whole(name);
  return value === null ? null : String(value);
}

interface Wall {
  readonly ms: number;
  /** The text ends in `Z`, as those of other programs than the app do. */
  readonly isUtc: boolean;
}

const LOCAL = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{3}))?(Z?)$/u;

function wallOf(text: string): Wall | null {
  const match = LOCAL.exec(text);
  if (match === null) return null;
  const ms = Date.parse(`${text.replace(/Z$/u, '')}Z`);
  if (!Number.isFinite(ms) || ms < PLAUSIBLE_MS.from || ms >= PLAUSIBLE_MS.to) return null;
  return { ms, isUtc: match[8] === 'Z' };
}

function localTime(stored: string, { ms, isUtc }: Wall, meaning: TimeMeaning, zone: string | null): Timestamp {
  if (isUtc) return { utcMs: ms, stored, encoding: 'iso-8601', meaning, zone: 'utc' };
  if (zone === null) return { utcMs: ms, stored, encoding: 'local-text', meaning, zone: 'unstated' };
  return { utcMs: instantOf(ms, zone).utcMs, stored, encoding: 'local-text', meaning, zone: 'stated' };
}
