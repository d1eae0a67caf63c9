import type { Account, AccountName, Extracted, Key, Locator } from '../../model/index.ts';
import { AccountNames } from '../account-names.ts';
import { kindOf } from './said.ts';
import type { PersonStated } from './said.ts';

/** The account whose data was exported, and where that is known from. */
export interface Owner {
  readonly key: Key;
  readonly claim: string;
  readonly assumed: boolean;
}

/** Identifiers of the service differ in case by app and version. */
export function accountKey({ identifier, isName }: PersonStated): Key {
  return isName ? `name:${identifier}` : `account:${identifier.toLowerCase()}`;
}

/** The accounts of one export, each made known at its first mention, and again where a further name is given to it. Memory grows with their number. */
export class People {
  readonly #owner: Owner | null;
  readonly #names = new AccountNames();

  constructor(owner: Owner | null) {
    this.#owner = owner;
  }

  /** The key of an account; what is new of it comes before. */
  refer(person: PersonStated, at: Locator, out: Extracted[]): Key {
    const key = accountKey(person);
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
    const kind = isName ? 'display-name' : (kindOf(identifier) ?? 'other');
    // The first record says whose export it is; later ones add names.
    const owner = isFirst && this.#owner?.key === key ? this.#owner : null;
    return {
      kind: 'account',
      key,
      from: { at: [at], state: 'live' },
      service: 'signal',
      identifier: kind === 'hidden-id' ? identifier.toLowerCase().replace(/^pni:/u, 'PNI:') : identifier,
      identifierKind: kind,
      phone: kind === 'phone' ? identifier : null,
      names,
      owner: owner === null ? null : { claim: owner.claim, assumed: owner.assumed },
    };
  }
}
