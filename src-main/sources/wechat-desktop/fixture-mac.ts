import { join } from 'node:path';
import type { FixtureTarget, Media, Post, Story, Thread } from '../../../fixtures/story.ts';
import { identifierOf, md5, postsHeld, serverNumber, sourceXml, talkerOf, threadsOn, wholeColumns } from '../wechat/fixture-content.ts'; // prettier-ignore
import { field, number } from '../wechat/fixture-protobuf.ts';
import { MadeDatabase, writeBytes } from '../wechat/fixture-database.ts';
import { chatTable, MAC_CONTACTS, MAC_GROUPS, MAC_LINKS, MAC_SESSIONS } from './fixture-schema.ts';

const FILES =
  'Library/Containers/com.tencent.xinWeChat/Data/Library/Application Support/com.tencent.xinWeChat/2.0b4.0.9';

/** Writes the story as version 3 of macOS keeps it. */
export function writeMac(story: Story, target: FixtureTarget): void {
  const account = join(target.root, FILES, md5(identifierOf(target.device.owner)));
  writePeople(story, target, account);
  const all = new Map([...story.posts()].map((post) => [post.serverId, post]));
  using links = new MadeDatabase(join(account, 'Message/hldata.db'), MAC_LINKS);
  // A conversation lies in one database: those of groups in the second.
  for (const type of ['one-to-one', 'group'] as const) {
    using db = new MadeDatabase(join(account, `Message/msg_${type === 'group' ? 1 : 0}.db`), []);
    const tables = new Set<string>();
    for (const { post, thread } of postsHeld(story, target.device)) {
      if (thread.type !== type) continue;
      const chat = md5(talkerOf(thread, target.device));
      if (!tables.has(chat)) db.run(chatTable(`Chat_${chat}`));
      tables.add(chat);
      addMessage({ db, links, account, target, chat }, post, thread, all);
    }
  }
}

function writePeople(story: Story, { device }: FixtureTarget, account: string): void {
  using contacts = new MadeDatabase(join(account, 'Contact/wccontact_new2.db'), MAC_CONTACTS);
  using groups = new MadeDatabase(join(account, 'Group/group_new.db'), MAC_GROUPS);
  using sessions = new MadeDatabase(join(account, 'Session/session_new.db'), MAC_SESSIONS);
  const drafts = new Map([...threadsOn(story, device).values()].map((thread) => [talkerOf(thread, device), thread.drafts[device.id] ?? null])); // prettier-ignore
  for (const { id, selfName, businessName } of story.persons) {
    const known = device.contacts[id];
    const row = { m_nsUsrName: identifierOf(id), nickname: businessName ?? selfName, m_nsRemark: known ?? '', m_uiCertificationFlag: 0, m_nsAliasName: id === 'ben' ? 'ben17' : '' }; // prettier-ignore
    if (known === undefined) groups.insert('GroupMember', row);
    else contacts.insert('WCContact', { ...row, m_nsDraft: drafts.get(identifierOf(id)) ?? null });
  }
  for (const thread of threadsOn(story, device).values()) {
    const talker = talkerOf(thread, device);
    const shown = Buffer.concat([field(12, field(3, thread.subject ?? '')), field(13, Buffer.concat([number(1, 17), field(4, 'Pier 4'), number(7, 1)]))]); // prettier-ignore
    sessions.insert('SessionAbstract', { m_nsUserName: talker, m_uUnReadCount: 2, m_uLastTime: 1_741_296_764, _packed_MMSessionInfo: shown }); // prettier-ignore
    if (thread.type !== 'group') continue;
    const members = thread.members.filter(({ leftMs }) => leftMs === null);
    groups.insert('GroupContact', {
      m_nsUsrName: talker,
      nickname: thread.subject,
      m_nsChatRoomMemList: members.map(({ person }) => identifierOf(person)).join(';'),
      m_nsChatRoomAdminList: identifierOf(members.find(({ role }) => role === 'owner')?.person ?? ''),
      m_nsDraft: thread.drafts[device.id] ?? null,
    });
  }
}

interface Into {
  readonly db: MadeDatabase;
  readonly links: MadeDatabase;
  readonly account: string;
  readonly target: FixtureTarget;
  readonly chat: string;
}

function addMessage(
  { db, links, account, target: { device }, chat }: Into,
  post: Post,
  thread: Thread,
  all: ReadonlyMap<string, Post>,
): void {
  const isOwn = post.sender === device.owner;
  const seconds = Math.floor((post.sentMs + (isOwn ? device.clockSkewMs : 0)) / 1000);
  const { type, content } = wholeColumns(post, talkerOf(thread, device), all);
  const isSigned = thread.type === 'group' && !isOwn && post.sender !== null && post.body.type !== 'system';
  const row = db.insert(`Chat_${chat}`, {
    mesSvrID: serverNumber(post.serverId),
    msgCreateTime: seconds,
    msgContent: isSigned ? `${identifierOf(post.sender)}:\n${content}` : content,
    msgStatus: isOwn ? 2 : 4,
    msgImgStatus: 1,
    messageType: (type & 0xffff) === 49 ? 49 : type,
    mesDes: isOwn && post.body.type !== 'system' ? 0 : 1,
    msgSource: post.mentions.length === 0 || post.revoked !== null ? null : sourceXml(post.mentions),
    msgSeq: 700_000_000 + Math.floor(post.sentMs / 1000),
  });
  const media = post.body.type === 'media' && post.revoked === null ? post.body.media : null;
  const isLinked = row % 2 === 0;
  const place = media === null ? null : placeOf(media, row, seconds, isLinked);
  if (media?.presentOn.includes(device.id) !== true || place === null) return;
  writeBytes(join(account, 'Message/MessageTemp', chat, ...place), media.content());
  if (!isLinked) return;
  const file = Number(serverNumber(post.serverId) % 1_000_000_007n);
  links.insert('HlinkMediaRecord', { mediaMd5: md5(media.content()), mediaSize: media.content().length, inodeNumber: file, modifyTime: seconds }); // prettier-ignore
  links.insert('HlinkMediaDetail', { inodeNumber: file, relativePath: `${chat}/${place[0]}`, fileName: place[1] });
}

/** The file of every other row bears a name that its list alone tells. */
function placeOf(media: Media, row: number, seconds: number, isLinked: boolean): readonly [string, string] | null {
  switch (media.type) {
    case 'image':
      return ['Image', isLinked ? `linked-${row}-${seconds}.jpg` : `${row}${seconds}_.pic.jpg`];
    case 'video':
      return ['Video', isLinked ? `linked-${row}-${seconds}.mp4` : `${row}_${seconds}.mp4`];
    case 'audio':
    case 'document':
      return ['File', media.name];
    case 'voice':
    case 'gif':
    case 'sticker':
      return null;
  }
}
