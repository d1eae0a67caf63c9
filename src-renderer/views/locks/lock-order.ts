import type { LockView } from '../../../src-main/contract/index.ts';

/** A lock where it stands in the list: below the one whose opening gave it. */
export interface PlacedLock {
  readonly lock: LockView;
  /** How many locks it lies in. */
  readonly depth: number;
}

/** Locks in the order of the list, each followed by those that came out of it. One whose outer lock is not listed stands on its own. */
export function placeLocks(locks: readonly LockView[]): readonly PlacedLock[] {
  const known = new Set(locks.map(({ id }) => id));
  const inside = new Map<number | null, LockView[]>();
  for (const lock of locks) {
    const outer = lock.within !== null && known.has(lock.within) ? lock.within : null;
    const siblings = inside.get(outer);
    if (siblings === undefined) inside.set(outer, [lock]);
    else siblings.push(lock);
  }
  const placed: PlacedLock[] = [];
  const waiting = (inside.get(null) ?? []).map((lock): PlacedLock => ({ lock, depth: 0 })).reverse();
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    placed.push(next);
    const depth = next.depth + 1;
    for (const lock of (inside.get(next.lock.id) ?? []).toReversed()) waiting.push({ lock, depth });
  }
  return placed;
}

/** What stands before the paths of files that a lock gave; empty where the exhibit itself is locked. */
export function insideOf({ path }: LockView): string {
  return path === '' ? '' : `${path}!/`;
}

/** The path to show of a lock: inside its outer lock, the part that lies there. */
export function shownPath(lock: LockView, outer: LockView | undefined): string {
  const before = outer === undefined ? '' : insideOf(outer);
  return lock.path.startsWith(before) ? lock.path.slice(before.length) : lock.path;
}
