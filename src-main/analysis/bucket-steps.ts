import { zoneOffsetMs } from '../model/index.ts';

/** Width of a bucket: a fixed number of milliseconds, or calendar days, weeks, months or years of a zone. */
export type Step =
  | { readonly unit: 'ms'; readonly ms: number }
  | { readonly unit: 'day'; readonly days: 1 | 7 }
  | { readonly unit: 'month' | 'year' };

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Every natural step, finest first, with about how long it is. */
const STEPS: readonly (readonly [about: number, step: Step])[] = [
  ...[1, 10, 100, SECOND, 5 * SECOND, 15 * SECOND, MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 3 * HOUR, 6 * HOUR].map(
    (ms): readonly [number, Step] => [ms, { unit: 'ms', ms }],
  ),
  [DAY, { unit: 'day', days: 1 }],
  [7 * DAY, { unit: 'day', days: 7 }],
  [30.44 * DAY, { unit: 'month' }],
  [365.25 * DAY, { unit: 'year' }],
];

/** The finest step that cuts the span into at most `buckets` pieces; years when none does. */
export function chooseStep(spanMs: number, buckets: number): Step {
  return STEPS.find(([about]) => spanMs / about <= buckets)?.[1] ?? { unit: 'year' };
}

/** The instant at which a wall clock of the zone shows `localMs`; the later of two where a day begins in a gap. */
export function localToUtc(localMs: number, zone: string): number {
  const guess = localMs - zoneOffsetMs(localMs, zone);
  const exact = localMs - zoneOffsetMs(guess, zone);
  return exact + zoneOffsetMs(exact, zone) === localMs ? exact : Math.max(guess, exact);
}

/** Start of the bucket in which an instant lies, as milliseconds of local time; for `ms` steps too. */
export function localStart(localMs: number, step: Step): number {
  switch (step.unit) {
    case 'ms':
      return Math.floor(localMs / step.ms) * step.ms;
    case 'day': {
      const day = Math.floor(localMs / DAY);
      return (step.days === 1 ? day : day - ((((day + 3) % 7) + 7) % 7)) * DAY; // 1970-01-01 is a Thursday; weeks begin on Monday
    }
    case 'month': {
      const date = new Date(localMs);
      return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
    }
    case 'year':
      return Date.UTC(new Date(localMs).getUTCFullYear(), 0, 1);
  }
}

/**
 * Start of the bucket of an instant, in ms UTC. Days, weeks, months and years begin at local midnight; shorter steps are
 * cut on the zone's own clock, so that an hour begins on the hour in half-hour zones too.
 */
export function bucketStart(utcMs: number, step: Step, zone: string): number {
  const offset = zoneOffsetMs(utcMs, zone);
  if (step.unit === 'ms') return localStart(utcMs + offset, step) - offset;
  return localToUtc(localStart(utcMs + offset, step), zone);
}
