import { Sql, sql, type CaseDb } from '../sqlite/index.ts';

/**
 * Tables whose ids are named outside the case file, in reports, notes, pictures of the window and the custody log: none
 * of them is given twice in a case.
 */
export const NAMED_TABLES = ['exhibit', 'file', 'source', 'account', 'account_link', 'conversation', 'participant', 'item', 'quote', 'version', 'attachment', 'reaction', 'receipt', 'mention', 'detail', 'issue', 'lock', 'ring_key', 'key_use'] as const; // prettier-ignore

type NamedTable = (typeof NAMED_TABLES)[number];

/** The next id of a table that one writer at a time adds to: above every id it holds and every one it held. */
export function nextId(db: CaseDb, table: NamedTable): number {
  const last = db.value<number>(sql`SELECT max(
    ifnull((SELECT max(id) FROM ${new Sql(table)}), 0), ifnull((SELECT last FROM id_mark WHERE name = ${table}), 0))`);
  return (last ?? 0) + 1;
}

/** Keeps the highest ids, in the transaction that takes rows away and before it does. */
export function markIds(db: CaseDb): void {
  for (const table of NAMED_TABLES)
    db.run(sql`INSERT INTO id_mark (name, last) SELECT ${table}, max(id) FROM ${new Sql(table)} HAVING max(id) IS NOT NULL
      ON CONFLICT (name) DO UPDATE SET last = max(last, excluded.last)`);
}

/** Ids of several tables in the order asked for, without looking them up each time. */
export class IdGiver {
  readonly #db: CaseDb;
  readonly #next = new Map<NamedTable, number>();

  constructor(db: CaseDb) {
    this.#db = db;
  }

  next(table: NamedTable): number {
    const id = this.#next.get(table) ?? nextId(this.#db, table);
    this.#next.set(table, id + 1);
    return id;
  }
}
