import { sql, type CaseDb, type Sql } from '../../sqlite/index.ts';
import { foldText } from './fold.ts';
import { caseStamp } from './kept-items.ts';
import { otherTexts } from './item-texts.ts';
import { parseQuery, type Query } from './parse-query.ts';
import { regexMatcher, type Matcher } from './regex.ts';
import { visible } from '../scope.ts';

/** A query whose result is the ids of items that match, exact. Fails with `query-invalid`. */
export function textHits(db: CaseDb, text: string): Sql {
  return hitsOf(db, parseQuery(text));
}

/** The ids of items with a text that the regular expression matches. Fails with `query-invalid`. */
export function regexHits(db: CaseDb, pattern: string, flags: '' | 'i'): Sql {
  return scanned(db, `regex ${flags} ${pattern}`, regexMatcher(pattern, flags));
}

/** What FTS5 can answer alone is asked as one match; parts of words are looked up by reading every text. */
function hitsOf(db: CaseDb, query: Query): Sql {
  if (!hasPart(query)) return sql`SELECT rowid FROM search.doc WHERE doc MATCH ${matchText(query)}`;
  switch (query.op) {
    case 'phrase':
      return sql`SELECT rowid FROM search.doc WHERE doc MATCH ${matchText(query)}`;
    case 'part': {
      const wanted = foldText(query.text);
      return scanned(db, `part ${wanted}`, (texts) => texts.map((text) => foldText(text).includes(wanted)));
    }
    case 'and':
      return sql`SELECT * FROM (${hitsOf(db, query.left)}) INTERSECT SELECT * FROM (${hitsOf(db, query.right)})`;
    case 'or':
      return sql`SELECT * FROM (${hitsOf(db, query.left)}) UNION SELECT * FROM (${hitsOf(db, query.right)})`;
    case 'not':
      return sql`SELECT * FROM (${hitsOf(db, query.left)}) EXCEPT SELECT * FROM (${hitsOf(db, query.right)})`;
  }
}

function hasPart(query: Query): boolean {
  if (query.op === 'phrase') return false;
  return query.op === 'part' || hasPart(query.left) || hasPart(query.right);
}

/** The query in FTS5's own language; tokens hold neither quotes nor spaces. */
function matchText(query: Query): string {
  switch (query.op) {
    case 'phrase':
      return `"${query.tokens.join(' ')}"${query.prefix ? ' *' : ''}`;
    case 'part':
      throw new Error('a part of a word is not for FTS5');
    case 'and':
    case 'or':
    case 'not':
      return `(${matchText(query.left)} ${query.op.toUpperCase()} ${matchText(query.right)})`;
  }
}

/** Scans kept on each connection, newest last, so that further pages of the same search cost nothing. */
const KEPT_SCANS = 6;

interface Scans {
  readonly ids: Map<string, number>;
  next: number;
  stamp: string;
}

const scansOf = new WeakMap<CaseDb, Scans>();

/** Reads every text that may be shown once and keeps the ids of items that match in a temporary table. */
function scanned(db: CaseDb, name: string, matches: Matcher): Sql {
  const scans = freshScans(db);
  const known = scans.ids.get(name);
  const scan = known ?? scans.next;
  if (known === undefined) {
    const found = findMatches(db, matches);
    scans.next += 1;
    const insert = db.prepare('INSERT OR IGNORE INTO temp.hit (scan, item) VALUES (?, ?)');
    db.transaction(() => {
      for (const item of found) insert.run(scan, item);
    });
    scans.ids.set(name, scan);
    const oldest = scans.ids.entries().next();
    if (scans.ids.size > KEPT_SCANS && oldest.done !== true) {
      scans.ids.delete(oldest.value[0]);
      db.run(sql`DELETE FROM temp.hit WHERE scan = ${oldest.value[1]}`);
    }
  }
  return sql`SELECT item FROM temp.hit WHERE scan = ${scan}`;
}

/** Texts matched in one go. */
const BATCH = 2000;

/** Ids of items with a matching text. They are held while the scan lasts: 8 MB for a million hits. */
function findMatches(db: CaseDb, matches: Matcher): ReadonlySet<number> {
  const found = new Set<number>();
  let items: number[] = [];
  let texts: string[] = [];
  const match = (): void => {
    matches(texts).forEach((matched, index) => {
      const item = items[index];
      if (matched && item !== undefined) found.add(item);
    });
    items = [];
    texts = [];
  };
  const read = db.prepare<[number, string]>(
    `SELECT id, body FROM item WHERE ${visible.text} AND body IS NOT NULL
     UNION ALL SELECT item, text FROM (${otherTexts.text}) WHERE item IN (SELECT id FROM item WHERE ${visible.text})`,
    { shape: 'array' },
  );
  for (const [item, text] of read.iterate()) {
    items.push(item);
    texts.push(text);
    if (texts.length >= BATCH) match();
  }
  match();
  return found;
}

/** Empties what was kept when the case has changed since, on this connection or another. */
function freshScans(db: CaseDb): Scans {
  const stamp = caseStamp(db);
  let scans = scansOf.get(db);
  if (scans?.stamp === stamp) return scans;
  db.exec(
    'CREATE TEMP TABLE IF NOT EXISTS hit (scan INTEGER, item INTEGER, PRIMARY KEY (scan, item)) WITHOUT ROWID; DELETE FROM temp.hit;',
  );
  scans = { ids: new Map(), next: 1, stamp };
  scansOf.set(db, scans);
  return scans;
}
