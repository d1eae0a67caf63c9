import { join } from 'node:path';
import { zstdCompressSync } from 'node:zlib';
import type { FixtureTarget, Media, Post, Story, Thread } from '../../../fixtures/story.ts';
import { identifierOf, md5, postsHeld, roomData, serverNumber, sourceXml, talkerOf, threadsOn, wholeColumns } from '../wechat/fixture-content.ts'; // prettier-ignore
import { field, number } from '../wechat/fixture-protobuf.ts';
import { MadeDatabase, sealedPicture, voiced, writeBytes } from '../wechat/fixture-database.ts';
import { keyOf } from './image-keys.ts';
import { FilesWriter } from './fixture-files.ts';
import { IndexWriter } from './fixture-index.ts';
import { messageTable, STORAGE_CONTACTS, STORAGE_MESSAGES, STORAGE_SESSIONS, STORAGE_VOICES } from './fixture-schema.ts'; // prettier-ignore

const FILES = 'Documents/xwechat_files';

/** Where the account lies: its folder is called after it, with four digits behind. */
export function storageFolder({ root, device }: FixtureTarget): string {
  return join(root, FILES, `${identifierOf(device.owner)}_17a0`);
}

/** Writes the story as version 4 keeps it. */
export function writeStorage(story: Story, target: FixtureTarget): void {
  const account = storageFolder(target);
  const databases = join(account, 'db_storage');
  writeContacts(story, target, databases);
  writeBytes(join(target.root, `Documents/app_data/net/kvcomm/key_${CODE}_1_0.statistic`), Buffer.alloc(16));
  const posts = [...postsHeld(story, target.device)];
  const all = new Map([...story.posts()].map((post) => [post.serverId, post]));
  using voices = new MadeDatabase(join(databases, 'message/media_0.db'), STORAGE_VOICES);
  using index = new IndexWriter(databases, true, story, target);
  using files = new FilesWriter(databases);
  for (const part of [0, 1]) {
    using db = new MadeDatabase(join(databases, `message/message_${part}.db`), STORAGE_MESSAGES);
    const shard = new Shard({ db, voices, index, files }, account, target, part === 0);
    for (const { post, thread } of posts.slice(part === 0 ? 0 : posts.length >> 1, part === 0 ? posts.length >> 1 : posts.length)) shard.add(post, thread, all); // prettier-ignore
  }
}

function writeContacts(story: Story, { device }: FixtureTarget, databases: string): void {
  using contacts = new MadeDatabase(join(databases, 'contact/contact.db'), STORAGE_CONTACTS);
  using sessions = new MadeDatabase(join(databases, 'session/session.db'), STORAGE_SESSIONS);
  for (const { id, selfName, businessName } of story.persons) {
    const name = businessName ?? selfName;
    const known = device.contacts[id];
    if (known === undefined) contacts.insert('stranger', { username: identifierOf(id), local_type: 3, nick_name: name });
    else contacts.insert('contact', { username: identifierOf(id), local_type: 1, alias: id === 'ben' ? 'ben17' : '', verify_flag: 0, remark: known, nick_name: name }); // prettier-ignore
  }
  for (const thread of threadsOn(story, device).values()) {
    const talker = talkerOf(thread, device);
    sessions.insert('SessionTable', { username: talker, type: 0, summary: 'Pier 4', draft: thread.drafts[device.id] ?? null, last_timestamp: 1_741_296_764 }); // prettier-ignore
    if (thread.type !== 'group') continue;
    contacts.insert('contact', { username: talker, local_type: 1, nick_name: thread.subject });
    const owner = thread.members.find(({ role, leftMs }) => role === 'owner' && leftMs === null)?.person ?? '';
    contacts.insert('chat_room', { username: talker, owner: identifierOf(owner), ext_buffer: roomData(thread) });
  }
}

/** The databases that a post goes to. */
interface Into {
  readonly db: MadeDatabase;
  readonly voices: MadeDatabase;
  readonly index: IndexWriter;
  readonly files: FilesWriter;
}

/** One database of messages that is being written. */
class Shard {
  readonly #db: MadeDatabase;
  readonly #voices: MadeDatabase;
  readonly #index: IndexWriter;
  readonly #files: FilesWriter;
  readonly #account: string;
  readonly #target: FixtureTarget;
  readonly #isSigned: boolean;
  readonly #names = new Map<string, number>();
  readonly #tables = new Set<string>();

  /** `isSigned`: content of messages to groups begins with the sender, as rows of earlier versions do. */
  constructor({ db, voices, index, files }: Into, account: string, target: FixtureTarget, isSigned: boolean) {
    this.#db = db;
    this.#voices = voices;
    this.#index = index;
    this.#files = files;
    this.#account = account;
    this.#target = target;
    this.#isSigned = isSigned;
  }

