import type { Filter, ItemView, Place, Result, SearchHit } from '../../contract/index.ts';
import { sql, type CaseDb } from '../../sqlite/index.ts';
import { otherTexts } from '../search/item-texts.ts';
import { hitPlace, markerOf } from '../search/hit-places.ts';
import type { Mark } from '../search/marks.ts';
import { readItemViews } from './item-views.ts';
import { countByConversation, pageItems } from './items.ts';
import { groupByItem, idList } from './names.ts';

/** Items that match, each with the runs of its texts that do, and the exact number of hits in each conversation. */
export function pageSearch(db: CaseDb, filter: Filter, at: Place | undefined, limit: number): Result<'search.page'> {
  const { rows, ...page } = pageItems(db, filter, at, limit);
  return { ...page, rows: markHits(db, markerOf(filter), rows), byConversation: countByConversation(db, filter) };
}

/** The items with these ids as hits of the filter's query, or of any of the terms. */
export function readHits(
  db: CaseDb,
  filter: Filter,
  terms: readonly string[],
  ids: readonly number[],
): readonly SearchHit[] {
  const markers = [...(terms.length > 0 ? terms.map((text) => ({ text })) : []), filter].map(markerOf);
  return markHits(db, (text) => markers.flatMap((mark) => mark(text)), readItemViews(db, ids));
}

function markHits(
  db: CaseDb,
  marker: (text: string) => readonly Mark[],
  items: readonly ItemView[],
): readonly SearchHit[] {
  const others = groupByItem(
    db.all<{ item: number; field: string; text: string }>(
      sql`SELECT item, field, text FROM (${otherTexts}) WHERE item IN (${idList(items.map(({ id }) => id))})`,
    ),
  );
  return items.map((item) => {
    const texts = [...(item.body === null ? [] : [{ field: 'body', text: item.body }]), ...(others.get(item.id) ?? [])];
    const found = texts.map(({ field, text }) => ({ field, text, marks: marker(text) }));
    return {
      item,
      places: found.flatMap(({ field, text, marks }) => (marks.length === 0 ? [] : [hitPlace(field, text, marks)])),
      marks: found.flatMap(({ field, marks }) => marks.map((mark) => ({ field, ...mark }))),
    };
  });
}
