import type Database from 'better-sqlite3';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Media, Post, Story, Thread } from '../../../fixtures/story.ts';
import type { Device } from '../../../fixtures/story.ts';
import { columnsOf, identifierOf, md5, mediaKey, serverNumber, xmlText, app } from './fixture-content.ts';
import type { Columns } from './fixture-content.ts';
import { field, number } from './fixture-protobuf.ts';
import { SCHEMA } from './fixture-schema.ts';

type Cell = string | number | bigint | Uint8Array | null;

const HELD: ReadonlySet<Thread['type']> = new Set(['one-to-one', 'group']);
const MEMBER = 1;
const ADMIN = 2048;

/** Fills a database with what the story's device holds, and puts its media into the account's folder. */
export class StoreFiller {
  readonly #db: Database.Database;
  readonly #story: Story;
  readonly #device: Device;
  readonly #threads: ReadonlyMap<string, Thread>;
  readonly #posts = new Map<string, Post>();
  readonly #account: string;
  readonly #saved: string;
  #pictures = 0;
  #sequence = 700_000_000;

  /** `account` is the account's folder; `saved` where received files lie. */
  constructor(db: Database.Database, story: Story, device: Device, account: string, saved: string) {
    this.#db = db;
    this.#story = story;
    this.#device = device;
    this.#account = account;
    this.#saved = saved;
    this.#threads = new Map(story.threads.filter(({ on, type }) => on.includes(device.id) && HELD.has(type)).map((thread) => [thread.id, thread])); // prettier-ignore
  }

