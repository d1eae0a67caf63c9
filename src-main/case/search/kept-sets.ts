import type { ItemSet } from '../activity/item-set.ts';
import { keptBy, type Keeper } from './kept-by.ts';

/** The set of that name, found once for all views that ask for it until the case changes. */
export const keptSet: Keeper<ItemSet> = keptBy<ItemSet>({
  entries: 12,
  bytes: 32 * 1024 * 1024,
  sizeOf: ({ bytes }) => bytes,
});
