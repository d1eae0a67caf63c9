import type { Account, AccountName, Extracted, Key, Locator } from '../../model/index.ts';
import { AccountNames } from '../account-names.ts';
import { formOf, kindOf } from '../wechat/identifier.ts';
import type { PersonStated } from './exported.ts';

/** The account whose data was exported, and where that is known from. */
export interface Owner {
  readonly key: Key;
  readonly person: PersonStated;
  readonly claim: string;
  readonly assumed: boolean;
}

export function accountKey({ identifier, isName }: PersonStated): Key {
  return `${isName ? 'name' : 'account'}:${identifier}`;
}

/** An account in the list that a tool writes beside its export. */
export interface Listed {
  readonly person: PersonStated;
  readonly at: Locator;
}

/** The accounts of one export, each made known at its first mention, and again where a further name is given to it. Memory grows with their number. */
export class People {
  readonly #owner: Owner | null;
  readonly #names = new AccountNames();

  readonly #listed: ReadonlyMap<string, Listed>;

  constructor(owner: Owner | null, listed: ReadonlyMap<string, Listed>) {
    this.#owner = owner;
    this.#listed = listed;
  }

  /** The name of an account in the list beside the export. */
  titleOf(identifier: string): string | null {
    return this.#listed.get(identifier)?.person.names[0]?.name ?? null;
  }

  /** Those whom the list alone names. */
  *rest(): Generator<Extracted> {
    for (const { person, at } of this.#listed.values()) {
      const out: Extracted[] = [];
      if (!this.#names.has(accountKey(person))) this.refer(person, at, out);
      yield* out;
    }
  }

  /** The key of an account; what is new of it comes before. */
  refer(person: PersonStated, at: Locator, out: Extracted[]): Key {
    const key = accountKey(person);
    const listed = !this.#names.has(key) && !person.isName ? this.#listed.get(person.identifier) : undefined;
    if (listed !== undefined && listed.person !== person) {
      this.refer(listed.person, listed.at, out);
      return this.refer(person, at, out);
    }
    const news = this.#names.tell(key, person.names);
    if (news !== null) out.push(this.#account(person, key, at, news.names, news.isFirst));
    return key;
  }

  #account(
    { identifier, isName }: PersonStated,
    key: Key,
    at: Locator,
    names: readonly AccountName[],
    isFirst: boolean,
  ): Account {
    // prettier-ignore
    const form = isName ? null : formOf(identifier);
    // The first record says whose export it is; later ones add names.
    const owner = isFirst && this.#owner?.key === key ? this.#owner : null;
    return {
      kind: 'account',
      key,
      from: { at: [at], state: 'live' },
      ...(form === null ? {} : { stored: { 'identifier-form': form } }),
      service: 'wechat',
      identifier,
      identifierKind: isName ? 'display-name' : kindOf(identifier),
      phone: null,
      names,
      owner: owner === null ? null : { claim: owner.claim, assumed: owner.assumed },
    };
  }
}
