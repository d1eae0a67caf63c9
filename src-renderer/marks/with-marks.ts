import type { MarkedItem } from '../../src-main/contract/index.ts';

/** A row of a list with the marks of the item that it shows; the row itself where it shows another. */
export function withMarks(row: object, id: number, marks: Omit<MarkedItem, 'id'>): object {
  if ('item' in row) {
    if (row.item === id) return { ...row, ...marks };
    const isThis = typeof row.item === 'object' && row.item !== null && 'id' in row.item && row.item.id === id;
    return isThis ? { ...row, item: { ...(row.item as object), ...marks } } : row;
  }
  return 'id' in row && row.id === id ? { ...row, ...marks } : row;
}
