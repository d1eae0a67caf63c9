import { useQueries, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Page } from '../../src-main/contract/index.ts';

const PAGE_ROWS = 100;
/** Pages that are far from the screen are dropped after so long: scrolling through a long list must not fill the memory. */
const KEPT_MS = 5000;

/** A long list of which only the pages near the screen are held. */
export interface PagedRows<T> {
  /** Names the list: another name, other rows. */
  readonly name: string;
  /** Exact; null until the first page has come. */
  readonly total: number | null;
  readonly withheld: number;
  /** The row at a position, or null while its page is on the way. */
  readonly row: (index: number) => T | null;
  readonly error: Error | null;
}

/** The range before where the next one needs the same pages, so that a list is not drawn anew at each step through it. */
export function samePages<Range extends { readonly from: number; readonly to: number }>(
  before: Range,
  next: Range,
): Range {
  const pageOf = (row: number): number => Math.floor(row / PAGE_ROWS);
  return pageOf(before.from) === pageOf(next.from) && pageOf(before.to) === pageOf(next.to) ? before : next;
}

/**
 * Holds the pages that cover positions `from` to `to` and one page on either side.
 * `key` names the list; `fetch` gets a page by the position of its first row.
 */
export function usePages<T>(
  key: readonly unknown[],
  range: { readonly from: number; readonly to: number },
  fetch: ((index: number, limit: number, signal: AbortSignal) => Promise<Page<T>>) | null,
): PagedRows<T> {
  const name = JSON.stringify(key);
  const client = useQueryClient();
  const [known, setKnown] = useState<{ name: string; total: number; withheld: number } | null>(null);
  const total = known?.name === name ? known.total : null;
  const needed = { first: Math.floor(range.from / PAGE_ROWS), end: Math.floor(range.to / PAGE_ROWS) };
  const last = total === null ? needed.end : Math.max(0, Math.ceil(total / PAGE_ROWS) - 1);
  const first = Math.min(last, Math.max(0, Math.floor(range.from / PAGE_ROWS) - 1));
  const end = Math.min(last, Math.floor(range.to / PAGE_ROWS) + 1);
  const around = Array.from({ length: Math.max(1, end - first + 1) }, (_, offset) => first + offset);
  // What is on the screen first; its neighbours are asked for when it is drawn, so that they do not hold it up.
  const isNeeded = (number: number): boolean => number >= needed.first && number <= needed.end;
  const isDrawn = around.every((number) => !isNeeded(number) || client.getQueryData([...key, 'page', number]) !== undefined); // prettier-ignore
  const numbers = fetch === null ? [] : [...around.filter(isNeeded), ...around.filter((number) => !isNeeded(number))];
  const pages = useQueries({
    queries: numbers.map((number) => ({
      queryKey: [...key, 'page', number],
      queryFn: ({ signal }: { readonly signal: AbortSignal }) => {
        if (fetch === null) throw new Error('no list to fetch');
        return fetch(number * PAGE_ROWS, PAGE_ROWS, signal);
      },
      enabled: isDrawn || isNeeded(number),
      gcTime: KEPT_MS,
    })),
  });
  const heard = pages.find((page) => page.data !== undefined)?.data;
  if (
    heard !== undefined &&
    (known?.name !== name || known.total !== heard.total || known.withheld !== heard.withheld)
  ) {
    setKnown({ name, total: heard.total, withheld: heard.withheld });
  }
  return {
    name,
    total: heard?.total ?? total,
    withheld: heard?.withheld ?? 0,
    row(index) {
      const page = pages[numbers.indexOf(Math.floor(index / PAGE_ROWS))];
      return page?.data?.rows[index % PAGE_ROWS] ?? null;
    },
    error: pages.find((page) => page.error !== null)?.error ?? null,
  };
}
