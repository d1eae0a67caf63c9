import { join } from 'node:path';
import { zstdCompressSync } from 'node:zlib';
import type { Fixture, FixtureTarget, Media, Post, Story, Thread } from '../../../fixtures/story.ts';
import { identifierOf, md5, postsHeld, serverNumber, sourceXml, talkerOf, threadsOn, wholeColumns } from '../wechat/fixture-content.ts'; // prettier-ignore
import { MadeDatabase, voiced, writeBytes } from '../wechat/fixture-database.ts';
import { LACKS } from '../wechat/fixture-lacks.ts';
import { field, number } from '../wechat/fixture-protobuf.ts';
import { IndexWriter } from './fixture-index.ts';
import { writeKept } from './fixture-kept.ts';
import { chatTables, CONTACTS, SESSIONS } from './fixture-schema.ts';

const DOCUMENTS = 'private/var/mobile/Containers/Data/Application/17A0C0DE-0000-4000-8000-000000000017/Documents';

/** The story as WeChat on Ben's iPhone keeps it, in `MM.sqlite` and one shard. */
export const fixture: Fixture = {
  parser: 'wechat-ios',
  variants: ['chat-tables'],
  platforms: ['ios'],
  lacks: {
    ...LACKS,
    milliseconds: 'times are stored in seconds',
    drafts: 'where present versions keep them is not known',
    membership: 'the row lists members, not since when nor with which rights',
  },
  fileless: ['sticker', 'gif'],
  storyIdsOf: (story) => new Map([...story.posts()].map(({ serverId }) => [String(serverNumber(serverId)), serverId])),
  identifiersOf: ({ id }) => [identifierOf(id)],
  write: writeAccount,
};

function writeAccount(story: Story, target: FixtureTarget): void {
  const { device } = target;
  const owner = identifierOf(device.owner);
  const name = story.persons.find(({ id }) => id === device.owner)?.selfName ?? '';
  const documents = join(target.root, DOCUMENTS);
  const account = join(documents, md5(owner));
  writeBytes(join(documents, 'LoginInfo2.dat'), Buffer.concat([field(1, Buffer.concat([field(1, 'wxid_other'), field(3, 'Other')])), field(1, Buffer.concat([field(1, owner), field(2, 'ben17'), field(3, name)]))])); // prettier-ignore
  writeContacts(story, target, account);
  const others = story.persons.map(({ id }) => identifierOf(id)).filter((id) => id !== owner);
  const posts = [...story.posts()];
  const all = new Map(posts.map((post) => [post.serverId, post]));
  const held = [...postsHeld(story, device)];
  writeKept(documents, { id: owner, name }, others, Math.floor((posts[0]?.sentMs ?? 0) / 1000));
  using index = new IndexWriter(join(account, 'fts/fts_message.db'), story, target);
  // A conversation lies in one database: those of groups in the shard.
  for (const type of ['one-to-one', 'group'] as const) {
    using db = new MadeDatabase(join(account, 'DB', type === 'group' ? 'message_1.sqlite' : 'MM.sqlite'), []);
    const tables = new Set<string>();
    for (const { post, thread } of held) {
      if (thread.type !== type) continue;
      const hash = md5(talkerOf(thread, device));
      if (!tables.has(hash)) for (const statement of chatTables(hash)) db.run(statement);
      tables.add(hash);
      addMessage({ db, index }, account, target, { post, thread, hash }, all);
    }
  }
}