  add(post: Post, thread: Thread, all: ReadonlyMap<string, Post>): void {
    const { device } = this.#target;
    const talker = talkerOf(thread, device);
    const table = `Msg_${md5(talker)}`;
    if (!this.#tables.has(table)) this.#db.run(messageTable(table));
    this.#tables.add(table);
    this.#nameOf(talker);
    const isOwn = post.sender === device.owner;
    const seconds = Math.floor((post.sentMs + (isOwn ? device.clockSkewMs : 0)) / 1000);
    const { type, content } = wholeColumns(post, talker, all);
    const isSigned = this.#isSigned && thread.type === 'group' && !isOwn && post.sender !== null && post.body.type !== 'system'; // prettier-ignore
    const text = isSigned ? `${identifierOf(post.sender)}:\n${content}` : content;
    const isPacked = type === 3 || type === 48 || type === 43;
    const media = post.body.type === 'media' && post.revoked === null ? post.body.media : null;
    const row = this.#db.insert(table, {
      server_id: serverNumber(post.serverId),
      local_type: localType(type, content),
      sort_seq: seconds * 1000 + 1,
      real_sender_id: post.sender === null ? 0 : this.#nameOf(identifierOf(post.sender)),
      create_time: seconds,
      status: isOwn ? 2 : 3,
      server_seq: 700_000_000 + Math.floor(post.sentMs / 1000),
      source: post.mentions.length === 0 || post.revoked !== null ? null : sourceXml(post.mentions),
      message_content: isPacked ? zstdCompressSync(Buffer.from(text)) : text,
      WCDB_CT_message_content: isPacked ? 4 : 0,
      // In one database the row does not name the file: the indexes do.
      packed_info_data: media === null || (!this.#isSigned && media.type !== 'voice') ? null : packedInfo(media),
    });
    this.#index.add({ post, talker, seconds, row });
    if (media?.presentOn.includes(device.id) === true) this.#write(media, talker, seconds, { row, post });
  }

  #nameOf(name: string): number {
    let number = this.#names.get(name);
    if (number === undefined) this.#names.set(name, (number = this.#db.insert('Name2Id', { user_name: name, is_session: 1 }))); // prettier-ignore
    return number;
  }

  /** In one database under the key that follows from the statistics, in the other one as in version 1. */
  #sealed(bytes: Uint8Array): Uint8Array {
    if (this.#isSigned) return sealedPicture(bytes, 1, KEY_1);
    return sealedPicture(bytes, 2, Buffer.from(keyOf(CODE, identifierOf(this.#target.device.owner)), 'hex'));
  }

  #write(media: Media, talker: string, seconds: number, of: { readonly row: number; readonly post: Post }): void {
    const bytes = media.content();
    const month = new Date(seconds * 1000).toISOString().slice(0, 7);
    const hash = md5(bytes);
    switch (media.type) {
      case 'image': {
        // A name that follows from nothing but the index.
        const name = `${this.#isSigned ? hash : md5(`local ${hash}`)}.dat`;
        writeBytes(join(this.#account, 'msg/attach', md5(talker), month, 'Img', name), this.#sealed(bytes));
        this.#files.add({ post: of.post, media, talker, seconds, row: of.row, name });
        return;
      }
      case 'video': {
        const name = `${this.#isSigned ? hash : md5(`local ${hash}`)}.mp4`;
        writeBytes(join(this.#account, 'msg/video', month, name), bytes);
        this.#files.add({ post: of.post, media, talker, seconds, row: of.row, name });
        return;
      }
      case 'voice':
        this.#voices.insert('VoiceInfo', { chat_name_id: 1, create_time: seconds, local_id: of.row, svr_id: serverNumber(of.post.serverId), voice_data: voiced(bytes), data_index: '0' }); // prettier-ignore
        return;
      case 'audio':
      case 'document':
        writeBytes(join(this.#account, 'msg/file', month, media.name), bytes);
        return;
      case 'gif':
      case 'sticker':
    }
  }
}

/** The number in the name of a file of statistics, and what follows from it for the account of the device. */
const CODE = '1234567890';
/** The key of version 1. */
const KEY_1 = Buffer.concat([Buffer.from([0x37]), Buffer.from('cfcd208495d565ef')]);

/** The type of a message of an app stands above the lower 32 bits. */
function localType(type: number, content: string): bigint {
  if ((type & 0xffff) !== 49) return BigInt(type);
  return (BigInt(/<type>(\d+)<\/type><\/appmsg>/u.exec(content)?.[1] ?? 0) << 32n) | 49n;
}

function packedInfo(media: Media): Buffer {
  const hash = md5(media.content());
  const inner = media.type === 'image' ? field(3, field(4, hash)) : media.type === 'video' ? field(4, field(8, hash)) : Buffer.alloc(0); // prettier-ignore
  return Buffer.concat([number(1, 106), number(2, 14), inner]);
}
