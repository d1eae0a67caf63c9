import { fieldAt, readProtobuf, textOf, type ProtobufMessage } from '../../evidence/decode/protobuf.ts';
import { attributeOf, readXmlTree, textAt } from '../../evidence/decode/xml-tree.ts';
import { XmlDamaged } from '../../evidence/decode/xml.ts';
import type { AccountName, Extracted, Participant, RowLocator, Stored, StoredColumns } from '../../model/index.ts';
import { scan } from '../scan-rows.ts';
import { bytes, text } from '../stored-cells.ts';
import { rowIssue } from '../store-issues.ts';
import { isRoom } from '../wechat/identifier.ts';
import { namelessRow } from '../wechat/nameless-row.ts';
import { renamed } from '../wechat/renamed.ts';
import type { IosAccount, Shard } from './account.ts';
import { IosTable } from './tables.ts';

/** Fields of `dbContactRemark`: BlueMatthew/WechatExporter@8f8ce41. */
const NAMES = [[3, 'owner'], [1, 'self'], [2, 'self']] as const; // prettier-ignore

/** Fields of `dbContactProfile` that hold texts: the same. */
const PROFILE = { country: 2, province: 3, city: 4, signature: 5 } as const;

/** Reads an address book. Rows of groups go to the conversations, with their members. */
export function* readContacts({ run, books, hashes }: IosAccount, { db }: Shard, name: string): Generator<Extracted> {
  const table = new IosTable(db, name, ['userName', 'dbContactRemark', 'dbContactChatRoom']);
  const [userName, remark, room, profile] = ['userName', 'dbContactRemark', 'dbContactChatRoom', 'dbContactProfile'].map((column) => table.place(column)); // prettier-ignore
  yield* scan(run, table, (row, at, out) => {
    const identifier = text(row[userName ?? -1]);
    if (identifier === null) {
      out.push(rowIssue('warning', 'row-unreadable', at, 'userName', null, 'The row names nobody.'));
      out.push(namelessRow(table, row, at));
      return undefined;
    }
    hashes.add(identifier);
    const told = packed(row[remark ?? -1], 'dbContactRemark', at, out);
    const names = NAMES.flatMap(([number, givenBy]): AccountName[] => {
      const said = told === null ? null : textOf(fieldAt(told, number));
      return said === null || said === '' ? [] : [{ name: said, givenBy, column: `${name}.dbContactRemark ${number}` }];
    });
    const stored = { ...table.rest(row), ...profileOf(row[profile ?? -1]), ...unread(told, 'dbContactRemark', row[remark ?? -1]) }; // prettier-ignore
    if (isRoom(identifier)) {
      const one = books.conversations.gather(identifier);
      one.at.push(at);
      one.title ??= names[0]?.name ?? null;
      Object.assign(one.stored, Object.fromEntries(names.slice(1).map(({ name: said, column }) => [column, said])), renamed(stored, `${name}.`)); // prettier-ignore
      const members = membersOf(row[room ?? -1], at, out);
      if (members === null) one.stored[`${name}.dbContactChatRoom`] = row[room ?? -1] ?? null;
      for (const [person, member] of members ?? [])
        out.push(participant(identifier, books.accounts.refer(person, at, out), member, at));
    } else {
      const isOfficial = typeof stored.certificationFlag === 'number' && stored.certificationFlag !== 0;
      const held = row[room ?? -1];
      const more = held === null || held === undefined || held === '' || (held instanceof Uint8Array && held.length === 0) ? {} : { dbContactChatRoom: held }; // prettier-ignore
      out.push(books.accounts.listed(identifier, at, names, { ...stored, ...more }, isOfficial));
    }
    return undefined;
  });
}

