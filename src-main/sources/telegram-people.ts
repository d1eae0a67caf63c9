import type { Account, AccountName, Key, Locator, Provenance, StoredColumns } from '../model/index.ts';

/** The account of the service itself: login codes, notices of new logins. Source: the app's constant for user 777000. */
const SERVICE = 'user777000';

/** Of which kind an identifier (`user…`, `chat…`, `channel…`, `+…`) is. */
export function kindOf(identifier: string): Account['identifierKind'] {
  if (identifier === SERVICE) return 'service';
  return identifier.startsWith('channel') ? 'channel' : 'other';
}

/**
 * The identifier that a message has on the service: in supergroups and channels one numbering for all, in private chats and basic
 * groups the account's own. Null where the account is not known, where it is not known which of these a chat is (`peer…`), and for
 * numbers that the service did not give.
 */
export function sharedMessageId(chat: string, id: number, owner: string | null): string | null {
  if (id <= 0 || chat.startsWith('peer')) return null;
  if (chat.startsWith('channel')) return `${chat}:${id}`;
  return owner === null ? null : `${owner}:${id}`;
}

/** The key of an account within the source. */
export function accountKey(identifier: string): Key {
  return `account:${identifier}`;
}

/** Whose account was exported, and how that is known. */
export interface Owner {
  readonly identifier: string;
  readonly claim: string;
}

/** Accounts by `identifier`, each made known when it is first met, and again with its first name. Memory grows with accounts. */
export class People {
  readonly #named = new Map<string, boolean>();
  readonly #owner: Owner | null;

  constructor(owner: Owner | null) {
    this.#owner = owner;
  }

  get owner(): string | null {
    return this.#owner?.identifier ?? null;
  }

  /** True where `meet` without a name yields nothing. */
  isMet(identifier: string): boolean {
    return this.#named.has(identifier);
  }

  /** Yields the account where nothing told of it before, or nothing its name. */
  *meet(identifier: string, name: string | null, from: Provenance, kind = kindOf(identifier)): Generator<Account> {
    const known = this.#named.get(identifier);
    if (known === true || (known === false && name === null)) return;
    this.#named.set(identifier, name !== null);
    const names: AccountName[] = name === null ? [] : [{ name, givenBy: 'app', column: 'from' }];
    yield this.#account(identifier, names, kind, from, {});
  }

  /** Yields the account with what a list says of it, whatever was told before. */
  *tell(
    identifier: string,
    names: readonly AccountName[],
    at: Locator,
    stored: StoredColumns,
    kind = kindOf(identifier),
  ): Generator<Account> {
    this.#named.set(identifier, this.#named.get(identifier) === true || names.length > 0);
    yield this.#account(identifier, names, kind, { at: [at], state: 'live' }, stored);
  }

  #account(
    identifier: string,
    names: readonly AccountName[],
    identifierKind: Account['identifierKind'],
    from: Provenance,
    stored: StoredColumns,
  ): Account {
    const owner = this.#owner;
    return {
      kind: 'account',
      key: accountKey(identifier),
      from,
      service: 'telegram',
      identifier,
      identifierKind,
      phone: identifierKind === 'phone' ? digitsOf(identifier) : null,
      names,
      owner: owner?.identifier === identifier ? { claim: owner.claim, assumed: false } : null,
      ...(Object.keys(stored).length > 0 && { stored }),
    };
  }
}

/** `+` and digits; null where the text holds no number of a telephone. */
function digitsOf(text: string): string | null {
  const digits = text.replaceAll(/\D/gu, '');
  return digits.length < 5 ? null : `+${digits}`;
}
