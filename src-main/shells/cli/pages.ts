import type { Page, Place } from '../../contract/index.ts';

/** Every row of a paged method in order, one page in memory; stops after `limit` rows when it is not null. */
export async function* everyRow<T>(
  page: (at: Place | null, limit: number) => Promise<Page<T>>,
  limit: number | null,
): AsyncGenerator<readonly T[]> {
  const width = 1000;
  let left = limit ?? Number.POSITIVE_INFINITY;
  let at: Place | null = null;
  while (left > 0) {
    const slice: Page<T> = await page(at, Math.min(width, left));
    if (slice.rows.length > 0) yield slice.rows;
    left -= slice.rows.length;
    if (slice.after === null) return;
    at = { cursor: slice.after, direction: 'after' };
  }
}
