import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Call, Event } from '../../model/index.ts';
import { NOON_MS, sentAt, storyteller, tempCase } from '../fixture-case.ts';
import { pageCalls, readCallTotals } from '../index.ts';

let made: ReturnType<typeof tempCase>;

beforeAll(() => {
  made = tempCase();
  const tell = storyteller(made.file, made.source);
  const event = (minute: number, more: Partial<Event>, call: Partial<Call>): Event => ({
    kind: 'event', key: `call:${minute}`, from: tell.from('call_log'), type: 'call', conversation: 'pair', actor: null,
    accounts: [], direction: 'unknown', times: [sentAt(NOON_MS + minute * 60_000)], body: null, ...more,
    call: { video: false, group: false, durationS: null, outcome: 'unknown', outcomeStored: '', message: null, ...call },
  }); // prettier-ignore
  for (const key of ['own', 'ann', 'bob']) tell.account(key);
  tell.conversation('pair');
  tell.message('m1', 'pair', null, { type: 'call', sender: 'ann' });
  tell.message('m2', 'pair', null, { type: 'call', sender: 'bob', times: [] });
  tell.message('m3', 'pair', 'not a call', { sender: 'ann' });
  const write = (record: Event) => tell.writer.write(record, tell.context());
  const answered = { outcome: 'answered', durationS: 61 } as const;
  write(event(1, { actor: 'ann', accounts: ['ann'], direction: 'incoming' }, { ...answered, message: 'm1' }));
  write(
    event(2, { actor: 'own', accounts: ['ann', 'bob'] }, { ...answered, durationS: 600, group: true, video: true }),
  );
  write(event(3, { actor: 'ann', accounts: ['ann'] }, { outcome: 'missed', outcomeStored: '2' }));
  write(event(4, { conversation: null, accounts: ['bob'] }, { outcome: 'answered' }));
  tell.done();
});
afterAll(() => {
  made.remove();
});

const list = (...wish: [Parameters<typeof pageCalls>[1], Parameters<typeof pageCalls>[2]]) =>
  pageCalls(made.file.db, ...wish, undefined, 50).rows;

describe('records of calls', () => {
  it('name who began them and the others, once, and a message only where no record stands for it', () => {
    const told = list({}, {}).map(({ item, others }) => [
      item.class,
      item.sender?.identifier.slice(0, 3) ?? null,
      others.map(({ identifier }) => identifier.slice(0, 3)),
      item.call?.durationS ?? null,
    ]);
    expect(told).toEqual([
      ['event', 'ann', [], 61],
      ['event', 'own', ['ann', 'bob'], 600],
      ['event', 'ann', [], null],
      ['event', null, ['bob'], null],
      ['message', 'bob', [], null],
    ]);
  });

  it('show the message where the filter leaves its record out', () => {
    expect(list({ classes: ['message'] }, {}).map(({ item }) => item.sender?.identifier)).toEqual([
      'ann@example',
      'bob@example',
    ]);
    expect(list({ types: ['text'] }, {})).toEqual([]);
    expect(list({ types: ['call', 'text'] }, {})).toHaveLength(5);
  });

  it('are sorted by what is stored, what is not stored last both ways', () => {
    const durations = (descending: boolean) =>
      list({}, { sort: 'duration', descending }).map(({ item }) => item.call?.durationS ?? null);
    expect(durations(false)).toEqual([61, 600, null, null, null]);
    expect(durations(true)).toEqual([600, 61, null, null, null]);
    const callers = list({}, { sort: 'caller' }).map(({ item }) => item.sender?.identifier ?? null);
    expect(callers).toEqual(['ann@example', 'ann@example', 'bob@example', 'own@example', null]);
  });

  it('are paged by key', () => {
    const { db } = made.file;
    const first = pageCalls(db, {}, {}, undefined, 2);
    const next = pageCalls(db, {}, {}, { cursor: first.after ?? '', direction: 'after' }, 2);
    expect([...first.rows, ...next.rows].map(({ item }) => item.id)).toEqual(
      list({}, {}).slice(0, 4).map(({ item }) => item.id), // prettier-ignore
    );
  });
});

describe('totals of calls', () => {
  it('add up stored durations and count those without one apart', () => {
    const { accounts, ...whole } = readCallTotals(made.file.db, {});
    expect(whole).toEqual({ calls: 5, answered: 3, durationS: 661, unstored: 3, held: 0 });
    const told = accounts.map((row) => [
      row.identifier,
      row.calls,
      row.began,
      row.answered,
      row.durationS,
      row.unstored,
    ]);
    expect(told).toEqual([
      ['ann@example', 3, 2, 2, 661, 1],
      ['bob@example', 3, 1, 2, 600, 2],
      ['own@example', 1, 1, 1, 600, 0],
    ]);
  });

  it('follow the filter', () => {
    expect(readCallTotals(made.file.db, { fromMs: NOON_MS + 180_000 })).toMatchObject({
      calls: 2,
      answered: 1,
      durationS: 0,
      unstored: 2,
    });
  });
});
