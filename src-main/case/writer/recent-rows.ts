import type { Issue, Locator } from '../../model/index.ts';

/** How many records back an issue may lie from the record it concerns, and the other way round. */
const REACH = 256;

/**
 * Joins issues to items: a parser yields an issue about a row beside the record made of that row, before or after it.
 * Remembers the last few of both; keeping a record is one assignment, for there are many more records than issues.
 */
export class RecentRows {
  readonly #locators: Locator[] = [];
  readonly #items: number[] = [];
  #next = 0;
  #waiting: { readonly issue: number; readonly locator: Locator }[] = [];

  /** The item last made of a row that the issue names; null when no recent one was. */
  itemOf(issue: Issue): number | null {
    for (const named of issue.from?.at ?? []) {
      const index = this.#locators.findIndex((locator) => isSame(locator, named));
      if (index !== -1) return this.#items[index] ?? null;
    }
    return null;
  }

  keepIssue(id: number, issue: Issue): void {
    const locator = issue.from?.at[0];
    if (locator === undefined) return;
    this.#waiting.push({ issue: id, locator });
    if (this.#waiting.length > REACH) this.#waiting.shift();
  }

  /** Remembers the item and gives the issues that were waiting for it. */
  keepItem(item: number, locator: Locator): readonly number[] {
    this.#locators[this.#next] = locator;
    this.#items[this.#next] = item;
    this.#next = (this.#next + 1) % REACH;
    if (this.#waiting.length === 0) return NONE;
    const found = this.#waiting.filter((waiting) => isSame(waiting.locator, locator));
    if (found.length === 0) return NONE;
    this.#waiting = this.#waiting.filter((waiting) => !found.includes(waiting));
    return found.map(({ issue }) => issue);
  }
}

const NONE: readonly number[] = [];

function isSame(a: Locator, b: Locator): boolean {
  if (a.kind === 'row' && b.kind === 'row')
    return a.rowid === b.rowid && a.table === b.table && a.file === b.file && a.key === b.key;
  if (a.kind === 'bytes' && b.kind === 'bytes') return a.offset === b.offset && a.file === b.file;
  if (a.kind === 'node' && b.kind === 'node') return a.path === b.path && a.file === b.file;
  return false;
}
