import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NOON_MS, sentAt, storyteller, tempCase } from '../case/fixture-case.ts';
import { bookmarkItems, countItems, createTag, setCaseZone, tagItems } from '../case/index.ts';
import { sql } from '../sqlite/index.ts';
import { bucketStart } from './bucket-steps.ts';
import { readBuckets } from './timeline.ts';

let made: ReturnType<typeof tempCase>;
beforeEach(() => {
  made = tempCase();
});
afterEach(() => {
  made.remove();
});

function tellAt(...times: readonly (string | null)[]): void {
  const tell = storyteller(made.file, made.source);
  tell.conversation('c');
  times.forEach((time, index) =>
    tell.message(`m${index}`, 'c', 'text', {
      times: time === null ? [] : [sentAt(Date.parse(time))],
      direction: index % 2 === 0 ? 'incoming' : 'outgoing',
    }),
  );
  tell.done();
}

function iso(starts: readonly number[]): readonly string[] {
  return starts.map((start) => new Date(start).toISOString());
}

describe('timeline', () => {
  it('cuts days at midnight of the case zone, half hours included', () => {
    tellAt('2024-03-01T18:29:59Z', '2024-03-01T18:30:00Z', '2024-03-02T18:29:59Z', '2024-03-06T00:00:00Z', null);
    setCaseZone(made.file, 'Asia/Kolkata');
    const found = readBuckets(made.file, { filter: {}, buckets: 10 });
    expect(iso(found.starts)).toEqual([
      '2024-02-29T18:30:00.000Z',
      '2024-03-01T18:30:00.000Z',
      '2024-03-05T18:30:00.000Z',
    ]);
    expect(found).toMatchObject({
      unit: 'ms',
      step: 86_400_000,
      series: [{ counts: [1, 2, 1] }],
      total: 4,
      undated: 1,
    });
  });

  it.each([
    ['tags', (tag: number) => ({ tags: [tag] }), 1],
    ['without tags', (tag: number) => ({ withoutTags: [tag] }), 2],
    ['untagged', () => ({ untagged: true as const }), 2],
    ['noted', () => ({ noted: true as const }), 0],
    ['bookmarked', () => ({ bookmarked: true as const }), 1],
  ] as const)('counts items by their marks: %s', (_name, filterOf, total) => {
    tellAt('2024-03-01T10:00:00Z', '2024-03-02T10:00:00Z', '2024-03-03T10:00:00Z');
    const { db } = made.file;
    const hand = { actor: 'R. Okafor', atMs: NOON_MS };
    const { tag } = createTag(db, hand, { name: 'Seen', colour: 'red', key: null, meaning: '' });
    const first = db.value<number>(sql`SELECT min(id) FROM item`) ?? 0;
    tagItems(db, hand, tag, true, { items: [first] });
    bookmarkItems(db, hand, true, [first]);
    const filter = filterOf(tag);
    for (const span of [{}, { fromMs: Date.UTC(2024, 2, 1), toMs: Date.UTC(2024, 2, 9) }]) {
      expect(readBuckets(made.file, { filter: { ...filter, ...span }, buckets: 10 })).toMatchObject({ total });
      expect(countItems(db, { ...filter, ...span })).toBe(total);
    }
  });

  it('gives the same answer from counts and from the items themselves', () => {
    tellAt(
      '2024-03-30T22:10:00Z',
      '2024-03-30T23:10:00Z',
      '2024-03-31T21:59:59Z',
      '2024-03-31T22:00:00Z',
      '2024-04-03T10:00:00Z',
    );
    setCaseZone(made.file, 'Europe/Berlin');
    const counted = readBuckets(made.file, { filter: {}, buckets: 10, by: 'direction' });
    const read = readBuckets(made.file, { filter: { text: 'text' }, buckets: 10, by: 'direction' });
    expect(read).toEqual(counted);
    expect(iso(counted.starts)).toEqual([
      '2024-03-29T23:00:00.000Z',
      '2024-03-30T23:00:00.000Z',
      '2024-03-31T22:00:00.000Z',
      '2024-04-02T22:00:00.000Z',
    ]);
    expect(counted.series).toEqual([
      { name: 'incoming', counts: [1, 1, 0, 1] },
      { name: 'outgoing', counts: [0, 1, 1, 0] },
    ]);
  });

  it('keeps exact limits that lie inside a quarter of an hour', () => {
    tellAt('2024-03-01T12:00:00Z', '2024-03-01T12:00:01Z', '2024-03-01T12:00:02Z');
    const found = readBuckets(made.file, {
      filter: { fromMs: Date.parse('2024-03-01T12:00:01Z'), toMs: Date.parse('2024-03-01T12:00:02Z') },
      buckets: 10,
    });
    expect(found.total).toBe(1);
  });

  it('gives series of their own to the names with most items and counts the rest as one', () => {
    const tell = storyteller(made.file, made.source);
    for (const key of ['ann', 'bo', 'cy']) tell.account(key);
    for (const key of ['a', 'b', 'c']) tell.conversation(key);
    const say = (key: string, conversation: string, sender: string | null, day: number): void => {
      tell.message(key, conversation, 'x', { sender, times: [sentAt(Date.UTC(2024, 2, day, 12))] });
    };
    say('1', 'a', 'ann', 1);
    say('2', 'b', 'bo', 1);
    say('3', 'b', 'bo', 2);
    say('4', 'c', 'cy', 2);
    say('5', 'b', null, 3);
    tell.done();
    const one = readBuckets(made.file, { filter: {}, buckets: 10, by: 'sender', top: 1 });
    expect(one.series.map(({ label, counts }) => [label, counts])).toEqual([['bo@example', [1, 1, 0]]]);
    expect(one.others).toEqual({ names: 3, counts: [1, 1, 1] });
    const all = readBuckets(made.file, { filter: {}, buckets: 10, by: 'conversation' });
    expect(all.series.map(({ label, counts }) => [label, counts])).toEqual([
      ['b@example', [1, 1, 1]],
      ['a@example', [1, 0, 0]],
      ['c@example', [0, 1, 0]],
    ]);
    expect(all.others).toBeNull();
    // However far one zooms in, and whatever lies there, the series stay those of the whole filter.
    const day = { fromMs: Date.UTC(2024, 2, 1), toMs: Date.UTC(2024, 2, 2) };
    const zoomed = readBuckets(made.file, { filter: {}, buckets: 10, by: 'conversation', top: 2, ...day });
    expect(zoomed.series.map(({ label, counts }) => [label, counts])).toEqual([
      ['b@example', [1]],
      ['a@example', [1]],
    ]);
    expect(zoomed.others).toEqual({ names: 1, counts: [0] });
    expect(zoomed.step).toBe(10_800_000);
    const byType = readBuckets(made.file, { filter: {}, buckets: 10, by: 'direction', top: 1 });
    expect(byType).toMatchObject({ series: [{ name: 'incoming', counts: [2, 2, 1] }], others: null });
  });

  it('marks what is deleted apart from calls, other events and messages', () => {
    const tell = storyteller(made.file, made.source);
    tell.conversation('c');
    tell.message('1', 'c', 'x');
    tell.message('2', 'c', null, { type: 'revoked' });
    tell.message('3', 'c', 'x', { from: tell.from('message', 'marked-deleted') });
    tell.done();
    for (const filter of [{}, { text: 'x' }]) {
      const { series } = readBuckets(made.file, { filter, buckets: 1, by: 'mark' });
      const counts = Object.fromEntries(series.map(({ name, counts }) => [name, counts.reduce((a, b) => a + b, 0)]));
      expect(counts).toEqual({ message: 1, deleted: 'text' in filter ? 1 : 2 });
    }
  });

  it('names months and years of the zone', () => {
    tellAt('2023-12-31T22:59:59Z', '2023-12-31T23:00:00Z', '2025-06-01T00:00:00Z');
    setCaseZone(made.file, 'Europe/Berlin');
    expect(readBuckets(made.file, { filter: {}, buckets: 20 })).toMatchObject({
      unit: 'month',
      series: [{ counts: [1, 1, 1] }],
    });
    const years = readBuckets(made.file, { filter: {}, buckets: 3 });
    expect(years).toMatchObject({ unit: 'year', series: [{ counts: [1, 1, 1] }] });
    expect(iso(years.starts)).toEqual([
      '2022-12-31T23:00:00.000Z',
      '2023-12-31T23:00:00.000Z',
      '2024-12-31T23:00:00.000Z',
    ]);
  });

  it('begins hours on the zone’s own clock when it is put back', () => {
    const hour = { unit: 'ms', ms: 3_600_000 } as const;
    const starts = ['2024-11-03T05:59:00Z', '2024-11-03T06:00:00Z'].map((time) =>
      bucketStart(Date.parse(time), hour, 'America/New_York'),
    );
    expect(iso(starts)).toEqual(['2024-11-03T05:00:00.000Z', '2024-11-03T06:00:00.000Z']);
    expect(iso([bucketStart(Date.parse('2024-03-01T12:15:00Z'), hour, 'Asia/Kathmandu')])).toEqual([
      '2024-03-01T12:15:00.000Z',
    ]);
  });
});
