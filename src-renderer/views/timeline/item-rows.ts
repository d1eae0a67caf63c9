import type { Filter, ItemOrder, ItemView, Page } from '../../../src-main/contract/index.ts';
import { client } from '../../engine/client.ts';
import { ask } from '../../engine/use-engine.ts';

/** The rows of the table: under which name they are kept, and how a page of them is read. */
export interface ItemRows {
  readonly key: readonly unknown[];
  readonly fetch: (index: number, limit: number, signal: AbortSignal) => Promise<Page<ItemView>>;
}

export function itemRows(filter: Filter, order: ItemOrder | null): ItemRows {
  const sorting = order === null ? {} : { order };
  return {
    key: ['item.page', filter, sorting],
    fetch: (index, limit, signal) => ask('item.page', { filter, ...sorting, at: { index }, limit }, signal),
  };
}

const PAGE_ROWS = 100;

/** Reads the first page ahead, so that the table can change over to it at once; what fails is asked for again by the table, and said there. */
export async function readFirstRows(filter: Filter, order: ItemOrder | null): Promise<void> {
  const { key, fetch } = itemRows(filter, order);
  await client
    .query({ queryKey: [...key, 'page', 0], queryFn: ({ signal }) => fetch(0, PAGE_ROWS, signal) })
    .catch(() => undefined);
}
