/** Which of the app's layouts a line starts with. */
export type StampForm = 'ios-bracket' | 'android-dash' | 'ios-colon' | 'clipboard';

/** The time stamp at the start of a line, as read, before the order of day and month is known. */
export interface Stamp {
  readonly form: StampForm;
  /** The stamp exactly as stored, brackets and dash included, marks not. */
  readonly text: string;
  /** First and second number of the date, and the year; where `yearFirst`, month and day. */
  readonly a: number;
  readonly b: number;
  readonly year: number;
  readonly yearFirst: boolean;
  /** What stands between the numbers: `/`, `.`, `-` or a blank. */
  readonly separator: string;
  readonly twelveHour: boolean;
  /** 0 to 23. */
  readonly hour: number;
  readonly minute: number;
  /** Null where the layout has none. */
  readonly second: number | null;
  /** UTF-16 units from the line's start to the first one behind the stamp. */
  readonly end: number;
}

const MARKS = '[\\uFEFF\\u200E\\u200F\\u202A-\\u202E\\u2066-\\u2069]*';
const BLANKS = '[ \\u00A0\\u202F\\u2009]*';
const DIGIT = '[0-9\\u0660-\\u0669\\u06F0-\\u06F9\\u0966-\\u096F]';

// Both halves of the day, as they stand in exports of the languages listed by whats_json and ChatLab; the four Chinese
// parts of the day beside morning and afternoon are inferred.
const HALF =
  '(?:[AaPp]\\.?[ \\u00A0\\u202F]?[Mm]\\.?|上午|下午|午前|午後|오전|오후|凌晨|早上|中午|晚上|ص|م|in the morning|in the afternoon)';

const NUMBER = `(?:${DIGIT}{1,4}|[RHS]${DIGIT}{1,2})`;
const DATE = `(${NUMBER})${MARKS}(${BLANKS}[/.\\-]${BLANKS}|[ ])${MARKS}(${NUMBER})${MARKS}(?:\\2|${BLANKS}[/.\\-]${BLANKS}| )${MARKS}(${NUMBER})(${BLANKS}BE)?`;
const TIME = `(${HALF})?${BLANKS}(${DIGIT}{1,2})[:.](${DIGIT}{2})(?:[:.](${DIGIT}{2}))?(?:${BLANKS}(${HALF}))?`;
// Between date and time: a comma of some script, a full stop after Slavic dates, and a short word such as `klo` or `à`.
const BETWEEN = `[,،.]?${BLANKS}(?:(?:klo|à|kl\\.|om|at|um|a las|às)${BLANKS})?`;

const PATTERNS: readonly { readonly form: StampForm; readonly pattern: RegExp; readonly dateFirst: boolean }[] = [
  {
    form: 'ios-bracket',
    dateFirst: true,
    pattern: new RegExp(`^${MARKS}\\[${MARKS}${DATE}${BETWEEN}${MARKS}${TIME}${MARKS}\\]${BLANKS}`, 'u'),
  },
  {
    form: 'ios-bracket',
    dateFirst: false,
    pattern: new RegExp(`^${MARKS}\\[${MARKS}${TIME},${BLANKS}${DATE}${MARKS}\\]${BLANKS}`, 'u'),
  },
  {
    form: 'android-dash',
    dateFirst: true,
    pattern: new RegExp(`^${MARKS}${DATE}${BETWEEN}${MARKS}${TIME}${MARKS}[ \\u00A0\\u202F][-–][ \\u00A0\\u202F]`, 'u'),
  },
  {
    form: 'ios-colon',
    dateFirst: true,
    pattern: new RegExp(`^${MARKS}${DATE}${BETWEEN}${MARKS}${TIME}[:;]${BLANKS}`, 'u'),
  },
];

/** The longest run at a line's start that a stamp can take; keeps matching cheap on huge lines. */
const LONGEST = 80;

/** Reads the stamp at the start of a line; null when the line has none and so continues the message before it. */
export function readStamp(line: string): Stamp | null {
  const head = line.slice(0, LONGEST);
  if (!/[0-9\u0660-\u0669\u06F0-\u06F9\u0966-\u096F]/u.test(head.slice(0, 16))) return null;
  for (const { form, pattern, dateFirst } of PATTERNS) {
    const found = pattern.exec(head);
    if (found === null) continue;
    const groups = found.slice(1);
    const date = dateFirst ? groups.slice(0, 5) : groups.slice(5);
    const time = dateFirst ? groups.slice(5) : groups.slice(0, 5);
    const stamp = assemble(form, found[0], date, time);
    if (stamp !== null)
      return dateFirst || form !== 'ios-bracket' || hasSeconds(time) ? stamp : { ...stamp, form: 'clipboard' };
  }
  return null;
}

type Groups = readonly (string | undefined)[];

function hasSeconds(time: Groups): boolean {
  return time[3] !== undefined;
}

function assemble(form: StampForm, text: string, date: Groups, time: Groups): Stamp | null {
  const [first = '', separator = '', second = '', third = '', buddhist] = date;
  const yearFirst = first.length === 4 || toNumber(first) > 31;
  const year = toYear(yearFirst ? first : third, buddhist !== undefined);
  const [a, b] = yearFirst ? [toNumber(second), toNumber(third)] : [toNumber(first), toNumber(second)];
  const half = time[0] ?? time[4];
  const hour = toHour(toNumber(time[1] ?? ''), half);
  const minute = toNumber(time[2] ?? '');
  const seconds = time[3] === undefined ? null : toNumber(time[3]);
  const fits =
    year !== null && a >= 1 && a <= 31 && b >= 1 && b <= 31 && hour !== null && minute < 60 && (seconds ?? 0) < 61;
  if (!fits) return null;
  return {
    form,
    text: text.replace(/[\uFEFF\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu, '').trim(),
    a,
    b,
    year,
    yearFirst,
    separator: separator.trim() === '' ? ' ' : separator.trim(),
    twelveHour: half !== undefined,
    hour,
    minute,
    second: seconds,
    end: text.length,
  };
}

const ZEROS = [0x30, 0x0660, 0x06f0, 0x0966];

function toNumber(digits: string): number {
  let value = 0;
  for (const char of digits) {
    const code = char.codePointAt(0) ?? 0;
    const zero = ZEROS.find((z) => code >= z && code < z + 10);
    if (zero !== undefined) value = value * 10 + (code - zero);
  }
  return value;
}

/** First Gregorian year of the Japanese eras that phones knew: Reiwa 2019, Heisei 1989, Showa 1926. */
const ERAS: Readonly<Record<string, number>> = { R: 2019, H: 1989, S: 1926 };
const BUDDHIST_OFFSET = 543;

/** Null outside 2000 to 2099, when no export can have been made. */
function toYear(text: string, buddhist: boolean): number | null {
  const era = ERAS[text.charAt(0)];
  let year = toNumber(text);
  if (era !== undefined) year += era - 1;
  else if (buddhist || year >= 2400) year -= BUDDHIST_OFFSET;
  else if (year < 100) year += 2000;
  return year >= 2000 && year < 2100 ? year : null;
}

const AFTERNOON = new Set(['下午', '午後', '오후', '晚上', 'م', 'in the afternoon']);
const NOON = '中午';

function toHour(hour: number, half: string | undefined): number | null {
  if (half === undefined) return hour < 24 ? hour : null;
  if (hour > 23) return null;
  if (hour > 12) return hour;
  if (half === NOON) return hour >= 11 ? hour : hour + 12;
  const afternoon = AFTERNOON.has(half) || /^p/iu.test(half);
  return afternoon ? (hour % 12) + 12 : hour % 12;
}
