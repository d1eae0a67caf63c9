import type { AccountName, Key } from '../model/index.ts';

/** Names of one account beyond this many are in the exhibit alone: a tool repeats a name with each message, and may change it. */
const MOST_NAMES = 50;

/** What was told of the accounts of an export, so that each is told once and again where a further name is given to it. */
export class AccountNames {
  readonly #told = new Map<Key, Set<string>>();

  has(key: Key): boolean {
    return this.#told.has(key);
  }

  /** What is to be told of an account now: the names that are new of it, or null where nothing is. */
  tell(
    key: Key,
    given: readonly AccountName[],
  ): { readonly names: readonly AccountName[]; readonly isFirst: boolean } | null {
    const known = this.#told.get(key);
    const names = given.filter(({ name, column }) => known?.has(`${column}\n${name}`) !== true);
    if (known !== undefined && (names.length === 0 || known.size >= MOST_NAMES)) return null;
    const all = known ?? new Set<string>();
    for (const { name, column } of names) all.add(`${column}\n${name}`);
    this.#told.set(key, all);
    return { names, isFirst: known === undefined };
  }
}
