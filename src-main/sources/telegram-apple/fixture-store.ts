import type Database from 'better-sqlite3';
import { postsOn } from '../../../fixtures/scenario.ts';
import type { Device, Story, Thread } from '../../../fixtures/story.ts';
import { isHeld, numbered, threadsOn, userNumber } from '../fixture-telegram.ts';
import { coded, entriesOf, int32, keyOf, messageValue, rootOf } from './fixture-coding.ts';
import { MessageWriter, storedChannel, storedUser } from './fixture-message.ts';

const INTEGER_KEYS = [0, 2, 14, 18, 20, 67];
const BLOB_KEYS = [6, 7, 12];
/** Tables that the app makes without rowids. */
const COMPACT = [4, 9, 16, 54];

/** Fills an empty database with an account's store. `isCompact`: as the app makes it; else with rowids throughout, as in its first years. */
export function fillStore(
  db: Database.Database,
  story: Story,
  device: Device,
  save: (name: string, bytes: Uint8Array) => void,
  isCompact: boolean,
): void {
  db.exec('CREATE TABLE __meta_tables (name INTEGER, keyType INTEGER, isCompact INTEGER)');
  const listed = db.prepare('INSERT INTO __meta_tables (name, keyType, isCompact) VALUES (?, ?, ?)');
  const make = (id: number, key: string, tail = ''): void => {
    db.exec(`CREATE TABLE t${id} (key ${key} PRIMARY KEY, value BLOB)${tail}`);
    listed.run(id, key === 'INTEGER' ? 1 : 0, tail === '' ? 0 : 1);
  };
  for (const id of INTEGER_KEYS) make(id, 'INTEGER');
  for (const id of BLOB_KEYS) make(id, 'BLOB');
  for (const id of COMPACT) make(id, 'BLOB', isCompact ? ' WITHOUT ROWID' : '');
  // What a full-text table of the app's four columns keeps of their words.
  db.exec('CREATE TABLE ft41_content (id INTEGER PRIMARY KEY, c0, c1, c2, c3)');
  const statements = new Map<number, Database.Statement>();
  const put = (id: number, key: Buffer | number | bigint, value: Buffer): void => {
    const statement = statements.get(id) ?? db.prepare(`INSERT INTO t${id} (key, value) VALUES (?, ?)`);
    statements.set(id, statement);
    statement.run(key, value);
  };
  db.transaction(() => {
    put(0, 1, int32(25));
    put(0, 2, rootOf(coded('AuthorizedAccountState', { isTestingEnvironment: 0, masterDatacenterId: 2, peerId: storedUser(story, device.owner), state: coded('State', { pts: 40, qts: 0, date: 1_746_000_000, seq: 9 }) }))); // prettier-ignore
    putPeople(put, story, device);
    const writer = new MessageWriter(story, device, save);
    putConversations(put, story, device, writer);
    putMessages(db, put, story, device, writer);
  })();
}

type Put = (table: number, key: Buffer | number | bigint, value: Buffer) => void;

function putPeople(put: Put, story: Story, device: Device): void {
  for (const person of story.persons) {
    const saved = device.contacts[person.id];
    const name = saved ?? person.selfName;
    const peer = storedUser(story, person.id);
    const phone = saved === undefined ? undefined : person.phone;
    put(2, peer, rootOf(coded('TelegramUser', { i: peer, ah: 9n, aht: 0, fn: name, p: phone, ph: [], bi: null, ri: null, fl: 0 }))); // prettier-ignore
    if (person.id !== device.owner) put(18, peer, rootOf(coded('CachedUserData', { a: `number ${userNumber(person)}`, b: 0, cg: 1 }))); // prettier-ignore
    if (saved === undefined) continue;
    put(20, peer, rootOf(coded('TelegramUserPresence', { v: 1, t: 1_746_000_000, h: 0, la: 1_746_000_000 })));
    put(16, keyOf(peer), Buffer.alloc(0));
    const data = coded('ImportableDeviceContactData', { f: saved, l: '' });
    put(54, Buffer.concat([Buffer.of(0), Buffer.from(person.phone)]), rootOf(coded('TelegramDeviceContactImportedData', { _t: 0, d: data, c: 3, pid: peer }))); // prettier-ignore
  }
  const other = story.persons.find(({ id }) => id !== device.owner);
  if (other === undefined) return;
  // A secret chat without messages, as one is left when both sides emptied it.
  put(2, (3n << 32n) | 17n, rootOf(coded('TelegramSecretChat', { i: (3n << 32n) | 17n, r: storedUser(story, other.id), h: 9n, d: 1_746_000_000, o: 0, s: 2, at: 60 }))); // prettier-ignore
}

