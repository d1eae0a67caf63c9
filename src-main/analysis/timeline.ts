import { caseZone, countByTime, type CaseFile, type TimeCount } from '../case/index.ts';
import type { Buckets, Filter, Params } from '../contract/index.ts';
import { bucketStart, chooseStep, localStart, localToUtc, type Step } from './bucket-steps.ts';
import { chooseSeries, labelSeries, type ChosenSeries } from './timeline-series.ts';

type BucketRequest = Params<'timeline.buckets'>;

const DAY_MS = 86_400_000;

/**
 * How many items fall into each piece of time, cut in the case's zone. A piece is named by its first instant; empty ones
 * are left out. Items without a time are counted apart. A span that is asked for is cut by its own length, whatever lies in it,
 * so that spans side by side are cut alike.
 */
export function readBuckets(file: CaseFile, request: BucketRequest): Buckets {
  const zone = caseZone(file.db);
  const filter = within(request);
  const undated = request.filter.fromMs === undefined && request.filter.toMs === undefined && request.fromMs === undefined && request.toMs === undefined ? countByTime.undated(file.db, filter) : 0; // prettier-ignore
  const nothing: Buckets = { unit: 'ms', step: 1, starts: [], series: [], others: null, total: 0, undated };
  const length = lengthOf(file, request, filter);
  if (length === null) return nothing;
  const step = chooseStep(Math.max(1, length), request.buckets);
  const grid = gridOf(step);
  const by = request.by ?? 'none';
  const chosen = chooseSeries(file, request.filter, by, request.top);
  const counts = countByTime.read(file.db, filter, grid, by, chosen.names);
  if (counts.length === 0) return nothing;
  const { series, ...folded } = fold(counts, grid, step, zone, chosen);
  return { ...folded, series: labelSeries(file, by, series), undated };
}

/** Of what is asked for, else of what lies in it; null when that is nothing. A span that is asked for is not looked into. */
function lengthOf(file: CaseFile, { fromMs, toMs }: BucketRequest, filter: Filter): number | null {
  if (fromMs !== undefined && toMs !== undefined) return toMs - fromMs;
  const span = countByTime.span(file.db, filter);
  if (span === null) return null;
  const from = filter.fromMs ?? span.firstMs;
  const to = filter.toMs ?? span.lastMs + 1;
  return Math.min(to, span.lastMs + 1) - Math.max(from, span.firstMs);
}

/** The grid that the case counts on: the coarsest that the step is made of. */
function gridOf(step: Step): 'day' | 'quarter' | number {
  if (step.unit !== 'ms') return 'day';
  if (step.ms % 900_000 === 0) return 'quarter';
  return step.ms;
}

function within({ filter, fromMs, toMs }: BucketRequest): Filter {
  const from = Math.max(filter.fromMs ?? -Infinity, fromMs ?? -Infinity);
  const to = Math.min(filter.toMs ?? Infinity, toMs ?? Infinity);
  const { fromMs: _from, toMs: _to, ...rest } = filter;
  return { ...rest, ...(from > -Infinity && { fromMs: from }), ...(to < Infinity && { toMs: to }) };
}

function fold(
  counts: Iterable<TimeCount>,
  grid: 'day' | 'quarter' | number,
  step: Step,
  zone: string,
  chosen: ChosenSeries,
): Omit<Buckets, 'undated'> {
  const pieces = new Map<number, Map<string | null, number>>();
  const names = new Set<string>();
  const own = chosen.names === null ? null : new Set(chosen.names);
  const startOf = starter(grid, step, zone);
  let total = 0;
  for (const { at, name: counted, items } of counts) {
    const start = startOf(at);
    const piece = pieces.get(start) ?? new Map<string | null, number>();
    pieces.set(start, piece);
    const name = counted === null || own?.has(counted) === false ? null : counted;
    piece.set(name, (piece.get(name) ?? 0) + items);
    if (name !== null) names.add(name);
    total += items;
  }
  const starts = [...pieces.keys()].sort((a, b) => a - b);
  const countsOf = (name: string | null): readonly number[] => starts.map((start) => pieces.get(start)?.get(name) ?? 0);
  const series = (chosen.names ?? [...names].sort()).map((name) => ({ name, counts: countsOf(name) }));
  const others = chosen.more === 0 ? null : { names: chosen.more, counts: countsOf(null) };
  const width = step.unit === 'ms' ? step.ms : step.unit === 'day' ? step.days * DAY_MS : 1;
  return {
    unit: step.unit === 'day' || step.unit === 'ms' ? 'ms' : step.unit,
    step: width,
    starts,
    series,
    others,
    total,
  };
}

/** Turns a point of the grid into the start of its piece; points come in order, so the last answer is kept. */
function starter(grid: 'day' | 'quarter' | number, step: Step, zone: string): (at: number) => number {
  let lastAt = NaN;
  let last = 0;
  const local = new Map<number, number>();
  return (at) => {
    if (at === lastAt) return last;
    lastAt = at;
    if (grid === 'day') {
      const start = localStart(at * DAY_MS, step);
      last = local.get(start) ?? localToUtc(start, zone);
      local.set(start, last);
    } else last = bucketStart(at, step, zone);
    return last;
  };
}