function writeContacts(story: Story, { device }: FixtureTarget, account: string): void {
  using contacts = new MadeDatabase(join(account, 'DB/WCDB_Contact.sqlite'), CONTACTS);
  using sessions = new MadeDatabase(join(account, 'session/session.db'), SESSIONS);
  for (const { id, selfName, businessName } of story.persons)
    contacts.insert('Friend', {
      userName: identifierOf(id),
      type: device.contacts[id] === undefined ? 4 : 3,
      certificationFlag: 0,
      dbContactRemark: Buffer.concat([field(1, businessName ?? selfName), field(2, id === 'ada' ? 'ada17' : ''), field(3, device.contacts[id] ?? '')]), // prettier-ignore
      dbContactProfile: Buffer.concat([number(1, 0), field(4, 'Hamburg')]),
    });
  for (const thread of threadsOn(story, device).values()) {
    const talker = talkerOf(thread, device);
    sessions.insert('SessionAbstract', { UsrName: talker, CreateTime: 1_741_296_764, unreadcount: 2, ConStrRes1: `/session/data/${md5(talker)}` }); // prettier-ignore
    if (thread.type !== 'group') continue;
    const members = thread.members.filter(({ leftMs }) => leftMs === null);
    const owner = members.find(({ role }) => role === 'owner')?.person ?? '';
    const xml = `<RoomData><MaxCount>500</MaxCount>${members.map(({ person }) => `<Member UserName="${identifierOf(person)}"><DisplayName>${person}</DisplayName></Member>`).join('')}</RoomData>`; // prettier-ignore
    contacts.insert('Friend', {
      userName: talker,
      type: 3,
      certificationFlag: 0,
      dbContactRemark: field(1, thread.subject ?? ''),
      dbContactChatRoom: Buffer.concat([field(1, members.map(({ person }) => identifierOf(person)).join(';')), field(2, identifierOf(owner)), field(6, xml)]), // prettier-ignore
    });
  }
}

function addMessage(
  { db, index }: { readonly db: MadeDatabase; readonly index: IndexWriter },
  account: string,
  { device }: FixtureTarget,
  { post, thread, hash }: { readonly post: Post; readonly thread: Thread; readonly hash: string },
  all: ReadonlyMap<string, Post>,
): void {
  const isOwn = post.sender === device.owner && post.body.type !== 'system';
  const seconds = Math.floor((post.sentMs + (post.sender === device.owner ? device.clockSkewMs : 0)) / 1000);
  const { type, content } = wholeColumns(post, talkerOf(thread, device), all);
  const isSigned = thread.type === 'group' && !isOwn && post.sender !== null && post.body.type !== 'system';
  const text = isSigned ? `${identifierOf(post.sender)}:\n${content}` : content;
  const isPacked = thread.type === 'group' && (type === 3 || type === 48);
  const row = db.insert(`Chat_${hash}`, {
    CreateTime: seconds,
    Des: isOwn ? 0 : 1,
    ImgStatus: 1,
    MesSvrID: serverNumber(post.serverId),
    Message: isPacked ? zstdCompressSync(Buffer.from(text)) : text,
    Status: isOwn ? 2 : 4,
    TableVer: 1,
    Type: (type & 0xffff) === 49 ? 49 : type,
    WCDB_CT_Message: isPacked ? 4 : 0,
  });
  if (post.mentions.length > 0 && post.revoked === null) db.insert(`ChatExt2_${hash}`, { MesLocalID: row, msgFlag: 0, MsgSource: sourceXml(post.mentions), WCDB_CT_MsgSource: 0 }); // prettier-ignore
  index.add(post, talkerOf(thread, device), seconds, row);
  const media = post.body.type === 'media' && post.revoked === null ? post.body.media : null;
  const path = media === null ? null : pathOf(media, hash, row);
  if (media?.presentOn.includes(device.id) !== true || path === null) return;
  writeBytes(join(account, path), media.type === 'voice' ? voiced(media.content()) : media.content());
}

function pathOf(media: Media, hash: string, row: number): string | null {
  switch (media.type) {
    case 'image':
      return `Img/${hash}/${row}.pic`;
    case 'voice':
      return `Audio/${hash}/${row}.aud`;
    case 'video':
      return `Video/${hash}/${row}.mp4`;
    case 'audio':
    case 'document':
      return `OpenData/${hash}/${row}.${media.name.split('.').at(-1) ?? ''}`;
    case 'gif':
    case 'sticker':
      return null;
  }
}
