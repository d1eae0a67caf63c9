import { existsSync, rmSync } from 'node:fs';
import { openCaseDb, sql, type CaseDb } from '../../sqlite/index.ts';
import { indexSource } from './index-source.ts';

/** Raised whenever the same case would yield another index; an index of another revision is made anew. */
const SEARCH_REVISION = 10;

/**
 * The full-text index lies in a file of its own, attached as `search`: it is derived, and can be deleted and made again.
 * `doc` is contentless: its text is `search/fold.ts` of the item's texts, one row an item, the body in a column of its own.
 */
const SCHEMA = `
CREATE VIRTUAL TABLE doc USING fts5(body, other, content='', contentless_delete=1,
  tokenize='ascii');
INSERT INTO doc (doc, rank) VALUES ('hashsize', 16777216);
`;

/**
 * Attaches the index. An owner makes it when it is missing, and makes it anew, from all sources that are read, when it is
 * of another revision or was not made to its end: some seconds for a hundred thousand messages.
 */
export function openSearch(db: CaseDb, path: string, access: 'owner' | 'helper' | 'reader'): void {
  if (!existsSync(path) && access === 'reader') {
    db.attach(':memory:', 'search');
    return;
  }
  if (existsSync(path)) {
    db.attach(path, 'search');
    if (access !== 'owner' || revisionOf(db) === SEARCH_REVISION) return;
    db.detach('search');
    for (const end of ['', '-wal', '-shm']) rmSync(`${path}${end}`, { force: true });
  }
  const made = openCaseDb(path, 'create');
  made.exec(SCHEMA);
  made.close();
  db.attach(path, 'search');
  for (const { id } of db.all<{ id: number }>(sql`SELECT id FROM source WHERE state = 'ingested' ORDER BY id`))
    indexSource(db, id);
  db.pragma(`search.user_version = ${SEARCH_REVISION}`);
}

/** 0 for an index that was not made to its end. */
function revisionOf(db: CaseDb): number {
  return Number(db.pragma('search.user_version'));
}
