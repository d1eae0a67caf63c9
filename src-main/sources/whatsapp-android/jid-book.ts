import type { Account, Extracted, Key, RowLocator, Stored } from '../../model/index.ts';
import type { EvidenceDb } from '../../sqlite/evidence-db.ts';
import { reference } from '../stored-cells.ts';
import { rowIssue } from '../store-issues.ts';
import { parseJid } from './jid.ts';
import { unreadable } from '../scan-rows.ts';

const HELD = 200_000;
const MISSING_HELD = 20_000;

/** Row numbers of the table `jid` as account keys. Holds the first 200,000 rows and looks the others up. */
export class JidBook {
  readonly #db: EvidenceDb;
  readonly #keys = new Map<number | bigint, string>();
  readonly #own = new Set<string>();
  readonly #missing = new Map<Key, RowLocator>();
  readonly #present: boolean;
  #complete = true;

  constructor(db: EvidenceDb, trouble: Extracted[]) {
    this.#db = db;
    this.#present = db.tables.has('jid') && db.has('jid', '_id');
    if (!this.#present) return;
    try {
      for (const [id, raw] of db.arrays(`SELECT _id, ${rawJid(db, 'j')} FROM jid j ORDER BY _id LIMIT ${HELD + 1}`)) {
        const number = reference(id);
        if (number === null || typeof raw !== 'string') continue;
        if (this.#keys.size === HELD) {
          this.#complete = false;
          continue;
        }
        const jid = parseJid(raw);
        this.#keys.set(number, jid.account);
        if (!jid.isDevice) this.#own.add(jid.account);
      }
    } catch (error) {
      trouble.push(unreadable(error, 'jid', this.#keys.size));
    }
  }

  /** True when the account has a row that names no device. Known of the rows that are held. */
  hasOwnRow(account: Key): boolean {
    return this.#own.has(account);
  }

  /** The account that a row number stands for; null when it is unset. An absent row gets a key of its own. */
  key(cell: Stored | undefined, from: RowLocator): Key | null {
    const id = reference(cell);
    if (id === null) return null;
    const known = this.#keys.get(id) ?? this.#look(id);
    if (known !== null) return known;
    const key = `jid row ${String(id)}`;
    if (!this.#missing.has(key) && this.#missing.size < MISSING_HELD) this.#missing.set(key, from);
    return key;
  }

  /** The account of a row that exists; null otherwise. */
  known(cell: Stored | undefined): Key | null {
    const id = reference(cell);
    return id === null ? null : (this.#keys.get(id) ?? this.#look(id));
  }

  /** The accounts that rows refer to and the table `jid` no longer holds. */
  *missing(): Generator<Extracted> {
    for (const [key, at] of this.#missing) {
      const account: Account = {
        kind: 'account',
        key,
        from: { at: [at], state: 'live' },
        service: 'whatsapp',
        identifier: key,
        identifierKind: 'other',
        phone: null,
        names: [],
        owner: null,
      };
      yield account;
      yield rowIssue(
        'warning',
        'unresolved-reference',
        at,
        'jid',
        key,
        'The row refers to an identifier that the table jid does not hold; the account is shown by its row number.',
      );
    }
  }

  #look(id: number | bigint): Key | null {
    if (this.#complete || !this.#present) return null;
    for (const [raw] of this.#db.arrays(`SELECT ${rawJid(this.#db, 'j')} FROM jid j WHERE _id = ?`, id))
      if (typeof raw === 'string') return parseJid(raw).account;
    return null;
  }
}

/** SQL for the identifier of a row of `jid`: `raw_string`, or user and server where that column is absent or NULL. */
export function rawJid(db: EvidenceDb, alias: string): string {
  const built = `${alias}.user || '@' || ${alias}.server`;
  const parts = db.has('jid', 'user') && db.has('jid', 'server');
  if (!db.has('jid', 'raw_string')) return parts ? built : 'NULL';
  return parts ? `coalesce(${alias}.raw_string, ${built})` : `${alias}.raw_string`;
}
