import type { ItemView } from '../../src-main/contract/index.ts';
import type { Timestamp } from '../../src-main/model/index.ts';

/** What a stored value is the same as, of what is shown of its item. */
export type ValueMeaning =
  { readonly kind: 'time'; readonly time: Timestamp } | { readonly kind: 'text' | 'server-id' | 'sender' };

/** Shorter values are found by chance. */
const LEAST = 6;

/** Names what of the item has the same value as a column, so that both can be compared; null where nothing has. */
export function meaningOf(
  value: string | number | null,
  item: Pick<ItemView, 'times' | 'body' | 'serverId' | 'sender'> | null,
): ValueMeaning | null {
  if (value === null || item === null) return null;
  const text = String(value);
  if (text !== '' && text === item.body) return { kind: 'text' };
  if (text.length < LEAST) return null;
  const time = item.times.find(({ stored }) => stored === text);
  if (time !== undefined) return { kind: 'time', time };
  if (text === item.serverId) return { kind: 'server-id' };
  return text === item.sender?.identifier ? { kind: 'sender' } : null;
}
