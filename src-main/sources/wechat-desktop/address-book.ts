import type { AccountName, Extracted, RowLocator, StoredColumns } from '../../model/index.ts';
import { scan } from '../scan-rows.ts';
import { text } from '../stored-cells.ts';
import { rowIssue } from '../store-issues.ts';
import { isRoom } from '../wechat/identifier.ts';
import { namelessRow } from '../wechat/nameless-row.ts';
import { renamed } from '../wechat/renamed.ts';
import { addPackedMembers, NAMELESS, participantOf, type Members } from '../wechat/room-members.ts';
import type { DesktopAccount, Shard } from './account.ts';
import { DesktopTable } from './tables.ts';

/** What a generation calls the columns of an address book. */
export interface ContactColumns {
  readonly table: string;
  readonly username: string;
  readonly remark: string;
  readonly nickname: string;
  readonly alias: string;
  readonly verify: string;
}

/** Reads an address book. Rows of groups go to the conversations. */
export function* readContacts(
  { run, books, hashes }: DesktopAccount,
  { db }: Shard,
  of: ContactColumns,
): Generator<Extracted> {
  // prettier-ignore
  const table = new DesktopTable(db, of.table, [of.username, of.remark, of.nickname, of.alias]);
  const username = table.place(of.username);
  const places = ([[of.remark, 'owner'], [of.nickname, 'self'], [of.alias, 'self']] as const).map(([column, givenBy]) => [table.place(column), column, givenBy] as const); // prettier-ignore
  yield* scan(run, table, (row, at, out) => {
    const identifier = text(row[username]);
    if (identifier === null) {
      out.push(rowIssue('warning', 'row-unreadable', at, of.username, null, 'The row names nobody.'));
      out.push(namelessRow(table, row, at));
      return undefined;
    }
    hashes.add(identifier);
    const names = places.flatMap(([place, column, givenBy]): AccountName[] => {
      const name = text(row[place]);
      return name === null ? [] : [{ name, givenBy, column: `${of.table}.${column}` }];
    });
    const rest = table.rest(row);
    if (isRoom(identifier)) addRoom(books, identifier, names, at, renamed(rest, `${of.table}.`));
    else out.push(books.accounts.listed(identifier, at, names, rest, isOfficial(rest[of.verify])));
    return undefined;
  });
}

function addRoom(
  { conversations }: DesktopAccount['books'],
  identifier: string,
  names: readonly AccountName[],
  at: RowLocator,
  stored: StoredColumns,
): void {
  const one = conversations.gather(identifier);
  one.at.push(at);
  one.title ??= names[0]?.name ?? null;
  Object.assign(one.stored, Object.fromEntries(names.slice(1).map(({ name, column }) => [column, name])), stored);
}

/** `VerifyFlag`, `verify_flag` other than 0 marks Official Accounts, as on Android. ppwwyyxx/wechat-dump@be3009f. */
function isOfficial(flag: StoredColumns[string] | undefined): boolean {
  return typeof flag === 'number' && flag !== 0;
}

/** What a generation calls the columns of a table of groups. `list` is a text of identifiers divided by `between`. */
export interface RoomColumns {
  readonly table: string;
  readonly name: string;
  readonly owner: string;
  readonly data: string;
  readonly list: { readonly column: string; readonly between: string } | null;
}

/** Reads groups with their members. */
export function* readRooms(
  { run, books, hashes }: DesktopAccount,
  { db }: Shard,
  of: RoomColumns,
): Generator<Extracted> {
  // prettier-ignore
  const listed = of.list === null ? [] : [of.list.column];
  const table = new DesktopTable(db, of.table, [of.name, of.owner, of.data, ...listed]);
  const [name, owner, data] = [of.name, of.owner, of.data].map((column) => table.place(column));
  yield* scan(run, table, (row, at, out) => {
    const identifier = text(row[name ?? -1]);
    if (identifier === null) {
      out.push(rowIssue('warning', 'row-unreadable', at, of.name, null, 'The row names no conversation.'));
      out.push(namelessRow(table, row, at));
      return undefined;
    }
    hashes.add(identifier);
    const one = books.conversations.gather(identifier);
    one.at.push(at);
    Object.assign(one.stored, renamed(table.rest(row), `${of.table}.`));
    const roomOwner = text(row[owner ?? -1]);
    if (roomOwner !== null) one.stored[`${of.table}.${of.owner}`] ??= roomOwner;
    const members: Members = new Map();
    const list = of.list === null ? null : text(row[table.place(of.list.column)]);
    for (const person of list?.split(of.list?.between ?? ';') ?? []) if (person !== '') members.set(person, NAMELESS);
    addPackedMembers(members, row[data ?? -1], of.data, at, out);
    if (roomOwner !== null && !members.has(roomOwner)) members.set(roomOwner, NAMELESS);
    for (const [person, member] of members)
      out.push(participantOf(identifier, books.accounts.refer(person, at, out), member, at, { isOwner: person === roomOwner, column: of.data })); // prettier-ignore
    return undefined;
  });
}

/** Reads a list of conversations with their drafts. */
export function* readList(
  { run, books, hashes }: DesktopAccount,
  { db }: Shard,
  name: string,
  username: string,
  draft: string,
): Generator<Extracted> {
  // prettier-ignore
  const table = new DesktopTable(db, name, [username, draft]);
  yield* scan(run, table, (row, at, out) => {
    const identifier = text(row[table.place(username)]);
    if (identifier === null) {
      out.push(rowIssue('warning', 'row-unreadable', at, username, null, 'The row names no conversation.'));
      out.push(namelessRow(table, row, at));
      return undefined;
    }
    hashes.add(identifier);
    const one = books.conversations.gather(identifier);
    one.at.push(at);
    one.draft ??= text(row[table.place(draft)]);
    Object.assign(one.stored, renamed(table.rest(row), `${name}.`));
    return undefined;
  });
}
