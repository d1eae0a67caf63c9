import { afterAll, beforeAll, expect, it } from 'vitest';
import { sql } from '../sqlite/index.ts';
import { storyteller, tempCase } from './fixture-case.ts';
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

it('says how much of what a filter names is no longer in the case, and lets nothing more through', () => {
  const { file, source } = tempCaseOf();
  const { db } = file;
  const [conversation = 0] = db.all<{ id: number }>(sql`SELECT id FROM conversation`).map(({ id }) => id);
  const [account = 0] = db.all<{ id: number }>(sql`SELECT id FROM account`).map(({ id }) => id);
  saveFilter(db, 'both', { conversations: [conversation, 999], accounts: [account], sources: [source] }, 1);
  const of = (): unknown => {
    const [saved] = listSavedFilters(db);
    return saved === undefined ? null : { ...saved.filter, named: saved.named, unfound: saved.unfound };
  };
  expect(of()).toEqual({ conversations: [conversation, 999], accounts: [account], sources: [source], named: 4, unfound: 1 }); // prettier-ignore

  // The parser names it by another key, the app's identifier is the same: one alone has it.
  db.run(sql`UPDATE conversation SET id = 50, key = 'other' WHERE id = ${conversation}`);
  db.run(sql`UPDATE account SET id = 60 WHERE id = ${account}`);
  expect(of()).toEqual({ conversations: [50, 999], accounts: [60], sources: [source], named: 4, unfound: 1 });
  db.run(sql`DELETE FROM account`);
  expect(of()).toEqual({ conversations: [50, 999], accounts: [account], sources: [source], named: 4, unfound: 2 });
});

/** The case of this file with a conversation and an account. */
function tempCaseOf(): { file: typeof made.file; source: number } {
  const tell = storyteller(made.file, made.source);
  tell.account('ana');
  tell.conversation('crew');
  tell.done();
  for (const { id } of listSavedFilters(made.file.db)) removeFilter(made.file.db, id, 9);
  return made;
}
