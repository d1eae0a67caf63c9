import type { Query } from '@tanstack/react-query';
import { client } from '../engine/client.ts';
import { withMarks, type Marked } from './with-marks.ts';

/** Lists whose rows are items, carry one as `item`, or carry its id as `item` and its marks beside. */
const LISTS: readonly unknown[] = ['item.page', 'search.page', 'call.page', 'media.page'];

/** Puts an item's marks into each list that holds it, before the engine has answered. */
export function showMarks({ id, tags, notes, bookmarked }: Marked): void {
  const marks = { tags, notes, bookmarked };
  const isList = ({ queryKey, state }: Query): boolean => LISTS.includes(queryKey[0]) && state.data !== undefined;
  // An answer that is on its way was asked before this change: it would take the mark off the screen again.
  void client.cancelQueries({ predicate: isList });
  client.setQueriesData<{ readonly rows?: readonly object[] }>({ predicate: isList }, (page) => {
    const rows = page?.rows?.map((row) => withMarks(row, id, marks));
    return page?.rows === undefined || rows?.every((row, at) => row === page.rows?.[at]) === true
      ? page
      : { ...page, ...(rows !== undefined && { rows }) };
  });
}
