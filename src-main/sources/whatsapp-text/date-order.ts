import type { Stamp } from './stamp.ts';

export type DateOrder = 'day-first' | 'month-first';

/** Stamps of a file in order, repeated dates folded together, so that a decision needs no second look at the text. */
export interface DateRun {
  readonly a: number;
  readonly b: number;
  readonly year: number;
  readonly yearFirst: boolean;
  readonly separator: string;
  readonly twelveHour: boolean;
  lines: number;
}

/** How the order of day and month was found, for the whole file. */
export interface OrderDecision {
  /** The order for each run, in step with the runs. */
  readonly orders: readonly DateOrder[];
  readonly settledBy: 'year-first' | 'numbers' | 'sequence' | 'assumed' | 'examiner';
  /** Both orders occur: two exports joined, or the phone's setting changed. */
  readonly mixed: boolean;
  /** One sentence with the counts. */
  readonly reason: string;
}

/** Runs kept at most: more than the days of any real export. Later dates are read like the last run. Bounds memory. */
const MOST_RUNS = 50_000;

/** Adds a stamp to the runs. */
export function addStamp(runs: DateRun[], stamp: Stamp): void {
  const last = runs.at(-1);
  if (last !== undefined && runs.length >= MOST_RUNS) last.lines++;
  else if (
    last?.a === stamp.a &&
    last.b === stamp.b &&
    last.year === stamp.year &&
    last.separator === stamp.separator &&
    last.yearFirst === stamp.yearFirst
  )
    last.lines++;
  else {
    const { a, b, year, yearFirst, separator, twelveHour } = stamp;
    runs.push({ a, b, year, yearFirst, separator, twelveHour, lines: 1 });
  }
}

/** The order of day and month: by its numbers when one is above 12, else null. */
export function orderByNumbers(run: { readonly a: number; readonly b: number }): DateOrder | null {
  if (run.a > 12) return 'day-first';
  if (run.b > 12) return 'month-first';
  return null;
}

/**
 * Decides over the whole file: numbers above 12 first; where both orders occur, by runs that keep in step with their
 * neighbours; where no number is above 12, the reading in which time goes backwards less; else day first is assumed,
 * or month first for slashes with a twelve-hour clock. `stated` is the examiner's answer and wins over an assumption.
 */
export function decideOrder(runs: readonly DateRun[], stated: DateOrder | null): OrderDecision {
  const open = runs.filter((run) => !run.yearFirst);
  if (open.length === 0)
    return {
      orders: runs.map(() => 'month-first'),
      settledBy: 'year-first',
      mixed: false,
      reason: 'The year stands first, so month and day follow.',
    };
  const days = countLines(open, 'day-first');
  const months = countLines(open, 'month-first');
  if (days > 0 && months > 0) {
    return {
      orders: orderByNeighbours(runs),
      settledBy: 'numbers',
      mixed: true,
      reason: `${days} lines can only be day first and ${months} only month first; the others were read like their neighbours.`,
    };
  }
  if (days > 0 || months > 0) {
    const order = days > 0 ? 'day-first' : 'month-first';
    return settled(runs, order, 'numbers', `${days + months} lines have a number above 12 that settles the order.`);
  }
  if (stated !== null)
    return settled(runs, stated, 'examiner', 'No number is above 12; the examiner stated the order.');
  const back = { 'day-first': stepsBack(open, 'day-first'), 'month-first': stepsBack(open, 'month-first') };
  if (back['day-first'] !== back['month-first']) {
    const order = back['day-first'] < back['month-first'] ? 'day-first' : 'month-first';
    return settled(
      runs,
      order,
      'sequence',
      `No number is above 12; read day first, time goes backwards ${back['day-first']} times, month first ${back['month-first']} times.`,
    );
  }
  const american = open.every((run) => run.separator === '/' && run.twelveHour);
  return settled(
    runs,
    american ? 'month-first' : 'day-first',
    'assumed',
    'Nothing in the file settles the order of day and month.',
  );
}

function settled(
  runs: readonly DateRun[],
  order: DateOrder,
  settledBy: OrderDecision['settledBy'],
  reason: string,
): OrderDecision {
  return { orders: runs.map((run) => (run.yearFirst ? 'month-first' : order)), settledBy, mixed: false, reason };
}

function countLines(runs: readonly DateRun[], order: DateOrder): number {
  return runs.reduce((sum, run) => sum + (orderByNumbers(run) === order ? run.lines : 0), 0);
}

/** The date of a run as days since 1970, under an order. */
function dayNumber(run: DateRun, order: DateOrder): number {
  const [day, month] = order === 'day-first' ? [run.a, run.b] : [run.b, run.a];
  return Date.UTC(run.year, month - 1, day) / 86_400_000;
}

/** How often a run lies more than a day before the one in front of it. */
function stepsBack(runs: readonly DateRun[], order: DateOrder): number {
  return runs.reduce((count, run, i) => {
    const before = runs[i - 1];
    return before !== undefined && dayNumber(run, order) < dayNumber(before, order) - 1 ? count + 1 : count;
  }, 0);
}

/** In a mixed file an undecided run takes the order that puts it nearest to the decided run before it, else after it. */
function orderByNeighbours(runs: readonly DateRun[]): readonly DateOrder[] {
  const orders: (DateOrder | null)[] = runs.map((run) => (run.yearFirst ? 'month-first' : orderByNumbers(run)));
  for (let pass = 0; pass < 2; pass++) {
    const forwards = pass === 0;
    for (let n = 0; n < runs.length; n++) {
      const i = forwards ? n : runs.length - 1 - n;
      const run = runs[i];
      const near = runs[forwards ? i - 1 : i + 1];
      const nearOrder = orders[forwards ? i - 1 : i + 1];
      if (
        run === undefined ||
        orders[i] !== null ||
        near === undefined ||
        nearOrder === null ||
        nearOrder === undefined
      )
        continue;
      const at = dayNumber(near, nearOrder);
      const asDay = Math.abs(dayNumber(run, 'day-first') - at);
      const asMonth = Math.abs(dayNumber(run, 'month-first') - at);
      orders[i] = asDay <= asMonth ? 'day-first' : 'month-first';
    }
  }
  return orders.map((order) => order ?? 'day-first');
}
