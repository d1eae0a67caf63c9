import { expect, test } from 'vitest';
import type { Locator } from '../model/index.ts';
import { Accounts } from './signal-accounts.ts';

test('a place of an account is kept once, and a hundred thousand are at once', () => {
  const accounts = new Accounts();
  const row = (rowid: number): Locator => ({ kind: 'row', file: 'f', table: 't', rowid });
  const bytes = (offset: number): Locator => ({ kind: 'bytes', file: 'f', offset, length: 4 });
  const before = performance.now();
  for (let i = 0; i < 100_000; i += 1) for (const at of [row(i), row(i), bytes(i)]) accounts.describeToo('+12025550104', at, [], {}); // prettier-ignore
  expect(performance.now() - before).toBeLessThan(5000);
  expect([...accounts.gathered()].map(({ from }) => from.at.length)).toEqual([200_000]);
});
