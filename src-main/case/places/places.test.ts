import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '../../sqlite/index.ts';
import { NOON_MS, sentAt, storyteller, tempCase } from '../fixture-case.ts';
import { mapPlaces, pageItems, pagePlaces, readPlacePath, readPlaceTotals } from '../index.ts';
import { tellPlaces } from '../fixture-places.ts';

let made: ReturnType<typeof tempCase>;
const account = (name: string): number =>
  made.file.db.value<number>(sql`SELECT id FROM account WHERE key = ${name}`) ?? 0;

beforeAll(() => {
  made = tempCase();
  tellPlaces(made);
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

  it('at 180° E are not gathered with those at 180° W of the row below', () => {
    const other = tempCase();
    try {
      const tell = storyteller(other.file, other.source);
      tell.account('ann');
      tell.conversation('pair');
      for (const [key, latitude, longitude] of [['east', 10, 180], ['west', -10, -179]] as const) {
        tell.message(key, 'pair', null, { type: 'location', sender: 'ann', times: [sentAt(NOON_MS)] });
        tell.writer.write({ kind: 'detail', key, from: tell.from('message_location'), message: key,
          content: { type: 'location', latitude, longitude, name: null, address: null, url: null, liveS: null } }, tell.context());
      }
      tell.done();
      expect(mapPlaces(other.file.db, { filter: {}, cells: 2 })).toMatchObject({ counts: [1, 1], longitudes: [180, -179] });
    } finally {
      other.remove();
    }
  }); // prettier-ignore

  it('give the order of one account in time, without those that have none', () => {
    const path = readPlacePath(made.file.db, account('ann'), { filter: {} });
    expect(path).toMatchObject({ latitudes: [53.5, 53.5413], total: 2, undated: 0 });
    expect(path.timesMs).toEqual([...path.timesMs].sort());
  });
});
