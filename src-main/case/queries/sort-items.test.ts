import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ItemOrder } from '../../contract/index.ts';
import { sql } from '../../sqlite/index.ts';
import { addTestSource, sentAt, storyteller, tempCase } from '../fixture-case.ts';
import { pageItems } from './items.ts';

let made: ReturnType<typeof tempCase>;
beforeEach(() => {
  made = tempCase();
  // Two sources whose times interleave, names in another order than ids, and items without sender or time.
  for (const [turn, source] of [made.source, addTestSource(made.file, 1, 'second')].entries()) {
    const tell = storyteller(made.file, source);
    for (const name of ['zoe', 'Ann', 'bo']) tell.account(`${name}${turn}`);
    for (const name of ['q', 'b']) tell.conversation(`${name}${turn}`);
    for (let at = 0; at < 40; at += 1)
      tell.message(`m${at}`, `${at % 3 === 0 ? 'q' : 'b'}${turn}`, 'x', {
        sender: at % 7 === 0 ? null : `${['zoe', 'Ann', 'bo'][at % 3] ?? ''}${turn}`,
        type: at % 4 === 0 ? 'image' : 'text',
        times: at % 11 === 0 ? [] : [sentAt(1_700_000_000_000 + ((at * 7919) % 40) * 1000 + turn * 500)],
      });
    tell.done();
  }
});
afterEach(() => {
  made.remove();
});

const ORACLE = {
  time: sql`0`,
  sender: sql`CASE WHEN item.sender IS NULL THEN 1e9 ELSE (SELECT count(*) FROM account AS other, account WHERE account.id = item.sender
    AND (other.name COLLATE NOCASE, other.id) < (account.name COLLATE NOCASE, account.id)) END`,
  conversation: sql`(SELECT count(*) FROM conversation AS other, conversation WHERE conversation.id = item.conversation
    AND (other.title COLLATE NOCASE, other.id) < (conversation.title COLLATE NOCASE, conversation.id))`,
  type: sql`(SELECT CASE type WHEN 'image' THEN 0 ELSE 1 END FROM facet WHERE facet.id = item.facet)`,
  state: sql`0`,
} as const;

it.each(['time', 'sender', 'conversation', 'type', 'state'] as const)('sorts by %s as SQLite does, both ways', (by) => {
  for (const descending of [false, true]) {
    const order: ItemOrder = { by, descending };
    const sign = descending ? sql`-1` : sql`1`;
    const expected =
      by === 'time' && descending
        ? made.file.db.all<{ id: number }>(sql`SELECT id FROM item ORDER BY sort_ms DESC, id DESC`)
        : made.file.db.all<{ id: number }>(sql`SELECT id FROM item ORDER BY ${sign} * ${ORACLE[by]}, sort_ms, id`);
    const page = pageItems(made.file.db, {}, undefined, 1000, order);
    expect(page.rows.map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
    expect(page.total).toBe(80);
    const part = pageItems(made.file.db, {}, { index: 30 }, 5, order);
    expect(part.rows.map(({ id }) => id)).toEqual(page.rows.slice(30, 35).map(({ id }) => id));
  }
});

it('sorts what the filter lets through and nothing else', () => {
  const filter = { types: ['image'] };
  const page = pageItems(made.file.db, filter, undefined, 1000, { by: 'sender', descending: false });
  expect(page.rows).toHaveLength(20);
  expect(page.rows.every(({ type }) => type === 'image')).toBe(true);
  const names = page.rows.flatMap(({ sender }) => (sender === null ? [] : [sender.name.toLowerCase()]));
  expect(names).toEqual(names.toSorted());
});
