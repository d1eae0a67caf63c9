import { readProtobuf, integerOf, textOf, fieldAt } from '../../evidence/decode/protobuf.ts';
import type {
  Conversation,
  Extracted,
  Key,
  Locator,
  Participant,
  RowLocator,
  StoredColumns,
} from '../../model/index.ts';
import type { EvidenceDb } from '../../sqlite/evidence-db.ts';
import type { Run } from '../parser.ts';
import { scan } from '../scan-rows.ts';
import { bytes, text } from '../stored-cells.ts';
import { rowIssue } from '../store-issues.ts';
import { conversationTypeOf, isRoom } from './identifier.ts';
import type { People } from './people.ts';
import { renamed } from './people.ts';
import { StoredTable } from './stored-table.ts';

/** What the rows of one conversation say of it. */
interface Gathered {
  readonly at: Locator[];
  readonly stored: Record<string, StoredColumns[string]>;
  title: string | null;
  draft: string | null;
}

/** The members of a group as one row says. */
interface Member {
  name: string | null;
  flag: bigint | null;
}

/** In a member's flag of `roomdata`: the client's own test for administrators, ChatRoomMember.isChatroomManager in decompilations of it. */
const ADMIN_FLAG = 2048n;
const UNKNOWN_NAME = 'The row names no conversation.';

/** The conversations of one store, from the list of conversations, the groups, and the messages themselves. */
export class ConversationBook {
  readonly #gathered = new Map<string, Gathered>();
  readonly #known = new Set<string>();

  /** A group of the address book. */
  addRoom(identifier: string, title: string | null, at: RowLocator, stored: StoredColumns): void {
    const one = this.#of(identifier);
    one.at.push(at);
    one.title ??= title;
    Object.assign(one.stored, stored);
  }

  /** Reads the list of conversations. */
  *readList(run: Run, db: EvidenceDb): Generator<Extracted> {
    const table = new StoredTable(db, 'rconversation', ['username', 'editingMsg']);
    const [username, draft] = [table.place('username'), table.place('editingMsg')];
    yield* scan(run, table, (row, at, out) => {
      const identifier = text(row[username]);
      if (identifier === null) {
        out.push(rowIssue('warning', 'row-unreadable', at, 'username', JSON.stringify(table.all(row), plain), UNKNOWN_NAME)); // prettier-ignore
        return undefined;
      }
      const one = this.#of(identifier);
      one.at.push(at);
      one.draft ??= text(row[draft]);
      Object.assign(one.stored, renamed(table.rest(row), 'rconversation.'));
      return undefined;
    });
  }

  /** Reads groups with their members. */
  *readRooms(run: Run, db: EvidenceDb, people: People): Generator<Extracted> {
    const table = new StoredTable(db, 'chatroom', ['chatroomname', 'memberlist', 'roomowner', 'roomdata']);
    const [name, list, owner, data] = ['chatroomname', 'memberlist', 'roomowner', 'roomdata'].map((column) => table.place(column)); // prettier-ignore
    yield* scan(run, table, (row, at, out) => {
      const identifier = text(row[name ?? -1]);
      if (identifier === null) {
        out.push(rowIssue('warning', 'row-unreadable', at, 'chatroomname', JSON.stringify(table.all(row), plain), UNKNOWN_NAME)); // prettier-ignore
        return undefined;
      }
      const one = this.#of(identifier);
      one.at.push(at);
      Object.assign(one.stored, renamed(table.rest(row), 'chatroom.'));
      const roomOwner = text(row[owner ?? -1]);
      if (roomOwner !== null) one.stored['chatroom.roomowner'] ??= roomOwner;
      const members = membersIn(text(row[list ?? -1]), row[data ?? -1] ?? null, at, out);
      if (roomOwner !== null && !members.has(roomOwner)) members.set(roomOwner, { name: null, flag: null });
      for (const [person, member] of members)
        out.push(participant(identifier, people.refer(person, at, out), member, person === roomOwner, at));
      return undefined;
    });
  }

