import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Filter, Place } from '../../contract/index.ts';
import { sql } from '../../sqlite/index.ts';
import { NOON_MS, sentAt, storyteller, tempCase } from '../fixture-case.ts';
import { pageItemIds } from './items.ts';

const MESSAGES = 4200;
const LIMIT = 7;

let made: ReturnType<typeof tempCase>;

/** One long conversation whose order is not that of its times, with equal places, equal times and messages without a time. */
beforeAll(() => {
  made = tempCase();
  const { conversation, message, done } = storyteller(made.file, made.source);
  conversation('crew');
  for (let n = 0; n < MESSAGES; n += 1) {
    const strayed = n % 97 === 0 ? 400_000 : n % 41 === 0 ? -300_000 : 0;
    const times = n % 13 === 0 ? [] : [sentAt(NOON_MS + Math.floor(n / 2) * 1000 + strayed)];
    message(`m${n}`, 'crew', `message ${n}`, { times, order: Math.floor(n / 3), direction: n % 5 === 0 ? 'outgoing' : 'incoming' }); // prettier-ignore
  }
  done();
});

afterAll(() => {
  made.remove();
});

/** The list as it is, read whole. */
function whole(filter: Filter): readonly { readonly id: number; readonly timeMs: number | null }[] {
  const out = filter.directions?.[0] === 'outgoing' ? sql`direction = 'outgoing'` : sql`1`;
  return made.file.db.all(sql`SELECT item.id AS id, time_ms AS timeMs FROM item JOIN facet ON facet.id = item.facet
    WHERE conversation = 1 AND ${out} ORDER BY place, item.id`);
}

test.each([
  ['whole', { conversations: [1] }],
  ['filtered', { conversations: [1], directions: ['incoming'] }],
] as const)('positions, dates and rows lead into a long conversation exactly: %s', (_name, asked) => {
  const filter = { ...asked, conversations: [...asked.conversations] } as Filter;
  const list = whole({}).filter(({ id }) => {
    const isOutgoing = made.file.db.value<string>(sql`SELECT direction FROM item JOIN facet ON facet.id = item.facet WHERE item.id = ${id}`) === 'outgoing'; // prettier-ignore
    return filter.directions === undefined || !isOutgoing;
  });
  const ids = list.map(({ id }) => id);
  const ask = (at: Place) => {
    const { ids: found, first, total } = pageItemIds(made.file.db, filter, at, LIMIT);
    return { found, first, total };
  };
  const from = (first: number, length = LIMIT) => ({
    found: ids.slice(first, first + length),
    first,
    total: ids.length,
  });
  for (let index = 0; index < ids.length; index += 61) {
    expect(ask({ index })).toEqual(from(index));
    const cursor = String(ids[index]);
    expect(ask({ cursor, direction: 'after' })).toEqual(from(index + 1));
    if (index >= LIMIT) expect(ask({ cursor, direction: 'before' })).toEqual(from(index - LIMIT));
    if (index >= 3 && index < ids.length - 4) expect(ask({ item: ids[index] ?? 0 })).toEqual(from(index - 3));
  }
  for (let timeMs = NOON_MS - 400_000; timeMs < NOON_MS + 2_700_000; timeMs += 33_500) {
    const first = list.findIndex((one) => one.timeMs !== null && one.timeMs >= timeMs);
    expect(ask({ timeMs })).toEqual(from(first === -1 ? ids.length - LIMIT : first));
  }
});

test.each([
  ['one conversation, found', { conversations: [1], regex: '7$' }],
  ['the whole case, found', { regex: '7$' }],
  ['one conversation', { conversations: [1], directions: ['incoming'] }],
  ['the whole case', { directions: ['incoming'] }],
] as const)('a list begins where a row stands that it need not hold: %s', (_name, asked) => {
  const filter = { ...asked } as Filter;
  const key = 'conversations' in asked ? sql`place` : sql`sort_ms`;
  const all = made.file.db.all<{ id: number }>(sql`SELECT id FROM item ORDER BY ${key}, id`).map(({ id }) => id);
  const { ids } = pageItemIds(made.file.db, filter, { index: 0 }, MESSAGES);
  const placeOf = new Map(all.map((id, place) => [id, place]));
  for (let n = 0; n < all.length; n += 203) {
    const found = ids.findIndex((id) => (placeOf.get(id) ?? 0) >= n);
    const first = found === -1 ? ids.length - 1 : found;
    const page = pageItemIds(made.file.db, filter, { from: all[n] ?? 0 }, LIMIT);
    expect(page).toMatchObject({ first, ids: ids.slice(first, first + LIMIT) });
  }
  const last = pageItemIds(made.file.db, filter, { from: all.at(-1) ?? 0 }, LIMIT);
  expect(last.ids).toEqual(ids.slice(-1));
  expect(() => pageItemIds(made.file.db, filter, { from: 999_999 }, LIMIT)).toThrow(/not-found/u);
});
