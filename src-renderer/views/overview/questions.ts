import type { Filter, Params } from '../../../src-main/contract/index.ts';

const TOP = 8;
const BARS = 60;
/** Sources with a colour of their own; the others are counted as one. */
const TOP_SOURCES = 8;

/** What the overview asks, by method; none of its questions waits for the answer of another. */
export function overviewQuestions(filter: Filter): {
  readonly [M in 'source.list' | 'overview.get' | 'timeline.buckets']: Params<M>;
} {
  return {
    'source.list': {},
    'overview.get': { filter, top: TOP },
    'timeline.buckets': { filter: { ...filter, classes: ['message'] }, buckets: BARS, by: 'source', top: TOP_SOURCES },
  };
}
