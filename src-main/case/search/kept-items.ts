import type { Filter } from '../../contract/index.ts';
import { Sql, sql, type CaseDb } from '../../sqlite/index.ts';
import { canonicalJson } from '../canonical-json.ts';

/** Results kept on each connection, so that counts, hits by conversation and further pages cost one reading together. */
const KEPT = 6;

/** What is kept: rows that meet `where`, in the order of one conversation or, with null, of time. */
interface KeptFilter {
  readonly where: Sql;
  readonly conversation: number | null;
}

interface KeptResult {
  readonly scan: number;
  readonly total: number;
}

interface Kept {
  readonly results: Map<string, KeptResult>;
  next: number;
  stamp: string;
}

const keptOf = new WeakMap<CaseDb, Kept>();

/** The items that a filter lets through, with what they are ordered by, as rows of `temp.kept` under `scan`. */
export function keepItems(db: CaseDb, filter: Filter, compiled: KeptFilter): KeptResult {
  const kept = freshResults(db);
  const name = canonicalJson(filter);
  const known = kept.results.get(name);
  if (known !== undefined) return known;
  const scan = kept.next;
  kept.next += 1;
  const key = new Sql(compiled.conversation === null ? 'item.sort_ms' : 'item.place');
  const total = db.run(sql`INSERT INTO temp.kept (scan, key, id, conversation, sort_ms)
    SELECT ${scan}, ${key}, item.id, item.conversation, item.sort_ms FROM item WHERE ${compiled.where}`).changes;
  const result = { scan, total };
  kept.results.set(name, result);
  const oldest = kept.results.entries().next();
  if (kept.results.size > KEPT && oldest.done !== true) {
    kept.results.delete(oldest.value[0]);
    db.run(sql`DELETE FROM temp.kept WHERE scan = ${oldest.value[1].scan}`);
  }
  return result;
}

/** Changes whenever the items of the case may have: by this connection or another. */
export function caseStamp(db: CaseDb): string {
  const sources = db.value<string>(sql`SELECT group_concat(id || ' ' || state || ' ' || counts) FROM source`);
  return `${String(db.pragma('data_version'))} ${sources ?? ''}`;
}

function freshResults(db: CaseDb): Kept {
  const stamp = caseStamp(db);
  const known = keptOf.get(db);
  if (known?.stamp === stamp) return known;
  db.exec(`CREATE TEMP TABLE IF NOT EXISTS kept (scan INTEGER, key NUMERIC, id INTEGER, conversation INTEGER,
    sort_ms INTEGER, PRIMARY KEY (scan, key, id)) WITHOUT ROWID; DELETE FROM temp.kept;`);
  const kept = { results: new Map<string, KeptResult>(), next: 1, stamp };
  keptOf.set(db, kept);
  return kept;
}
