/** A time split for display: `2024-03-05`, `14:22:07`, `+05:30`. */
export interface ShownTime {
  readonly date: string;
  readonly time: string;
  readonly offset: string;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-GB-u-hc-h23', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'longOffset',
  });
  formats.set(zone, made);
  return made;
}

const YEAR_1000_MS = Date.UTC(1000, 0, 1);
const YEAR_10000_MS = Date.UTC(10_000, 0, 1);

/** Splits a time in a zone. Milliseconds are shown only where there are any. */
export function showTime(ms: number, zone: string): ShownTime {
  // Every row of a list gives its time in UTC too: that needs no calendar of zones.
  if (zone === 'UTC' && ms >= YEAR_1000_MS && ms < YEAR_10000_MS) {
    const iso = new Date(ms).toISOString();
    return { date: iso.slice(0, 10), time: iso.slice(11, iso.endsWith('.000Z') ? 19 : 23), offset: '+00:00' };
  }
  const parts = new Map(
    formatOf(zone)
      .formatToParts(ms)
      .map((part) => [part.type, part.value]),
  );
  const get = (name: Intl.DateTimeFormatPartTypes): string => parts.get(name) ?? '';
  const fraction = ((ms % 1000) + 1000) % 1000;
  const offset = get('timeZoneName').replace('GMT', '');
  return {
    date: `${get('year')}-${get('month')}-${get('day')}`,
    time: `${get('hour')}:${get('minute')}:${get('second')}${fraction === 0 ? '' : `.${String(fraction).padStart(3, '0')}`}`,
    offset: offset === '' ? '+00:00' : offset,
  };
}

/** `2024-03-05 14:22:07 +05:30`. */
export function fullTime(ms: number, zone: string): string {
  const { date, time, offset } = showTime(ms, zone);
  return `${date} ${time} ${offset}`;
}

/** `2024-03-05`. */
export function shownDate(ms: number, zone: string): string {
  return showTime(ms, zone).date;
}

/** `Tuesday, 5 March 2024`. */
export function longDate(ms: number, zone: string, locale: string): string {
  return new Intl.DateTimeFormat(locale, { timeZone: zone, dateStyle: 'full' }).format(ms);
}

/** The first instant of a calendar day `2024-03-05` in a zone; null for text that is not a day. */
export function startOfDay(day: string, zone: string): number | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/u.exec(day);
  if (match === null) return null;
  const wall = Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3]));
  if (new Date(wall).toISOString().slice(0, 10) !== day) return null;
  let guess = wall - offsetMs(wall, zone);
  guess = wall - offsetMs(guess, zone);
  if (shownDate(guess, zone) !== day) guess += 3_600_000; // midnight does not exist on this day
  return guess;
}

/** The day after `2024-03-05`, as text. */
export function nextDay(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}

/** Milliseconds by which a zone's clocks are ahead of UTC at an instant. */
export function offsetMs(ms: number, zone: string): number {
  const match = /^([+-])(\d{2}):(\d{2})(?::(\d{2}))?$/u.exec(showTime(ms, zone).offset);
  if (match === null) return 0;
  const seconds = Number(match[2]) * 3600 + Number(match[3]) * 60 + Number(match[4] ?? 0);
  return (match[1] === '-' ? -1 : 1) * seconds * 1000;
}
