import type { ItemView, Params } from '../../../src-main/contract/index.ts';

/** Lines read before an item, and as many after it. */
const LINES = 3;

/** How long an item's surroundings are held once nothing shows them: a review passes hundreds of items a minute, and each change of marks walks through what is held. */
export const CONTEXT_KEPT_MS = 5000;

/** The question for an item's surroundings in its conversation; null for one outside any. */
export function contextOf(item: ItemView): Params<'item.page'> | null {
  if (item.conversation === null) return null;
  return { filter: { conversations: [item.conversation] }, at: { item: item.id }, limit: 2 * LINES + 1 };
}
