import { seededRandom } from '../../fixtures/random.ts';
import type { BenchEngine } from './bench-engine.ts';
import { percentile, timed } from './measure.ts';
import type { Figure } from './measure.ts';

const ROUNDS = 60;

/** The window's questions on a large case: p50 and p95 over varied parameters, the first round warm. */
export async function benchQueries(engine: BenchEngine): Promise<readonly Figure[]> {
  const random = seededRandom(7);
  const conversations = (await engine.call('conversation.page', { limit: 1000, sort: 'messages', descending: true }))
    .rows;
  const some = () => conversations[Math.floor(random() * conversations.length)]?.id ?? 1;
  const busiest = conversations[0]?.id ?? 1;
  const times = (await engine.call('source.list', {}))[0];
  const first = times?.firstMs ?? 0;
  const span = (times?.lastMs ?? first) - first;
  const when = () => first + Math.floor(random() * span);
  const words = await sampleWords(engine, random);
  const page = (filter: object, at?: object) =>
    engine.call('item.page', { filter, limit: 100, ...(at === undefined ? {} : { at }) } as never);

  const questions: readonly (readonly [string, () => Promise<unknown>])[] = [
    ['first page of a conversation', () => page({ conversations: [some()] })],
    [
      'jump by position in the busiest conversation',
      () => page({ conversations: [busiest] }, { index: Math.floor(random() * (conversations[0]?.messages ?? 1)) }),
    ],
    ['jump to a date in a conversation', () => page({ conversations: [busiest] }, { timeMs: when() })],
    ['jump to a date over all', () => page({}, { timeMs: when() })],
    [
      'conversation list, first page',
      () => engine.call('conversation.page', { limit: 100, sort: 'last', descending: true }),
    ],
    ...zooms(engine, when, span),
    [
      'timeline of one conversation',
      () => engine.call('timeline.buckets', { filter: { conversations: [some()] }, buckets: 400 }),
    ],
    [
      'timeline of the busiest conversation',
      () => engine.call('timeline.buckets', { filter: { conversations: [busiest] }, buckets: 400 }),
    ],
    [
      'timeline of one direction from a time on',
      () =>
        engine.call('timeline.buckets', {
          filter: { directions: ['outgoing'] },
          fromMs: when(),
          buckets: 400,
          by: 'type',
        }),
    ],
    [
      'conversation list under a time filter',
      () =>
        engine.call('conversation.page', { filter: { fromMs: when() }, limit: 100, sort: 'last', descending: true }),
    ],
    ['messages of one direction from a time on, first page', () => page({ directions: ['outgoing'], fromMs: when() })],
    [
      'accounts by messages, jump by position',
      () =>
        engine.call('account.list', {
          filter: {},
          sort: 'sent',
          descending: true,
          limit: 100,
          at: { index: Math.floor(random() * 500) },
        }),
    ],
    [
      'conversations by what is not tagged yet',
      () => engine.call('conversation.page', { sort: 'untagged', review: true, limit: 100 }),
    ],
    ['calls by length', () => engine.call('call.page', { filter: {}, sort: 'duration', descending: true, limit: 100 })],
    ['calls under a time filter', () => engine.call('call.page', { filter: { fromMs: when() }, limit: 100 })],
    [
      'accounts under a time filter',
      () => engine.call('account.list', { filter: { fromMs: when() }, sort: 'sent', descending: true, limit: 100 }),
    ],
    ['graph, all', () => engine.call('graph.get', { filter: {}, maxNodes: 500 })],
    [
      'graph under a time filter',
      () => engine.call('graph.get', { filter: { fromMs: when(), toMs: first + span }, maxNodes: 500 }),
    ],
    [
      'media, jump by position',
      () => engine.call('media.page', { filter: {}, limit: 100, at: { index: Math.floor(random() * 1000) * 90 } }),
    ],
    ['media of one conversation', () => engine.call('media.page', { filter: { conversations: [some()] }, limit: 100 })],
    [
      'media under a time filter, by size',
      () => engine.call('media.page', { filter: { fromMs: when() }, sort: 'size', descending: true, limit: 100 }),
    ],
    [
      'twenty terms of a keyword list',
      () =>
        engine.call('search.terms', {
          filter: {},
          terms: words.flatMap(([, pick]) => [pick(), pick(), pick(), pick()]),
        }),
    ],
    ...words.map(
      ([name, pick]) =>
        [`full text: ${name}`, () => engine.call('search.page', { filter: { text: pick() }, limit: 50 })] as const,
    ),
  ];
  const figures: Figure[] = [];
  for (const [what, ask] of questions) {
    await ask();
    const taken: number[] = [];
    const before = process.cpuUsage();
    for (let i = 0; i < ROUNDS; i++) taken.push(await timed(ask));
    const used = process.cpuUsage(before);
    const cpuMs = (used.user + used.system) / 1000 / ROUNDS;
    figures.push({
      what,
      value: `p50 ${percentile(taken, 50).toFixed(1)} ms, p95 ${percentile(taken, 95).toFixed(1)} ms, CPU ${cpuMs.toFixed(1)} ms`,
      goal: 'p95 ≤ 100 ms',
    });
  }
  return figures;
}

function zooms(
  engine: BenchEngine,
  when: () => number,
  span: number,
): readonly (readonly [string, () => Promise<unknown>])[] {
  const widths = { 'all time': span, 'a month': 30 * 86_400_000, 'a day': 86_400_000, 'an hour': 3_600_000 };
  return Object.entries(widths).map(([name, width]) => [
    `timeline buckets, ${name}`,
    () => {
      const fromMs = width === span ? when() - span : when();
      return engine.call('timeline.buckets', {
        filter: {},
        fromMs,
        toMs: fromMs + 2 * width,
        buckets: 400,
        by: 'direction',
      });
    },
  ]);
}

const KINDS = {
  'Latin word': /[a-z]{3,8}/u,
  '1-character Han': /\p{Script=Han}/u,
  '2-character Han': /\p{Script=Han}{2}/u,
  Thai: /\p{Script=Thai}{2,4}/u,
  emoji: /\p{Extended_Pictographic}/u,
} as const;

/** Words that occur in the case, by kind, drawn from random places. */
async function sampleWords(
  engine: BenchEngine,
  random: () => number,
): Promise<readonly (readonly [string, () => string])[]> {
  const found = Object.keys(KINDS).map(() => new Set<string>());
  const { total } = await engine.call('item.page', { filter: {}, limit: 1 });
  for (let i = 0; i < 10; i++) {
    const { rows } = await engine.call('item.page', {
      filter: {},
      limit: 200,
      at: { index: Math.floor(random() * Math.max(1, total - 200)) },
    });
    for (const { body } of rows)
      Object.values(KINDS).forEach((pattern, k) => body !== null && found[k]?.add(pattern.exec(body)?.[0] ?? ''));
  }
  return Object.keys(KINDS).map((name, k) => {
    const words = [...(found[k] ?? [])].filter((w) => w !== '');
    return [name, () => words[Math.floor(random() * words.length)] ?? 'a'] as const;
  });
}
