import type { Filter, MethodName, Push } from '../../src-main/contract/index.ts';

type What = Extract<Push, { push: 'case-changed' }>['what'];

/**
 * What may change the answer of a question: parts of the case, and the end of a job. `asked-marks`: marks, where the question's
 * filter asks for them. `row-marks`: marks, and the rows of the answer carry them.
 */
export type Cause = What | 'job' | 'asked-marks' | 'row-marks';

const READ: readonly Cause[] = ['items', 'sources'];
/** Under a filter: it may ask for marks, and its hours are those of the case's zone. */
const FILTERED: readonly Cause[] = ['items', 'asked-marks', 'case'];
const MARKED_ROWS: readonly Cause[] = [...FILTERED, 'row-marks'];
const REVIEWED: readonly Cause[] = [...FILTERED, 'marks'];
const LOGGED: readonly Cause[] = ['case', 'exhibits', 'locks', 'sources', 'items', 'reports', 'annotations', 'marks', 'filters', 'searches', 'job']; // prettier-ignore

/**
 * When the answer to each method goes stale. `outside`: it is of the machine, not of the case, and asked anew each time it is
 * shown. `deed`: the method changes something or answers once, and its answer is never kept.
 */
export const STALE_BY: Readonly<Record<MethodName, readonly Cause[] | 'outside' | 'deed'>> = {
  'case.recent': ['case'],
  'case.create': 'deed',
  'case.open': 'deed',
  'case.close': 'deed',
  'case.info': ['case', 'exhibits', ...READ],
  'case.zone': 'deed',
  'case.sample': 'deed',
  'exhibit.add': 'deed',
  'exhibit.list': ['exhibits', 'sources', 'items', 'job'],
  'source.list': ['exhibits', ...READ],
  'source.answer': 'deed',
  'source.ledger': READ,
  'source.rows': READ,
  'source.compare': READ,
  'source.ingest': 'deed',
  'issue.page': ['exhibits', ...READ],
  'issue.groups': ['exhibits', ...READ],
  'issue.tables': ['exhibits', ...READ],
  'account.page': ['items'],
  'account.list': FILTERED,
  'account.get': FILTERED,
  'call.page': MARKED_ROWS,
  'call.totals': FILTERED,
  'place.page': FILTERED,
  'place.totals': FILTERED,
  'place.map': FILTERED,
  'place.path': FILTERED,
  'place.write': 'deed',
  'place.read': 'deed',
  'legal.account': FILTERED,
  'legal.draft': FILTERED,
  'lock.list': ['exhibits', 'locks', 'case'],
  'lock.find': 'deed',
  'lock.open': 'deed',
  'key.keep': 'deed',
  'key.recall': 'deed',
  'key.forget': 'deed',
  'key.list': ['locks', 'case'],
  'conversation.page': REVIEWED,
  'conversation.get': ['items'],
  'item.page': MARKED_ROWS,
  'item.get': ['items', 'marks'],
  'item.receipts': ['items'],
  'item.origins': ['items'],
  'item.provenance': ['items'],
  'item.places': ['items'],
  'attachment.read': ['items'],
  'media.page': MARKED_ROWS,
  'media.get': ['items', 'marks'],
  'media.facts': ['items'],
  'item.hex': ['items'],
  'tag.list': ['items', 'marks'],
  'tag.create': 'deed',
  'tag.change': 'deed',
  'tag.import': 'deed',
  'tag.remove': 'deed',
  'item.tag': 'deed',
  'item.bookmark': 'deed',
  'mark.undo': 'deed',
  // A change that touches records not in the case does not tell its items.
  'mark.unfound': ['items', 'row-marks'],
  'note.list': ['items', 'marks'],
  'note.add': 'deed',
  'note.change': 'deed',
  'note.remove': 'deed',
  'review.progress': REVIEWED,
  'review.next': REVIEWED,
  'search.page': MARKED_ROWS,
  'search.terms': FILTERED,
  'search.list': ['searches', 'items', 'marks'],
  'search.save': 'deed',
  'search.rerun': 'deed',
  'search.remove': 'deed',
  'search.export': 'deed',
  'timeline.buckets': FILTERED,
  'annotation.list': ['annotations'],
  'annotation.add': 'deed',
  'annotation.remove': 'deed',
  'overview.get': ['exhibits', 'sources', ...FILTERED],
  'graph.get': FILTERED,
  'graph.write': 'deed',
  'report.create': 'deed',
  // A preview prints sources, exhibits and the number of the report, which stands for the state of the custody log.
  'report.preview': LOGGED,
  'report.list': ['reports'],
  'verify.case': 'deed',
  'verify.report': 'deed',
  'custody.page': LOGGED,
  'custody.check': LOGGED,
  // While a job writes, no number is exchanged: its end asks anew.
  'filter.resolve': ['exhibits', 'sources', 'marks', 'job', ...FILTERED],
  'filter.list': ['filters', 'items', 'marks'],
  'filter.save': 'deed',
  'filter.remove': 'deed',
  'job.list': ['job'],
  'job.cancel': 'deed',
  'job.wait': 'deed',
  'file.browse': 'outside',
};

/** The methods whose answers a change makes stale. */
export function staleBy(cause: Cause): readonly string[] {
  return Object.entries(STALE_BY).flatMap(([method, causes]) =>
    typeof causes !== 'string' && causes.includes(cause) ? [method] : [],
  );
}

/** As `isMarkAsked` of the contract, which would bring every schema into the window; a contract test holds them together. */
const MARK_PARTS: readonly (keyof Filter)[] = ['tags', 'withoutTags', 'untagged', 'noted', 'bookmarked'];

/** Whether the filter anywhere in a question asks for marks; a question that only looks so is asked once more than needed. */
export function asksForMarks(question: unknown): boolean {
  if (typeof question !== 'object' || question === null) return false;
  return Object.entries(question).some(
    ([name, value]) => (value !== undefined && MARK_PARTS.some((part) => part === name)) || asksForMarks(value),
  );
}
