import type { Account, AccountName, Extracted, Key, Locator, Stored, StoredColumns } from '../../model/index.ts';
import { formOf, kindOf } from './identifier.ts';

type Claim = Exclude<Account['owner'], null>;

/** The accounts of one store: those of its address book, and those that other rows name. */
export class Accounts {
  /** The account that the store belongs to; null where nothing says so. */
  owner: Key | null = null;
  #claim: Claim = { claim: '', assumed: true };
  readonly #ownAt: Locator[] = [];
  readonly #ownStored: Record<string, Stored> = {};
  readonly #ownNames: AccountName[] = [];
  readonly #known = new Set<string>();
  readonly #bears = new Set<string>();

  setOwner(identifier: string, claim: Claim): void {
    this.owner = identifier;
    this.#claim = claim;
  }

  /** What a row says of the owner apart from the address book. */
  addOwnerFacts(at: Locator, stored: StoredColumns, names: readonly AccountName[] = []): void {
    this.#ownAt.push(at);
    Object.assign(this.#ownStored, stored);
    this.#ownNames.push(...names);
  }

  /** True for an account that the address book or an earlier row has named. */
  knows(identifier: string): boolean {
    return this.#known.has(identifier);
  }

  /** The account of a row of the address book. */
  listed(
    identifier: string,
    at: Locator,
    names: readonly AccountName[],
    stored: StoredColumns,
    isOfficial: boolean,
  ): Account {
    // prettier-ignore
    this.#known.add(identifier);
    for (const { name } of names) this.#bears.add(JSON.stringify([identifier, name]));
    return this.#account(identifier, [at], names, stored, isOfficial);
  }

  /** An account with the names that a row apart from the address book gives it; null where it is listed with all of them. */
  also(identifier: string, at: Locator, names: readonly AccountName[], stored: StoredColumns): Account | null {
    const added = names.filter(({ name }) => !this.#bears.has(JSON.stringify([identifier, name])));
    return added.length === 0 ? null : this.listed(identifier, at, added, stored, false);
  }

  /** The owner, where the address book does not list it and rows of its own name it. */
  *unlistedOwner(): Generator<Extracted> {
    const [first, ...more] = this.#ownAt;
    if (this.owner === null || first === undefined || this.#known.has(this.owner)) return;
    this.#known.add(this.owner);
    yield this.#account(this.owner, [first, ...more], [], {}, false);
  }

  /** The key of an account that a row names; one that was not met before becomes a record of that row. */
  refer(identifier: string, at: Locator, out: Extracted[]): Key {
    if (!this.#known.has(identifier)) {
      this.#known.add(identifier);
      out.push(this.#account(identifier, [at], [], {}, false));
    }
    return identifier;
  }

  #account(
    identifier: string,
    at: readonly [Locator, ...Locator[]],
    names: readonly AccountName[],
    stored: StoredColumns,
    isOfficial: boolean,
  ): Account {
    const isOwner = identifier === this.owner;
    const [first, ...others] = at;
    const form = formOf(identifier);
    const all: readonly [Locator, ...Locator[]] = isOwner
      ? [first, ...new Set([...others, ...this.#ownAt.filter((one) => one !== first)])]
      : at;
    return {
      kind: 'account',
      key: identifier,
      from: { at: all, state: 'live' },
      stored: { ...(form === null ? {} : { 'identifier-form': form }), ...stored, ...(isOwner ? this.#ownStored : {}) },
      service: 'wechat',
      identifier,
      identifierKind: isOfficial ? 'service' : kindOf(identifier),
      phone: null,
      names: isOwner ? [...names, ...this.#ownNames] : names,
      owner: isOwner ? this.#claim : null,
    };
  }
}
