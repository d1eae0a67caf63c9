import { UsageError } from './command.ts';

const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** Hours of the day, 0 to 23, ascending, of `7`, `9-17` and, over midnight, `22-5`; both ends belong to a range. */
export function readClockHours(given: readonly string[]): readonly number[] {
  const hour = (word: string): number | null => (/^(?:\d|[01]\d|2[0-3])$/u.test(word) ? Number(word) : null);
  return ranges(given, hour, 0, 24, '--hour wants an hour from 0 to 23 or two of them, such as 22-5');
}

/** Days of the week, Monday 1 to Sunday 7, ascending, of `mon`, `1`, `mon-fri` and, over Sunday, `sat-mon`. */
export function readWeekdays(given: readonly string[]): readonly number[] {
  const day = (word: string): number | null => {
    if (/^[1-7]$/u.test(word)) return Number(word);
    const index = WEEKDAYS.findIndex((name) => name === word.toLowerCase());
    return index === -1 ? null : index + 1;
  };
  return ranges(given, day, 1, 7, `--weekday wants ${WEEKDAYS.join(', ')} or 1 to 7, or two of them, such as sat-sun`);
}

/** Numbers of a circle of `size` from `first` on, by single values and inclusive ranges. */
function ranges(
  given: readonly string[],
  read: (word: string) => number | null,
  first: number,
  size: number,
  wanted: string,
): readonly number[] {
  const found = new Set<number>();
  for (const words of given) {
    const [from = null, to = from, ...more] = words.split('-').map(read);
    if (from === null || to === null || more.length > 0) throw new UsageError(`${wanted}, not "${words}"`);
    const steps = (to - from + size) % size;
    for (let step = 0; step <= steps; step += 1) found.add(first + ((from - first + step) % size));
  }
  return [...found].sort((a, b) => a - b);
}
