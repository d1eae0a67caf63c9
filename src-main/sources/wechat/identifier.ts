import type { Account, ConversationType } from '../../model/index.ts';

/** Accounts of the app itself. List: BlueMatthew/WechatExporter@8f8ce41. */
const SYSTEM: ReadonlySet<string> = new Set(['newsapp', 'fmessage', 'weibo', 'qqmail', 'tmessage', 'qmessage', 'qqsync', 'floatbottle', 'lbsapp', 'shakeapp', 'medianote', 'qqfriend', 'readerapp', 'blogapp', 'facebookapp', 'masssendapp', 'meishiapp', 'feedsapp', 'voip', 'blogappweixin', 'weixin', 'brandsessionholder', 'weixinreminder', 'officialaccounts', 'notification_messages', 'wxitil', 'userexperience_alarm']); // prettier-ignore

/** Containers of the conversation list, which stand for no account: dossier of formats, "Identifier grammar". */
const CONTAINERS: ReadonlySet<string> = new Set(['brandsessionholder', 'notification_messages', 'officialaccounts']);

/** The owner's own notes. ppwwyyxx/wechat-dump@be3009f. */
const OWN_NOTES = 'filehelper';

/** `<digits>@chatroom`, and `@im.chatroom` where members come from WeCom too. Both in sjzar/chatlog@a638aa9. */
export function isRoom(identifier: string): boolean {
  return /@(?:im\.)?chatroom$/u.test(identifier);
}

/** Account kinds are told by the identifier alone here; `verifyFlag` marks further Official Accounts. */
export function kindOf(identifier: string): Account['identifierKind'] {
  if (SYSTEM.has(identifier) || identifier === OWN_NOTES || identifier.startsWith('gh_')) return 'service';
  return identifier.includes('@') ? 'other' : 'user-name';
}

/** In stored terms, for the account's record: what the identifier's form says. */
export function formOf(identifier: string): string | null {
  if (SYSTEM.has(identifier) || identifier === OWN_NOTES) return 'app-account';
  if (identifier.startsWith('gh_')) return 'official-account';
  if (identifier.endsWith('@openim')) return 'wecom-account';
  if (identifier.endsWith('@stranger')) return 'encrypted-stranger';
  return null;
}

/** The name of a table of messages, where nothing in the store says whose conversation it holds. */
export function isUnnamed(identifier: string): boolean {
  return /^(?:Msg|Chat|Hello)_[0-9a-f]{32}$/u.test(identifier);
}

export function conversationTypeOf(identifier: string): ConversationType {
  if (isRoom(identifier)) return 'group';
  if (isUnnamed(identifier)) return 'unknown';
  if (identifier === OWN_NOTES) return 'self';
  return CONTAINERS.has(identifier) ? 'unknown' : 'one-to-one';
}
