import type Database from 'better-sqlite3';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { Media, Post, Story, Thread } from '../../../fixtures/story.ts';
import type { Device } from '../../../fixtures/story.ts';
import { identifierOf, md5, mediaKey, postsHeld, roomData, serverNumber, sourceXml, talkerOf, threadsOn, wholeColumns } from '../wechat/fixture-content.ts'; // prettier-ignore
import { voiced } from '../wechat/fixture-database.ts';
import type { FileIndexFiller } from './fixture-files.ts';
import type { IndexFiller } from './fixture-index.ts';
import { SCHEMA } from './fixture-schema.ts';

type Cell = string | number | bigint | Uint8Array | null;

export interface Into {
  readonly db: Database.Database;
  readonly index: IndexFiller;
  readonly files?: FileIndexFiller;
}

/** Fills a database with what the story's device holds, and puts its media into the account's folder. */
export class StoreFiller {
  readonly #db: Database.Database;
  readonly #index: IndexFiller;
  readonly #files: FileIndexFiller | null;
  readonly #story: Story;
  readonly #device: Device;
  readonly #threads: ReadonlyMap<string, Thread>;
  readonly #posts = new Map<string, Post>();
  readonly #account: string;
  readonly #saved: string;
  #pictures = 0;
  #sequence = 700_000_000;

  /** `account` is the account's folder; `saved` where received files lie. */
  constructor({ db, index, files }: Into, story: Story, device: Device, account: string, saved: string) {
    this.#db = db;
    this.#index = index;
    this.#files = files ?? null;
    this.#story = story;
    this.#device = device;
    this.#account = account;
    this.#saved = saved;
    this.#threads = threadsOn(story, device);
    for (const post of story.posts()) this.#posts.set(post.serverId, post);
  }

  fill(): void {
    for (const statement of SCHEMA) this.#db.exec(statement);
    this.#db.exec('BEGIN');
    this.#people();
    this.#beside();
    for (const thread of this.#threads.values()) if (thread.type === 'group') this.#room(thread);
    const last = new Map<string, Post>();
    for (const { post, thread } of postsHeld(this.#story, this.#device)) {
      this.#message(post, thread);
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

  /** What the app keeps of the account beside its messages: devices, accounts of brands, a trace of the wallet. */
  #beside(): void {
    const seconds = 1_736_150_400;
    this.#insert('userinfo2', { sid: 'USERINFO_LAST_LOGIN_USERNAME_STRING', type: 3, value: identifierOf(this.#device.owner) }); // prettier-ignore
    this.#insert('userinfo2', { sid: 'USERINFO_EMOJI_PANEL_INT', type: 1, value: '2' });
    this.#insert('SafeDeviceInfo', { uid: 'device-1', name: 'Tablet in the kitchen', devicetype: 'iPad', createtime: seconds }); // prettier-ignore
    this.#insert('BizInfo', { username: 'gh_17harbourport', brandFlag: 1, extInfo: '{"ServiceType":1}', type: 1, enterpriseFather: 'gh_17harbour' }); // prettier-ignore
    this.#insert('BizChatInfo', { bizChatLocalId: 1, bizChatServId: 'chat-17', brandUserName: 'gh_17harbourport', chatType: 2, chatName: 'Night watch', ownerUserId: 'u1', userList: 'u1;u2' }); // prettier-ignore
    this.#insert('BizChatUserInfo', { userId: 'u1', userName: 'Watch officer', brandUserName: 'gh_17harbourport' });
    this.#insert('WalletLuckyMoney', { mNativeUrl: 'wxpay://c2cbizmessagehandler/17', receiveAmount: 888, receiveTime: seconds + 60, receiveStatus: 2 }); // prettier-ignore
  }

  #room(thread: Thread): void {
    const room = talkerOf(thread, this.#device);
    const members = thread.members.filter(({ leftMs }) => leftMs === null);
    this.#insert('rcontact', { username: room, nickname: thread.subject, type: 3, chatroomFlag: 1 });
    this.#insert('chatroom', {
      chatroomname: room,
      addtime: thread.createdMs,
      memberlist: members.map(({ person }) => identifierOf(person)).join(';'),
      displayname: members.map(({ person }) => person).join('、'),
      roomowner: identifierOf(members.find(({ role }) => role === 'owner')?.person ?? ''),
      roomdata: roomData(thread),
      memberCount: members.length,
    });
  }

  #conversation(thread: Thread, last: Post | null): void {
    this.#insert('rconversation', {
      username: talkerOf(thread, this.#device),
      msgCount: 1,
      conversationTime: last === null ? thread.createdMs : last.sentMs,
      content: last?.body.type === 'text' ? last.body.text : null,
      editingMsg: thread.drafts[this.#device.id] ?? null,
    });
  }

  #message(post: Post, thread: Thread): void {
    const isOwn = post.sender === this.#device.owner;
    const isSystem = post.body.type === 'system';
    const { type, content, imgPath } = wholeColumns(post, talkerOf(thread, this.#device), this.#posts);
    const signer = thread.type === 'group' && !isOwn && !isSystem ? post.sender : null;
    this.#sequence += 1;
    const row = this.#insert('message', {
      msgSvrId: serverNumber(post.serverId),
      type,
      status: isOwn ? 2 : 3,
      isSend: isOwn && !isSystem ? 1 : 0,
      createTime: post.sentMs + (isOwn ? this.#device.clockSkewMs : 0),
      talker: talkerOf(thread, this.#device),
      content: signer === null ? content : `${identifierOf(signer)}:\n${content}`,
      imgPath: imgPath ?? null,
      lvbuffer: post.mentions.length === 0 || post.revoked !== null ? null : sourceOf(post.mentions),
      talkerId: 1,
      msgSeq: this.#sequence,
    });
    this.#index.add(post, talkerOf(thread, this.#device), post.sentMs + (isOwn ? this.#device.clockSkewMs : 0), row);
    if (post.body.type === 'media' && post.revoked === null)
      this.#media(post, post.body.media, { row, type, talker: talkerOf(thread, this.#device) });
  }

  #media(
    post: Post,
    media: Media,
    { row, type, talker }: { readonly row: number; readonly type: number; readonly talker: string },
  ): void {
    const key = mediaKey(post);
    if (media.type === 'image') {
      this.#pictures += 1;
      this.#insert('ImgInfo2', { id: this.#pictures, msgSvrId: serverNumber(post.serverId), totalLen: media.content().length, bigImgPath: `${key}.png`, thumbImgPath: `THUMBNAIL_DIRPATH://th_${key}`, msglocalid: row, createtime: Math.floor(post.sentMs / 1000) }); // prettier-ignore
    }
    if (!media.presentOn.includes(this.#device.id)) return;
    const path = this.#pathOf(key, media);
    const inside = path.startsWith(this.#account) ? relative(this.#account, path) : `Download/${media.name}`;
    this.#files?.add({ post, media, talker, row, type, path: inside });
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, media.type === 'voice' ? voiced(media.content()) : media.content());
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
  const xml = sourceXml(people);
  return Buffer.concat([Buffer.of(0x7b, 0, xml.length), Buffer.from(xml), Buffer.of(0x7d)]);
}
