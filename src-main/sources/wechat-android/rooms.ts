import type { Extracted, StoredColumns } from '../../model/index.ts';
import type { EvidenceDb } from '../../sqlite/evidence-db.ts';
import type { Run } from '../parser.ts';
import { scan } from '../scan-rows.ts';
import { text } from '../stored-cells.ts';
import { rowIssue } from '../store-issues.ts';
import type { Books } from '../wechat/books.ts';
import { renamed } from '../wechat/renamed.ts';
import { addPackedMembers, NAMELESS, participantOf, type Members } from '../wechat/room-members.ts';
import { StoredTable } from './stored-table.ts';

const UNKNOWN_NAME = 'The row names no conversation.';

/** Reads the list of conversations. */
export function* readList(run: Run, db: EvidenceDb, { conversations }: Books): Generator<Extracted> {
  const table = new StoredTable(db, 'rconversation', ['username', 'editingMsg']);
  const [username, draft] = [table.place('username'), table.place('editingMsg')];
  yield* scan(run, table, (row, at, out) => {
    const identifier = text(row[username]);
    if (identifier === null) {
      out.push(rowIssue('warning', 'row-unreadable', at, 'username', inWords(table.all(row)), UNKNOWN_NAME));
      return undefined;
    }
    const one = conversations.gather(identifier);
    one.at.push(at);
    one.draft ??= text(row[draft]);
    Object.assign(one.stored, renamed(table.rest(row), 'rconversation.'));
    return undefined;
  });
}

/** Reads groups with their members. `memberlist` is divided by semicolons. BlueMatthew/WechatExporter@8f8ce41. */
export function* readRooms(run: Run, db: EvidenceDb, { accounts, conversations }: Books): Generator<Extracted> {
  const table = new StoredTable(db, 'chatroom', ['chatroomname', 'memberlist', 'roomowner', 'roomdata']);
  const [name, list, owner, data] = ['chatroomname', 'memberlist', 'roomowner', 'roomdata'].map((column) => table.place(column)); // prettier-ignore
  yield* scan(run, table, (row, at, out) => {
    const identifier = text(row[name ?? -1]);
    if (identifier === null) {
      out.push(rowIssue('warning', 'row-unreadable', at, 'chatroomname', inWords(table.all(row)), UNKNOWN_NAME));
      return undefined;
    }
    const one = conversations.gather(identifier);
    one.at.push(at);
    Object.assign(one.stored, renamed(table.rest(row), 'chatroom.'));
    const roomOwner = text(row[owner ?? -1]);
    if (roomOwner !== null) one.stored['chatroom.roomowner'] ??= roomOwner;
    const members: Members = new Map();
    for (const person of text(row[list ?? -1])?.split(';') ?? []) if (person !== '') members.set(person, NAMELESS);
    addPackedMembers(members, row[data ?? -1], 'roomdata', at, out);
    if (roomOwner !== null && !members.has(roomOwner)) members.set(roomOwner, NAMELESS);
    for (const [person, member] of members) {
      const of = { isOwner: person === roomOwner, column: 'roomdata' };
      out.push(participantOf(identifier, accounts.refer(person, at, out), member, at, of));
    }
    return undefined;
  });
}

function inWords(columns: StoredColumns): string {
  return JSON.stringify(columns, (_key, value: unknown) => {
    if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
    return typeof value === 'bigint' ? String(value) : value;
  });
}
