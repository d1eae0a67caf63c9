import { expect, it } from 'vitest';
import { DistinctPaths } from './distinct-paths.ts';

it('entries of one name get paths of their own, their logs beside them, whatever else is named so', () => {
  const paths = new DistinctPaths();
  const taken = ['a/b.db', 'a/b~3.db', 'a/b.db', 'a/b.db-wal', 'a/b.db', 'a/b.db-wal', 'A/B.db', 'a/b~2.db'];
  expect(taken.map((path) => paths.take(path))).toEqual([
    { path: 'a/b.db', same: null },
    { path: 'a/b~3.db', same: null },
    { path: 'a/b~2.db', same: 'exactly' },
    { path: 'a/b.db-wal', same: null },
    { path: 'a/b~4.db', same: 'exactly' },
    { path: 'a/b~2.db-wal', same: 'exactly' },
    { path: 'A/B.db', same: 'but-for-case' },
    { path: 'a/b~2~2.db', same: 'exactly' },
  ]);
});

it('two hundred thousand entries of one name are no reason to wait', () => {
  const paths = new DistinctPaths();
  for (let n = 0; n < 200_000; n += 1) paths.take('x.db');
  expect(paths.take('x.db').path).toBe('x~200001.db');
}, 20_000);
