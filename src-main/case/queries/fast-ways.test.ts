import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Filter } from '../../contract/index.ts';
import { sql, type Sql } from '../../sqlite/index.ts';
import { zoneOffsetMs } from '../../model/index.ts';
import { addTestSource, sentAt, storyteller, tempCase } from '../fixture-case.ts';
import { bookmarkItems, compileFilter, countByTime, countItems, createTag, nextUntagged, pageCalls, pageConversations, pageItems, pageMedia, readOverview, setCaseZone, tagItems } from '../index.ts'; // prettier-ignore

/**
 * Every count and list that is taken from what is kept in memory, against plain SQL on `item` for the same filter. Zones
 * whose clocks change at midnight, or which left a day out.
 */
const ZONES = ['UTC', 'Pacific/Apia', 'America/Havana', 'Europe/Berlin'] as const;
const DAY_MS = 86_400_000;
const START_MS = Date.UTC(2011, 11, 20);
const DAYS = 120;

let made: ReturnType<typeof tempCase>;
beforeAll(() => {
  made = tempCase();
  const facts = fc.sample(
    fc.record({
      minute: fc.integer({ min: 0, max: DAYS * 1440 }),
      isDated: fc.integer({ min: 0, max: 19 }),
      sender: fc.constantFrom('ada', 'bo', null),
      conversation: fc.constantFrom('pier', 'port', 'yard'),
      type: fc.constantFrom('text', 'image', 'call'),
      direction: fc.constantFrom('incoming', 'outgoing'),
      state: fc.constantFrom('live', 'live', 'marked-deleted'),
    }),
    { seed: 9, numRuns: 150 },
  );
  for (const [turn, source] of [made.source, addTestSource(made.file, 1, 'second')].entries()) {
    const tell = storyteller(made.file, source);
    for (const key of ['ada', 'bo']) tell.account(key);
    for (const key of ['pier', 'port', 'yard']) tell.conversation(key);
    facts
      .filter((_, at) => turn === 0 || at % 3 === 0)
      .forEach(({ minute, isDated, sender, conversation, type, direction, state }, at) => {
        const times = isDated === 0 ? [] : [sentAt(START_MS + minute * 60_000 + turn)];
        tell.message(`m${at}`, conversation, at % 5 === 0 ? 'anchor' : 'quay', { sender, type, direction, times, from: tell.from('message', state) }); // prettier-ignore
        if (type === 'image')
        tell.writer.write({ kind: 'attachment', key: `m${at}`, message: `m${at}`, from: tell.from('media'), type: at % 2 === 0 ? 'image' : 'voice',
          mediaType: null, name: null, caption: null, path: null, candidates: [], sha256: null, sizeBytes: at % 4 === 0 ? null : at % 9,
          durationS: null, width: null, height: null, thumbnail: null, transcript: null }, tell.context()); // prettier-ignore
      });
    tell.done();
  }
  const { db } = made.file;
  const hand = { actor: 'R. Okafor', atMs: START_MS };
  const { tag } = createTag(db, hand, { name: 'Seen', colour: 'red', key: null, meaning: '' });
  const ids = db.all<{ id: number }>(sql`SELECT id FROM item`).map(({ id }) => id);
  tagItems(db, hand, tag, true, { items: ids.filter((id) => id % 4 === 0) });
  bookmarkItems(db, hand, true, ids.filter((id) => id % 6 === 0)); // prettier-ignore
});
afterAll(() => {
  made.remove();
});

const limit = fc.oneof(
  fc.integer({ min: -3 * DAY_MS, max: (DAYS + 3) * DAY_MS }).map((ms) => START_MS + ms),
  fc.integer({ min: 0, max: DAYS }).map((day) => START_MS + day * DAY_MS),
  fc.constantFrom(-1e300, -8.64e15, 8.64e15, 1e300),
);
const some = <const T>(...values: readonly T[]) => fc.subarray([...values], { minLength: 1 });
const part = (name: keyof Filter, value: fc.Arbitrary<unknown>) => value.map((one) => ({ [name]: one }));
const filters: fc.Arbitrary<Filter> = fc
  .array(
    fc.oneof(
      part('fromMs', limit),
      part('toMs', limit),
      part('types', some('text', 'image', 'call')),
      part('directions', some('incoming', 'outgoing')),
      part('states', some('live', 'marked-deleted')),
      part('sources', some(1, 2)),
      part('conversations', some(1, 2, 3, 4, 5, 6)),
      part('senders', some(1, 2, 3)),
      part('attachments', fc.constantFrom('any', 'absent')),
      part('untagged', fc.constant(true)),
      part('bookmarked', fc.constant(true)),
      part('text', fc.constant('anchor')),
      part('hours', some(1, 5, 13, 22)),
    ),
    { maxLength: 4 },
  )
  .map((parts) => Object.assign({}, ...parts) as Filter);

/** Items by plain SQL, in the order of time and id. */
interface Plain {
  readonly id: number;
  readonly time: number | null;
  readonly conversation: number;
  readonly type: string;
  readonly direction: string;
}

function plain(filter: Filter, order: Sql = sql`item.sort_ms, item.id`): readonly Plain[] {
  return made.file.db.all<Plain>(sql`SELECT item.id, time_ms AS time, conversation, facet.type, facet.direction
    FROM item JOIN facet ON facet.id = item.facet WHERE ${compileFilter(made.file.db, filter).where} ORDER BY ${order}`);
}

