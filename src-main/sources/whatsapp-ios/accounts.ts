import type { Account, AccountName, Key, Locator, Provenance, Stored, StoredColumns } from '../../model/index.ts';
import { identifierKindOf, phoneOf, withoutDevice } from './jid.ts';

interface Known {
  readonly at: [Locator, ...Locator[]];
  readonly names: AccountName[];
  readonly stored: Record<string, Stored>;
}

/** Locators beyond this many add nothing that an examiner could not find by the identifier. */
const MAX_LOCATORS = 16;

/**
 * The accounts of one source by identifier. Tables that name accounts are read first and gathered here; accounts that only
 * later tables mention are yielded where they are first met.
 */
export class Accounts {
  readonly #known = new Map<string, Known>();
  readonly #yielded = new Set<string>();
  #pending: Account[] = [];
  #gathering = true;
  #owner: { readonly jid: string; readonly claim: string; readonly assumed: boolean } | null = null;

  /** The key of the account with this identifier, which is noted as found at this place. */
  see(jid: string, at: Locator): Key {
    const identifier = withoutDevice(jid);
    if (this.#gathering) this.#note(identifier, at);
    else if (!this.#yielded.has(identifier)) {
      this.#yielded.add(identifier);
      this.#pending.push(this.#account(identifier, { at: [at], names: [], stored: {} }));
    }
    return identifier;
  }

  /** A name that a table gives to the account. Only while gathering. */
  name(jid: string, name: AccountName, at: Locator): void {
    const known = this.#note(withoutDevice(jid), at);
    const same = known.names.some((other) => other.name === name.name && other.column === name.column);
    if (!same) known.names.push(name);
  }

  /** A stored value that belongs to the account and is not interpreted. Only while gathering. */
  carry(jid: string, column: string, value: Stored, at: Locator): void {
    const { stored } = this.#note(withoutDevice(jid), at);
    stored[column] ??= value;
    if (stored[column] === value) return;
    const row = at.kind === 'row' ? String(at.rowid) : at.kind;
    stored[`${column} (row ${row})`] = value;
  }

  /** The same for columns of a table, each under the table's name. */
  carryAll(jid: string, table: string, columns: StoredColumns | undefined, at: Locator): void {
    for (const [column, value] of Object.entries(columns ?? {})) this.carry(jid, `${table}.${column}`, value, at);
  }

  /** Says which account is the owner's, where that is read, and whether it was only inferred. */
  claimOwner(jid: string, claim: string, assumed: boolean, at: Locator): void {
    const identifier = withoutDevice(jid);
    this.#note(identifier, at);
    this.#owner = { jid: identifier, claim, assumed };
  }

  /** Ends the gathering: every account so far, in order of first sight. */
  *gathered(): Generator<Account> {
    this.#gathering = false;
    for (const [identifier, known] of this.#known) {
      this.#yielded.add(identifier);
      yield this.#account(identifier, known);
    }
    this.#known.clear();
  }

  /** True when `drain` has something to yield. */
  get isWaiting(): boolean {
    return this.#pending.length > 0;
  }

  /** Accounts met since the last call. */
  *drain(): Generator<Account> {
    if (this.#pending.length === 0) return;
    const pending = this.#pending;
    this.#pending = [];
    yield* pending;
  }

  #note(identifier: string, at: Locator): Known {
    const known = this.#known.get(identifier);
    if (known === undefined) {
      const fresh: Known = { at: [at], names: [], stored: {} };
      this.#known.set(identifier, fresh);
      return fresh;
    }
    if (known.at.length < MAX_LOCATORS && !known.at.some((other) => samePlace(other, at))) known.at.push(at);
    return known;
  }

  #account(identifier: string, known: Known): Account {
    const from: Provenance = { at: known.at, state: 'live' };
    const owner = this.#owner?.jid === identifier ? { claim: this.#owner.claim, assumed: this.#owner.assumed } : null;
    return {
      kind: 'account',
      key: identifier,
      from,
      service: 'whatsapp',
      identifier,
      identifierKind: identifierKindOf(identifier),
      phone: phoneOf(identifier),
      names: known.names,
      owner,
      ...(Object.keys(known.stored).length > 0 && { stored: known.stored }),
    };
  }
}

function samePlace(a: Locator, b: Locator): boolean {
  if (a.kind === 'row' && b.kind === 'row') return a.rowid === b.rowid && a.table === b.table && a.file === b.file;
  if (a.kind === 'node' && b.kind === 'node') return a.path === b.path && a.file === b.file;
  return false;
}
