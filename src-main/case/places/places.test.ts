import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Detail } from '../../model/index.ts';
import { sql } from '../../sqlite/index.ts';
import { NOON_MS, sentAt, storyteller, tempCase } from '../fixture-case.ts';
import { mapPlaces, pageItems, pagePlaces, readPlacePath, readPlaceTotals, writePlaces } from '../index.ts';

let made: ReturnType<typeof tempCase>;
const account = (name: string): number =>
  made.file.db.value<number>(sql`SELECT id FROM account WHERE key = ${name}`) ?? 0;

beforeAll(() => {
  made = tempCase();
  const tell = storyteller(made.file, made.source);
  for (const key of ['ann', 'bob']) tell.account(key);
  tell.conversation('pair');
  const place = (key: string, latitude: number, longitude: number, more: Partial<Detail['content']> = {}): void => {
    tell.writer.write({ kind: 'detail', key: `place:${key}`, from: tell.from('message_location'), message: key,
      content: { type: 'location', latitude, longitude, name: null, address: null, url: null, liveS: null, ...more } as Detail['content'] }, tell.context()); // prettier-ignore
  };
  const say = (key: string, sender: string, minute: number | null, state: 'live' | 'marked-deleted' = 'live'): void => {
    const times = minute === null ? [] : [sentAt(NOON_MS + minute * 60_000)];
    tell.message(key, 'pair', null, { type: 'location', sender, times, from: tell.from('message', state) });
  };
  say('gate', 'ann', 3);
  place('gate', 53.5413, 9.9841, { name: 'Gate 4' });
  say('same', 'bob', 1);
  place('same', 53.5413, 9.9841);
  say('live', 'bob', 2, 'marked-deleted');
  place('live', -33.85, 151.2, { liveS: 3600, role: 'last', time: sentAt(NOON_MS + 150_000) });
  say('zero', 'ann', 4);
  place('zero', 0, 0, { name: 'Somewhere' });
  say('off', 'ann', 5);
  place('off', 91.5, 9);
  say('none', 'ann', null);
  place('none', NaN, 9);
  say('pole', 'bob', 6);
  place('pole', 89, -180);
  say('photo', 'ann', 0);
  tell.writer.write({ kind: 'attachment', key: 'a', from: tell.from('message_media'), message: 'photo', type: 'image',
    mediaType: null, name: null, caption: null, path: 'Media/pier.jpg', candidates: [], sha256: null, sizeBytes: null, durationS: null,
    width: null, height: null, thumbnail: null, transcript: null }, { ...tell.context(), content: { file: 2, matchedBy: 'path' } }); // prettier-ignore
  tell.done();
  made.file.db.run(sql`INSERT INTO media_position (file, latitude, longitude, said_by, stored, at, length)
    VALUES (2, 53.5, 10.0, 'EXIF GPS', '53/1 30/1 0/1 N', 40, 24), (1, NULL, NULL, NULL, NULL, NULL, NULL)`);
});
afterAll(() => {
  made.remove();
});

const list = (request: Partial<Parameters<typeof pagePlaces>[1]>) =>
  pagePlaces(made.file.db, { filter: {}, limit: 50, ...request });