  /** The conversations of the tables read so far. */
  *gathered(people: People): Generator<Extracted> {
    for (const [identifier, one] of this.#gathered) {
      const [first, ...more] = one.at;
      if (first === undefined) continue;
      const out: Extracted[] = [];
      this.#known.add(identifier);
      const record = conversation(identifier, [first, ...more], one, people, out);
      yield* out;
      yield record;
    }
    this.#gathered.clear();
  }

  /** The key of a conversation that a message names; one that no table lists becomes a record of that row. */
  refer(identifier: string, at: Locator, people: People, out: Extracted[]): Key {
    if (!this.#known.has(identifier)) {
      this.#known.add(identifier);
      out.push(conversation(identifier, [at], { at: [], stored: {}, title: null, draft: null }, people, out));
    }
    return identifier;
  }

  /** The other account of a one-to-one conversation; null for groups. */
  partnerOf(conversation: Key): Key | null {
    return isRoom(conversation) || conversation === '' ? null : conversation;
  }

  #of(identifier: string): Gathered {
    let one = this.#gathered.get(identifier);
    if (one === undefined) this.#gathered.set(identifier, (one = { at: [], stored: {}, title: null, draft: null }));
    return one;
  }
}

function conversation(
  identifier: string,
  at: readonly [Locator, ...Locator[]],
  { stored, title, draft }: Gathered,
  people: People,
  out: Extracted[],
): Conversation {
  const type = conversationTypeOf(identifier);
  return {
    kind: 'conversation',
    key: identifier,
    from: { at, state: 'live' },
    stored,
    type,
    identifier,
    title,
    account: isRoom(identifier) || identifier === '' ? null : people.refer(identifier, at[0], out),
    parent: null,
    created: null,
    archived: null,
    hidden: null,
    description: null,
    draft,
    disappearingS: null,
  };
}

function participant(room: Key, account: Key, { name, flag }: Member, isOwner: boolean, at: RowLocator): Participant {
  const isAdmin = flag !== null && (flag & ADMIN_FLAG) !== 0n;
  return {
    kind: 'participant',
    key: JSON.stringify([room, account]),
    from: { at: [at], state: 'live' },
    stored: {
      ...(name === null ? {} : { 'roomdata.displayName': name }),
      ...(flag === null ? {} : { 'roomdata.flag': flag }),
    },
    conversation: room,
    account,
    role: isOwner ? 'owner' : isAdmin ? 'admin' : 'member',
    membership: 'current',
    joined: null,
    left: null,
  };
}

/**
 * Members by identifier: `memberlist`, divided by semicolons, and `roomdata`, a protobuf message with one message a member in field 1
 * (1: identifier, 2: name in the group, 3: flag). BlueMatthew/WechatExporter@8f8ce41, sjzar/chatlog@a638aa9.
 */
function membersIn(
  list: string | null,
  data: StoredColumns[string],
  at: RowLocator,
  out: Extracted[],
): Map<string, Member> {
  const members = new Map<string, Member>();
  for (const person of list?.split(';') ?? []) if (person !== '') members.set(person, { name: null, flag: null });
  const blob = bytes(data);
  if (blob === null) {
    if (data !== null && data !== '' && !(data instanceof Uint8Array))
      out.push(rowIssue('warning', 'undecodable-payload', at, 'roomdata', String(data), 'The members of the group are not what the column is made for.')); // prettier-ignore
    return members;
  }
  const { fields, damage } = readProtobuf(blob);
  if (damage !== null)
    out.push(rowIssue('warning', 'undecodable-payload', at, 'roomdata', Buffer.from(blob.subarray(0, 100)).toString('hex'), 'The names of the members in the group could not be read to their end.')); // prettier-ignore
  for (const { number, value } of fields) {
    if (number !== 1 || value.wire !== 'bytes') continue;
    const inner = readProtobuf(value.bytes);
    const person = textOf(fieldAt(inner, 1));
    if (person === null || person === '') continue;
    const name = textOf(fieldAt(inner, 2));
    members.set(person, { name: name === '' ? null : name, flag: integerOf(fieldAt(inner, 3)) });
  }
  return members;
}

function plain(_key: string, value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  return typeof value === 'bigint' ? String(value) : value;
}
