import { Sql, sql, type CaseDb } from '../../sqlite/index.ts';
import { RECORD_KINDS, codeOf, type RecordKind } from '../codes.ts';
import { nextId } from '../ids.ts';
import { PART_KINDS } from './part-columns.ts';

export interface Resolved {
  /** Replies whose quoted message is in the case, and replies whose is not. */
  readonly quotesResolved: number;
  readonly quotesUnresolved: number;
  /** Parts whose message never came; each has an issue. */
  readonly orphans: number;
}

/** Joins what was named by key before it was read: parts to their items, quotes to the quoted item. */
export function resolveSource(db: CaseDb, source: number): Resolved {
  const orphans = resolveParts(db, source);
  resolveQuotes(db, source);
  const quotes = db.get<{ all: number; found: number }>(
    sql`SELECT count(*) AS "all", count(target) AS found FROM quote WHERE source = ${source}`,
  );
  noteReservedRows(db, source);
  return {
    quotesResolved: quotes?.found ?? 0,
    quotesUnresolved: (quotes?.all ?? 0) - (quotes?.found ?? 0),
    orphans,
  };
}

/** A row number as issues hold it: as text where a JavaScript number would round it. */
const EXACT_ROW = new Sql(
  `iif(row BETWEEN ${Number.MIN_SAFE_INTEGER} AND ${Number.MAX_SAFE_INTEGER}, row, CAST(row AS TEXT))`,
);

function resolveParts(db: CaseDb, source: number): number {
  for (const kind of PART_KINDS) {
    const code = codeOf<RecordKind>(RECORD_KINDS, kind);
    db.run(sql`UPDATE ${new Sql(kind)} SET item = (
        SELECT min(item.id) FROM item WHERE item.source = ${source} AND item.key = (SELECT pending.key FROM pending
          WHERE pending.source = ${source} AND pending.kind = ${code} AND pending.record = ${new Sql(kind)}.id))
      WHERE id IN (SELECT record FROM pending WHERE source = ${source} AND kind = ${code})`);
    db.run(sql`DELETE FROM pending WHERE source = ${source} AND kind = ${code}
      AND EXISTS (SELECT 1 FROM ${new Sql(kind)} AS part WHERE part.id = pending.record AND part.item IS NOT NULL)`);
    db.run(sql`INSERT INTO issue (id, source, exhibit, severity, code, place, stored, detail, at)
      SELECT ${nextId(db, 'issue') - 1} + row_number() OVER (), source, (SELECT exhibit FROM source WHERE id = ${source}), 'warning', 'orphan-row', ${kind},
        substr(pending.key, 1, 200), ${`A ${kind} names a message that is not in the source.`},
        (SELECT json_group_array(json(CASE form
            WHEN 0 THEN json_patch(json_object('kind', 'row', 'file', file, 'table', name, 'rowid', ${EXACT_ROW}),
              iif(key IS NULL, '{}', json_object('key', key)))
            WHEN 1 THEN json_object('kind', 'bytes', 'file', file, 'offset', offset, 'length', length)
            ELSE json_object('kind', 'node', 'file', file, 'path', key) END))
          FROM record_place AS locator JOIN place_name ON place_name.id = locator.place
          WHERE locator.kind = ${code} AND record = pending.record AND n = 0)
      FROM pending WHERE source = ${source} AND kind = ${code}`);
  }
  return db.value<number>(sql`SELECT count(*) FROM pending WHERE source = ${source}`) ?? 0;
}

/** By the parser's key, else by the shared identifier in the conversation, else by the shared identifier in the source. */
function resolveQuotes(db: CaseDb, source: number): void {
  db.run(sql`UPDATE quote SET target = (SELECT min(id) FROM item WHERE item.source = quote.source AND item.key = quote.target_key)
    WHERE source = ${source} AND target_key IS NOT NULL`);
  resolveByServerId(db, source);
}

/**
 * Looks the identifiers of all unresolved quotes up in one reading of the items: an index on them would be larger than
 * any other, and nothing else asks for it.
 */
function resolveByServerId(db: CaseDb, source: number): void {
  db.exec(`CREATE TEMP TABLE wanted (server_id TEXT PRIMARY KEY) WITHOUT ROWID;
    CREATE TEMP TABLE named (server_id TEXT, conversation INTEGER, id INTEGER);`);
  try {
    const { changes } = db.run(sql`INSERT OR IGNORE INTO temp.wanted SELECT target_server_id FROM quote
      WHERE source = ${source} AND target IS NULL AND target_server_id IS NOT NULL`);
    if (changes === 0) return;
    db.run(sql`INSERT INTO temp.named SELECT server_id, conversation, id FROM item
      WHERE +source = ${source} AND server_id IN (SELECT server_id FROM temp.wanted)`);
    // Ends of both lookups: an app, or whoever wrote the database, can give one identifier to many messages.
    db.exec(`CREATE INDEX temp.named_here ON named (server_id, conversation, id);
      CREATE INDEX temp.named_id ON named (server_id, id)`);
    db.run(sql`UPDATE quote SET target = coalesce(
        (SELECT min(named.id) FROM temp.named WHERE named.server_id = target_server_id
          AND named.conversation = (SELECT reply.conversation FROM item AS reply WHERE reply.id = quote.item)),
        (SELECT min(named.id) FROM temp.named WHERE named.server_id = target_server_id))
      WHERE source = ${source} AND target IS NULL AND target_server_id IS NOT NULL`);
  } finally {
    db.exec('DROP TABLE temp.wanted; DROP TABLE temp.named;');
  }
}

/** Accounts and conversations that records name and no record describes. */
function noteReservedRows(db: CaseDb, source: number): void {
  for (const table of ['account', 'conversation'] as const)
    db.run(sql`INSERT INTO issue (id, source, exhibit, severity, code, place, stored, detail, at)
      SELECT ${nextId(db, 'issue') - 1} + row_number() OVER (), source, (SELECT exhibit FROM source WHERE id = ${source}), 'warning', 'unresolved-reference', ${table},
        substr(key, 1, 200), ${`Records name an ${table} that no row describes; it is shown by its key.`.replace('an conversation', 'a conversation')}, '[]'
      FROM ${new Sql(table)} WHERE source = ${source} AND seen = 0`);
}
