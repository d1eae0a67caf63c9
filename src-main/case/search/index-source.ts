import { sql, type CaseDb } from '../../sqlite/index.ts';
import { visible } from '../scope.ts';
import { indexText } from './fold.ts';
import { otherTexts } from './item-texts.ts';

/** Documents held and written at once. */
const BATCH = 10_000;

/**
 * Writes the full-text index of one source's items that may be shown: the document's number is the item's id. Holds one
 * batch of texts at a time.
 */
export function indexSource(db: CaseDb, source: number): void {
  const insert = db.prepare('INSERT INTO search.doc (rowid, body, other) VALUES (?, ?, ?)');
  db.run(sql`DELETE FROM search.doc WHERE rowid IN (SELECT id FROM item WHERE source = ${source})`);
  let last = 0;
  for (;;) {
    const rows = db.all<{ id: number; body: string | null }>(sql`SELECT id, body FROM item
      WHERE id > ${last} AND source = ${source} AND ${visible} ORDER BY id LIMIT ${BATCH}`);
    const end = rows.at(-1);
    if (end === undefined) return;
    const others = textsBetween(db, last + 1, end.id);
    db.transaction(() => {
      for (const { id, body } of rows) {
        const texts = others.get(id);
        if (body === null && texts === undefined) continue;
        insert.run(id, body === null ? '' : indexText([body]), texts === undefined ? '' : indexText(texts));
      }
    }, 'immediate');
    last = end.id;
  }
}

function textsBetween(db: CaseDb, first: number, last: number): ReadonlyMap<number, readonly string[]> {
  const rows = db.all<{ item: number; text: string }>(
    sql`SELECT item, text FROM (${otherTexts}) WHERE item BETWEEN ${first} AND ${last}`,
  );
  const found = new Map<number, string[]>();
  for (const { item, text } of rows) {
    const texts = found.get(item);
    if (texts === undefined) found.set(item, [text]);
    else texts.push(text);
  }
  return found;
}
