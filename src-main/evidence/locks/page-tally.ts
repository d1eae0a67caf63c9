/** Numbers kept of pages or frames that failed. */
const MOST_NAMED = 10_000;
/** Runs of numbers in one sentence. */
const MOST_RUNS = 40;

/** Counts pages or frames by what became of them, and keeps the numbers of those that failed. */
export class PageTally {
  count = 0;
  /** How many pages the database's own header counts; null where it does not tell. */
  stated: number | null = null;
  empty = 0;
  failedCount = 0;
  /** In ascending order, at most 10,000 of `failedCount`. */
  readonly failed: number[] = [];

  fail(number: number): void {
    this.failedCount += 1;
    if (this.failed.length < MOST_NAMED) this.failed.push(number);
  }

  /** The numbers that failed as `2, 5-9`; how many a sentence leaves out is in `more`. */
  runs(): { readonly text: string; readonly more: number } {
    const runs: [first: number, last: number][] = [];
    let named = 0;
    for (const number of this.failed) {
      const run = runs.at(-1);
      if (run?.[1] === number - 1) run[1] = number;
      else if (runs.length === MOST_RUNS) break;
      else runs.push([number, number]);
      named += 1;
    }
    const text = runs.map(([first, last]) => (first === last ? String(first) : `${first}-${last}`)).join(', ');
    return { text, more: this.failedCount - named };
  }
}
