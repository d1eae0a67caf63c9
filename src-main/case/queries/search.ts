import type { Filter, ItemView, Place, Result, SearchHit } from '../../contract/index.ts';
import { sql, type CaseDb } from '../../sqlite/index.ts';
import { otherTexts } from '../search/item-texts.ts';
import { markText, type Mark } from '../search/marks.ts';
import { parseQuery } from '../search/parse-query.ts';
import { regexMarker } from '../search/regex.ts';
import { countByConversation, pageItems } from './items.ts';
import { groupByItem, idList } from './names.ts';

/** Items that match, each with the runs of its texts that do, and the exact number of hits in each conversation. */
export function pageSearch(db: CaseDb, filter: Filter, at: Place | undefined, limit: number): Result<'search.page'> {
  const { rows, ...page } = pageItems(db, filter, at, limit);
  return { ...page, rows: markHits(db, filter, rows), byConversation: countByConversation(db, filter) };
}

function markHits(db: CaseDb, filter: Filter, items: readonly ItemView[]): readonly SearchHit[] {
  const marker = markerOf(filter);
  const others = groupByItem(
    db.all<{ item: number; field: string; text: string }>(
      sql`SELECT item, field, text FROM (${otherTexts}) WHERE item IN (${idList(items.map(({ id }) => id))})`,
    ),
  );
  return items.map((item) => {
    const texts = [...(item.body === null ? [] : [{ field: 'body', text: item.body }]), ...(others.get(item.id) ?? [])];
    return { item, marks: texts.flatMap(({ field, text }) => marker(text).map((mark) => ({ field, ...mark }))) };
  });
}

function markerOf(filter: Filter): (text: string) => readonly Mark[] {
  const query = filter.text === undefined || filter.text === '' ? null : parseQuery(filter.text);
  const markPattern =
    filter.regex === undefined || filter.regex === '' ? null : regexMarker(filter.regex, filter.regexFlags ?? '');
  return (text) => [...(query === null ? [] : markText(text, query)), ...(markPattern?.(text) ?? [])];
}
