import { seededRandom } from '../../fixtures/random.ts';
import type { Filter, ItemOrder } from '../../src-main/contract/index.ts';
import type { BenchEngine } from './bench-engine.ts';
import type { BenchPaths } from './ingest.ts';
import { sampleWords } from './sample-words.ts';

/** A question that the window asks, with other parameters each time. */
export interface Question {
  readonly what: string;
  readonly ask: () => Promise<unknown>;
  /** Puts the case where the question is asked; not measured. */
  readonly before?: () => Promise<unknown>;
  readonly rounds?: number;
}

/** What the questions are drawn from. */
interface Case {
  readonly engine: BenchEngine;
  readonly paths: BenchPaths;
  readonly conversations: readonly { readonly id: number; readonly messages: number }[];
  readonly busiest: { readonly id: number; readonly messages: number };
  readonly firstMs: number;
  readonly spanMs: number;
  readonly words: readonly (readonly [string, () => string])[];
  readonly random: () => number;
  /** A time in the case. */
  readonly when: () => number;
  /** A conversation. */
  readonly some: () => number;
}

/** Every question that is measured, in the order of the views. */
export async function windowQuestions(engine: BenchEngine, paths: BenchPaths): Promise<readonly Question[]> {
  const random = seededRandom(7);
  const { rows } = await engine.call('conversation.page', { limit: 1000, sort: 'messages', descending: true });
  const source = (await engine.call('source.list', {}))[0];
  const firstMs = source?.firstMs ?? 0;
  const spanMs = (source?.lastMs ?? firstMs) - firstMs;
  const made: Case = {
    engine,
    paths,
    conversations: rows,
    busiest: rows[0] ?? { id: 1, messages: 1 },
    firstMs,
    spanMs,
    words: await sampleWords(engine, random),
    random,
    when: () => firstMs + Math.floor(random() * spanMs),
    some: () => rows[Math.floor(random() * rows.length)]?.id ?? 1,
  };
  return [inOverview, inConversations, inTimeline, inLists, inMedia, inSearch, inReview].flatMap((list) => list(made));
}

function inOverview({ engine, paths, when }: Case): readonly Question[] {
  const reopen = async (): Promise<void> => {
    await engine.call('case.close', {});
    await engine.call('case.open', { path: paths.case });
  };
  return [
    {
      what: 'overview, first question after the case is opened',
      rounds: 10,
      before: reopen,
      ask: () => engine.call('overview.get', { filter: {} }),
    },
    {
      what: 'overview under a new time filter',
      ask: () => engine.call('overview.get', { filter: { fromMs: when() } }),
    },
  ];
}

function inConversations({ engine, paths, conversations, busiest, random, when, some }: Case): readonly Question[] {
  const page = (filter: Filter, at?: { readonly index: number } | { readonly timeMs: number }) =>
    engine.call('item.page', { filter, limit: 100, ...(at !== undefined && { at }) });
  return [
    { what: 'first page of a conversation', ask: () => page({ conversations: [some()] }) },
    {
      what: 'jump by position in the busiest conversation',
      ask: () => page({ conversations: [busiest.id] }, { index: Math.floor(random() * busiest.messages) }),
    },
    {
      what: 'jump to a date in a conversation',
      ask: () => page({ conversations: [busiest.id] }, { timeMs: when() }),
    },
    {
      what: 'jump to a date in a busy conversation, first question after the case is opened',
      rounds: 20,
      async before() {
        await engine.call('case.close', {});
        await engine.call('case.open', { path: paths.case });
      },
      ask: () => page({ conversations: [conversations[Math.floor(random() * 20)]?.id ?? 1] }, { timeMs: when() }),
    },
    { what: 'jump to a date over all', ask: () => page({}, { timeMs: when() }) },
    {
      what: 'conversation list, first page',
      ask: () => engine.call('conversation.page', { limit: 100, sort: 'last', descending: true }),
    },
    {
      what: 'conversation list under a time filter',
      ask: () =>
        engine.call('conversation.page', { filter: { fromMs: when() }, limit: 100, sort: 'last', descending: true }),
    },
    {
      what: 'messages of one direction from a time on, first page',
      ask: () => page({ directions: ['outgoing'], fromMs: when() }),
    },
  ];
}

function inTimeline({ engine, firstMs, spanMs, busiest, when, some, random }: Case): readonly Question[] {
  const buckets = (filter: Filter, fromMs: number, toMs: number, by: 'direction' | 'conversation' | 'type') =>
    engine.call('timeline.buckets', { filter, fromMs, toMs, buckets: 400, by });
  const widths = { 'all time': spanMs, 'a month': 30 * 86_400_000, 'a day': 86_400_000, 'an hour': 3_600_000 };
  const zooms = Object.entries(widths).map(([name, width]) => ({
    what: `timeline buckets, ${name}`,
    ask() {
      const fromMs = width === spanMs ? when() - spanMs : when();
      return buckets({}, fromMs, fromMs + 2 * width, 'direction');
    },
  }));
  const columns: readonly ItemOrder['by'][] = ['sender', 'conversation', 'type', 'state'];
  return [
    ...zooms,
    {
      what: 'timeline by conversation, all time',
      ask: () => buckets({}, when() - spanMs, when() + spanMs, 'conversation'),
    },
    {
      what: 'timeline of one conversation',
      ask: () => engine.call('timeline.buckets', { filter: { conversations: [some()] }, buckets: 400 }),
    },
    {
      what: 'timeline of the busiest conversation',
      ask: () => engine.call('timeline.buckets', { filter: { conversations: [busiest.id] }, buckets: 400 }),
    },
    {
      what: 'timeline of one direction from a time on',
      ask: () =>
        engine.call('timeline.buckets', {
          filter: { directions: ['outgoing'] },
          fromMs: when(),
          buckets: 400,
          by: 'type',
        }),
    },
    {
      what: 'timeline table sorted anew under a time filter',
      ask: () =>
        engine.call('item.page', {
          filter: { fromMs: when(), toMs: firstMs + spanMs },
          order: { by: columns[Math.floor(random() * columns.length)] ?? 'sender', descending: random() < 0.5 },
          limit: 100,
        }),
    },
    { what: 'graph, all', ask: () => engine.call('graph.get', { filter: {}, maxNodes: 500 }) },
    {
      what: 'graph under a time filter',
      ask: () => engine.call('graph.get', { filter: { fromMs: when(), toMs: firstMs + spanMs }, maxNodes: 500 }),
    },
  ];
}

