import type { Filter, FilterNow, NamingPart } from '../contract/index.ts';
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

/**
 * Keeps what the numbers of a source's conversations and accounts stand for, in the transaction that takes these away: any
 * of them may stand in an address of the window.
 */
export function keepNamedOf(db: CaseDb, source: number): void {
  for (const kind of ['conversation', 'account'])
    db.run(sql`INSERT OR IGNORE INTO named_record (kind, id, source, key, identifier)
      SELECT ${kind}, id, source, key, identifier FROM ${new Sql(kind)} WHERE source = ${source}`);
}

/** The filter with the numbers that its conversations and accounts have now, counted. */
export function resolveNamed(db: CaseDb, filter: Filter): ResolvedFilter {
  const { filter: now, unfound } = filterNow(db, filter, true);
  const parts = [...Object.keys(RENEWED), ...Object.keys(LASTING)] as NamingPart[];
  const count = (lists: Pick<Filter, NamingPart> | FilterNow['unfound']): number =>
    parts.reduce((sum, part) => sum + (lists[part]?.length ?? 0), 0);
  return { filter: now, named: count(filter), unfound: count(unfound) };
}

/** What a filter names, as the case is now. `isCarried`: its conversations and accounts get the numbers that they have now. */
export function filterNow(db: CaseDb, filter: Filter, isCarried: boolean): FilterNow {
  const now: Partial<Record<NamingPart, readonly number[]>> = {};
  const unfound: Partial<Record<NamingPart, readonly number[]>> = {};
  for (const [list, kind] of Object.entries(RENEWED) as [keyof typeof RENEWED, 'conversation' | 'account'][]) {
    const ids = filter[list];
    if (ids === undefined) continue;
    const found = currentIds(db, kind, ids, isCarried);
    unfound[list] = ids.filter((id) => !found.has(id));
    now[list] = [...new Set(ids.map((id) => found.get(id) ?? id))];
  }
  for (const [list, inForce] of Object.entries(LASTING) as [keyof typeof LASTING, Sql][]) {
    const ids = filter[list];
    if (ids === undefined) continue;
    unfound[list] = db
      .all<{ id: number }>(
        sql`SELECT value AS id FROM json_each(${JSON.stringify(ids)}) WHERE value NOT IN (${inForce})`,
      )
      .map(({ id }) => id);
  }
  return { filter: { ...filter, ...now } as Filter, unfound };
}

/** The number that each has now: its own, else, carried, by the parser's key, else by the app's identifier where one alone has it. */
function currentIds(
  db: CaseDb,
  kind: 'conversation' | 'account',
  ids: readonly number[],
  isCarried: boolean,
): ReadonlyMap<number, number> {
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
  for (const attempt of isCarried ? tries : tries.slice(0, 1)) {
    if (found.size === ids.length) break;
    const rows = db.all<{ was: number; id: number }>(attempt());
    for (const { was, id } of rows) found.set(was, id);
  }
  return found;
}
