import type {
  Account,
  AccountName,
  Extracted,
  Key,
  Locator,
  RowLocator,
  Stored,
  StoredColumns,
} from '../../model/index.ts';
import type { EvidenceDb, StoredRow } from '../../sqlite/evidence-db.ts';
import type { Run } from '../parser.ts';
import { scan } from '../scan-rows.ts';
import { integer, text } from '../stored-cells.ts';
import { rowIssue } from '../store-issues.ts';
import { formOf, isRoom, kindOf } from './identifier.ts';
import { StoredTable } from './stored-table.ts';

/** Rows of `userinfo` that say who the owner is, by id. ppwwyyxx/wechat-dump@be3009f, greycodee/wechat-backup; 5, 12291: one source. */
const OWNER_ID = 2;
const OWNER_FACTS: ReadonlyMap<number, string> = new Map([
  [4, 'nickname'],
  [5, 'e-mail'],
  [6, 'bound-mobile'],
  [9, 'bound-qq'],
  [42, 'alias'],
  [12291, 'signature'],
  [12292, 'province'],
  [12293, 'city'],
  [274436, 'registration-country'],
  [294913, 'real-name'],
]);

const CLAIM = 'userinfo, id 2';

/** Facts of the owner that `userinfo` holds, each with its row. */
interface OwnerFacts {
  readonly at: Locator[];
  readonly stored: Record<string, Stored>;
  readonly names: AccountName[];
}

/** The accounts of one store: those of the address book, and those that other rows name. */
export class People {
  /** The account that the store belongs to; null where nothing says so. */
  owner: Key | null = null;
  readonly #owner: OwnerFacts = { at: [], stored: {}, names: [] };
  readonly #known = new Set<string>();
  #claim: Exclude<Account['owner'], null> = { claim: CLAIM, assumed: false };

  /** Reads who the owner is. Rows with settings of the app are counted out. */
  *readOwner(run: Run, db: EvidenceDb): Generator<Extracted> {
    const table = new StoredTable(db, 'userinfo', ['id', 'value']);
    const [id, value] = [table.place('id'), table.place('value')];
    yield* scan(run, table, (row, at, out) => {
      const number = integer(row[id]);
      const fact = typeof number === 'number' ? OWNER_FACTS.get(number) : undefined;
      if (number !== OWNER_ID && fact === undefined) return 'setting of the app';
      const said = text(row[value]);
      if (typeof row[value] !== 'string' || said === null) {
        out.push(rowIssue('note', 'unknown-column-type', at, 'value', said, 'The row is to say who the owner is, and holds no text.')); // prettier-ignore
        return undefined;
      }
      this.#owner.at.push(at);
      Object.assign(this.#owner.stored, renamed(table.rest(row), `userinfo ${number}.`));
      if (number === OWNER_ID) this.owner = said;
      else this.#owner.stored[`userinfo ${number} (${fact ?? ''})`] = said;
      if (number === 4) this.#owner.names.push({ name: said, givenBy: 'self', column: 'userinfo.value' });
      return undefined;
    });
  }

  /** Takes an account for the owner's where only its place says so. */
  assumeOwner(identifier: string, claim: string, at: Locator, out: Extracted[]): void {
    this.owner = identifier;
    this.#claim = { claim, assumed: true };
    this.refer(identifier, at, out);
  }

  /** Reads the address book. Rows of groups go to `room`, with what they say beside the name. */
  *readContacts(
    run: Run,
    db: EvidenceDb,
    room: (identifier: string, title: string | null, at: RowLocator, stored: StoredColumns) => void,
  ): Generator<Extracted> {
    const table = new StoredTable(db, 'rcontact', ['username', 'alias', 'conRemark', 'nickname']);
    const username = table.place('username');
    const columns = [['conRemark', 'owner'], ['nickname', 'self'], ['alias', 'self']] as const; // prettier-ignore
    const places = columns.map(([column, givenBy]) => [table.place(column), column, givenBy] as const);
    yield* scan(run, table, (row, at, out) => {
      const identifier = text(row[username]);
      if (identifier === null) {
        out.push(rowIssue('warning', 'row-unreadable', at, 'username', null, 'The row names nobody.'));
        out.push(nameless(table, row, at));
        return undefined;
      }
      const names = places.flatMap(([place, column, givenBy]): AccountName[] => {
        const name = text(row[place]);
        return name === null ? [] : [{ name, givenBy, column: `rcontact.${column}` }];
      });
      const rest = table.rest(row);
      if (isRoom(identifier)) {
        const more = Object.fromEntries(names.slice(1).map(({ name, column }) => [column, name]));
        room(identifier, names[0]?.name ?? null, at, { ...more, ...renamed(rest, 'rcontact.') });
      } else {
        this.#known.add(identifier);
        out.push(this.#account(identifier, [at], names, rest));
      }
      return undefined;
    });
    if (this.owner !== null && !this.#known.has(this.owner)) {
      const [first, ...more] = this.#owner.at;
      this.#known.add(this.owner);
      if (first !== undefined) yield this.#account(this.owner, [first, ...more], [], {});
    }
  }

  /** True for an account that the address book or an earlier row has named. */
  knows(identifier: string): boolean {
    return this.#known.has(identifier);
  }

  /** The key of an account that a row names; one that was not met before becomes a record of that row. */
  refer(identifier: string, at: Locator, out: Extracted[]): Key {
    if (!this.#known.has(identifier)) {
      this.#known.add(identifier);
      out.push(this.#account(identifier, [at], [], {}));
    }
    return identifier;
  }

  #account(
    identifier: string,
    at: readonly [Locator, ...Locator[]],
    names: readonly AccountName[],
    rest: StoredColumns,
  ): Account {
    const isOwner = identifier === this.owner;
    const { at: more, stored, names: own } = this.#owner;
    const [first, ...others] = at;
    const form = formOf(identifier);
    return {
      kind: 'account',
      key: identifier,
      from: {
        at: isOwner ? [first, ...new Set([...others, ...more.filter((one) => one !== first)])] : at,
        state: 'live',
      },
      stored: { ...(form === null ? {} : { 'identifier-form': form }), ...rest, ...(isOwner ? stored : {}) },
      service: 'wechat',
      identifier,
      identifierKind: isOfficial(rest) ? 'service' : kindOf(identifier),
      phone: null,
      names: isOwner ? [...names, ...own] : names,
      owner: isOwner ? this.#claim : null,
    };
  }
}

/** `verifyFlag` other than 0 marks Official Accounts. ppwwyyxx/wechat-dump@be3009f. */
function isOfficial({ verifyFlag }: StoredColumns): boolean {
  return typeof verifyFlag === 'number' && verifyFlag !== 0;
}

/** A row of the address book without an identifier, with all that it holds. */
function nameless(table: StoredTable, row: StoredRow, at: RowLocator): Extracted {
  return {
    kind: 'event',
    key: `nameless:${String(at.rowid)}`,
    from: { at: [at], state: 'live' },
    stored: table.all(row),
    type: 'unknown',
    conversation: null,
    actor: null,
    accounts: [],
    direction: 'unknown',
    times: [],
    call: null,
    body: null,
  };
}

/** Stored columns under names that say their table. */
export function renamed(columns: StoredColumns, before: string): StoredColumns {
  return Object.fromEntries(Object.entries(columns).map(([name, value]) => [`${before}${name}`, value]));
}
