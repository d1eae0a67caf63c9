import { zoneOffsetMs } from '../model/index.ts';

/** The instant of a wall clock in a zone, and what makes it doubtful where clocks were changed. */
export interface Instant {
  readonly utcMs: number;
  /** `twice`: the zone's clocks showed this time twice, and the first is given. `never`: they skipped it. */
  readonly doubt: 'twice' | 'never' | null;
}

const DAY_MS = 86_400_000;

/** `wallMs`: the clock's digits read as UTC, in ms; `zone`: an IANA name. */
export function instantOf(wallMs: number, zone: string): Instant {
  // Every offset in force on the days around it; a zone changes at most once in them.
  const offsets = new Set([
    zoneOffsetMs(wallMs - DAY_MS, zone),
    zoneOffsetMs(wallMs, zone),
    zoneOffsetMs(wallMs + DAY_MS, zone),
  ]);
  const instants = [...offsets]
    .map((offset) => wallMs - offset)
    .filter((utcMs) => utcMs + zoneOffsetMs(utcMs, zone) === wallMs)
    .sort((a, b) => a - b);
  const [first, second] = instants;
  if (first === undefined) return { utcMs: wallMs - zoneOffsetMs(wallMs - DAY_MS, zone), doubt: 'never' };
  return { utcMs: first, doubt: second === undefined ? null : 'twice' };
}
