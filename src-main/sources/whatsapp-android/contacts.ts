import type { AccountName, Extracted, Locator, Stored, StoredColumns } from '../../model/index.ts';
import type { Run } from '../parser.ts';
import type { EvidenceDb } from '../../sqlite/evidence-db.ts';
import { text } from '../stored-cells.ts';
import { parseJid } from './jid.ts';
import { scan } from '../scan-rows.ts';
import { Table } from './scan.ts';

/** What the address book and its neighbours say of one identifier. */
export interface ContactFacts {
  readonly names: AccountName[];
  readonly at: Locator[];
  readonly stored: Record<string, Stored>;
  used: boolean;
}

const CONTACT_NAMES: readonly (readonly [column: string, givenBy: AccountName['givenBy']])[] = [
  ['display_name', 'owner'],
  ['nickname', 'owner'],
  ['wa_name', 'self'],
  ['sort_name', 'owner'],
];

/** Contact rows by account, held for the whole reading: an address book has thousands of rows, not millions. */
export class ContactBook {
  readonly #facts = new Map<string, ContactFacts>();
  readonly #communities = new Map<string, { readonly jid: string; readonly at: Locator }>();

  get(account: string): ContactFacts | null {
    const facts = this.#facts.get(account) ?? null;
    if (facts !== null) facts.used = true;
    return facts;
  }

  /** Accounts that no row of the message store asked for. */
  *unused(): Generator<readonly [account: string, facts: ContactFacts]> {
    for (const entry of this.#facts) if (!entry[1].used) yield entry;
  }

  /** Reads the tables of wa.db that speak of accounts and groups. Yields issues and tallies only. */
  *readContacts(run: Run, db: EvidenceDb): Generator<Extracted> {
    const contacts = new Table(db, 'wa_contacts', [
      ...CONTACT_NAMES.map(([name]) => name),
      'jid',
      '_id',
      'given_name',
      'family_name',
    ]);
    yield* this.#read(run, contacts, 'jid', (cell) => {
      const names: AccountName[] = [];
      for (const [column, givenBy] of CONTACT_NAMES) addName(names, cell(column), givenBy, `wa_contacts.${column}`);
      const parts = [cell('given_name'), cell('family_name')].filter((part) => part !== null);
      addName(names, parts.length > 0 ? parts.join(' ') : null, 'owner', 'wa_contacts.given_name, family_name');
      return names;
    });
    const verified = new Table(db, 'wa_vnames', ['jid', '_id', 'verified_name'], ['cert_blob']);
    yield* this.#read(run, verified, 'jid', (cell) => {
      const names: AccountName[] = [];
      addName(names, cell('verified_name'), 'business', 'wa_vnames.verified_name');
      return names;
    });
    for (const [name, column] of [
      ['wa_biz_profiles', 'jid'],
      ['wa_block_list', 'jid'],
      ['wa_group_descriptions', 'jid'],
      ['wa_group_admin_settings', 'jid'],
    ] as const)
      yield* this.#read(run, new Table(db, name, ['_id', column]), column, () => [], true);
    yield* this.#readCommunities(run, db);
  }

  /** The community that the app itself says a group belongs to, with the row that says so; null where none does. */
  community(group: string): { readonly jid: string; readonly at: Locator } | null {
    return this.#communities.get(group) ?? null;
  }

  /** `group_relationship`: a group and its community. Origin: akhil-dara/WAInsight, chat_ingester.py. */
  *#readCommunities(run: Run, db: EvidenceDb): Generator<Extracted> {
    const columns = ['_id', 'subgroup_raw_id', 'parent_raw_jid'];
    const table = new Table(db, 'group_relationship', columns);
    const [group, parent] = [table.place('subgroup_raw_id'), table.place('parent_raw_jid')];
    yield* scan(run, table, (row, at) => {
      const [of, community] = [text(row[group]), text(row[parent])];
      if (of === null || community === null) return 'row that does not name a group and its community';
      const jid = parseJid(of).account;
      const stored: Record<string, Stored> = { 'group_relationship.parent_raw_jid': community };
      for (const [column, value] of Object.entries(table.rest(row))) stored[`group_relationship.${column}`] = value;
      this.#communities.set(jid, { jid: parseJid(community).account, at });
      this.#add(jid, [], at, stored);
      return undefined;
    });
  }

  /** Reads the names that the message store itself keeps of hidden ids. */
  *readHiddenNames(run: Run, db: EvidenceDb, raw: (id: Stored | undefined) => string | null): Generator<Extracted> {
    const table = new Table(db, 'lid_display_name', ['lid_row_id', 'display_name', 'username']);
    const [lid, display, user] = ['lid_row_id', 'display_name', 'username'].map((column) => table.place(column));
    yield* scan(run, table, (row, at) => {
      const account = raw(row[lid ?? -1]);
      if (account === null) return 'identifier not in jid';
      const names: AccountName[] = [];
      addName(names, text(row[display ?? -1]), 'app', 'lid_display_name.display_name');
      addName(names, text(row[user ?? -1]), 'self', 'lid_display_name.username');
      const odd = Object.entries(table.rest(row)).map(([column, value]) => [`lid_display_name.${column}`, value]);
      this.#add(account, names, at, Object.fromEntries(odd) as StoredColumns);
      return undefined;
    });
  }

  *#read(
    run: Run,
    table: Table,
    jidColumn: string,
    namesOf: (cell: (column: string) => string | null) => AccountName[],
    isNamed = false,
  ): Generator<Extracted> {
    const jid = table.place(jidColumn);
    yield* scan(run, table, (row, at) => {
      const stored = text(row[jid]);
      if (stored === null) return 'row without identifier';
      const names = namesOf((column) => text(row[table.place(column)]));
      const rest = table.rest(row);
      const prefixed: Record<string, Stored> = isNamed ? { [table.name]: 1 } : {};
      for (const [column, value] of Object.entries(rest)) prefixed[`${table.name}.${column}`] = value;
      this.#add(parseJid(stored).account, names, at, prefixed);
      return undefined;
    });
  }

  #add(account: string, names: readonly AccountName[], at: Locator, stored: StoredColumns): void {
    const facts = this.#facts.get(account);
    if (facts === undefined) {
      this.#facts.set(account, { names: [...names], at: [at], stored: { ...stored }, used: false });
      return;
    }
    for (const name of names) addName(facts.names, name.name, name.givenBy, name.column);
    facts.at.push(at);
    for (const [column, value] of Object.entries(stored)) {
      facts.stored[column] ??= value;
      if (facts.stored[column] !== value && at.kind === 'row')
        facts.stored[`${column} (row ${String(at.rowid)})`] = value;
    }
  }
}

/** What the address book says of a group or list, its names by their columns. */
export function threadFacts(facts: ContactFacts): StoredColumns {
  return { ...Object.fromEntries(facts.names.map(({ name, column }) => [column, name])), ...facts.stored };
}

/** Adds a name unless the same name from the same giver is there. */
export function addName(
  names: AccountName[],
  name: string | null,
  givenBy: AccountName['givenBy'],
  column: string,
): void {
  if (name === null || names.some((known) => known.name === name && known.givenBy === givenBy)) return;
  names.push({ name, givenBy, column });
}