/** Null where the cell holds no protobuf message, of which an issue is made; an empty one for an empty cell. */
function packed(cell: Stored | undefined, column: string, at: RowLocator, out: Extracted[]): ProtobufMessage | null {
  const blob = bytes(cell);
  const message = blob === null ? null : readProtobuf(blob);
  const isEmpty =
    cell === null || cell === undefined || cell === '' || (cell instanceof Uint8Array && cell.length === 0);
  if (isEmpty) return { fields: [], damage: null };
  if (message !== null && message.damage === null) return message;
  out.push(rowIssue('warning', 'undecodable-payload', at, column, null, 'A part of the contact could not be read as what its column is made for; it is carried as stored.')); // prettier-ignore
  return null;
}

function unread(read: ProtobufMessage | null, column: string, cell: Stored | undefined): StoredColumns {
  return read === null && cell !== undefined ? { [column]: cell } : {};
}

/** What the account says of itself; the column is carried as stored too. */
function profileOf(cell: Stored | undefined): StoredColumns {
  const blob = bytes(cell);
  const message = blob === null ? null : readProtobuf(blob);
  if (message?.damage !== null) return {};
  return Object.fromEntries(
    Object.entries(PROFILE).flatMap(([name, number]) => {
      const said = textOf(fieldAt(message, number));
      return said === null || said === '' ? [] : [[`dbContactProfile ${name}`, said]];
    }),
  );
}

interface Member {
  readonly name: string | null;
  readonly isOwner: boolean;
}

/**
 * Members of a group in `dbContactChatRoom`: 1 identifiers divided by semicolons and 2 the owner's (names `chatroomMemberIds` and
 * `chatroomOwnerIds` in public code), 6 XML with a name in the group for each (BlueMatthew/WechatExporter@8f8ce41). Null
 * where the cell is no such message.
 */
function membersOf(cell: Stored | undefined, at: RowLocator, out: Extracted[]): ReadonlyMap<string, Member> | null {
  const members = new Map<string, Member>();
  const message = packed(cell, 'dbContactChatRoom', at, out);
  if (message === null) return null;
  const owner = textOf(fieldAt(message, 2));
  const add = (person: string, name: string | null): void => {
    if (person !== '') members.set(person, { name, isOwner: person === owner });
  };
  for (const person of textOf(fieldAt(message, 1))?.split(';') ?? []) add(person, null);
  if (owner !== null && owner !== '' && !owner.includes(';')) add(owner, members.get(owner)?.name ?? null);
  const xml = textOf(fieldAt(message, 6));
  if (xml === null || xml.trim() === '') return members;
  try {
    for (const member of readXmlTree(xml.trim()).children) add(attributeOf(member, 'UserName') ?? '', textAt(member, 'DisplayName')); // prettier-ignore
  } catch (error) {
    if (!(error instanceof XmlDamaged)) throw error;
    out.push(rowIssue('warning', 'undecodable-payload', at, 'dbContactChatRoom', null, 'The names of the members in the group could not be read to their end.')); // prettier-ignore
  }
  return members;
}

/** The row says who is listed, not since when nor, but for the owner, with which rights. */
function participant(room: string, account: string, { name, isOwner }: Member, at: RowLocator): Participant {
  return {
    kind: 'participant',
    key: JSON.stringify([room, account]),
    from: { at: [at], state: 'live' },
    stored: name === null ? {} : { 'RoomData.DisplayName': name },
    conversation: room,
    account,
    role: isOwner ? 'owner' : 'unknown',
    membership: 'unknown',
    joined: null,
    left: null,
  };
}

/** Reads the list of conversations. */
export function* readList({ run, books, hashes }: IosAccount, { db }: Shard): Generator<Extracted> {
  const table = new IosTable(db, 'SessionAbstract', ['UsrName']);
  yield* scan(run, table, (row, at, out) => {
    const identifier = text(row[table.place('UsrName')]);
    if (identifier === null) {
      out.push(rowIssue('warning', 'row-unreadable', at, 'UsrName', null, 'The row names no conversation.'));
      out.push(namelessRow(table, row, at));
      return undefined;
    }
    hashes.add(identifier);
    const one = books.conversations.gather(identifier);
    one.at.push(at);
    Object.assign(one.stored, renamed(table.rest(row), 'SessionAbstract.'));
    return undefined;
  });
}
