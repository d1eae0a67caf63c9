import { afterAll, beforeAll, expect, it } from 'vitest';
import { sql } from '../../sqlite/index.ts';
import { tempCase } from '../fixture-case.ts';
import { keptBy } from './kept-by.ts';

let made: ReturnType<typeof tempCase>;
beforeAll(() => {
  made = tempCase();
});
afterAll(() => {
  made.remove();
});

function counting(limits: { readonly entries: number; readonly bytes: number }) {
  const keep = keptBy<string>({ ...limits, sizeOf: (value) => value.length });
  const asked: string[] = [];
  const ask = (name: string): string =>
    keep(made.file.db, name, () => {
      asked.push(name);
      return name;
    });
  return { ask, asked };
}

it('makes a value once, and lets the least recently used go first', () => {
  const { ask, asked } = counting({ entries: 2, bytes: 1000 });
  for (const name of ['a', 'b', 'a', 'c', 'a', 'b']) expect(ask(name)).toBe(name);
  expect(asked).toEqual(['a', 'b', 'c', 'b']);
});

it('keeps no more bytes than it may, but the newest however large it is', () => {
  const { ask, asked } = counting({ entries: 10, bytes: 10 });
  for (const name of ['aaaa', 'bbbb', 'aaaa', 'cccc', 'aaaa', 'bbbb']) ask(name);
  expect(asked).toEqual(['aaaa', 'bbbb', 'cccc', 'bbbb']);
  const large = 'x'.repeat(50);
  ask(large);
  ask(large);
  expect(asked.slice(4)).toEqual([large]);
});

it('makes anew once the case changes', () => {
  const { ask, asked } = counting({ entries: 10, bytes: 1000 });
  ask('a');
  made.file.db.run(sql`UPDATE case_info SET zone = 'Asia/Kolkata'`);
  ask('a');
  expect(asked).toEqual(['a', 'a']);
});

it('makes ahead what is not known yet, and keeps nothing that was read while the case changed', () => {
  const keep = keptBy<string>({ entries: 10, bytes: 1000, sizeOf: (value) => value.length });
  const { db } = made.file;
  const ahead = (value: string) =>
    keep.ahead(db, 'a', function* () {
      yield;
      return value;
    });
  const changed = ahead('old');
  changed.next();
  db.run(sql`UPDATE case_info SET zone = 'Asia/Tokyo'`);
  changed.next();
  expect(keep.known(db, 'a')).toBe(null);
  expect([...ahead('new')]).toHaveLength(1);
  expect([...ahead('newer')]).toHaveLength(0);
  expect(keep(db, 'a', () => 'asked')).toBe('new');
});
