/** Date and time of day in a zone, with the zone's distance from UTC at that instant. */
export interface WallClock {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly ms: number;
  /** Local time minus UTC, in milliseconds: 19,800,000 for `+05:30`. */
  readonly offsetMs: number;
}

const QUARTER_MS = 900_000;
const CACHED_QUARTERS = 50_000;

interface ZoneClock {
  readonly format: Intl.DateTimeFormat;
  /** Offset by quarter of an hour: zones change their clocks on quarters only. */
  readonly offsets: Map<number, number>;
}

const clocks = new Map<string, ZoneClock>();

/** Whether the runtime's time zone database knows this IANA name. */
export function isZone(zone: string): boolean {
  try {
    clockOf(zone);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** Quarters in six hours: no zone changes its clock twice in less. */
const BLOCK = 24;

/** Local time minus UTC in milliseconds at an instant, daylight saving included. Throws RangeError for an unknown zone. */
export function zoneOffsetMs(utcMs: number, zone: string): number {
  if (zone === 'UTC') return 0;
  const clock = clockOf(zone);
  const quarter = Math.floor(utcMs / QUARTER_MS);
  const start = Math.floor(quarter / BLOCK) * BLOCK;
  const before = quarterOffsetMs(clock, start);
  return before === quarterOffsetMs(clock, start + BLOCK) ? before : quarterOffsetMs(clock, quarter);
}

/** Whether the clocks of a zone differ from UTC by whole quarters of an hour at an instant, so that no hour begins within one. */
export function isOnQuarters(utcMs: number, zone: string): boolean {
  return zoneOffsetMs(utcMs, zone) % QUARTER_MS === 0;
}

function quarterOffsetMs(clock: ZoneClock, quarter: number): number {
  const known = clock.offsets.get(quarter);
  if (known !== undefined) return known;
  const start = quarter * QUARTER_MS;
  const parts = new Map(clock.format.formatToParts(start).map((part) => [part.type, Number(part.value)]));
  const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? NaN;
  const local = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
  const offsetMs = local - start;
  if (clock.offsets.size >= CACHED_QUARTERS) clock.offsets.clear();
  clock.offsets.set(quarter, offsetMs);
  return offsetMs;
}

/** An instant as read from a clock in `zone`. Throws RangeError for an unknown zone. */
export function wallClock(utcMs: number, zone: string): WallClock {
  const offsetMs = zoneOffsetMs(utcMs, zone);
  const local = new Date(utcMs + offsetMs);
  return {
    year: local.getUTCFullYear(),
    month: local.getUTCMonth() + 1,
    day: local.getUTCDate(),
    hour: local.getUTCHours(),
    minute: local.getUTCMinutes(),
    second: local.getUTCSeconds(),
    ms: local.getUTCMilliseconds(),
    offsetMs,
  };
}

/** `+05:30`, `-03:00`, `+00:00`. */
export function offsetText(offsetMs: number): string {
  const minutes = Math.round(Math.abs(offsetMs) / 60_000);
  const sign = offsetMs < 0 ? '-' : '+';
  return `${sign}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

function clockOf(zone: string): ZoneClock {
  const known = clocks.get(zone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat('en-US-u-ca-gregory-nu-latn', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const clock = { format, offsets: new Map<number, number>() };
  clocks.set(zone, clock);
  return clock;
}
