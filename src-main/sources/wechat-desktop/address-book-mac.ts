import { fieldAt, readProtobuf, textOf } from '../../evidence/decode/protobuf.ts';
import type { AccountName, Extracted, Stored } from '../../model/index.ts';
import { scan } from '../scan-rows.ts';
import { bytes, text } from '../stored-cells.ts';
import { rowIssue } from '../store-issues.ts';
import { isRoom } from '../wechat/identifier.ts';
import { namelessRow } from '../wechat/nameless-row.ts';
import { renamed } from '../wechat/renamed.ts';
import type { DesktopAccount, Shard } from './account.ts';
import { DesktopTable } from './tables.ts';

const PEOPLE = ['m_nsUsrName', 'm_nsRemark', 'nickname', 'm_nsAliasName', 'm_nsDraft'] as const;
const NAMES = [['m_nsRemark', 'owner'], ['nickname', 'self'], ['m_nsAliasName', 'self']] as const; // prettier-ignore
const MEMBERS = 'm_nsChatRoomMemList';
const ADMINS = 'm_nsChatRoomAdminList';

/**
 * Reads a table of people or groups of version 3 of macOS, which share their columns. Members stand in a list divided by semicolons.
 * The row says who is listed, not since when nor with which rights: `m_nsChatRoomAdminList` is an administrators' list by its name, and the owner
 * by sjzar/chatlog@a638aa9 (internal/model/chatroom_darwinv3.go); whom it names is told as stored.
 */
export function* readMacPeople(
  { run, books, hashes }: DesktopAccount,
  { db }: Shard,
  name: string,
): Generator<Extracted> {
  const table = new DesktopTable(db, name, PEOPLE);
  const place = (column: string): number => table.place(column);
  yield* scan(run, table, (row, at, out) => {
    const identifier = text(row[place('m_nsUsrName')]);
    if (identifier === null) {
      out.push(rowIssue('warning', 'row-unreadable', at, 'm_nsUsrName', null, 'The row names nobody.'));
      out.push(namelessRow(table, row, at));
      return undefined;
    }
    hashes.add(identifier);
    const names = NAMES.flatMap(([column, givenBy]): AccountName[] => {
      const told = text(row[place(column)]);
      return told === null ? [] : [{ name: told, givenBy, column: `${name}.${column}` }];
    });
    const rest = table.rest(row);
    const draft = text(row[place('m_nsDraft')]);
    if (!isRoom(identifier)) {
      const flag = rest.m_uiCertificationFlag;
      out.push(books.accounts.listed(identifier, at, names, rest, typeof flag === 'number' && flag !== 0));
      if (draft === null) return undefined;
    }
    const one = books.conversations.gather(identifier);
    one.at.push(at);
    if (draft !== null && one.draft !== null && one.draft !== draft) one.stored[`${name}.m_nsDraft`] = draft;
    one.draft ??= draft;
    if (!isRoom(identifier)) return undefined;
    one.title ??= names[0]?.name ?? null;
    // A group stands in both tables, and may be called otherwise in each.
    const others = names.filter(({ name: told }) => told !== one.title);
    Object.assign(one.stored, Object.fromEntries(others.map(({ name: told, column }) => [column, told])), renamed(rest, `${name}.`)); // prettier-ignore
    const [members, admins] = [MEMBERS, ADMINS].map((column) => listed(row[place(column)]));
    for (const person of new Set([...(members ?? []), ...(admins ?? [])])) {
      const account = books.accounts.refer(person, at, out);
      const stored = admins?.includes(person) === true ? { [`${name}.${ADMINS}`]: admins.join(';') } : {};
      out.push({ kind: 'participant', key: JSON.stringify([identifier, account]), from: { at: [at], state: 'live' }, stored, conversation: identifier, account, role: 'unknown', membership: 'unknown', joined: null, left: null }); // prettier-ignore
    }
    return undefined;
  });
}

function listed(cell: Stored | undefined): readonly string[] {
  return [...new Set((text(cell) ?? '').split(';').filter((one) => one !== ''))];
}

/**
 * Reads a list of conversations. `_packed_MMSessionInfo`: 12.3 the name shown, 13.4 the words of the last message; the column is carried as
 * stored too. Yiming-Zuo/wechat-decrypt-mac@9798ee2, session_parser.py.
 */
export function* readMacList(
  { run, books, hashes }: DesktopAccount,
  { db }: Shard,
  name: string,
): Generator<Extracted> {
  const table = new DesktopTable(db, name, ['m_nsUserName']);
  yield* scan(run, table, (row, at, out) => {
    const identifier = text(row[table.place('m_nsUserName')]);
    if (identifier === null) {
      out.push(rowIssue('warning', 'row-unreadable', at, 'm_nsUserName', null, 'The row names no conversation.'));
      out.push(namelessRow(table, row, at));
      return undefined;
    }
    hashes.add(identifier);
    const one = books.conversations.gather(identifier);
    one.at.push(at);
    Object.assign(one.stored, renamed(table.rest(row), `${name}.`));
    const packed = row[table.place('_packed_MMSessionInfo')];
    const blob = bytes(packed);
    const message = blob === null ? null : readProtobuf(blob);
    if (message?.damage !== null && packed !== null && packed !== undefined && packed !== '')
      out.push(rowIssue('warning', 'undecodable-payload', at, '_packed_MMSessionInfo', null, 'A part of the row could not be read as what its column is made for; it is carried as stored.')); // prettier-ignore
    if (message?.damage !== null) return undefined;
    const [shown, last] = ([[12, 3], [13, 4]] as const).map((path) => textOf(fieldAt(message, ...path))); // prettier-ignore
    if (shown !== null && shown !== undefined && shown !== '' && isRoom(identifier)) one.title ??= shown;
    if (last !== null && last !== undefined && last !== '') one.stored[`${name} last message`] = last;
    return undefined;
  });
}
