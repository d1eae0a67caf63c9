import type { MarkedItem } from '../../src-main/contract/index.ts';

/** A row of a list with the marks of the item that it shows; the row itself where it shows another, or has them already. */
export function withMarks(row: object, id: number, marks: Omit<MarkedItem, 'id'>): object {
  if ('item' in row) {
    if (row.item === id) return marked(row, marks);
    if (typeof row.item !== 'object' || row.item === null || !('id' in row.item) || row.item.id !== id) return row;
    const item = marked(row.item, marks);
    return item === row.item ? row : { ...row, item };
  }
  return 'id' in row && row.id === id ? marked(row, marks) : row;
}

function marked(row: object, marks: Omit<MarkedItem, 'id'>): object {
  const isSo = Object.entries(marks).every(([name, value]) => JSON.stringify(Reflect.get(row, name)) === JSON.stringify(value)); // prettier-ignore
  return isSo ? row : { ...row, ...marks };
}
