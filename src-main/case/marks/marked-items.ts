import { isMarkAsked, type Filter } from '../../contract/index.ts';
import { Sql, listSql, sql, type CaseDb } from '../../sqlite/index.ts';
import { ItemSet } from '../activity/item-set.ts';
import { canonicalJson } from '../canonical-json.ts';
import { MARK_KINDS, codeOf } from '../codes.ts';
import { keptSet } from '../search/kept-sets.ts';

/** The filter's marks as conditions on `item`. */
export function markSql(filter: Filter): readonly Sql[] {
  return partsOf(filter).map(({ marks, isWanted }) =>
    isWanted
      ? sql`item.id IN (SELECT marked.item FROM mark CROSS JOIN marked ON marked.id = mark.record
          WHERE ${marks} AND mark.removed IS NULL AND marked.item IS NOT NULL)`
      : sql`NOT EXISTS (SELECT 1 FROM marked CROSS JOIN mark INDEXED BY mark_record ON mark.record = marked.id
          WHERE marked.item = item.id AND mark.removed IS NULL AND ${marks})`,
  );
}

/** The items with the marks that the filter asks for, found once until a mark changes. */
export function markedItems(db: CaseDb, filter: Filter): ItemSet {
  const { tags, withoutTags, untagged, noted, bookmarked } = filter;
  const name = JSON.stringify([tags, withoutTags, untagged, noted, bookmarked]);
  return keptSet(db, `marks ${marksStamp(db)} ${name}`, () => {
    const last = db.value<number>(sql`SELECT max(id) FROM item`) ?? 0;
    return partsOf(filter).reduce(
      (both, { marks, isWanted }) => both.combine(isWanted ? 'and' : 'not', itemsWith(db, marks, last)),
      ItemSet.upTo(last),
    );
  });
}

/** What the answer to a filter is kept under: another once a mark changes that it asks for. */
export function filterName(db: CaseDb, filter: Filter): string {
  return `${isMarkAsked(filter) ? marksStamp(db) : ''} ${canonicalJson(filter)}`;
}

/** Changes whenever a mark does: the last custody entries that set and took off any. */
function marksStamp(db: CaseDb): string {
  const [added, removed] = ['added', 'removed'].map((column) =>
    db.value<number>(sql`SELECT max(${new Sql(column)}) FROM mark WHERE ${new Sql(column)} IS NOT NULL`),
  );
  return `${added ?? 0}/${removed ?? 0}`;
}

function itemsWith(db: CaseDb, marks: Sql, last: number): ItemSet {
  const { text, values } = sql`SELECT marked.item FROM mark CROSS JOIN marked ON marked.id = mark.record
    WHERE ${marks} AND mark.removed IS NULL AND marked.item IS NOT NULL`;
  const found = new ItemSet(last);
  for (const item of db.prepare<number>(text, { shape: 'value' }).all(...values)) found.add(item);
  return found;
}

function partsOf(filter: Filter): readonly { readonly marks: Sql; readonly isWanted: boolean }[] {
  const { tags, withoutTags, untagged, noted, bookmarked } = filter;
  return [
    ...(tags === undefined ? [] : [{ marks: ofTags(tags), isWanted: true }]),
    ...(withoutTags === undefined ? [] : [{ marks: ofTags(withoutTags), isWanted: false }]),
    ...(untagged === undefined ? [] : [{ marks: ofKind('tag'), isWanted: false }]),
    ...(noted === undefined ? [] : [{ marks: ofKind('note'), isWanted: true }]),
    ...(bookmarked === undefined ? [] : [{ marks: ofKind('bookmark'), isWanted: true }]),
  ];
}

function ofTags(tags: readonly number[]): Sql {
  return sql`${ofKind('tag')} AND mark.tag IN ${listSql(tags)}`;
}

function ofKind(kind: (typeof MARK_KINDS)[number]): Sql {
  return new Sql(`mark.kind = ${codeOf(MARK_KINDS, kind)}`);
}