  fill(): void {
    for (const statement of SCHEMA) this.#db.exec(statement);
    this.#db.exec('BEGIN');
    this.#people();
    for (const thread of this.#threads.values()) if (thread.type === 'group') this.#room(thread);
    const last = new Map<string, Post>();
    for (const post of this.#story.posts()) {
      this.#posts.set(post.serverId, post);
      if (!this.#threads.has(post.thread) || post.deletedOn.includes(this.#device.id) || post.missingOn.includes(this.#device.id)) continue; // prettier-ignore
      this.#message(post);
      last.set(post.thread, post);
    }
    for (const thread of this.#threads.values()) this.#conversation(thread, last.get(thread.id) ?? null);
    this.#db.exec('COMMIT');
  }

  #insert(table: string, row: Readonly<Record<string, Cell>>): number {
    const columns = Object.keys(row);
    const sql = `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`;
    return Number(this.#db.prepare(sql).run(...Object.values(row)).lastInsertRowid);
  }

  #people(): void {
    const { owner, contacts } = this.#device;
    const own = this.#story.persons.find(({ id }) => id === owner);
    for (const [id, type, value] of [[2, 3, identifierOf(owner)], [4, 3, own?.selfName ?? ''], [6, 3, `+${own?.phone ?? ''}`], [42, 3, `${owner}17`], [274436, 3, 'DE'], [15, 1, '0']] as const) this.#insert('userinfo', { id, type, value }); // prettier-ignore
    for (const { id, selfName, businessName } of this.#story.persons)
      this.#insert('rcontact', {
        username: identifierOf(id),
        alias: id === 'ben' || id === 'chen' ? `${id}17` : '',
        conRemark: contacts[id] ?? '',
        nickname: businessName ?? selfName,
        type: contacts[id] === undefined ? 4 : 3,
        verifyFlag: 0,
        createTime: 1_736_150_400,
      });
  }

  #room(thread: Thread): void {
    const room = this.#talkerOf(thread);
    const members = thread.members.filter(({ leftMs }) => leftMs === null);
    this.#insert('rcontact', { username: room, nickname: thread.subject, type: 3, chatroomFlag: 1 });
    const roomdata = Buffer.concat(
      members.map(({ person, role }) => {
        const fields = [field(1, identifierOf(person)), field(2, person === 'ben' ? 'Ben (London)' : ''), number(3, role === 'admin' ? MEMBER | ADMIN : MEMBER)]; // prettier-ignore
        return field(1, Buffer.concat(fields));
      }),
    );
    this.#insert('chatroom', {
      chatroomname: room,
      addtime: thread.createdMs,
      memberlist: members.map(({ person }) => identifierOf(person)).join(';'),
      displayname: members.map(({ person }) => person).join('、'),
      roomowner: identifierOf(members.find(({ role }) => role === 'owner')?.person ?? ''),
      roomdata,
      memberCount: members.length,
    });
  }

  #conversation(thread: Thread, last: Post | null): void {
    this.#insert('rconversation', {
      username: this.#talkerOf(thread),
      msgCount: 1,
      conversationTime: last === null ? thread.createdMs : last.sentMs,
      content: last?.body.type === 'text' ? last.body.text : null,
      editingMsg: thread.drafts[this.#device.id] ?? null,
    });
  }

  #talkerOf(thread: Thread): string {
    if (thread.type === 'group') return `${thread.number ?? thread.id}@chatroom`;
    const other = thread.members.find(({ person }) => person !== this.#device.owner);
    return identifierOf(other?.person ?? this.#device.owner);
  }

  #message(post: Post): void {
    const thread = this.#threads.get(post.thread);
    if (thread === undefined) return;
    const isOwn = post.sender === this.#device.owner;
    const isSystem = post.body.type === 'system';
    const { type, content, imgPath } = this.#columns(post, thread);
    const signer = thread.type === 'group' && !isOwn && !isSystem ? post.sender : null;
    this.#sequence += 1;
    const row = this.#insert('message', {
      msgSvrId: serverNumber(post.serverId),
      type,
      status: isOwn ? 2 : 3,
      isSend: isOwn && !isSystem ? 1 : 0,
      createTime: post.sentMs + (isOwn ? this.#device.clockSkewMs : 0),
      talker: this.#talkerOf(thread),
      content: signer === null ? content : `${identifierOf(signer)}:\n${content}`,
      imgPath: imgPath ?? null,
      lvbuffer: post.mentions.length === 0 || post.revoked !== null ? null : sourceOf(post.mentions),
      talkerId: 1,
      msgSeq: this.#sequence,
    });
    if (post.body.type === 'media' && post.revoked === null) this.#media(post, post.body.media, row);
  }

  #columns(post: Post, thread: Thread): Columns {
    if (post.revoked !== null) {
      const id = serverNumber(post.serverId);
      return { type: 10002, content: `<sysmsg type="revokemsg"><revokemsg><session>${this.#talkerOf(thread)}</session><msgid>17</msgid><newmsgid>${id}</newmsgid><replacemsg><![CDATA["${post.sender ?? ''}" recalled a message]]></replacemsg></revokemsg></sysmsg>` }; // prettier-ignore
    }
    const plain = columnsOf(post);
    const quoted = post.replyTo === null ? undefined : this.#posts.get(post.replyTo);
    return quoted === undefined || post.body.type !== 'text' ? plain : this.#reply(post.body.text, quoted);
  }

  #reply(text: string, quoted: Post): Columns {
    const copy = quoted.revoked === null ? columnsOf(quoted) : columnsOf({ ...quoted, revoked: null });
    const sender = identifierOf(quoted.sender ?? '');
    const type = (copy.type & 0xffff) === 49 ? 49 : copy.type;
    return app(57, text, `<refermsg><type>${type}</type><svrid>${serverNumber(quoted.serverId)}</svrid><fromusr>${sender}</fromusr><chatusr>${sender}</chatusr><displayname>${quoted.sender ?? ''}</displayname><content>${xmlText(copy.content)}</content><createtime>${Math.floor(quoted.sentMs / 1000)}</createtime></refermsg>`, 822083633); // prettier-ignore
  }

  #media(post: Post, media: Media, row: number): void {
    const key = mediaKey(post);
    if (media.type === 'image') {
      this.#pictures += 1;
      this.#insert('ImgInfo2', { id: this.#pictures, msgSvrId: serverNumber(post.serverId), totalLen: media.content().length, bigImgPath: `${key}.png`, thumbImgPath: `THUMBNAIL_DIRPATH://th_${key}`, msglocalid: row, createtime: Math.floor(post.sentMs / 1000) }); // prettier-ignore
    }
    if (!media.presentOn.includes(this.#device.id)) return;
    const path = this.#pathOf(key, media);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, media.content());
  }

  #pathOf(key: string, media: Media): string {
    const folders = (hash: string): string => join(hash.slice(0, 2), hash.slice(2, 4));
    switch (media.type) {
      case 'image':
        return join(this.#account, 'image2', folders(key), `${key}.png`);
      case 'voice':
        return join(this.#account, 'voice2', folders(md5(key)), `msg_${key}.amr`);
      case 'video':
        return join(this.#account, 'video', `${key}.mp4`);
      case 'gif':
      case 'sticker':
        return join(this.#account, 'emoji', 'crate17', md5(media.content()));
      case 'audio':
      case 'document':
        return join(this.#saved, media.name);
    }
  }
}

/** The source of a message with the accounts that it addresses, in a frame of our own: that of the app is not published. */
function sourceOf(people: readonly string[]): Buffer {
  const xml = `<msgsource><atuserlist><![CDATA[${people.map(identifierOf).join(',')}]]></atuserlist><silence>0</silence></msgsource>`;
  return Buffer.concat([Buffer.of(0x7b, 0, xml.length), Buffer.from(xml), Buffer.of(0x7d)]);
}
