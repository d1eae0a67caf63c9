import { afterAll, beforeAll, expect, it } from 'vitest';
import { sql } from '../sqlite/index.ts';
import { tempCase } from './fixture-case.ts';
import { listSavedFilters, removeFilter, saveFilter } from './saved-filters.ts';

let made: ReturnType<typeof tempCase>;
beforeAll(() => {
  made = tempCase();
});
afterAll(() => {
  made.remove();
});

it('keeps filters by name, replaces one of the same name and forgets none', () => {
  const { db } = made.file;
  saveFilter(db, 'nights', { hours: [22, 23] }, 1);
  saveFilter(db, 'Calls', { types: ['call'] }, 2);
  const again = saveFilter(db, 'NIGHTS', { hours: [0], regex: 'a|b', regexFlags: 'i' }, 3);
  expect(listSavedFilters(db).map(({ name, filter, savedMs }) => ({ name, filter, savedMs }))).toEqual([
    { name: 'Calls', filter: { types: ['call'] }, savedMs: 2 },
    { name: 'NIGHTS', filter: { hours: [0], regex: 'a|b', regexFlags: 'i' }, savedMs: 3 },
  ]);
  expect(removeFilter(db, again.id, 4).name).toBe('NIGHTS');
  expect(listSavedFilters(db).map(({ name }) => name)).toEqual(['Calls']);
  expect(() => removeFilter(db, again.id, 5)).toThrow('not-found');
  expect(db.value(sql`SELECT count(*) FROM saved_filter`)).toBe(3);
});
