import { isMarkAsked, type Filter } from '../contract/index.ts';
import { Sql, joinSql, listSql, sql, type CaseDb } from '../sqlite/index.ts';
import { clockItems, isClockAsked } from './activity/clock-items.ts';
import { ItemSet } from './activity/item-set.ts';
import { UNDATED_MS } from './activity/undated.ts';
import { markSql, markedItems } from './marks/marked-items.ts';
import { areaItems } from './places/area-items.ts';
import { visible, wholeItems } from './scope.ts';
import { hitsSql, regexHits, textHits, textHitsSql } from './search/hits.ts';
import { keptSet } from './search/kept-sets.ts';

/** Lists up to this length are bound value by value, which lets SQLite use its indexes best. */
const SHORT = 200;

/** A filter as conditions on `item`. */
export interface ItemFilter {
  /** Everything, the scope included: what may be shown and is asked for. */
  readonly where: Sql;
  /** The one conversation asked for; its items come in the app's own order. */
  readonly conversation: number | null;
}

/** Turns the contract's filter into SQL with bound values; full-text and regular expressions are looked up at once. */
export function compileFilter(db: CaseDb, filter: Filter): ItemFilter {
  const groups = groupSql(filter);
  const others = [...timeSql(filter), ...attachmentSql(filter), ...clockSql(db, filter), ...areaSql(db, filter), ...markSql(filter), ...searchSql(db, filter)]; // prettier-ignore
  const conversation = filter.conversations?.length === 1 ? (filter.conversations[0] ?? null) : null;
  return {
    where: joinSql([visible, ...wholeItems(db), ...groups, ...others], ' AND '),
    conversation,
  };
}

/** The filter on `activity_sender`, whose counts answer it; null when it asks for times, attachments, places, marks or text too. */
export function countedSql(filter: Filter): Sql | null {
  const { fromMs, toMs, hours, weekdays, area, attachments, text, regex } = filter;
  const others = [
    fromMs,
    toMs,
    hours,
    weekdays,
    area,
    attachments,
    text === '' ? undefined : text,
    regex === '' ? undefined : regex,
  ];
  return others.every((part) => part === undefined) && !isMarkAsked(filter)
    ? joinSql(groupSql(filter), ' AND ', sql`1`)
    : null;
}

/** The filter's conditions on conversation, sender and facet alone, for `item` and `activity_sender` alike. */
export function groupSql(filter: Filter): readonly Sql[] {
  const facets = facetSql(filter);
  return [...namedSql(filter), ...(facets === null ? [] : [sql`facet IN (${facets})`])];
}

/** Its conditions on conversation and sender alone. */
export function namedSql(filter: Filter): readonly Sql[] {
  return [...anyOf('conversation', filter.conversations), ...anyOf('sender', filter.senders), ...accountSql(filter)];
}

/** The items with the attachments, hours, places, marks, words and patterns that the filter asks for; null when it asks for none of them. */
export function itemsOf(db: CaseDb, filter: Filter): ItemSet | null {
  const sets = [
    ...(filter.attachments === undefined ? [] : [attachedItems(db, filter.attachments)]),
    ...(isClockAsked(filter) ? [clockItems(db, filter)] : []),
    ...(filter.area === undefined ? [] : [areaItems(db, filter.area)]),
    ...(isMarkAsked(filter) ? [markedItems(db, filter)] : []),
    ...(isAsked(filter.text) ? [textHits(db, filter.text)] : []),
    ...(isAsked(filter.regex) ? [regexHits(db, filter.regex, filter.regexFlags ?? '')] : []),
  ];
  const [first, ...others] = sets;
  return first === undefined ? null : others.reduce((both, set) => both.combine('and', set), first);
}

function isAsked(text: string | undefined): text is string {
  return text !== undefined && text !== '';
}

/** `column IN (…)`, with a long list as one bound value; nothing when there is no list. */
export function anyOf(column: string, values: readonly (number | string)[] | undefined): readonly Sql[] {
  if (values === undefined) return [];
  if (values.length <= SHORT) return [sql`${new Sql(column)} IN ${listSql(values)}`];
  return [sql`${new Sql(column)} IN (SELECT value FROM json_each(${JSON.stringify(values)}))`];
}

