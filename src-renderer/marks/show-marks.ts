import type { ItemView } from '../../src-main/contract/index.ts';
import { client } from '../engine/client.ts';

type Marks = Pick<ItemView, 'tags' | 'notes' | 'bookmarked'>;

/** Puts an item's marks into each list that holds it, before the engine has answered. */
export function showMarks({ id, tags, notes, bookmarked }: ItemView): void {
  const marks: Marks = { tags, notes, bookmarked };
  const marked = (item: ItemView): ItemView => (item.id === id ? { ...item, ...marks } : item);
  client.setQueriesData<{ readonly rows: readonly ItemView[] }>({ queryKey: ['item.page'] }, (page) =>
    page?.rows.some((row) => row.id === id) === true ? { ...page, rows: page.rows.map(marked) } : page,
  );
  client.setQueriesData<{ readonly rows: readonly { readonly item: ItemView }[] }>(
    { queryKey: ['search.page'] },
    (page) =>
      page?.rows.some((hit) => hit.item.id === id) === true
        ? { ...page, rows: page.rows.map((hit) => ({ ...hit, item: marked(hit.item) })) }
        : page,
  );
}
