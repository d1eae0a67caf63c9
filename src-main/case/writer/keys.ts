import type { Account, Conversation, Key } from '../../model/index.ts';
import type { CaseDb, CaseStatement } from '../../sqlite/index.ts';
import type { IdGiver } from '../ids.ts';

/** Entries of one map before it is emptied and filled again from the database. */
const MOST_KEYS = 100_000;

/**
 * Ids of accounts and conversations by the parser's key. A key that is named before its record is read gets an id and a
 * row at once, which the record then fills; one that never comes stays as it is, with the key as its identifier.
 */
export class KeyIds {
  readonly #source: number;
  readonly #table: 'account' | 'conversation';
  readonly #ids: IdGiver;
  readonly #known = new Map<Key, number>();
  readonly #find: CaseStatement<number>;
  readonly #reserve: CaseStatement<unknown>;

  constructor(db: CaseDb, source: number, table: 'account' | 'conversation', ids: IdGiver) {
    this.#source = source;
    this.#table = table;
    this.#ids = ids;
    this.#find = db.prepare(`SELECT id FROM ${table} WHERE source = ? AND key = ?`, { shape: 'value' });
    this.#reserve = db.prepare(RESERVE[table]);
  }

  idOf(key: Key): number {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const id = this.#find.get(this.#source, key) ?? this.#reserved(key);
    if (this.#known.size >= MOST_KEYS) this.#known.clear();
    this.#known.set(key, id);
    return id;
  }

  #reserved(key: Key): number {
    const id = this.#ids.next(this.#table);
    this.#reserve.run(id, this.#source, key, key, key);
    return id;
  }

  orNull(key: Key | null): number | null {
    return key === null ? null : this.idOf(key);
  }

  /** Forgets ids given in a transaction that was rolled back. */
  forget(): void {
    this.#known.clear();
  }
}

const RESERVE = {
  account: `INSERT INTO account (id, source, key, service, identifier, identifier_kind, name, state, log, seen)
    VALUES (?, ?, ?, 'unknown', ?, 'other', ?, 0, 0, 0)`,
  conversation: `INSERT INTO conversation (id, source, key, type, identifier, title, title_from, state, log, seen)
    VALUES (?, ?, ?, 'unknown', ?, ?, 'identifier', 0, 0, 0)`,
} as const;

const GIVEN_BY = ['owner', 'self', 'business', 'app', 'other-account'] as const;

/** The name that views show: by the owner's address book, the account itself, a business register, the app, others, else the identifier. */
export function displayName(account: Pick<Account, 'identifier' | 'names'>): string {
  for (const giver of GIVEN_BY) {
    const given = account.names.find(({ givenBy, name }) => givenBy === giver && name.trim() !== '');
    if (given !== undefined) return given.name;
  }
  return account.identifier;
}

/** The conversation's own title, if it has one that is not blank. */
export function ownTitle(conversation: Pick<Conversation, 'title'>): string | null {
  return conversation.title === null || conversation.title.trim() === '' ? null : conversation.title;
}
