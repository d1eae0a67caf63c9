import type { Filter, ItemView } from '../../src-main/contract/index.ts';

/** Whether an item meets the part of a filter that asks for marks; the rest it met already. */
export function matchesMarks(
  filter: Filter,
  { tags, notes, bookmarked }: Pick<ItemView, 'tags' | 'notes' | 'bookmarked'>,
): boolean {
  const has = (wanted: readonly number[]): boolean => tags.some(({ tag }) => wanted.includes(tag));
  if (filter.tags !== undefined && !has(filter.tags)) return false;
  if (filter.withoutTags !== undefined && has(filter.withoutTags)) return false;
  if (filter.untagged === true && tags.length > 0) return false;
  if (filter.noted === true && notes === 0) return false;
  return filter.bookmarked !== true || bookmarked;
}
