import type { Filter } from '../contract/index.ts';
import { Sql, sql, type CaseDb } from '../sqlite/index.ts';

/** A filter that was kept, as the case is now. */
export interface ResolvedFilter {
  /** What is no longer found stays in it by its old number, which lets nothing through: the filter never becomes wider. */
  readonly filter: Filter;
  /** Conversations, accounts, sources, exhibits and tags that it names, and how many of them are no longer in the case. */
  readonly named: number;
  readonly unfound: number;
}

/** Lists of a filter whose numbers change when a source is read again. */
const RENEWED = { conversations: 'conversation', senders: 'account', accounts: 'account' } as const;

/** Lists whose numbers stay, with what is in force of their tables. */
const LASTING = {
  sources: sql`SELECT id FROM source`,
  exhibits: sql`SELECT id FROM exhibit`,
  tags: sql`SELECT id FROM tag WHERE removed IS NULL`,
  withoutTags: sql`SELECT id FROM tag WHERE removed IS NULL`,
} as const;

/** Keeps what the numbers in a filter stand for, in the transaction that keeps the filter. */
export function keepNamed(db: CaseDb, filter: Filter): void {
  for (const [list, kind] of Object.entries(RENEWED) as [keyof typeof RENEWED, 'conversation' | 'account'][]) {
    db.run(sql`INSERT OR IGNORE INTO named_record (kind, id, source, key, identifier)
      SELECT ${kind}, id, source, key, identifier FROM ${new Sql(kind)}
      WHERE id IN (SELECT value FROM json_each(${JSON.stringify(filter[list] ?? [])}))`);
  }
}

/** The filter with the numbers that its conversations and accounts have now. */
export function resolveNamed(db: CaseDb, filter: Filter): ResolvedFilter {
  const now: Record<string, readonly number[]> = {};
  let named = 0;
  let unfound = 0;
  for (const [list, kind] of Object.entries(RENEWED) as [keyof typeof RENEWED, 'conversation' | 'account'][]) {
    const ids = filter[list];
    if (ids === undefined) continue;
    const found = currentIds(db, kind, ids);
    named += ids.length;
    unfound += ids.filter((id) => !found.has(id)).length;
    now[list] = [...new Set(ids.map((id) => found.get(id) ?? id))];
  }
  for (const [list, inForce] of Object.entries(LASTING) as [keyof typeof LASTING, Sql][]) {
    const ids = filter[list];
    if (ids === undefined) continue;
    named += ids.length;
    unfound +=
      db.value<number>(sql`SELECT count(*) FROM json_each(${JSON.stringify(ids)}) WHERE value NOT IN (${inForce})`) ??
      0;
  }
  return { filter: { ...filter, ...now }, named, unfound };
}

/** The number that each has now: its own, else by the parser's key, else by the app's identifier where one alone has it. */
function currentIds(db: CaseDb, kind: 'conversation' | 'account', ids: readonly number[]): ReadonlyMap<number, number> {
  const table = new Sql(kind);
  const found = new Map<number, number>();
  const asked = (): string => JSON.stringify(ids.filter((id) => !found.has(id)));
  const tries = [
    () => sql`SELECT id AS was, id FROM ${table} WHERE id IN (SELECT value FROM json_each(${asked()}))`,
    () => sql`SELECT named_record.id AS was, ${table}.id AS id FROM named_record
      JOIN ${table} ON ${table}.source = named_record.source AND ${table}.key = named_record.key
      WHERE named_record.kind = ${kind} AND named_record.id IN (SELECT value FROM json_each(${asked()}))`,
    () => sql`SELECT named_record.id AS was, min(${table}.id) AS id FROM named_record
      JOIN ${table} ON ${table}.source = named_record.source AND ${table}.identifier = named_record.identifier
      WHERE named_record.kind = ${kind} AND named_record.id IN (SELECT value FROM json_each(${asked()}))
      GROUP BY named_record.id HAVING count(*) = 1`,
  ];
  for (const attempt of tries) {
    if (found.size === ids.length) break;
    const rows = db.all<{ was: number; id: number }>(attempt());
    for (const { was, id } of rows) found.set(was, id);
  }
  return found;
}
