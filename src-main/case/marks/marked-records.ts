import { sql, type CaseDb, type Sql } from '../../sqlite/index.ts';

/**
 * Where an item was read first, as `marked` keeps it: file and table (`place`), row, key or path (`node`), and the offset of a
 * run of bytes. `item` names the table; needs `locatorOfItem` beside it.
 */
const PLACE = {
  place: 'ifnull(item.at_place, locator.place)',
  row: 'ifnull(item.at_row, locator.row)',
  node: 'locator.key',
  offset:
    'iif(item.at_place IS NOT NULL, iif(item.at_row IS NULL, item.at_offset, NULL), iif(locator.form = 1, locator.offset, NULL))',
} as const;

const ITEM_AND_PLACE = `item JOIN facet ON facet.id = item.facet
  LEFT JOIN locator ON item.at_place IS NULL AND locator.kind = 0 AND locator.record = item.id AND locator.n = 0`;

const SAME_PLACE = Object.entries(PLACE)
  .map(([column, value]) => `marked.${column} IS ${value}`)
  .join(' AND ');

/** Makes a `marked` row of each item of `asked`, a query of ids, that has none. */
export function keepRecords(db: CaseDb, asked: Sql): void {
  const { text, values } = sql`SELECT id FROM item WHERE id IN (${asked})`;
  db.prepare(
    `INSERT INTO marked (item, source, class, key, state, log_state, ${Object.keys(PLACE).join(', ')})
     SELECT item.id, item.source, facet.class, item.key, facet.state, facet.log_state, ${Object.values(PLACE).join(', ')}
     FROM ${ITEM_AND_PLACE} WHERE item.id IN (${text}) AND NOT EXISTS (SELECT 1 FROM marked WHERE marked.item = item.id)
     ORDER BY item.id`,
  ).run(...values);
}

/** Lets go of a source's items before they are taken away; their marks wait for the source to be read again. */
export function detachMarks(db: CaseDb, source: number): void {
  db.run(sql`UPDATE marked SET item = NULL WHERE source = ${source} AND item IS NOT NULL`);
}

/** Marked records of a source that was read again: those that it holds, and those with marks that it does not. */
export interface Reattached {
  readonly found: number;
  readonly unfound: number;
}

/** What must agree for an item to be the record; the first condition that one item alone meets decides. */
const TRIES = [
  `item.key = marked.key AND facet.state = marked.state AND facet.log_state = marked.log_state AND ${SAME_PLACE}`,
  // The record has got another state, for example by a log that was read otherwise.
  `item.key = marked.key AND ${SAME_PLACE}`,
  // The parser names its records by other keys now.
  `item.at_place = marked.place AND item.at_row = marked.row AND facet.state = marked.state AND facet.log_state = marked.log_state`,
] as const;

/** Finds the marked records of a source among its items. What is not found keeps its marks and is listed by `listUnfound`. */
export function reattachMarks(db: CaseDb, source: number): Reattached {
  const count = (condition: Sql): number =>
    db.value<number>(sql`SELECT count(*) FROM marked WHERE source = ${source} AND ${condition}
      AND EXISTS (SELECT 1 FROM mark WHERE mark.record = marked.id AND mark.removed IS NULL)`) ?? 0;
  // Records whose marks were all taken off are found again too: an undoing or a later mark meets them.
  const isAnyDetached = (): boolean =>
    db.value<number>(sql`SELECT 1 FROM marked WHERE source = ${source} AND item IS NULL LIMIT 1`) !== null;
  if (!isAnyDetached()) return { found: 0, unfound: 0 };
  const before = count(sql`item IS NULL`);
  for (const [index, same] of TRIES.entries()) {
    const by = index < 2 ? 'INDEXED BY item_key' : '';
    db.prepare(
      `UPDATE marked SET item = found.item FROM (
         SELECT record, item FROM (
           SELECT marked.id AS record, min(item.id) AS item, count(*) AS items
           FROM marked JOIN ${ITEM_AND_PLACE.replace('item JOIN', `item ${by} ON item.source = marked.source JOIN`)}
           WHERE marked.source = ? AND marked.item IS NULL AND facet.class = marked.class AND ${same}
             AND NOT EXISTS (SELECT 1 FROM marked AS taken WHERE taken.item = item.id)
           GROUP BY marked.id)
         WHERE items = 1 GROUP BY item HAVING count(*) = 1) AS found
       WHERE marked.id = found.record`,
    ).run(source);
    if (!isAnyDetached()) break;
  }
  const unfound = count(sql`item IS NULL`);
  return { found: before - unfound, unfound };
}
