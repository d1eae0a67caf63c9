import type { Account, AccountName, Key, Locator, Provenance, Stored, StoredColumns } from '../model/index.ts';

interface Known {
  readonly identifier: string;
  readonly at: [Locator, ...Locator[]];
  /** Those places by name: a crafted store may tell of one account in each of a million rows. */
  readonly places: Set<string>;
  readonly names: AccountName[];
  readonly stored: Record<string, Stored>;
  owner: Account['owner'];
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/iu;

/**
 * The accounts of one store. A person's account id (ACI), number identity (PNI), telephone number and user name are accounts of
 * their own: that they belong together is said by links. Accounts that only later tables mention are handed out where they are met.
 */
export class Accounts {
  readonly #known = new Map<Key, Known>();
  readonly #seen = new Set<Key>();
  #pending: Account[] = [];
  #gathering = true;

  /** The key of the account with this identifier, which is noted as found at this place. */
  see(identifier: string, at: Locator): Key {
    const key = identifier.toLowerCase();
    if (this.#gathering) this.#note(identifier, at);
    else if (!this.#seen.has(key)) {
      this.#seen.add(key);
      this.#pending.push(recordOf(key, { identifier, at: [at], names: [], stored: {}, owner: null }));
    }
    return key;
  }

  /** Names and values that a row gives to the account. Only while gathering. */
  describe(identifier: string, at: Locator, names: readonly AccountName[], stored: StoredColumns): void {
    const known = this.#note(identifier, at);
    known.names.push(...names);
    for (const [column, value] of Object.entries(stored)) known.stored[column] ??= value;
  }

  /** The same out of a further row, which becomes a place of the account. Only while gathering. */
  describeToo(identifier: string, at: Locator, names: readonly AccountName[], stored: StoredColumns): void {
    this.describe(identifier, at, names, stored);
    const known = this.#note(identifier, at);
    const place = placeOf(at);
    if (known.places.has(place)) return;
    known.places.add(place);
    known.at.push(at);
  }

  claimOwner(identifier: string, at: Locator, owner: NonNullable<Account['owner']>): void {
    this.#note(identifier, at).owner = owner;
  }

  /** Ends the gathering: every account so far, in order of first sight. */
  *gathered(): Generator<Account> {
    this.#gathering = false;
    for (const [key, known] of this.#known) {
      this.#seen.add(key);
      yield recordOf(key, known);
    }
    this.#known.clear();
  }

  /** Accounts met since the last call. */
  drain(): readonly Account[] {
    const pending = this.#pending;
    if (pending.length > 0) this.#pending = [];
    return pending;
  }

  #note(identifier: string, at: Locator): Known {
    const key = identifier.toLowerCase();
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const fresh: Known = { identifier, at: [at], places: new Set([placeOf(at)]), names: [], stored: {}, owner: null };
    this.#known.set(key, fresh);
    return fresh;
  }
}

function placeOf(at: Locator): string {
  return Object.values(at).join(' ');
}

function recordOf(key: Key, { identifier, at, names, stored, owner }: Omit<Known, 'places'>): Account {
  const from: Provenance = { at, state: 'live' };
  const kind = kindOf(identifier);
  return {
    kind: 'account',
    key,
    from,
    service: 'signal',
    identifier,
    identifierKind: kind,
    phone: kind === 'phone' ? identifier : null,
    names,
    owner,
    ...(Object.keys(stored).length > 0 && { stored }),
  };
}

/** ACI and PNI are opaque; a user name ends in a dot and digits. Source: signalapp/libsignal, rust/usernames. */
function kindOf(identifier: string): Account['identifierKind'] {
  if (/^\+\d{4,20}$/u.test(identifier)) return 'phone';
  if (UUID.test(identifier.replace(/^PNI:/iu, ''))) return 'hidden-id';
  return /^[a-z_][a-z0-9_]*\.\d{2,}$/iu.test(identifier) ? 'user-name' : 'other';
}

/** The identity that the service gives a message: who sent it, and when by that sender's clock. Every device of the conversation holds it. */
export function sharedId(author: string | null, sentMs: number | null): string | null {
  return author === null || sentMs === null ? null : `${author.toLowerCase()}/${sentMs}`;
}