function tally<T>(rows: readonly T[], nameOf: (row: T) => string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const row of rows) counts.set(nameOf(row), (counts.get(nameOf(row)) ?? 0) + 1);
  return new Map([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Compares the counts of one filter, grid and name, and the span, with the items themselves. */
function compareTimes(
  filter: Filter,
  grid: 'day' | 'quarter' | number,
  by: 'direction' | 'conversation',
  zone: string,
): void {
  const { db } = made.file;
  const width = grid === 'quarter' ? 900_000 : Number(grid);
  const pointOf = (ms: number): number =>
    grid === 'day' ? Math.floor((ms + zoneOffsetMs(ms, zone)) / DAY_MS) : Math.floor(ms / width) * width;
  const dated = plain(filter).flatMap((row) => (row.time === null ? [] : [{ ...row, time: row.time }]));
  const found = countByTime.read(db, filter, grid, by);
  expect(
    new Map(
      found.map(({ at, name, items }) => [`${at} ${name ?? ''}`, items] as const).sort(([a], [b]) => (a < b ? -1 : 1)),
    ),
  ).toEqual(tally(dated, (row) => `${pointOf(row.time)} ${row[by]}`));
  const times = dated.map(({ time }) => time);
  const span = times.length === 0 ? null : { firstMs: Math.min(...times), lastMs: Math.max(...times) };
  expect(countByTime.span(db, filter)).toEqual(span);
}

it.each(ZONES)('counts by time as plain SQL does: %s', (zone) => {
  setCaseZone(made.file, zone);
  const grids = fc.constantFrom<'day' | 'quarter' | number>('day', 'quarter', 3_600_000);
  const names = fc.constantFrom('direction', 'conversation');
  fc.assert(fc.property(filters, grids, names, (filter, grid, by) => { compareTimes(filter, grid, by, zone); }), { seed: 3, numRuns: 25 }); // prettier-ignore
  const limits = fc.record(
    { fromMs: limit, toMs: limit, directions: some('incoming', 'outgoing') },
    { requiredKeys: [] },
  );
  fc.assert(fc.property(limits, (filter) => { compareTimes(filter, 'day', 'direction', zone); }), { seed: 8, numRuns: 60 }); // prettier-ignore
});

it('counts and lists as plain SQL does, under every filter', () => {
  const { db } = made.file;
  const check = fc.property(filters, fc.boolean(), (filter, descending) => {
    const rows = plain(filter);
    const ids = rows.map(({ id }) => id);
    expect(countItems(db, filter)).toBe(rows.length);
    const { messages, events, kinds } = readOverview(db, filter);
    expect(messages + events).toBe(rows.length);
    expect(tally(kinds.flatMap(({ type, items }) => Array<string>(items).fill(type)), (type) => type)).toEqual(tally(rows, ({ type }) => type)); // prettier-ignore
    const conversations = pageConversations(db, filter, {}, undefined, 100).rows;
    if (Object.keys(filter).length > 0)
      expect(new Map(conversations.map(({ id, matching }) => [id, matching]))).toEqual(
        new Map([...tally(rows, ({ conversation }) => String(conversation))].map(([id, items]) => [Number(id), items])),
      );
    const byTime = pageItems(db, filter, undefined, 1000, { by: 'time', descending }).rows.map(({ id }) => id);
    expect(byTime).toEqual(descending ? ids.toReversed() : ids);
    if (filter.conversations?.length !== 1)
      expect(pageItems(db, filter, undefined, 1000).rows.map(({ id }) => id)).toEqual(ids);
    expect(new Set(pageCalls(db, filter, {}, undefined, 1000).rows.map(({ item }) => item.id))).toEqual(
      new Set(rows.filter(({ type }) => type === 'call').map(({ id }) => id)),
    );
    const untagged = new Set(plain({ ...filter, untagged: true }).map(({ id }) => id));
    if (filter.conversations?.length !== 1)
      expect(nextUntagged(db, filter, ids[3] ?? null)).toBe(ids.find((id, at) => untagged.has(id) && (ids.length <= 3 || at > 3)) ?? null); // prettier-ignore
  });
  fc.assert(check, { seed: 4, numRuns: 40 });
});

it('orders media as plain SQL does, under every filter', () => {
  const { db } = made.file;
  const check = fc.property(
    filters,
    fc.boolean(),
    fc.constantFrom<'size' | 'kind' | 'time'>('size', 'kind', 'time'),
    (filter, descending, sort) => {
      fc.pre(filter.conversations?.length !== 1);
      const { attachments: _, ...rest } = filter;
      const sign = descending ? sql`-1` : sql`1`;
      const order = { size: sql`size_bytes IS NULL, ${sign} * size_bytes, sort_ms, item.id`, kind: sql`${sign} * (attachment.type = 'voice'), sort_ms, item.id`, time: sql`${sign} * sort_ms, ${sign} * item.id` }[sort]; // prettier-ignore
      const expected = db.all<{
        id: number;
      }>(sql`SELECT attachment.id FROM attachment JOIN item ON item.id = attachment.item
      WHERE ${compileFilter(db, rest).where} ORDER BY ${order}`);
      const page = pageMedia(db, { filter, sort, descending, limit: 1000 });
      expect(page.rows.map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
    },
  );
  fc.assert(check, { seed: 6, numRuns: 25 });
});
