import { existsSync } from 'node:fs';
import { openCaseDb, sql, type CaseDb } from '../../sqlite/index.ts';

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
PRAGMA user_version = ${SEARCH_REVISION};
`;

/** Attaches the index, made first when it is missing and this access may write. */
export function openSearch(db: CaseDb, path: string, access: 'owner' | 'helper' | 'reader'): void {
  if (!existsSync(path)) {
    if (access === 'reader') {
      db.attach(':memory:', 'search');
      return;
    }
    const made = openCaseDb(path, 'create');
    made.exec(SCHEMA);
    made.close();
  }
  db.attach(path, 'search');
}

/** True when the index holds another revision's text, or none. */
export function searchOutdated(db: CaseDb): boolean {
  return db.value<number>(sql`SELECT user_version FROM pragma_user_version('search')`) !== SEARCH_REVISION;
}
