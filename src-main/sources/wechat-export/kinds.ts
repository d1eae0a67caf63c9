import type { MessageType } from '../../model/index.ts';
import { APP_TYPES, contentKindOf } from '../wechat/codes-message.ts';
import type { ContentKind } from '../wechat/codes-message.ts';
import type { KindStated } from './exported.ts';

/** What a content becomes where its parts are not at hand. */
const OF_CONTENT: Readonly<Record<ContentKind, MessageType>> = {
  text: 'text',
  image: 'image',
  voice: 'voice',
  mail: 'business',
  'friend-request': 'system',
  card: 'contact',
  video: 'video',
  sticker: 'sticker',
  location: 'location',
  app: 'text',
  call: 'call',
  'call-notice': 'call',
  notice: 'system',
  template: 'system',
  'live-location': 'live-location',
};

const TWO_TO_32 = 2 ** 32;

/**
 * By the app's own numbers, which several tools hand on: the type, and for a message of an app its inner type, which version 4 of the
 * desktop app stores above the lower 32 bits.
 */
export function kindOfCode(code: number | null, inner: number | null, stored: string): KindStated {
  if (code === null) return { type: 'unknown', stored, isKnown: false };
  const base = code >= TWO_TO_32 ? code % TWO_TO_32 : code;
  const sub = code >= TWO_TO_32 ? Math.floor(code / TWO_TO_32) : inner;
  const content = contentKindOf(base);
  if (content === null) return { type: 'unknown', stored, isKnown: false };
  const app = content === 'app' && sub !== null && sub !== 0 ? APP_TYPES.get(String(sub)) : undefined;
  const isKnown = content !== 'app' || sub === null || sub === 0 || app !== undefined;
  return { type: app?.type ?? (isKnown ? OF_CONTENT[content] : 'unknown'), stored, isKnown };
}

/**
 * By the words of tools that write Chinese. Sources: ycccccccy/echotrace and hellodigua/ChatLab@7b09d1e (which hicccc77/WeFlow@9fa96cd
 * writes too), xaoyaoo/PyWxDump@0b937a2 (`type_converter`), ylytdeng/wechat-decrypt@a84698b. A word that its tool marks as a guess is
 * left out.
 */
const WORDS: ReadonlyMap<string, MessageType> = new Map<string, MessageType>([
  ['文本消息', 'text'],
  ['文本', 'text'],
  ['粘贴的文本', 'text'],
  ['引用消息', 'text'],
  ['引用回复', 'text'],
  ['带有引用的文本消息', 'text'],
  ['接龙', 'text'],
  ['群公告', 'text'],
  ['图片消息', 'image'],
  ['图片', 'image'],
  ['语音消息', 'voice'],
  ['语音', 'voice'],
  ['视频消息', 'video'],
  ['视频', 'video'],
  ['动画表情', 'sticker'],
  ['表情包', 'sticker'],
  ['表情', 'sticker'],
  ['用户上传的GIF表情', 'sticker'],
  ['文件消息', 'document'],
  ['文件', 'document'],
  ['名片消息', 'contact'],
  ['名片', 'contact'],
  ['推荐公众号', 'contact'],
  ['(分享)视频号名片', 'contact'],
  ['位置消息', 'location'],
  ['位置', 'location'],
  ['位置共享', 'live-location'],
  ['卡片式链接', 'text'],
  ['图文消息', 'text'],
  ['链接', 'text'],
  ['分享/文件/小程序', 'text'],
  ['(分享)卡片式链接', 'text'],
  ['(分享)笔记', 'text'],
  ['(分享)收藏夹', 'text'],
  ['(分享)视频号视频', 'text'],
  ['视频号直播卡片', 'text'],
  ['视频号直播或直播回放', 'text'],
  ['视频号直播或直播回放等', 'text'],
  ['聊天记录合并转发', 'text'],
  ['合并转发的聊天记录', 'text'],
  ['(分享)音乐', 'audio'],
  ['音乐卡片', 'audio'],
  ['小程序分享', 'business'],
  ['(分享)小程序', 'business'],
  ['转账卡片', 'payment'],
  ['转账', 'payment'],
  ['红包卡片', 'payment'],
  ['赠送红包封面', 'payment'],
  ['通话消息', 'call'],
  ['语音通话', 'call'],
  ['系统消息', 'system'],
  ['系统通知', 'system'],
  ['添加好友', 'system'],
  ['邀请加群', 'system'],
  ['拍一拍', 'system'],
  ['拍一拍消息', 'system'],
]);

export function kindOfWord(word: string | null): KindStated {
  const stored = word ?? '';
  const known = WORDS.get(stored.trim());
  // PyWxDump writes 消息撤回 with the number of what was taken back.
  const isRecall = /^消息撤回\d{0,3}$/u.test(stored);
  return { type: known ?? (isRecall ? 'system' : 'unknown'), stored, isKnown: known !== undefined || isRecall };
}

/** Numbers of the ChatLab format. Source: hellodigua/ChatLab@4e7ba91, by the dossier of formats. */
const CHATLAB: ReadonlyMap<number, MessageType> = new Map<number, MessageType>([
  [0, 'text'],
  [1, 'image'],
  [2, 'voice'],
  [3, 'video'],
  [4, 'document'],
  [5, 'sticker'],
  [7, 'text'],
  [8, 'location'],
  [20, 'payment'],
  [21, 'payment'],
  [22, 'system'],
  [23, 'call'],
  [24, 'text'],
  [25, 'text'],
  [26, 'text'],
  [27, 'contact'],
  [80, 'system'],
  [81, 'system'],
  [99, 'unknown'],
]);

export function kindOfChatLab(code: number | null, stored: string): KindStated {
  const known = code === null ? undefined : CHATLAB.get(code);
  return { type: known ?? 'unknown', stored, isKnown: known !== undefined };
}
