import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '../../sqlite/index.ts';
import { NOON_MS, addTestSource, sentAt, storyteller, tempCase } from '../fixture-case.ts';
import { getAccountActivity, pageAccountList, readAccountPlaces, readSameAccounts } from '../index.ts';

let made: ReturnType<typeof tempCase>;

beforeAll(() => {
  made = tempCase();
  const tell = storyteller(made.file, made.source);
  const jid = (digits: string) => ({
    identifier: `${digits}@s.whatsapp.net`,
    identifierKind: 'phone' as const,
    phone: `+${digits}`,
  });
  tell.account('own', { ...jid('15550001'), owner: { claim: 'stored as the owner', assumed: false } });
  tell.account('ann', {
    ...jid('15550002'),
    names: [
      { name: 'Ann Harbour', givenBy: 'owner', column: 'wa_contacts.display_name' },
      { name: 'Анна', givenBy: 'self', column: 'wa_contacts.wa_name' },
    ],
  });
  tell.account('bob', { identifier: 'Bob', identifierKind: 'display-name' });
  tell.account('idle', { identifier: 'idle@lid', identifierKind: 'hidden-id' });
  tell.conversation('pair', { type: 'one-to-one', account: 'ann', identifier: '15550002@s.whatsapp.net' });
  tell.conversation('crew', { type: 'group' });
  const at = (minute: number) => ({ times: [sentAt(NOON_MS + minute * 60_000)] });
  tell.message('m1', 'pair', 'the crate', { sender: 'ann', ...at(1) });
  tell.message('m2', 'pair', 'which', { sender: 'own', ...at(2) });
  tell.message('m3', 'crew', 'the crate again', { sender: 'ann', ...at(3) });
  tell.message('m4', 'crew', 'no', { sender: 'ann', times: [] });
  tell.message('m5', 'crew', 'hello', { sender: 'bob', ...at(5) });
  tell.done();
  const second = storyteller(made.file, addTestSource(made.file, 1, 'tablet'));
  second.account('ann', jid('15550002'));
  second.account('bob', { identifier: 'Bob', identifierKind: 'display-name' });
  second.account('text', { identifier: '+1 555 0002', identifierKind: 'other', service: 'export', phone: '+15550002' });
  second.conversation('other');
  second.message('n1', 'other', 'x', { sender: 'ann', times: [{ ...sentAt(NOON_MS), zone: 'unstated' }] });
  second.done();
});
afterAll(() => {
  made.remove();
});

const list = (wish: Parameters<typeof pageAccountList>[1], at?: Parameters<typeof pageAccountList>[2], limit = 50) =>
  pageAccountList(made.file.db, wish, at, limit);

function idOf(identifier: string, source = made.source): number {
  return (
    made.file.db.value<number>(sql`SELECT id FROM account WHERE identifier = ${identifier} AND source = ${source}`) ?? 0
  );
}

describe('what a filter leaves of accounts', () => {
  it('counts what each sent, and the conversations it belongs to', () => {
    const { rows, total } = list({ filter: {}, sort: 'sent', descending: true });
    expect(total).toBe(7);
    expect(rows.map(({ name, source, sent, conversations }) => [name, source, sent, conversations])).toEqual([
      ['Ann Harbour', 1, 3, 2],
      ['15550001@s.whatsapp.net', 1, 1, 1],
      ['15550002@s.whatsapp.net', 2, 1, 1],
      ['Bob', 1, 1, 1],
      ['+1 555 0002', 2, 0, 0],
      ['Bob', 2, 0, 0],
      ['idle@lid', 1, 0, 0],
    ]);
    expect(rows[0]).toMatchObject({ firstMs: NOON_MS + 60_000, lastMs: NOON_MS + 180_000, isZoneless: false });
    expect(rows[2]).toMatchObject({ isZoneless: true });
  });

  it.each([{ text: 'crate' }, { fromMs: NOON_MS, toMs: NOON_MS + 200_000, sources: [1] }])(
    'counts only what %j lets through',
    (filter) => {
      const { rows } = list({ filter, only: 'active', sort: 'sent', descending: true });
      const own = 'text' in filter ? [] : [['15550001@s.whatsapp.net', 1, 1]];
      expect(rows.map(({ name, sent, conversations }) => [name, sent, conversations])).toEqual([
        ['Ann Harbour', 2, 2],
        ...own,
      ]);
    },
  );

  it('lists owners alone, and accounts without a time last both ways', () => {
    expect(list({ filter: {}, only: 'owners' }).rows.map(({ identifier }) => identifier)).toEqual([
      '15550001@s.whatsapp.net',
    ]);
    const last = (descending: boolean) =>
      list({ filter: {}, sort: 'last', descending }).rows.map(({ lastMs }) => lastMs);
    expect(last(true).slice(0, 2)).toEqual([NOON_MS + 300_000, NOON_MS + 180_000]);
    expect(last(false)[0]).toBe(NOON_MS);
    expect([last(true).slice(4), last(false).slice(4)]).toEqual([
      [null, null, null],
      [null, null, null],
    ]);
  });

  it('pages by key', () => {
    const first = list({ filter: {}, sort: 'name' }, undefined, 3);
    const second = list({ filter: {}, sort: 'name' }, { cursor: first.after ?? '', direction: 'after' }, 3);
    const whole = list({ filter: {}, sort: 'name' }).rows.map(({ id }) => id);
    expect([...first.rows, ...second.rows].map(({ id }) => id)).toEqual(whole.slice(0, 6));
    expect(second.first).toBe(3);
  });
});

describe('a name or number that is looked for', () => {
  it.each([
    ['harbour', ['Ann Harbour']],
    ['АННА', ['Ann Harbour']],
    ['555 00-02', ['+1 555 0002', '15550002@s.whatsapp.net', 'Ann Harbour']],
    ['idle@', ['idle@lid']],
    ['%', []],
  ])('%s is found in every name and identifier', (name, found) => {
    expect(list({ filter: {}, name, sort: 'name' }).rows.map((row) => row.name)).toEqual(found);
  });
});

describe('one account', () => {
  it('is the same elsewhere only by an identifier or number that is stored', () => {
    const { db } = made.file;
    expect(readSameAccounts(db, idOf('15550002@s.whatsapp.net')).map(({ identifier, by }) => [identifier, by])).toEqual(
      [
        ['15550002@s.whatsapp.net', 'identifier'],
        ['+1 555 0002', 'phone'],
      ],
    );
    expect(readSameAccounts(db, idOf('Bob'))).toEqual([]);
  });

  it('leads to its rows and says how many are held back', () => {
    const { db } = made.file;
    const { places, held } = readAccountPlaces(db, idOf('Bob'), 5);
    expect(places).toMatchObject([{ locator: { kind: 'row', table: 'jid' }, path: 'databases/msgstore.db' }]);
    expect(held).toBe(0);
    expect(readAccountPlaces(db, idOf('Bob'), 0)).toEqual({ places: [], held: 1 });
  });

  it('is not found where there is none', () => {
    expect(() => getAccountActivity(made.file.db, 999, {})).toThrow(/not-found/u);
  });
});
