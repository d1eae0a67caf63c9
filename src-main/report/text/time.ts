import { offsetText, wallClock, zoneOffsetMs } from '../../model/index.ts';

/** A time as the report prints it. */
export interface PrintedTime {
  /** `2024-03-31 03:00:05 +02:00`; for a wall clock without zone its digits alone. */
  readonly local: string;
  /** `2024-03-31T01:00:05Z`; null for a wall clock without zone, which nothing may present as UTC. */
  readonly utc: string | null;
}

/** Prints an instant in `zone` and in UTC. `unstated`: the stored wall clock, without a zone. */
export function printTime(utcMs: number, zone: string, known: 'utc' | 'stated' | 'unstated'): PrintedTime {
  if (known === 'unstated') return { local: digits(utcMs), utc: null };
  const offsetMs = zoneOffsetMs(utcMs, zone);
  return { local: `${digits(utcMs + offsetMs)} ${offsetText(offsetMs)}`, utc: utcText(utcMs) };
}

/** `2024-03-31T01:00:05Z`, with milliseconds when they are not zero. */
export function utcText(utcMs: number): string {
  return `${digits(utcMs).replace(' ', 'T')}Z`;
}

/** `2024-03-31` in the zone. */
export function dayText(utcMs: number, zone: string): string {
  return digits(utcMs + wallClock(utcMs, zone).offsetMs).slice(0, 10);
}

function digits(ms: number): string {
  const iso = new Date(ms).toISOString().slice(0, -1).replace('T', ' ');
  return iso.endsWith('.000') ? iso.slice(0, -4) : iso;
}
