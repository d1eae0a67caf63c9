import { offsetText, zoneOffsetMs } from '../../model/index.ts';

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/u;
const DATE_TIME = /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3}))?)?(Z|[+-]\d{2}:?\d{2})?$/u;

/**
 * Milliseconds UTC of an ISO date or date-time; null when the text is neither. Without an offset the text is a wall clock
 * in `zone`. A date is its first instant, so `--to 2024-06-01` ends before June begins. A wall clock that a daylight-saving
 * change skips or repeats is the first instant at or after it.
 */
export function readInstant(text: string, zone: string): number | null {
  const date = DATE.exec(text);
  if (date !== null) return fromWall(wallMs(date, 0, 0, 0, 0), zone);
  const parts = DATE_TIME.exec(text);
  if (parts === null) return null;
  const fraction = Number((parts[7] ?? '0').padEnd(3, '0'));
  const wall = wallMs(parts, Number(parts[4]), Number(parts[5]), Number(parts[6] ?? '0'), fraction);
  const offset = parts[8];
  if (offset === undefined) return fromWall(wall, zone);
  return wall === null ? null : wall - offsetMs(offset);
}

function wallMs(date: RegExpExecArray, hour: number, minute: number, second: number, ms: number): number | null {
  const [year, month, day] = [Number(date[1]), Number(date[2]), Number(date[3])];
  const value = Date.UTC(year, month - 1, day, hour, minute, second, ms);
  const back = new Date(value);
  const isReal = back.getUTCMonth() === month - 1 && back.getUTCDate() === day;
  return isReal && hour < 24 && minute < 60 && second < 60 ? value : null;
}

function offsetMs(offset: string): number {
  if (offset === 'Z') return 0;
  const digits = offset.replace(':', '');
  const minutes = Number(digits.slice(1, 3)) * 60 + Number(digits.slice(3, 5));
  return (digits.startsWith('-') ? -minutes : minutes) * 60_000;
}

const DAY_MS = 86_400_000;

function fromWall(wall: number | null, zone: string): number | null {
  if (wall === null) return null;
  const before = zoneOffsetMs(wall - DAY_MS, zone);
  const after = zoneOffsetMs(wall + DAY_MS, zone);
  const candidates = [wall - before, wall - after].filter((instant) => instant + zoneOffsetMs(instant, zone) === wall);
  if (candidates.length > 0) return Math.min(...candidates);
  return Math.max(wall - before, wall - after);
}

/** An instant as `2024-05-01 10:22:33 +02:00` in the zone. */
export function showInstant(utcMs: number, zone: string): string {
  const offset = zoneOffsetMs(utcMs, zone);
  const wall = new Date(utcMs + offset).toISOString().slice(0, 19).replace('T', ' ');
  return `${wall} ${offsetText(offset)}`;
}

/** A time without a stated zone: the digits as stored, marked so that nobody takes them for UTC. */
export function showWallClock(utcMs: number): string {
  return `${new Date(utcMs).toISOString().slice(0, 19).replace('T', ' ')} (zone unstated)`;
}
