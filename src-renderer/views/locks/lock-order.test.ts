import { expect, it } from 'vitest';
import type { LockView } from '../../../src-main/contract/index.ts';
import { placeLocks, shownPath } from './lock-order.ts';

const lock = (id: number, path: string, within: number | null = null): LockView => ({
  id,
  exhibit: 1,
  exhibitReference: 'A-1',
  kind: 'sqlcipher',
  path,
  sha256: '0'.repeat(64),
  sizeBytes: 1,
  facts: {},
  wants: ['password'],
  within,
  state: 'locked',
  offers: [],
  tried: null,
  opened: null,
});

it('lists each lock below the one that it came out of, in the order given', () => {
  const outer = lock(1, 'phone.ab');
  const locks = [outer, lock(4, 'phone.ab!/a.db', 1), lock(2, 'z.db'), lock(3, 'phone.ab!/b.db', 1), lock(5, 'phone.ab!/a.db!/c', 4)];
  expect(placeLocks(locks).map(({ lock: { id }, depth }) => [id, depth])).toEqual([[1, 0], [4, 1], [5, 2], [3, 1], [2, 0]]);
}); // prettier-ignore

it('keeps a lock whose outer lock is not listed', () => {
  expect(placeLocks([lock(7, 'x', 3)]).map(({ depth }) => depth)).toEqual([0]);
});

it('shows of a nested path what lies inside', () => {
  expect(shownPath(lock(2, 'phone.ab!/a.db', 1), lock(1, 'phone.ab'))).toBe('a.db');
  expect(shownPath(lock(2, 'a.db', 1), lock(1, ''))).toBe('a.db');
  expect(shownPath(lock(2, 'a.db'), undefined)).toBe('a.db');
});
