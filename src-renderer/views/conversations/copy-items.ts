import type { ConversationView, Filter, ItemView, OriginView } from '../../../src-main/contract/index.ts';
import { ask } from '../../engine/use-engine.ts';
import type { Messages } from '../../messages/en.ts';
import { citation } from './citation.ts';
import type { Picks } from './picks.ts';

/** So many items are copied at most; more belong in a report. */
export const MOST_COPIED = 2000;
const PAGE_ROWS = 1000;

/** Puts the picked items into the clipboard, each as a citation; gives how many. Fails with what the engine or the clipboard fails with. */
export async function copyItems(
  filter: Filter,
  picks: Picks,
  about: ConversationView,
  zone: string,
  m: Messages,
): Promise<number> {
  const items: ItemView[] = [];
  for (const { from, to } of picks) {
    for (let index = from; index <= to && items.length < MOST_COPIED;) {
      const limit = Math.min(PAGE_ROWS, to - index + 1, MOST_COPIED - items.length);
      const { rows } = await ask('item.page', { filter, at: { index }, limit });
      if (rows.length === 0) break;
      items.push(...rows);
      index += rows.length;
    }
  }
  const origins = new Map<number, OriginView>();
  for (let at = 0; at < items.length; at += PAGE_ROWS) {
    const asked = items.slice(at, at + PAGE_ROWS).map(({ id }) => id);
    for (const origin of await ask('item.origins', { items: asked })) origins.set(origin.item, origin);
  }
  const text = items.map((item) => citation(item, origins.get(item.id), about, zone, m)).join('\n\n');
  await navigator.clipboard.writeText(`${text}\n`);
  return items.length;
}
