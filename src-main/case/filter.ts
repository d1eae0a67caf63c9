import type { Filter } from '../contract/index.ts';
import { Sql, joinSql, listSql, sql, type CaseDb } from '../sqlite/index.ts';
import { visible } from './scope.ts';
import { regexHits, textHits } from './search/hits.ts';

/** `item.sort_ms` of an item without a time: such items come after all others. */
export const UNDATED_MS = 9_007_199_254_740_991;

/** Lists up to this length are bound value by value, which lets SQLite use its indexes best. */
const SHORT = 200;

/** A filter as conditions on `item`. */
export interface ItemFilter {
  /** Everything, the scope included: what may be shown and is asked for. */
  readonly where: Sql;
  /** The conditions on facets, senders and conversations alone, on a table with those columns; null when others are set. */
  readonly counted: Sql | null;
  /** The one conversation asked for; its items come in the app's own order. */
  readonly conversation: number | null;
}

/** Turns the contract's filter into SQL with bound values; full-text and regular expressions are looked up at once. */
export function compileFilter(db: CaseDb, filter: Filter): ItemFilter {
  const facets = facetSql(filter);
  const people = [
    ...anyOf('conversation', filter.conversations),
    ...anyOf('sender', filter.senders),
    ...(facets === null ? [] : [sql`facet IN (${facets})`]),
  ];
  const others = [...timeSql(filter), ...accountSql(filter), ...attachmentSql(filter), ...searchSql(db, filter)];
  const conversation = filter.conversations?.length === 1 ? (filter.conversations[0] ?? null) : null;
  return {
    where: joinSql([visible, ...people, ...others], ' AND '),
    counted: others.length === 0 ? joinSql(people, ' AND ', sql`1`) : null,
    conversation,
  };
}

/** `column IN (…)`, with a long list as one bound value; nothing when there is no list. */
export function anyOf(column: string, values: readonly (number | string)[] | undefined): readonly Sql[] {
  if (values === undefined) return [];
  if (values.length <= SHORT) return [sql`${new Sql(column)} IN ${listSql(values)}`];
  return [sql`${new Sql(column)} IN (SELECT value FROM json_each(${JSON.stringify(values)}))`];
}

/** Facets that meet the filter's lists; null when it has none of those lists. */
function facetSql(filter: Filter): Sql | null {
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
  const sent = joinSql(anyOf('item.sender', accounts), ' AND ');
  const among = joinSql(anyOf('account', accounts), ' AND ');
  return [
    sql`(${sent} OR item.conversation IN (SELECT conversation FROM participant WHERE ${among}
      UNION SELECT id FROM conversation WHERE ${among}))`,
  ];
}

function attachmentSql({ attachments }: Filter): readonly Sql[] {
  switch (attachments) {
    case undefined:
      return [];
    case 'any':
      return [sql`item.id IN (SELECT item FROM attachment)`];
    case 'present':
      return [sql`item.id IN (SELECT item FROM attachment WHERE presence = 0)`];
    case 'absent':
      return [sql`item.id IN (SELECT item FROM attachment WHERE presence <> 0)`];
  }
}

function searchSql(db: CaseDb, filter: Filter): readonly Sql[] {
  return [
    ...(filter.text === undefined || filter.text === '' ? [] : [sql`item.id IN (${textHits(db, filter.text)})`]),
    ...(filter.regex === undefined || filter.regex === ''
      ? []
      : [sql`item.id IN (${regexHits(db, filter.regex, filter.regexFlags ?? '')})`]),
  ];
}
