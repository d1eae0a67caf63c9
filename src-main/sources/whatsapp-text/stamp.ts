import type { Calendar, CalendarYear } from './calendar.ts';
import { readYear } from './calendar.ts';
import { HALF, toHour } from './half-day.ts';

/** Which of the app's layouts a line starts with. */
export type StampForm = 'ios-bracket' | 'android-dash' | 'ios-colon' | 'clipboard';

/** The time stamp at the start of a line, as read, before the order of day and month is known. */
export interface Stamp {
  readonly form: StampForm;
  /** The stamp exactly as stored, brackets and dash included, marks not. */
  readonly text: string;
  readonly calendar: Calendar;
  /** First and second number of the date, and the year in that calendar; where `yearFirst`, month and day. */
  readonly a: number;
  readonly b: number;
  readonly year: number;
  readonly era: CalendarYear['era'];
  readonly yearFirst: boolean;
  /** What stands between the numbers: `/`, `.`, `-`, `年` or a blank. */
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

/** The digit zero of each script in which phones write numbers; nine more follow each. */
const ZEROS = [
  0x30, 0x0660, 0x06f0, 0x0966, 0x09e6, 0x0a66, 0x0ae6, 0x0b66, 0x0be6, 0x0c66, 0x0ce6, 0x0d66, 0x0e50, 0x0ed0, 0x1040, 0x17e0,
]; // prettier-ignore
const PERSIAN_DIGITS = /^[\u06F0-\u06F9]/u;

const MARKS = '[\\uFEFF\\u200E\\u200F\\u202A-\\u202E\\u2066-\\u2069]*';
const BLANKS = '[ \\u00A0\\u202F\\u2009]*';
const DIGIT = `[${ZEROS.map((zero) => `\\u{${zero.toString(16)}}-\\u{${(zero + 9).toString(16)}}`).join('')}]`;

const ERA = '(?:[RHS]|令和|平成|昭和)';
const NUMBER = `(?:${DIGIT}{1,4}|${ERA}${DIGIT}{1,2})`;
// Behind the year: the era of a calendar, or the Bulgarian and Chinese words for year and day.
const YEAR_MARK = `(?:${BLANKS}(BE|AH|AP|พ\\.ศ\\.|هـ|г\\.|日))?`;
const DATE = `(${NUMBER})${MARKS}(${BLANKS}[/.\\-年]${BLANKS}|[ ])${MARKS}(${NUMBER})${MARKS}(?:\\2|${BLANKS}[/.\\-月]${BLANKS}| )${MARKS}(${NUMBER})${YEAR_MARK}`;
const TIME = `(${HALF})?${BLANKS}(${DIGIT}{1,2})[:.](${DIGIT}{2})(?:[:.](${DIGIT}{2}))?(?:${BLANKS}(${HALF}))?(?:${BLANKS}(?:ч\\.|uur|Uhr|h))?`;
// Between date and time: a full stop after Slavic dates, a comma of some script, and a short word such as `klo` or `à`.
const BETWEEN = `\\.?[,،]?${BLANKS}(?:(?:klo|à|kl\\.|om|at|um|a las|às|la ora|lúc|ob|o|u|в|об)${BLANKS})?`;
const DASH = '[ \\u00A0\\u202F][-–][ \\u00A0\\u202F]';

const PATTERNS: readonly { readonly form: StampForm; readonly pattern: RegExp; readonly dateFirst: boolean }[] = [
  layout('ios-bracket', `\\[${MARKS}${DATE}${BETWEEN}${MARKS}${TIME}${MARKS}\\]${BLANKS}`),
  layout('ios-bracket', `\\[${MARKS}${TIME},${BLANKS}${MARKS}${DATE}${MARKS}\\]${BLANKS}`, false),
  layout('android-dash', `${DATE}${BETWEEN}${MARKS}${TIME}${MARKS}${DASH}`),
  layout('ios-colon', `${DATE}${BETWEEN}${MARKS}${TIME}[:;]${BLANKS}`),
];

function layout(form: StampForm, pattern: string, dateFirst = true): (typeof PATTERNS)[number] {
  return { form, pattern: new RegExp(`^${MARKS}${pattern}`, 'u'), dateFirst };
}

/** The longest run at a line's start that a stamp can take; keeps matching cheap on huge lines. */
const LONGEST = 80;

/** Most lines that continue a message begin with a letter, and can have no stamp. Era letters stand in brackets or before digits. */
const CAN_START = new RegExp(`^${MARKS}(?:\\[|${DIGIT}|${ERA}${DIGIT})`, 'u');

/** A date of three numbers, or a date and a time, at a line's start: what a stamp of an unknown layout would look like. */
const LOOKS_LIKE = new RegExp(
  `^${MARKS}\\[?${MARKS}${DIGIT}{1,4}[^\\p{L}\\n]{1,3}${DIGIT}{1,2}[^\\p{L}\\n]{1,3}${DIGIT}{1,4}\\b`,
  'u',
);
const HAS_TIME = new RegExp(`${DIGIT}{1,2}[:.]${DIGIT}{2}`, 'u');

/** Reads the stamp at the start of a line; null when the line has none and so continues the message before it. */
export function readStamp(line: string): Stamp | null {
  const head = line.length > LONGEST ? line.slice(0, LONGEST) : line;
  if (!CAN_START.test(head)) return null;
  for (const { form, pattern, dateFirst } of PATTERNS) {
    const found = pattern.exec(head);
    if (found === null) continue;
    const date = dateFirst ? found.slice(1, 6) : found.slice(6);
    const time = dateFirst ? found.slice(6) : found.slice(1, 6);
    const stamp = assemble(form, found[0], date, time);
    if (stamp !== null)
      return dateFirst || form !== 'ios-bracket' || stamp.second !== null ? stamp : { ...stamp, form: 'clipboard' };
  }
  return null;
}

/** True for a line without a stamp that begins like one: a layout or a date that this parser cannot read. */
export function looksLikeStamp(line: string): boolean {
  const head = line.slice(0, LONGEST);
  return LOOKS_LIKE.test(head) && HAS_TIME.test(head.slice(6));
}

type Groups = readonly (string | undefined)[];

function assemble(form: StampForm, text: string, date: Groups, time: Groups): Stamp | null {
  const [first = '', separator = '', second = '', third = '', mark] = date;
  const yearFirst = digitsOf(first).length === 4 || toNumber(first) > 31 || isEra(first);
  const year = yearOf(yearFirst ? first : third, mark);
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
    calendar: year.calendar,
    a,
    b,
    year: year.year,
    era: year.era,
    yearFirst,
    separator: separator.trim() === '' ? ' ' : separator.trim(),
    twelveHour: half !== undefined,
    hour,
    minute,
    second: seconds,
    end: text.length,
  };
}

const ERA_START = new RegExp(`^${ERA}`, 'u');
/** No era is written with a letter before this digit. */
const NINE = 0x39;

function isEra(text: string): boolean {
  if (text.charCodeAt(0) <= NINE) return false;
  return ERA_START.test(text);
}

function yearOf(text: string, mark: string | undefined): CalendarYear | null {
  const digits = digitsOf(text);
  const era = text.charCodeAt(0) <= NINE ? undefined : ERA_START.exec(text)?.[0];
  return readYear({ value: toNumber(digits), length: digits.length }, era ?? mark, PERSIAN_DIGITS.test(digits));
}

function digitsOf(text: string): string {
  return text.charCodeAt(0) <= NINE ? text : text.replace(ERA_START, '');
}

function toNumber(digits: string): number {
  let value = 0;
  for (let i = 0; i < digits.length; i += 1) {
    const code = digits.charCodeAt(i);
    const zero = code < 0x3a ? 0x30 : ZEROS.find((z) => code >= z && code < z + 10);
    if (zero !== undefined) value = value * 10 + (code - zero);
  }
  return value;
}
