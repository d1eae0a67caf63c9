import { join } from 'node:path';
import type { FixtureTarget, Media, Post, Story, Thread } from '../../../fixtures/story.ts';
import { identifierOf, md5, postsHeld, roomData, serverNumber, sourceXml, talkerOf, threadsOn, wholeColumns } from '../wechat/fixture-content.ts'; // prettier-ignore
import { field, number } from '../wechat/fixture-protobuf.ts';
import { disguised, MadeDatabase, voiced, writeBytes } from '../wechat/fixture-database.ts';
import { MultiFilesWriter } from './fixture-files.ts';
import { IndexWriter } from './fixture-index.ts';
import { MULTI_CONTACTS, MULTI_MESSAGES, MULTI_VOICES } from './fixture-schema.ts';

const FILES = 'Documents/WeChat Files';

/** Writes the story as version 3 of Windows keeps it. */
export function writeMulti(story: Story, target: FixtureTarget): void {
  const account = join(target.root, FILES, identifierOf(target.device.owner));
  writeContacts(story, target, join(account, 'Msg/MicroMsg.db'));
  const posts = [...postsHeld(story, target.device)];
  const all = new Map([...story.posts()].map((post) => [post.serverId, post]));
  using voices = new MadeDatabase(join(account, 'Msg/Multi/MediaMSG0.db'), MULTI_VOICES);
  using index = new IndexWriter(account, false, story, target);
  using files = new MultiFilesWriter(account);
  for (const part of [0, 1]) {
    using db = new MadeDatabase(join(account, `Msg/Multi/MSG${part}.db`), MULTI_MESSAGES);
    const names = new Map<string, number>();
    const numberOf = (name: string): number => {
      const known = names.get(name) ?? db.insert('Name2ID', { UsrName: name });
      names.set(name, known);
      return known;
    };
    for (const { post, thread } of posts.slice(
      part === 0 ? 0 : posts.length >> 1,
      part === 0 ? posts.length >> 1 : posts.length,
    ))
      // prettier-ignore
      addMessage({ db, voices, index, ...(part === 1 && { files }), account, target }, post, thread, numberOf(talkerOf(thread, target.device)), all);
  }
}

function writeContacts(story: Story, { device }: FixtureTarget, path: string): void {
  using db = new MadeDatabase(path, MULTI_CONTACTS);
  for (const { id, selfName, businessName } of story.persons)
    db.insert('Contact', { UserName: identifierOf(id), Alias: id === 'ben' ? 'ben17' : '', Type: device.contacts[id] === undefined ? 4 : 3, VerifyFlag: 0, Remark: device.contacts[id] ?? '', NickName: businessName ?? selfName }); // prettier-ignore
  for (const thread of threadsOn(story, device).values()) {
    const talker = talkerOf(thread, device);
    db.insert('Session', { strUsrName: talker, strNickName: thread.subject, strContent: 'Pier 4', nTime: 1_741_296_764, editContent: thread.drafts[device.id] ?? null }); // prettier-ignore
    if (thread.type !== 'group') continue;
    const members = thread.members.filter(({ leftMs }) => leftMs === null);
    db.insert('Contact', { UserName: talker, Type: 3, NickName: thread.subject });
    db.insert('ChatRoom', {
      ChatRoomName: talker,
      UserNameList: members.map(({ person }) => identifierOf(person)).join('\u0007'),
      Reserved2: identifierOf(members.find(({ role }) => role === 'owner')?.person ?? ''),
      RoomData: roomData(thread),
    });
  }
}

interface Into {
  readonly db: MadeDatabase;
  readonly voices: MadeDatabase;
  readonly index: IndexWriter;
  /** Present where rows do not name their pictures. */
  readonly files?: MultiFilesWriter;
  readonly account: string;
  readonly target: FixtureTarget;
}

function addMessage(
  { db, voices, index, files, account, target }: Into,
  post: Post,
  thread: Thread,
  talkerId: number,
  all: ReadonlyMap<string, Post>,
): void {
  // prettier-ignore
  const { device } = target;
  const talker = talkerOf(thread, device);
  const isOwn = post.sender === device.owner;
  const isSystem = post.body.type === 'system';
  const seconds = Math.floor((post.sentMs + (isOwn ? device.clockSkewMs : 0)) / 1000);
  const { type, content } = wholeColumns(post, talker, all);
  const isApp = (type & 0xffff) === 49;
  const media = post.body.type === 'media' && post.revoked === null ? post.body.media : null;
  const path = media === null ? null : pathOf(media, talker, seconds);
  const extra = [
    thread.type === 'group' && !isOwn && !isSystem && post.sender !== null ? text(1, identifierOf(post.sender)) : null,
    path === null || (files !== undefined && media?.type === 'image')
      ? null
      : text(4, `${identifierOf(device.owner)}\\${path.replaceAll('/', '\\')}`),
    post.mentions.length > 0 && post.revoked === null ? text(7, sourceXml(post.mentions)) : null,
  ].filter((part) => part !== null);
  const row = db.insert('MSG', {
    TalkerId: talkerId,
    MsgSvrID: serverNumber(post.serverId),
    Type: isApp ? 49 : type,
    SubType: isApp ? Number(/<type>(\d+)<\/type><\/appmsg>/u.exec(content)?.[1] ?? 0) : 0,
    IsSender: isOwn && !isSystem ? 1 : 0,
    CreateTime: seconds,
    Sequence: seconds * 1000 + 1,
    MsgSequence: 700_000_000 + Math.floor(post.sentMs / 1000),
    StrTalker: talker,
    StrContent: isApp ? '' : content,
    CompressContent: isApp ? literalBlock(Buffer.from(`${content}\0`)) : null,
    BytesExtra: extra.length === 0 ? null : Buffer.concat(extra),
  });
  index.add({ post, talker, seconds, row });
  if (media?.presentOn.includes(device.id) !== true) return;
  if (media.type === 'image' && path !== null)
    files?.add(md5(media.content()), path.slice(path.lastIndexOf('/') + 1), talker, seconds);
  const bytes = media.content();
  if (media.type === 'voice')
    voices.insert('Media', { Key: String(serverNumber(post.serverId)), Reserved0: serverNumber(post.serverId), Buf: voiced(bytes) }); // prettier-ignore
  else if (path !== null) writeBytes(join(account, path), media.type === 'image' ? disguised(bytes) : bytes);
}

function text(kind: number, value: string): Buffer {
  return field(3, Buffer.concat([number(1, kind), field(2, value)]));
}

function pathOf(media: Media, talker: string, seconds: number): string | null {
  const month = new Date(seconds * 1000).toISOString().slice(0, 7);
  const hash = md5(media.content());
  switch (media.type) {
    case 'image':
      return `FileStorage/MsgAttach/${md5(talker)}/Image/${month}/${hash}.dat`;
    case 'video':
      return `FileStorage/Video/${month}/${hash}.mp4`;
    case 'audio':
    case 'document':
      return `FileStorage/File/${month}/${media.name}`;
    case 'voice':
    case 'gif':
    case 'sticker':
      return null;
  }
}

/** An LZ4 block of literals alone; blocks with matches are tried on the corpus. lz4/lz4, doc/lz4_Block_format.md. */
function literalBlock(bytes: Buffer): Buffer {
  if (bytes.length < 15) return Buffer.concat([Buffer.of(bytes.length << 4), bytes]);
  const lengths: number[] = [];
  let rest = bytes.length - 15;
  for (; rest >= 255; rest -= 255) lengths.push(255);
  return Buffer.concat([Buffer.of(0xf0, ...lengths, rest), bytes]);
}
