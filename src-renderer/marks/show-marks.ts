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
  putMarks(item);
}

/** Asks for every list anew: after a change that was refused, what it took back on the way is asked by nobody else. */
export function askAgain(): void {
  void client.invalidateQueries({ predicate: carriesMarks });
}

/** Puts an item's marks into each list that holds it. */
export function putMarks({ id, tags, notes, bookmarked }: MarkedItem): void {
  const marks = { tags, notes, bookmarked };
  client.setQueriesData<{ readonly rows?: readonly object[] }>({ predicate: carriesMarks }, (page) => {
    const rows = page?.rows?.map((row) => withMarks(row, id, marks));
    return page?.rows === undefined || rows?.every((row, at) => row === page.rows?.[at]) === true
      ? page
      : { ...page, ...(rows !== undefined && { rows }) };
  });
}
