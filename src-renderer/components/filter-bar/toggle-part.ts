import type { Filter } from '../../../src-main/contract/index.ts';
import { drop, type ListKey } from './chips.ts';

/** The filter with a value of a list put in, or taken out where it was in. */
export function togglePart<K extends ListKey>(filter: Filter, key: K, value: NonNullable<Filter[K]>[number]): Filter {
  const list: readonly unknown[] = filter[key] ?? [];
  return withList(
    filter,
    key,
    (list.includes(value) ? list.filter((other) => other !== value) : [...list, value]) as NonNullable<Filter[K]>,
  );
}

/** The filter with another list; an empty one is left out, numbers of the clock ascend. */
export function withList<K extends ListKey>(filter: Filter, key: K, values: NonNullable<Filter[K]>): Filter {
  if (values.length === 0) return drop(filter, key);
  const isClock = key === 'hours' || key === 'weekdays';
  return { ...filter, [key]: isClock ? (values as number[]).toSorted((a, b) => a - b) : values };
}
