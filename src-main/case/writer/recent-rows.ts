import type { Issue, Locator } from '../../model/index.ts';

/** How many rows back an issue may lie from the record it concerns. */
const REACH = 256;

/**
 * Joins issues to items: a parser yields an issue about a row beside the record made of that row, before or after it.
 * Remembers the last few rows of both.
 */
export class RecentRows {
  readonly #items = new Map<string, number>();
  readonly #issues = new Map<string, number[]>();

  /** The item made of the row that the issue names; null when no recent one was. */
  itemOf(issue: Issue): number | null {
    for (const locator of issue.from?.at ?? []) {
      const item = this.#items.get(nameOf(locator));
      if (item !== undefined) return item;
    }
    return null;
  }

  keepIssue(id: number, issue: Issue): void {
    const first = issue.from?.at[0];
    if (first === undefined) return;
    const name = nameOf(first);
    const waiting = this.#issues.get(name);
    if (waiting === undefined) keep(this.#issues, name, [id]);
    else waiting.push(id);
  }

  /** Remembers the item and gives the issues that were waiting for it. */
  keepItem(item: number, locator: Locator): readonly number[] {
    const name = nameOf(locator);
    keep(this.#items, name, item);
    if (this.#issues.size === 0) return NONE;
    const waiting = this.#issues.get(name);
    this.#issues.delete(name);
    return waiting ?? NONE;
  }
}

const NONE: readonly number[] = [];

function keep<T>(map: Map<string, T>, name: string, value: T): void {
  map.set(name, value);
  if (map.size <= REACH) return;
  const oldest = map.keys().next();
  if (oldest.done !== true) map.delete(oldest.value);
}

function nameOf(locator: Locator): string {
  switch (locator.kind) {
    case 'row':
      return `${locator.table} ${locator.rowid ?? locator.key ?? ''} ${locator.file}`;
    case 'bytes':
      return `${locator.offset} ${locator.file}`;
    case 'node':
      return `${locator.path} ${locator.file}`;
  }
}