function putConversations(put: Put, story: Story, device: Device, writer: MessageWriter): void {
  for (const [index, thread] of threadsOn(story, device).entries()) {
    const peer = writer.chatOf(thread);
    if (thread.type !== 'one-to-one') putGroup(put, thread);
    const group = thread.archivedOn.includes(device.id) ? 1 : 0;
    const rest = Buffer.concat([keyOf(1_746_000_000 + index), Buffer.of(0), keyOf(1017), keyOf(peer), Buffer.of(1)]);
    const pinned = Buffer.from(index === 0 ? [0xff, 0xfe] : [0, 0]);
    put(9, Buffer.concat([keyOf(group), pinned, rest]), Buffer.concat([int32(0), int32(1017), int32(1_746_000_000 + index)])); // prettier-ignore
    put(14, peer, Buffer.concat([int32(1), int32(0), Buffer.of(0), int32(1017), int32(1016), int32(1020), int32(index % 3), int32(0)])); // prettier-ignore
    const draft = thread.drafts[device.id];
    if (draft === undefined) continue;
    const input = coded('SynchronizeableChatInputState', { t: draft, e: [], s: 1_746_000_000 });
    put(67, peer, entriesOf({ overrideChatTimestamp: 1_746_000_000, associatedMessageIds: [], data: entriesOf({ synchronizeableInputState: input }) })); // prettier-ignore
  }
}

function putGroup(put: Put, thread: Thread): void {
  const peer = storedChannel(thread);
  const d = Math.floor(thread.createdMs / 1000);
  put(2, peer, rootOf(coded('TelegramChannel', { i: peer, ah: 9n, aht: 0, t: thread.subject ?? '', ph: [], d, v: 0, ps: 0, 'i.t': thread.type === 'group' ? 1 : 0, 'i.f': 0, fl: 0 }))); // prettier-ignore
  put(18, peer, rootOf(coded('CachedChannelData', { f: 0, a: thread.description, 'p.m': thread.members.length })));
}

function putMessages(db: Database.Database, put: Put, story: Story, device: Device, writer: MessageWriter): void {
  const numbers = new Map(numbered(story).map(([id, post]) => [post.serverId, id]));
  const threads = new Map(threadsOn(story, device).map((thread) => [thread.id, thread]));
  const index = db.prepare('INSERT INTO ft41_content (c0, c1, c2, c3) VALUES (?, ?, ?, ?)');
  for (const post of postsOn(story, device.id)) {
    const id = numbers.get(post.serverId) ?? 0;
    const thread = threads.get(post.thread);
    if (thread === undefined || !isHeld(post)) continue;
    const peer = writer.chatOf(thread);
    const date = writer.secondsOf(post);
    const replyTo = post.replyTo === null ? null : (numbers.get(post.replyTo) ?? null);
    const message = writer.messageOf(id, post, thread, replyTo);
    put(7, keyOf(peer, 0, date, id), messageValue(id, message));
    put(4, keyOf(peer, 0, id), Buffer.concat([Buffer.of(0), int32(date)]));
    for (const tag of [1, 256]) if (((message.tags ?? 0) & tag) !== 0) put(12, keyOf(peer, tag, 0, date, id), Buffer.alloc(0)); // prettier-ignore
    if (message.text !== '') index.run(`p${peer}`, `p${peer}a0b${id}`, message.text, '');
    for (const medium of message.media ?? []) {
      const { i } = medium.entries;
      if (i instanceof Uint8Array && i.length === 12) putPlace(put, Buffer.from(i), peer, date, id);
    }
  }
}

/** Where a medium lies that one message holds. A page or poll may be in several; the first place counts. */
function putPlace(put: Put, id: Buffer, peer: bigint, date: number, message: number): void {
  if (id.readInt32LE(0) > 5) return;
  const place = Buffer.alloc(21);
  place.writeInt8(1, 0);
  place.writeBigInt64LE(peer, 1);
  place.writeInt32LE(0, 9);
  place.writeInt32LE(message, 13);
  place.writeInt32LE(date, 17);
  put(6, keyOf(id.readInt32LE(0), id.readBigInt64LE(4)), place);
}
