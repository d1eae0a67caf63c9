/** Days of a calendar as text, `2024-03-05`: no zone is involved until one becomes an instant. */

const DAY_MS = 86_400_000;
const WEEK = 7;
/** Six weeks hold every month, so that the sheet never changes its height. */
const SHEET_DAYS = 6 * WEEK;
/** The years that four digits write. */
const FIRST = Date.parse('0001-01-01T00:00:00Z');
const LAST = Date.UTC(9999, 11, 31);

const at = (day: string): number => Date.parse(`${day}T00:00:00Z`);
const text = (ms: number): string => new Date(Math.min(LAST, Math.max(FIRST, ms))).toISOString().slice(0, 10);

/** The month of a day, `2024-03`. */
export function monthOf(day: string): string {
  return day.slice(0, 7);
}

/** The days of a month's sheet, from the Monday before its first day on, week by week. */
export function sheetOf(month: string): readonly (readonly string[])[] {
  const first = at(`${month}-01`);
  const start = first - ((new Date(first).getUTCDay() + 6) % WEEK) * DAY_MS;
  const days = Array.from({ length: SHEET_DAYS }, (_, index) => text(start + index * DAY_MS));
  return Array.from({ length: SHEET_DAYS / WEEK }, (_, week) => days.slice(week * WEEK, (week + 1) * WEEK));
}

/** The same day some months on, or the last of that month where it has none. */
export function monthsOn(day: string, months: number): string {
  const date = new Date(at(day));
  const month = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1);
  const days = new Date(Date.UTC(new Date(month).getUTCFullYear(), new Date(month).getUTCMonth() + 1, 0)).getUTCDate();
  return text(month + (Math.min(date.getUTCDate(), days) - 1) * DAY_MS);
}

/** The day that a key leads to, by the ARIA practice of date grids; null for other keys. */
export function dayByKey(
  day: string,
  { key, shiftKey }: { readonly key: string; readonly shiftKey: boolean },
): string | null {
  const weekday = (new Date(at(day)).getUTCDay() + 6) % WEEK;
  switch (key) {
    case 'ArrowLeft':
      return text(at(day) - DAY_MS);
    case 'ArrowRight':
      return text(at(day) + DAY_MS);
    case 'ArrowUp':
      return text(at(day) - WEEK * DAY_MS);
    case 'ArrowDown':
      return text(at(day) + WEEK * DAY_MS);
    case 'Home':
      return text(at(day) - weekday * DAY_MS);
    case 'End':
      return text(at(day) + (WEEK - 1 - weekday) * DAY_MS);
    case 'PageUp':
      return monthsOn(day, shiftKey ? -12 : -1);
    case 'PageDown':
      return monthsOn(day, shiftKey ? 12 : 1);
    default:
      return null;
  }
}

/** A span of days after one more is picked: the first alone, then up to the second, whichever is earlier first. */
export function pickDay(span: readonly [string, string] | null, day: string): readonly [string, string] {
  if (span === null || span[0] !== span[1]) return [day, day];
  return day < span[0] ? [day, span[0]] : [span[0], day];
}
