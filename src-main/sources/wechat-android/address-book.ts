import type { AccountName, Extracted, RowLocator, StoredColumns } from '../../model/index.ts';
import type { EvidenceDb } from '../../sqlite/evidence-db.ts';
import type { Run } from '../parser.ts';
import { scan } from '../scan-rows.ts';
import { integer, text } from '../stored-cells.ts';
import { rowIssue } from '../store-issues.ts';
import type { Books } from '../wechat/books.ts';
import { isRoom } from '../wechat/identifier.ts';
import { namelessRow } from '../wechat/nameless-row.ts';
import { renamed } from '../wechat/renamed.ts';
import { StoredTable } from './stored-table.ts';

/**
 * Rows of `userinfo` that say who the owner is, by id. ppwwyyxx/wechat-dump@be3009f, greycodee/wechat-backup; 5, 12291: one source. 12292 and
 * 12293 (USERINFO_CITY, USERINFO_PROVINCE, which SelfPersonCard reads so), 14, 43, 52, 64, 12324 to 12326: ConstantsStorage in bitren/wxwork@33a5ee0.
 */
const OWNER_ID = 2;
const OWNER_FACTS: ReadonlyMap<number, string> = new Map([
  [4, 'nickname'],
  [5, 'e-mail'],
  [6, 'bound-mobile'],
  [9, 'bound-qq'],
  [14, 'client-version'],
  [42, 'alias'],
  [43, 'weibo-nickname'],
  [52, 'registration-type'],
  [64, 'safe-device-state'],
  [12291, 'signature'],
  [12292, 'city'],
  [12293, 'province'],
  [12324, 'country-code'],
  [12325, 'province-code'],
  [12326, 'city-code'],
  [274436, 'registration-country'],
  [294913, 'real-name'],
]);

const CLAIM = 'userinfo, id 2';

/** Reads who the owner is. Rows with settings of the app are counted out. */
export function* readOwner(run: Run, db: EvidenceDb, { accounts }: Books): Generator<Extracted> {
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
    const names: AccountName[] = number === 4 ? [{ name: said, givenBy: 'self', column: 'userinfo.value' }] : [];
    const told = number === OWNER_ID ? {} : { [`userinfo ${number} (${fact ?? ''})`]: said };
    accounts.addOwnerFacts(at, { ...renamed(table.rest(row), `userinfo ${number}.`), ...told }, names);
    if (number === OWNER_ID) accounts.setOwner(said, { claim: CLAIM, assumed: false });
    return undefined;
  });
}

/** Settings by name that say who logged in last and on what; names: BusinessInfoKey of ConstantsStorage in bitren/wxwork@33a5ee0. */
const OWNER_KEYS = /^USERINFO_(?:LAST_LOGIN|LOGIN_EXT_DEVICE|SELFINFO|DEVICE_PROTECT)_/u;

/** Reads the settings by name that newer versions have beside those by number. Others are counted out. */
export function* readMoreOfOwner(run: Run, db: EvidenceDb, { accounts }: Books): Generator<Extracted> {
  const table = new StoredTable(db, 'userinfo2', ['sid']);
  yield* scan(run, table, (row, at) => {
    const name = text(row[table.place('sid')]);
    if (name === null || !OWNER_KEYS.test(name)) return 'setting of the app';
    accounts.addOwnerFacts(at, renamed(table.rest(row), `userinfo2 ${name}.`));
    return undefined;
  });
}

/** Reads the address book. Rows of groups go to the conversations. */
export function* readContacts(run: Run, db: EvidenceDb, { accounts, conversations }: Books): Generator<Extracted> {
  const table = new StoredTable(db, 'rcontact', ['username', 'alias', 'conRemark', 'nickname']);
  const username = table.place('username');
  const columns = [['conRemark', 'owner'], ['nickname', 'self'], ['alias', 'self']] as const; // prettier-ignore
  const places = columns.map(([column, givenBy]) => [table.place(column), column, givenBy] as const);
  yield* scan(run, table, (row, at, out) => {
    const identifier = text(row[username]);
    if (identifier === null) {
      out.push(rowIssue('warning', 'row-unreadable', at, 'username', null, 'The row names nobody.'));
      out.push(namelessRow(table, row, at));
      return undefined;
    }
    const names = places.flatMap(([place, column, givenBy]): AccountName[] => {
      const name = text(row[place]);
      return name === null ? [] : [{ name, givenBy, column: `rcontact.${column}` }];
    });
    const rest = table.rest(row);
    if (isRoom(identifier)) addRoom(conversations, identifier, names, at, rest);
    else out.push(accounts.listed(identifier, at, names, rest, isOfficial(rest)));
    return undefined;
  });
  yield* accounts.unlistedOwner();
}

function addRoom(
  conversations: Books['conversations'],
  identifier: string,
  names: readonly AccountName[],
  at: RowLocator,
  rest: StoredColumns,
): void {
  const one = conversations.gather(identifier);
  one.at.push(at);
  one.title ??= names[0]?.name ?? null;
  Object.assign(one.stored, Object.fromEntries(names.slice(1).map(({ name, column }) => [column, name])), renamed(rest, 'rcontact.')); // prettier-ignore
}

/** `verifyFlag` other than 0 marks Official Accounts. ppwwyyxx/wechat-dump@be3009f. */
function isOfficial({ verifyFlag }: StoredColumns): boolean {
  return typeof verifyFlag === 'number' && verifyFlag !== 0;
}
