import type { Query } from '@tanstack/react-query';
import type { MarkedItem } from '../../src-main/contract/index.ts';
import { client } from '../engine/client.ts';
import { withMarks } from './with-marks.ts';

/** Lists whose rows are items, carry one as `item`, or carry its id as `item` and its marks beside. */
const LISTS: readonly unknown[] = ['item.page', 'search.page', 'call.page', 'media.page'];

/** Whether an answer is a list whose rows carry marks. */
function carriesMarks({ queryKey }: Pick<Query, 'queryKey'>): boolean {
  return LISTS.includes(queryKey[0]);
}

/** Puts an item's marks into each list that holds it, before the engine has answered. */
export function showMarks(item: MarkedItem): void {
  // An answer that is on its way was asked before this change: it would take the mark off the screen again.
  void client.cancelQueries({ predicate: (query) => carriesMarks(query) && query.state.data !== undefined });
  putMarks([item]);
}

/** Asks for every list anew: after a change that was refused, what it took back on the way is asked by nobody else. */
export function askAgain(): void {
  void client.invalidateQueries({ predicate: carriesMarks });
}

/** Puts the marks of items into each list that holds one of them; no other list is touched, or drawn anew. */
export function putMarks(items: readonly MarkedItem[]): void {
  for (const { queryKey, state } of client.getQueryCache().findAll({ predicate: carriesMarks })) {
    const page = state.data as { readonly rows?: readonly object[] } | undefined;
    if (page?.rows === undefined) continue;
    const rows = page.rows.map((row) => items.reduce((shown, { id, tags, notes, bookmarked }) => withMarks(shown, id, { tags, notes, bookmarked }), row)); // prettier-ignore
    if (rows.some((row, at) => row !== page.rows?.[at])) client.setQueryData(queryKey, { ...page, rows });
  }
}
