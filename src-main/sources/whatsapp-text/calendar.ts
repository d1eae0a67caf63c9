/** The calendar in which a stamp counts its days; years of Buddhist and Japanese eras are Gregorian ones with another number. */
export type Calendar = 'gregorian' | 'persian' | 'islamic';

export interface CalendarYear {
  readonly calendar: Calendar;
  /** In that calendar. */
  readonly year: number;
  /** How the year was written, where it was not as a Gregorian one. */
  readonly era: 'buddhist' | 'japanese' | null;
}

/** First Gregorian year of the Japanese eras that phones knew: Reiwa 2019, Heisei 1989, Showa 1926. */
const JAPANESE: Readonly<Record<string, number>> = { R: 2019, H: 1989, S: 1926, 令和: 2019, 平成: 1989, 昭和: 1926 };

const BUDDHIST_OFFSET = 543;

/** Two digits from here on are a Buddhist year (2552 is 2009): the app did not exist in any earlier one. */
const FIRST_SHORT_BUDDHIST = 52;

/** The app appeared in 2009: Persian 1388, Islamic 1430. Years between the two can only be Persian ones. */
const FIRST_PERSIAN = 1388;
const FIRST_ISLAMIC = 1430;
const LAST_ISLAMIC = 1499;

/**
 * The year that a stamp writes; null where no export can have been made. `digits`: its number and how many digits it has;
 * `mark`: what is written with it, for example `BE`, `هـ` or `令和`; `persianDigits`: it is written with U+06F0 to U+06F9,
 * which only languages of the Persian calendar use.
 */
export function readYear(
  digits: { readonly value: number; readonly length: number },
  mark: string | undefined,
  persianDigits: boolean,
): CalendarYear | null {
  const { value, length } = digits;
  const japanese = mark === undefined ? undefined : JAPANESE[mark];
  if (japanese !== undefined) return gregorian(japanese - 1 + value, 'japanese');
  if (mark === 'BE' || mark === 'พ.ศ.')
    return gregorian((length <= 2 ? 2500 + value : value) - BUDDHIST_OFFSET, 'buddhist');
  if (length <= 2)
    return value >= FIRST_SHORT_BUDDHIST
      ? gregorian(2500 + value - BUDDHIST_OFFSET, 'buddhist')
      : gregorian(2000 + value, null);
  if (value >= 2500 && value < 2700) return gregorian(value - BUDDHIST_OFFSET, 'buddhist');
  if (value >= FIRST_PERSIAN && value <= LAST_ISLAMIC) {
    const islamic = mark === 'AH' || mark === 'هـ' || (value >= FIRST_ISLAMIC && !persianDigits);
    return { calendar: islamic ? 'islamic' : 'persian', year: value, era: null };
  }
  return gregorian(value, null);
}

function gregorian(year: number, era: CalendarYear['era']): CalendarYear | null {
  return year >= 2000 && year < 2100 ? { calendar: 'gregorian', year, era } : null;
}

const DAY_MS = 86_400_000;

/** Rough start of each calendar's count: its mean year and the day of its year 1, in ms UTC. */
const COUNTS = {
  persian: { yearMs: 365.2422 * DAY_MS, firstMs: Date.UTC(622, 2, 21) },
  islamic: { yearMs: 354.367 * DAY_MS, firstMs: Date.UTC(622, 6, 18) },
} as const;

const writers = new Map<Calendar, Intl.DateTimeFormat>();
const known = new Map<string, number | null>();
const MOST_KNOWN = 4096;

/**
 * The day as milliseconds UTC of its midnight; null when the calendar has no such day. The Islamic calendar is the one of
 * Umm al-Qura, which phones set to Saudi Arabia use; Persian and Islamic dates are converted by the runtime's ICU.
 */
export function dayMs(calendar: Calendar, year: number, month: number, day: number): number | null {
  if (calendar === 'gregorian') {
    const ms = Date.UTC(year, month - 1, day);
    const back = new Date(ms);
    return back.getUTCMonth() === month - 1 && back.getUTCDate() === day ? ms : null;
  }
  const name = `${calendar} ${year} ${month} ${day}`;
  let found = known.get(name);
  if (found === undefined) {
    found = findDay(calendar, year, month, day);
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(name, found);
  }
  return found;
}

/** Guesses from the calendar's mean year and looks at the days around the guess. */
function findDay(calendar: 'persian' | 'islamic', year: number, month: number, day: number): number | null {
  const { yearMs, firstMs } = COUNTS[calendar];
  const guess = firstMs + (year - 1) * yearMs + ((month - 1) / 12) * yearMs + (day - 1) * DAY_MS;
  const start = Math.floor(guess / DAY_MS) * DAY_MS;
  for (let away = 0; away <= 40; away += 1) {
    for (const ms of away === 0 ? [start] : [start + away * DAY_MS, start - away * DAY_MS]) {
      const [y, m, d] = partsOf(calendar, ms);
      if (y === year && m === month && d === day) return ms;
    }
  }
  return null;
}

function partsOf(calendar: 'persian' | 'islamic', ms: number): readonly [number, number, number] {
  let writer = writers.get(calendar);
  if (writer === undefined) {
    const name = calendar === 'persian' ? 'persian' : 'islamic-umalqura';
    writer = new Intl.DateTimeFormat(`en-u-ca-${name}-nu-latn`, { year: 'numeric', month: 'numeric', day: 'numeric', timeZone: 'UTC' }); // prettier-ignore
    writers.set(calendar, writer);
  }
  const parts = new Map(writer.formatToParts(ms).map((part) => [part.type, Number.parseInt(part.value, 10)]));
  return [parts.get('year') ?? NaN, parts.get('month') ?? NaN, parts.get('day') ?? NaN];
}
