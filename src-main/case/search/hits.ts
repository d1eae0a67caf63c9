import { sql, type CaseDb, type Sql } from '../../sqlite/index.ts';
import { ItemSet } from '../activity/item-set.ts';
import { visible } from '../scope.ts';
import { keptSet } from './kept-sets.ts';
import { foldText } from './fold.ts';
import { otherTexts } from './item-texts.ts';
import { parseQuery, type Query } from './parse-query.ts';
import { regexMatcher, type Matcher } from './regex.ts';

/** The items that match a query, exact. Fails with `query-invalid`. */
export function textHits(db: CaseDb, text: string): ItemSet {
  return keptSet(db, `text ${text}`, () => findTextHits(db, text));
}

/** The same, found anew each time: for terms of a list, which are many. */
export function findTextHits(db: CaseDb, text: string): ItemSet {
  return hitsOf(db, parseQuery(text));
}

/** The same as the inside of an IN; what FTS5 can answer alone is left to SQLite. */
export function textHitsSql(db: CaseDb, text: string): Sql {
  const query = parseQuery(text);
  return hasPart(query) ? hitsSql(textHits(db, text)) : matchSql(query);
}

/** The items with a text that the regular expression matches. Fails with `query-invalid`. */
export function regexHits(db: CaseDb, pattern: string, flags: '' | 'i'): ItemSet {
  return keptSet(db, `regex ${flags} ${pattern}`, () => findMatches(db, regexMatcher(pattern, flags)));
}

/** Ids as the inside of an IN. */
export function hitsSql(hits: ItemSet): Sql {
  return sql`SELECT value FROM json_each(${JSON.stringify(hits.ids())})`;
}

/** What FTS5 can answer alone is asked as one match; parts of words are looked up by reading every text. */
function hitsOf(db: CaseDb, query: Query): ItemSet {
  if (!hasPart(query)) {
    const { text, values } = matchSql(query);
    return ItemSet.of(db.prepare<number>(text, { shape: 'value' }).all(...values));
  }
  switch (query.op) {
    case 'phrase':
      throw new Error('a phrase is for FTS5');
    case 'part': {
      const wanted = foldText(query.text);
      return findMatches(db, (texts) => texts.map((text) => foldText(text).includes(wanted)));
    }
    default:
      return hitsOf(db, query.left).combine(query.op, hitsOf(db, query.right));
  }
}

function matchSql(query: Query): Sql {
  return sql`SELECT rowid FROM search.doc WHERE doc MATCH ${matchText(query)}`;
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

/** Texts matched in one go. */
const BATCH = 2000;

/** Reads every text that may be shown once. */
function findMatches(db: CaseDb, matches: Matcher): ItemSet {
  const found = new ItemSet();
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
