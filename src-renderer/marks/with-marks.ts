import type { ItemView } from '../../src-main/contract/index.ts';

/** What carries marks: an item, or the part of one that a list holds. */
export type Marked = Pick<ItemView, 'id' | 'tags' | 'notes' | 'bookmarked'>;

/** A row of a list with the marks of the item that it shows; the row itself where it shows another. */
export function withMarks(row: object, id: number, marks: Omit<Marked, 'id'>): object {
  if ('item' in row) {
    if (row.item === id) return { ...row, ...marks };
    const isThis = typeof row.item === 'object' && row.item !== null && 'id' in row.item && row.item.id === id;
    return isThis ? { ...row, item: { ...(row.item as object), ...marks } } : row;
  }
  return 'id' in row && row.id === id ? { ...row, ...marks } : row;
}
