import type { ItemView, Params } from '../../../src-main/contract/index.ts';

/** Lines read before an item, and as many after it. */
const LINES = 3;

/** The question for an item's surroundings in its conversation; null for one outside any. */
export function contextOf(item: ItemView): Params<'item.page'> | null {
  if (item.conversation === null) return null;
  return { filter: { conversations: [item.conversation] }, at: { item: item.id }, limit: 2 * LINES + 1 };
}
