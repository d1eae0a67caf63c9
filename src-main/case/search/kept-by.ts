import type { CaseDb } from '../../sqlite/index.ts';
import type { Steps } from '../steps.ts';
import { caseStamp } from './case-stamp.ts';

/** How much is kept on each connection. */
interface KeepLimits<Value> {
  readonly entries: number;
  /** Of all values together; the newest is kept however large it is. */
  readonly bytes: number;
  readonly sizeOf: (value: Value) => number;
}

interface Kept<Value> {
  readonly stamp: string;
  /** The least recently used first. */
  readonly values: Map<string, { readonly value: Value; readonly bytes: number }>;
  bytes: number;
}

/** A value of that name, made once for all that ask for it until the case changes; `make` must read the case alone. */
export interface Keeper<Value> {
  (db: CaseDb, name: string, make: () => Value): Value;
  /** The value where it is kept now, else null; makes nothing. */
  known(db: CaseDb, name: string): Value | null;
  /** Makes it ahead of its question, in pieces; what was read while the case changed is not kept. */
  ahead(db: CaseDb, name: string, make: () => Steps<Value>): Steps<void>;
}

/** Keeps what is costly to make and asked for again: each connection by itself, the least recently used let go first. */
export function keptBy<Value>({ entries, bytes: most, sizeOf }: KeepLimits<Value>): Keeper<Value> {
  const keptOf = new WeakMap<CaseDb, Kept<Value>>();
  const keptNow = (db: CaseDb, stamp: string): Kept<Value> => {
    const kept = keptOf.get(db);
    if (kept?.stamp === stamp) return kept;
    const fresh: Kept<Value> = { stamp, values: new Map(), bytes: 0 };
    keptOf.set(db, fresh);
    return fresh;
  };
  const keep = (db: CaseDb, name: string, make: () => Value): Value => {
    const stamp = caseStamp(db);
    const kept = keptNow(db, stamp);
    const known = kept.values.get(name);
    if (known !== undefined) {
      kept.values.delete(name);
      kept.values.set(name, known);
      return known.value;
    }
    const value = make();
    // What was read while the case changed may be of neither state.
    if (caseStamp(db) !== stamp) return value;
    const bytes = sizeOf(value);
    kept.values.set(name, { value, bytes });
    kept.bytes += bytes;
    for (const [oldest, { bytes: freed }] of kept.values) {
      if ((kept.values.size <= entries && kept.bytes <= most) || kept.values.size === 1) break;
      kept.values.delete(oldest);
      kept.bytes -= freed;
    }
    return value;
  };
  const known = (db: CaseDb, name: string): Value | null => keptNow(db, caseStamp(db)).values.get(name)?.value ?? null;
  function* ahead(db: CaseDb, name: string, make: () => Steps<Value>): Steps<void> {
    const stamp = caseStamp(db);
    if (keptNow(db, stamp).values.has(name)) return;
    const value = yield* make();
    if (caseStamp(db) === stamp) keep(db, name, () => value);
  }
  return Object.assign(keep, { known, ahead });
}
