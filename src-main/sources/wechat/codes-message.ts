import type { MessageType } from '../../model/index.ts';

/** How the content of a type is to be read. */
export type ContentKind =
  | 'text'
  | 'image'
  | 'voice'
  | 'mail'
  | 'friend-request'
  | 'card'
  | 'video'
  | 'sticker'
  | 'location'
  | 'app'
  | 'call'
  | 'call-notice'
  | 'notice'
  | 'template'
  | 'live-location';

/**
 * `message.type`. Origin of each: ppwwyyxx/wechat-dump@be3009f, sjzar/chatlog@a638aa9, LifeArchiveProject/WeChatDataAnalysis@e85a09c;
 * live-location share: ppwwyyxx. App messages also come with further bits above the low sixteen.
 */
const KINDS: ReadonlyMap<number, ContentKind> = new Map([
  [1, 'text'],
  [3, 'image'],
  [34, 'voice'],
  [35, 'mail'],
  [37, 'friend-request'],
  [40, 'friend-request'],
  [42, 'card'],
  [43, 'video'],
  [47, 'sticker'],
  [48, 'location'],
  [49, 'app'],
  [50, 'call'],
  [52, 'call-notice'],
  [53, 'call-notice'],
  [62, 'video'],
  [64, 'call-notice'],
  [66, 'card'],
  [67, 'card'],
  [9999, 'notice'],
  [10000, 'notice'],
  [10002, 'template'],
  [268445456, 'notice'],
  [-1879048186, 'live-location'],
]);

const APP_MESSAGE = 49;

/** Null for a type that no source explains. */
export function contentKindOf(type: number): ContentKind | null {
  return KINDS.get(type) ?? ((type & 0xffff) === APP_MESSAGE ? 'app' : null);
}

/** `appmsg/type`, all platforms: what it becomes and what it is called. Origins as above, and 2440893398/PyWxDump@881b0e5. */
export const APP_TYPES: ReadonlyMap<string, { readonly type: MessageType; readonly name: string }> = new Map(
  (
    [
      ['1', 'text', 'text'],
      ['2', 'image', 'picture'],
      ['3', 'audio', 'music'],
      ['4', 'text', 'video-link'],
      ['5', 'text', 'link'],
      ['6', 'document', 'file'],
      ['7', 'text', 'content-of-an-app'],
      ['8', 'sticker', 'sticker'],
      ['10', 'text', 'goods'],
      ['13', 'text', 'card-coupon'],
      ['15', 'text', 'set-of-stickers'],
      ['16', 'text', 'card'],
      ['17', 'live-location', 'live-location'],
      ['19', 'text', 'forwarded-record'],
      ['24', 'text', 'note'],
      ['33', 'business', 'mini-program'],
      ['36', 'business', 'mini-program'],
      ['40', 'text', 'shared-app'],
      ['44', 'contact', 'card-of-a-channel'],
      ['50', 'contact', 'card-of-a-channel'],
      ['51', 'text', 'video-of-a-channel'],
      ['53', 'text', 'list-that-members-add-to'],
      ['57', 'text', 'reply'],
      ['62', 'system', 'pat'],
      ['63', 'text', 'live-stream-of-a-channel'],
      ['65', 'text', 'message-of-WeCom'],
      ['66', 'text', 'message-of-WeCom'],
      ['74', 'document', 'file'],
      ['76', 'audio', 'music'],
      ['87', 'text', 'announcement-in-a-group'],
      ['88', 'text', 'live-stream-of-a-channel'],
      ['92', 'audio', 'music'],
      ['2000', 'payment', 'transfer'],
      ['2001', 'payment', 'red-packet'],
      ['2003', 'payment', 'cover-of-a-red-packet'],
      ['100001', 'text', 'article'],
    ] as const
  ).map(([code, type, name]) => [code, { type, name }]),
);

/** `wcpayinfo/paysubtype` of a transfer; others differ between versions. sjzar/chatlog@a638aa9, BlueMatthew/WechatExporter@8f8ce41. */
export const TRANSFER_STATES: ReadonlyMap<string, string> = new Map([
  ['1', 'offered'],
  ['3', 'received'],
  ['4', 'returned'],
]);