function inLists({ engine, random, when }: Case): readonly Question[] {
  return [
    {
      what: 'accounts by messages, jump by position',
      ask: () =>
        engine.call('account.list', {
          filter: {},
          sort: 'sent',
          descending: true,
          limit: 100,
          at: { index: Math.floor(random() * 500) },
        }),
    },
    {
      what: 'accounts under a time filter',
      ask: () =>
        engine.call('account.list', { filter: { fromMs: when() }, sort: 'sent', descending: true, limit: 100 }),
    },
    {
      what: 'calls by length',
      ask: () => engine.call('call.page', { filter: {}, sort: 'duration', descending: true, limit: 100 }),
    },
    {
      what: 'calls under a time filter',
      ask: () => engine.call('call.page', { filter: { fromMs: when() }, limit: 100 }),
    },
    {
      what: 'calls added up under a time filter',
      ask: () => engine.call('call.totals', { filter: { fromMs: when() } }),
    },
    {
      what: 'issues, jump by position',
      ask: () => engine.call('issue.page', { limit: 100, at: { index: Math.floor(random() * 90_000) } }),
    },
    { what: 'issues by place and value', ask: () => engine.call('issue.groups', { by: 'value', limit: 200 }) },
  ];
}

function inMedia({ engine, random, when, some }: Case): readonly Question[] {
  const page = (filter: Filter, more: object = {}) => engine.call('media.page', { filter, limit: 100, ...more });
  return [
    { what: 'media, jump by position', ask: () => page({}, { at: { index: Math.floor(random() * 1000) * 90 } }) },
    { what: 'media of one conversation', ask: () => page({ conversations: [some()] }) },
    {
      what: 'media under a time filter, by size',
      ask: () => page({ fromMs: when() }, { sort: 'size', descending: true }),
    },
  ];
}

function inSearch({ engine, words }: Case): readonly Question[] {
  return [
    {
      what: 'twenty terms of a keyword list',
      ask: () =>
        engine.call('search.terms', {
          filter: {},
          terms: words.flatMap(([, pick]) => [pick(), pick(), pick(), pick()]),
        }),
    },
    ...words.map(([name, pick]) => ({
      what: `full text: ${name}`,
      ask: () => engine.call('search.page', { filter: { text: pick() }, limit: 50 }),
    })),
  ];
}

/** Each after a change of marks, as while one reviews. */
function inReview({ engine, busiest, random, when }: Case): readonly Question[] {
  let item = 1;
  let tag: number | null = null;
  const change = async (): Promise<void> => {
    tag ??= (await engine.call('tag.list', {}))[0]?.tag ?? 1;
    const at = { index: Math.floor(random() * (busiest.messages - 1)) };
    const { rows } = await engine.call('item.page', { filter: { conversations: [busiest.id] }, limit: 1, at });
    item = rows[0]?.id ?? item;
    const carries = rows[0]?.tags.some((one) => one.tag === tag) === true;
    await engine.call('item.tag', { tag, on: !carries, items: [item] });
  };
  const after = (what: string, ask: () => Promise<unknown>): Question => ({
    what: `after a tag: ${what}`,
    before: change,
    ask,
  });
  return [
    {
      what: 'set a tag on one message',
      before: change,
      ask: () => engine.call('item.tag', { tag: tag ?? 1, on: random() < 0.5, items: [item] }),
    },
    after('next untagged of the case', () => engine.call('review.next', { filter: {}, from: item })),
    after('next untagged of a conversation', () =>
      engine.call('review.next', { filter: { conversations: [busiest.id] }, from: item }),
    ),
    after('next untagged under a time filter', () =>
      engine.call('review.next', { filter: { fromMs: when() }, from: item }),
    ),
    after('progress of the case', () => engine.call('review.progress', { filter: {} })),
    after('progress of a conversation', () =>
      engine.call('review.progress', { filter: { conversations: [busiest.id] } }),
    ),
    after('tags with their counts', () => engine.call('tag.list', {})),
    after('untagged messages, a page', () =>
      engine.call('item.page', {
        filter: { untagged: true },
        limit: 100,
        at: { index: Math.floor(random() * 900_000) },
      }),
    ),
    after('messages with a tag, first page', () =>
      engine.call('item.page', { filter: { tags: [tag ?? 1] }, limit: 100 }),
    ),
    after('conversations with untagged messages', () =>
      engine.call('conversation.page', { filter: { untagged: true }, limit: 100, sort: 'last', descending: true }),
    ),
    after('conversations by what is not tagged yet', () =>
      engine.call('conversation.page', { sort: 'untagged', review: true, limit: 100 }),
    ),
    after('timeline of the untagged, all time', () =>
      engine.call('timeline.buckets', { filter: { untagged: true }, buckets: 400, by: 'direction' }),
    ),
    after('media of the untagged', () => engine.call('media.page', { filter: { untagged: true }, limit: 100 })),
  ];
}
