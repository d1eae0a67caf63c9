import { join } from 'node:path';
import { safe, writeMedia, writeText } from './fixture-said.ts';
import type { SaidPost, SaidThread } from './fixture-said.ts';

/** Labels of WeFlow by type. */
const LABELS: Readonly<Record<string, string>> = { '1': '文本消息', '3': '图片消息', '34': '语音消息', '43': '视频消息', '47': '动画表情', '48': '位置消息', '42': '名片消息', '10000': '系统消息', '49/5': '图文消息', '49/6': '文件消息', '49/3': '音乐卡片', '49/57': '引用消息', '49/53': '卡片式链接' }; // prettier-ignore

const CHATLAB: Readonly<Record<string, number>> = { '1': 0, '3': 1, '34': 2, '43': 3, '49/6': 4, '49/3': 4, '47': 5, '49/5': 7, '48': 8, '49/57': 25, '42': 27, '10000': 80, '49/53': 99 }; // prettier-ignore

export function codeName({ code, sub }: SaidPost): string {
  return sub === 0 ? String(code) : `${code}/${sub}`;
}

/** The story as WeFlow writes it: one document a conversation, media beside it. */
export function writeWeflow(
  folder: string,
  threads: readonly SaidThread[],
  quotedBy: (serverId: string) => Pick<SaidPost, 'id' | 'senderName' | 'text'> | null,
): void {
  // prettier-ignore
  for (const said of threads) {
    const { talker, name, isGroup, posts } = said;
    const messages = posts.map((one, index) => {
      const { post } = one;
      const quoted = post.replyTo === null ? null : quotedBy(post.replyTo);
      const place = post.body.type === 'location' ? { locationLat: post.body.latitude, locationLng: post.body.longitude, locationPoiname: post.body.name ?? undefined, locationLabel: post.body.address ?? undefined } : {}; // prettier-ignore
      return {
        localId: index + 1,
        createTime: one.seconds,
        formattedTime: 'as the computer shows it',
        type: LABELS[codeName(one)] ?? `未知类型(${one.code})`,
        localType: one.code,
        content: one.path ?? one.text,
        isSend: one.isOwn ? 1 : 0,
        senderUsername: one.sender ?? talker,
        senderDisplayName: one.senderName,
        source: '',
        senderAvatarKey: one.sender ?? talker,
        platformMessageId: one.id,
        ...(quoted === null ? {} : { replyToMessageId: quoted.id, quotedSender: quoted.senderName, quotedContent: quoted.text }), // prettier-ignore
        ...place,
      };
    });
    const session = { accountId: talker, nickname: name, remark: '', displayName: name, type: isGroup ? '群聊' : '私聊', lastTimestamp: posts.at(-1)?.seconds, messageCount: posts.length }; // prettier-ignore
    const whole = { weflow: { version: '4.3.0', exportedAt: 1_741_300_000, generator: 'WeFlow' }, session, messages, avatars: { [talker]: 'data:image/png;base64,AAAA' } }; // prettier-ignore
    writeText(join(folder, `${safe(name)}_${talker.slice(0, 12)}.json`), JSON.stringify(whole, null, 2));
    writeMedia(folder, said);
  }
}

/** The story in the ChatLab form, as a document or as lines. */
export function writeChatlab(folder: string, threads: readonly SaidThread[], owner: string, isLines: boolean): void {
  for (const said of threads) {
    const { talker, name, isGroup, posts, thread } = said;
    const chatlab = { version: '0.0.2', exportedAt: 1_741_300_000, generator: 'WeFlow' };
    const meta = { name, platform: 'wechat', type: isGroup ? 'group' : 'private', ...(isGroup ? { groupId: talker } : {}), ownerId: owner }; // prettier-ignore
    const people = new Map(posts.flatMap(({ sender, senderName }) => (sender === null ? [] : [[sender, senderName] as const]))); // prettier-ignore
    if (!isGroup) people.set(talker, name);
    const members = [...people].map(([platformId, accountName]) => ({ platformId, accountName, ...(isGroup && platformId === owner ? { roles: [{ id: thread.createdBy === null ? 'admin' : 'owner' }] } : {}) })); // prettier-ignore
    const messages = posts.map((one) => ({
      sender: one.sender ?? '',
      accountName: one.senderName,
      ...(isGroup && one.isOwn ? { groupNickname: `${one.senderName} (harbour)` } : {}),
      timestamp: one.seconds,
      type: CHATLAB[codeName(one)] ?? one.code,
      content: one.path ?? one.text,
      platformMessageId: one.id,
    }));
    const file = join(folder, `${safe(name)}_${talker.slice(0, 12)}`);
    if (isLines) {
      const lines = [{ _type: 'header', chatlab, meta }, ...members.map((one) => ({ _type: 'member', ...one })), ...messages.map((one) => ({ _type: 'message', ...one }))]; // prettier-ignore
      writeText(`${file}.jsonl`, `# harbour\n${lines.map((one) => `${JSON.stringify(one)}\n`).join('')}`);
    } else writeText(`${file}.json`, JSON.stringify({ chatlab, meta, members, messages }));
    writeMedia(folder, said);
  }
}

