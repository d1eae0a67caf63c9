/** `item.sort_ms` of an item without a time: such items come after all others. */
export const UNDATED_MS = 9_007_199_254_740_991;
