import type { ItemSet } from '../activity/item-set.ts';
import type { CaseDb } from '../../sqlite/index.ts';
import { caseStamp } from './case-stamp.ts';

/** Results kept on each connection, newest last. */
const KEPT = 12;

interface Kept {
  readonly sets: Map<string, ItemSet>;
  readonly stamp: string;
}

const keptOf = new WeakMap<CaseDb, Kept>();

/** The set of that name, found once for all views that ask for it until the case changes. */
export function keptSet(db: CaseDb, name: string, find: () => ItemSet): ItemSet {
  const stamp = caseStamp(db);
  let kept = keptOf.get(db);
  if (kept?.stamp !== stamp) {
    kept = { sets: new Map(), stamp };
    keptOf.set(db, kept);
  }
  const set = kept.sets.get(name) ?? find();
  kept.sets.delete(name);
  kept.sets.set(name, set);
  const oldest = kept.sets.keys().next();
  if (kept.sets.size > KEPT && oldest.done !== true) kept.sets.delete(oldest.value);
  return set;
}