/** Facets that meet the filter's lists, as a query of their ids; null when it has none of those lists. */
export function facetSql(filter: Filter): Sql | null {
  const parts = [
    ...anyOf('source', filter.sources),
    ...(filter.exhibits === undefined
      ? []
      : [sql`source IN (SELECT id FROM source WHERE ${joinSql(anyOf('exhibit', filter.exhibits), ' AND ')})`]),
    ...anyOf('class', filter.classes),
    ...anyOf('type', filter.types),
    ...anyOf('direction', filter.directions),
    ...anyOf('state', filter.states),
    ...anyOf('log_state', filter.logStates),
  ];
  return parts.length === 0 ? null : sql`SELECT id FROM facet WHERE ${joinSql(parts, ' AND ')}`;
}

function timeSql({ fromMs, toMs }: Filter): readonly Sql[] {
  if (fromMs === undefined && toMs === undefined) return [];
  return [
    ...(fromMs === undefined ? [] : [sql`item.sort_ms >= ${fromMs}`]),
    sql`item.sort_ms < ${Math.min(toMs ?? UNDATED_MS, UNDATED_MS)}`,
  ];
}

function accountSql({ accounts }: Filter): readonly Sql[] {
  if (accounts === undefined) return [];
  const sent = joinSql(anyOf('sender', accounts), ' AND ');
  const among = joinSql(anyOf('account', accounts), ' AND ');
  return [
    sql`(${sent} OR conversation IN (SELECT conversation FROM participant WHERE ${among}
      UNION SELECT id FROM conversation WHERE ${among}))`,
  ];
}

function clockSql(db: CaseDb, filter: Filter): readonly Sql[] {
  return isClockAsked(filter) ? [sql`item.id IN (${hitsSql(clockItems(db, filter))})`] : [];
}

function areaSql(db: CaseDb, { area }: Filter): readonly Sql[] {
  return area === undefined ? [] : [sql`item.id IN (${hitsSql(areaItems(db, area))})`];
}

function attachmentSql({ attachments }: Filter): readonly Sql[] {
  return attachments === undefined ? [] : [sql`item.id IN (${attachedSql(attachments)})`];
}

/** Found once for all filters that ask for it, until the case changes. */
function attachedItems(db: CaseDb, attachments: NonNullable<Filter['attachments']>): ItemSet {
  return keptSet(db, `attachments ${attachments}`, () =>
    ItemSet.of(db.prepare<number>(attachedSql(attachments).text, { shape: 'value' }).all()),
  );
}

function attachedSql(attachments: NonNullable<Filter['attachments']>): Sql {
  switch (attachments) {
    case 'any':
      return sql`SELECT item FROM attachment WHERE item IS NOT NULL`;
    case 'present':
      return sql`SELECT item FROM attachment WHERE item IS NOT NULL AND presence = 0`;
    case 'absent':
      return sql`SELECT item FROM attachment WHERE item IS NOT NULL AND presence <> 0`;
  }
}

function searchSql(db: CaseDb, filter: Filter): readonly Sql[] {
  return [
    ...(isAsked(filter.text) ? [sql`item.id IN (${textHitsSql(db, filter.text)})`] : []),
    ...(isAsked(filter.regex)
      ? [sql`item.id IN (${hitsSql(regexHits(db, filter.regex, filter.regexFlags ?? ''))})`]
      : []),
  ];
}

/** The sources to which a filter keeps by naming sources or exhibits; null where it names neither. */
export function sourcesNamed(db: CaseDb, { sources, exhibits }: Filter): ReadonlySet<number> | null {
  if (sources === undefined && exhibits === undefined) return null;
  const ids = db.all<{ readonly id: number }>(
    sql`SELECT id FROM source WHERE ${joinSql([...anyOf('id', sources), ...anyOf('exhibit', exhibits)], ' AND ', sql`1`)}`,
  );
  return new Set(ids.map(({ id }) => id));
}
