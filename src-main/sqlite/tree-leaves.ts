import { childPage, INDEX_INTERIOR, MAX_DEPTH, TABLE_INTERIOR, treePage, type TreePage } from './btree.ts';
import type { PageSource } from './page-source.ts';

/** What a walk met on its way. */
export interface LeafWalk {
  /** Pages that could not be read or do not belong into a tree. */
  damaged: number;
  /** Called for each interior page and each leaf. */
  onPage?: (page: number) => void;
}

/**
 * Numbers of a tree's leaf pages in key order. Reads interior pages and one leaf of each, not the other leaves: all
 * leaves of a tree lie at the same depth. Ends after as many pages as the database has.
 */
export function* leafNumbers(source: PageSource, root: number, walk: LeafWalk): Generator<number> {
  const path: { page: TreePage; next: number; aboveLeaves: boolean }[] = [];
  let budget = source.pageCount;
  let entering: number | null = root;
  for (;;) {
    if (entering !== null) {
      const number: number = entering;
      entering = null;
      walk.onPage?.(number);
      const page =
        path.length >= MAX_DEPTH || path.some((step) => step.page.number === number) ? null : treePage(source, number);
      if (page === null) walk.damaged += 1;
      else if (isInterior(page)) path.push({ page, next: 0, aboveLeaves: isAboveLeaves(source, page) });
      else yield number;
    }
    const step = path.at(-1);
    if (step === undefined) return;
    if (step.next > step.page.cells) {
      path.pop();
      continue;
    }
    budget -= 1;
    if (budget < 0) {
      walk.damaged += 1;
      return;
    }
    const child = childPage(step.page, step.next, source.usableSize);
    step.next += 1;
    if (step.aboveLeaves && child > 0) {
      walk.onPage?.(child);
      yield child;
    } else entering = child;
  }
}

function isInterior(page: TreePage): boolean {
  return page.kind === TABLE_INTERIOR || page.kind === INDEX_INTERIOR;
}

function isAboveLeaves(source: PageSource, page: TreePage): boolean {
  for (let index = 0; index <= page.cells; index += 1) {
    const child = treePage(source, childPage(page, index, source.usableSize));
    if (child !== null) return !isInterior(child);
  }
  return true;
}