describe('places', () => {
  it('are listed by time with the coordinates as stored, whether a map can show them or not', () => {
    const told = list({}).rows.map(({ latitude, longitude, use, kind }) => [latitude, longitude, use, kind]);
    expect(told).toEqual([
      [53.5, 10, 'shown', 'file'],
      [53.5413, 9.9841, 'shown', 'message'],
      [-33.85, 151.2, 'shown', 'message'],
      [53.5413, 9.9841, 'shown', 'message'],
      [0, 0, 'zero', 'message'],
      [91.5, 9, 'outside', 'message'],
      [89, -180, 'polar', 'message'],
      [null, 9, 'missing', 'message'],
    ]);
  });

  it('are counted by what a map can do with them', () => {
    expect(readPlaceTotals(made.file.db, { filter: {} })).toMatchObject({
      places: 8,
      all: 8,
      uses: { shown: 4, zero: 1, outside: 1, missing: 1, polar: 1 },
      kinds: { message: 7, file: 1 },
      named: 2,
      live: 1,
      deleted: 1,
      recovered: 0,
      accounts: [
        { identifier: 'ann@example', places: 5 },
        { identifier: 'bob@example', places: 3 },
      ],
      files: { present: 1, read: 1, positions: 1 },
    });
  });

  it('are narrowed by the one filter and its area, edges included, over the antimeridian too', () => {
    expect(list({ filter: { senders: [account('bob')] } }).total).toBe(3);
    expect(list({ kind: 'file' }).rows.map(({ file }) => file?.stored)).toEqual(['53/1 30/1 0/1 N']);
    const harbour = { west: 9.9841, south: 53.5413, east: 10, north: 54 };
    expect(list({ filter: { area: harbour } }).total).toBe(2);
    expect(pageItems(made.file.db, { area: harbour }, undefined, 10).total).toBe(2);
    const across = { west: 150, south: -90, east: -180, north: 90 };
    expect(list({ filter: { area: across } }).rows.map(({ latitude }) => latitude)).toEqual([-33.85, 89]);
    expect(pageItems(made.file.db, { area: across, classes: ['message'] }, undefined, 10).total).toBe(2);
  });

  it('have their own time where one is stored apart from the message', () => {
    const { rows } = list({ filter: { states: ['marked-deleted'] } });
    expect(rows).toMatchObject([{ role: 'last', liveS: 3600, ownTime: { utcMs: NOON_MS + 150_000, meaning: 'sent' } }]);
    expect(readPlacePath(made.file.db, account('bob'), { filter: {} }).timesMs).toEqual([
      NOON_MS + 60_000,
      NOON_MS + 150_000,
    ]);
  });

  it('are sorted with what has no value last, both ways', () => {
    const names = (descending: boolean) => list({ sort: 'name', descending }).rows.map(({ name }) => name);
    expect(names(false).slice(0, 3)).toEqual(['Gate 4', 'Somewhere', null]);
    expect(names(true).slice(0, 3)).toEqual(['Somewhere', 'Gate 4', null]);
    expect(list({ sort: 'time', descending: true }).rows.at(-1)?.use).toBe('missing');
  });

  it('page by place, and answer from any of them', () => {
    const all = list({}).rows.map(({ place }) => place);
    const third = all[2] ?? 0;
    const page = list({ at: { cursor: String(third), direction: 'after' }, limit: 2 });
    expect(page.rows.map(({ place }) => place)).toEqual(all.slice(3, 5));
  });

  it('are gathered by the cells of the map, and drawn where they are when all are at one place', () => {
    const whole = mapPlaces(made.file.db, { filter: {}, cells: 1 });
    expect(whole).toMatchObject({ counts: [4], same: [0], leftPlaces: 0 });
    expect(whole.bounds).toEqual({ west: 9.9841, south: -33.85, east: 151.2, north: 53.5413 });
    const near = mapPlaces(made.file.db, {
      filter: {},
      cells: 2 ** 20,
      box: { west: 0, south: 0, east: 90, north: 85 },
    });
    expect(near.counts).toEqual([1, 2]);
    expect(near.same).toEqual([1, 1]);
    expect(near.latitudes).toEqual([53.5, 53.5413]);
    expect(near.accounts).toEqual([account('ann'), 0]);
  });

  it('give the order of one account in time, without those that have none', () => {
    const path = readPlacePath(made.file.db, account('ann'), { filter: {} });
    expect(path).toMatchObject({ latitudes: [53.5, 53.5413], total: 2, undated: 0 });
    expect(path.timesMs).toEqual([...path.timesMs].sort());
  });

  it('are written for other tools with no point where there is none', () => {
    const written = (format: 'csv' | 'geojson' | 'kml' | 'tsv') =>
      writePlaces(made.file.db, { filter: {}, format, from: 0 });
    const { features } = JSON.parse(written('geojson').text) as {
      features: { geometry: { coordinates: number[] } | null; properties: Record<string, unknown> }[];
    };
    expect(features.map(({ geometry }) => geometry?.coordinates ?? null)).toEqual([
      [10, 53.5], [9.9841, 53.5413], [151.2, -33.85], [9.9841, 53.5413], null, null, [-180, 89], null,
    ]); // prettier-ignore
    expect(features[4]?.properties).toMatchObject({
      latitude: 0,
      longitude: 0,
      use: 'zero',
      file: 'databases/msgstore.db',
    });
    const csv = written('csv').text.split('\r\n');
    expect(csv).toHaveLength(10);
    expect(csv[1]).toContain('EXIF GPS');
    expect(written('kml').text.match(/<Point>/gu)).toHaveLength(5);
    expect(written('tsv')).toMatchObject({ next: null, total: 8 });
  });
});