/** The story as chatlog answers: one array. */
export function writeChatlog(folder: string, threads: readonly SaidThread[]): void {
  const messages = threads.flatMap(({ talker, name, isGroup, posts }) =>
    posts.map((one, index) => ({
      seq: one.seconds * 1000 + (index % 1000),
      time: new Date(one.seconds * 1000 + 28_800_000).toISOString().replace('.000Z', '+08:00'),
      talker,
      talkerName: name,
      isChatRoom: isGroup,
      sender: one.sender ?? '系统消息',
      senderName: one.senderName,
      isSelf: one.isOwn,
      type: one.code,
      subType: one.sub,
      content: one.post.body.type === 'media' ? '' : one.text,
      ...(one.post.body.type === 'media' ? { contents: { md5: 'd41d8cd98f00b204e9800998ecf8427e', ...(one.sub === 6 ? { title: one.post.body.media.name } : {}) } } : {}), // prettier-ignore
      ...(one.post.body.type === 'link' ? { contents: { title: one.post.body.title, url: one.post.body.url } } : {}),
    })),
  );
  writeText(join(folder, 'chatlog.json'), JSON.stringify(messages));
}

/** The story in the import form of Wetrace Plus, and as chatlog-keeper writes it. */
export function writeArchive(folder: string, threads: readonly SaidThread[], owner: string, isKeeper: boolean): void {
  const keeper = threads.flatMap(({ talker, name, posts }) => posts.map((one) => ({ ts: one.seconds, sender: one.senderName, sender_wxid: one.sender ?? '', chat_room: name, conversation_id: talker, content: one.text, msg_type: one.code, is_self: one.isOwn, account_id: owner, thread_id: `${owner}::${talker}`, server_id: one.id, source_offset: `row ${one.id}` }))); // prettier-ignore
  const plus = threads.map(({ talker, name, isGroup, posts }) => ({
    id: talker,
    name,
    type: isGroup ? 'group' : 'direct',
    messages: posts.map((one) => ({ id: one.id, timestamp: one.seconds, sender_id: one.sender ?? '', sender_name: one.senderName, direction: one.isOwn ? 'outgoing' : 'incoming', type: one.code, subtype: one.sub, content: one.text })), // prettier-ignore
  }));
  if (isKeeper) writeText(join(folder, 'wechat_messages.json'), JSON.stringify(keeper, null, 1));
  else writeText(join(folder, 'archive.json'), JSON.stringify({ format: 'wetrace-plus', version: 1, account: { id: owner, name: 'Ada' }, conversations: plus })); // prettier-ignore
}

/** The story as wechat-decrypt writes it. */
export function writeDecrypted(folder: string, threads: readonly SaidThread[]): void {
  for (const { talker, name, isGroup, posts } of threads) {
    const messages = posts.map((one, index) => ({
      local_id: index + 1,
      server_id: Number(one.id) > Number.MAX_SAFE_INTEGER ? one.id : Number(one.id),
      type: one.sub === 0 ? one.code : one.sub * 2 ** 32 + one.code,
      type_name: 'as the tool names it',
      sort_seq: one.seconds * 1000,
      sender_username: one.sender ?? '',
      sender: one.senderName,
      create_time: one.seconds,
      time_str: 'as the computer shows it',
      status: one.isOwn ? 2 : 3,
      content: one.text,
      display_content: one.text,
      is_system: one.code === 10000,
      is_received: isGroup || one.sender === talker,
    }));
    const whole = {
      chat_username: talker,
      display_name: name,
      is_group: isGroup,
      message_count: posts.length,
      messages,
    };
    writeText(
      join(folder, `${safe(name)}_${talker.slice(0, 12)}`, 'message_0.db.json'),
      JSON.stringify(whole, null, 2),
    );
  }
}
