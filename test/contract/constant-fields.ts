const ALL = ['whatsapp-android', 'whatsapp-ios', 'whatsapp-text'] as const;
const DATABASES = ['whatsapp-android', 'whatsapp-ios'] as const;
const ANDROID = ['whatsapp-android'] as const;
const LEGACY = ['whatsapp-android legacy'] as const;
const IOS = ['whatsapp-ios'] as const;
const TEXT = ['whatsapp-text'] as const;
const UFDR = ['cellebrite-ufdr'] as const;
const WECOM = ['wecom-archive'] as const;
const WECHAT = ['wechat-android', 'wechat-desktop', 'wechat-ios'] as const;
const WECHAT_EXPORT = ['wechat-export'] as const;
const of = (...variants: readonly string[]) => variants.map((one) => `wechat-export ${one}`);
const TELEGRAM_EXPORT = ['telegram-desktop'] as const;
const TELEGRAM_PAGES = ['telegram-desktop html'] as const;
const TELEGRAM_ANDROID = ['telegram-android'] as const;
const TELEGRAM_APPLE = ['telegram-apple'] as const;

const SIGNAL = ['signal-desktop'] as const;
const SIGNAL_ANDROID = ['signal-android'] as const;

const ONCE = 'the story tells one such thing';
const NOT_STORED = 'the format does not hold it';
const NOT_TOLD = 'the story tells none; tests of the parser do';

/**
 * Fields that hold one value throughout the story, by parser or by parser and variant, each with the reason. Whatever else
 * is constant is a field that a parser forgot to read.
 */
export const CONSTANT_FIELDS: readonly {
  readonly fields: readonly string[];
  readonly of: readonly string[];
  readonly reason: string;
}[] = [
  { fields: ['account.service'], of: ALL, reason: 'a parser reads one service' },
  { fields: ['account.owner.claim', 'account.owner.assumed'], of: ALL, reason: 'a device has one owner' },
  { fields: ['account-link.method'], of: ANDROID, reason: 'one table links accounts' },
  { fields: ['conversation.created'], of: ANDROID, reason: 'the writer gives each conversation the same time' },
  { fields: ['conversation.archived', 'conversation.hidden'], of: [...ANDROID, ...TEXT], reason: NOT_TOLD },
  { fields: ['conversation.hidden', 'conversation.draft', 'conversation.description'], of: IOS, reason: NOT_TOLD },
  { fields: ['conversation.disappearingS'], of: ALL, reason: 'the story sets timers of messages only' },
  { fields: ['conversation.parent', 'conversation.description', 'conversation.draft'], of: [...LEGACY, ...TEXT], reason: NOT_STORED },
  { fields: ['conversation.parent'], of: IOS, reason: 'where the format holds it is not known' },
  { fields: ['conversation.created'], of: TEXT, reason: NOT_STORED },
  { fields: ['participant.joined', 'participant.left'], of: [...LEGACY, ...IOS, ...TEXT], reason: NOT_STORED },
  { fields: ['participant.membership'], of: [...LEGACY, ...TEXT], reason: 'past members are not stored' },
  { fields: ['participant.role'], of: TEXT, reason: NOT_STORED },
  { fields: ['message.expires.durationS'], of: ANDROID, reason: 'the story has one length of timer' },
  { fields: ['message.expires.at'], of: IOS, reason: NOT_STORED },
  { fields: ['message.edited'], of: [...LEGACY, ...IOS, ...TEXT], reason: NOT_STORED },
  { fields: ['message.deleted.time'], of: [...LEGACY, ...IOS, ...TEXT], reason: NOT_STORED },
  { fields: ['message.deleted.by', 'message.deleted.originalServerId'], of: [...IOS, ...TEXT], reason: NOT_STORED },
  { fields: ['message.system.affected'], of: [...LEGACY, ...TEXT], reason: NOT_STORED },
  { fields: ['message.serverId', 'message.status', 'message.forwarded', 'message.viewOnce', 'message.starred', 'message.expires'], of: TEXT, reason: NOT_STORED },
  { fields: ['message.system.action', 'message.system.actionStored', 'message.system.actor', 'message.system.before', 'message.system.after'], of: TEXT, reason: 'sentences in the language of the phone, kept as text' },
  { fields: ['attachment.thumbnail'], of: ALL, reason: 'no writer puts pictures into a database' },
  { fields: ['attachment.transcript'], of: [...LEGACY, ...IOS, ...TEXT], reason: NOT_STORED },
  { fields: ['attachment.width', 'attachment.height'], of: [...LEGACY, ...TEXT], reason: NOT_STORED },
  { fields: ['attachment.mediaType', 'attachment.sha256', 'attachment.sizeBytes', 'attachment.durationS'], of: TEXT, reason: NOT_STORED },
  { fields: ['quote.target', 'quote.target.key'], of: DATABASES, reason: 'answers name the shared identifier' },
  { fields: ['quote.time'], of: IOS, reason: NOT_STORED },
  { fields: ['mention.message', 'mention.account', 'mention.name'], of: ANDROID, reason: ONCE },
  { fields: ['reaction.count'], of: DATABASES, reason: 'one account a reaction; counts are those of channels' },
  { fields: ['receipt.played'], of: DATABASES, reason: NOT_TOLD },
  { fields: ['event.type', 'event.call', 'event.call.message', 'event.body'], of: DATABASES, reason: 'events of the story are calls' },
  { fields: ['version.time'], of: DATABASES, reason: 'no trace of an earlier text says when it was replaced' },
  { fields: ['version.role'], of: [...LEGACY, ...IOS], reason: 'edits leave no trace' },
  { fields: ['version.verbatim'], of: IOS, reason: 'copies of replies keep the spelling; the index is not written' },
  { fields: ['detail.content location.url'], of: DATABASES, reason: NOT_TOLD },
  { fields: ['detail.content location.liveS'], of: [...IOS, ...TEXT], reason: NOT_STORED },
  { fields: ['detail.content location.name', 'detail.content location.address'], of: TEXT, reason: NOT_STORED },
  { fields: ['detail.content link.url', 'detail.content link.title', 'detail.content link.description'], of: DATABASES, reason: ONCE },
  { fields: ['detail.content contact.name', 'detail.content contact.vcard', 'detail.content contact.accounts'], of: DATABASES, reason: ONCE },
  { fields: ['detail.content poll.question', 'detail.content poll.choices', 'detail.content poll.ends'], of: ALL, reason: ONCE },
  { fields: ['detail.content poll-option.votes'], of: IOS, reason: NOT_STORED },
  { fields: ['detail.content other.name', 'detail.content other.values'], of: IOS, reason: 'one item of the story carries what no field takes' },
  { fields: ['account.owner.claim', 'account.owner.assumed'], of: UFDR, reason: 'a device has one owner' },
  { fields: ['account-link.method'], of: UFDR, reason: 'entries of contacts link accounts' },
  { fields: ['conversation.created'], of: UFDR, reason: 'the writer gives each conversation the same time' },
  { fields: ['conversation.parent', 'conversation.archived', 'conversation.hidden', 'conversation.description', 'conversation.draft', 'conversation.disappearingS'], of: UFDR, reason: NOT_STORED },
  { fields: ['participant.membership', 'participant.joined', 'participant.left'], of: UFDR, reason: NOT_STORED },
  { fields: ['message.order', 'message.typeStored', 'message.edited', 'message.deleted', 'message.viewOnce', 'message.starred', 'message.forwarded.score'], of: UFDR, reason: NOT_STORED },
  { fields: ['message.system.action', 'message.system.actionStored', 'message.system.actor', 'message.system.affected', 'message.system.before', 'message.system.after'], of: UFDR, reason: 'sentences of the app, kept as text' },
  { fields: ['attachment.caption', 'attachment.sha256', 'attachment.width', 'attachment.height', 'attachment.thumbnail'], of: UFDR, reason: NOT_STORED },
  { fields: ['quote.target', 'quote.target.key'], of: UFDR, reason: 'answers name the shared identifier' },
  { fields: ['receipt.played', 'message.expires'], of: UFDR, reason: NOT_TOLD },
  { fields: ['event.conversation', 'event.call.message'], of: UFDR, reason: NOT_STORED },
  { fields: ['detail.content location.url', 'detail.content location.liveS'], of: UFDR, reason: NOT_STORED },
  { fields: ['detail.content other.name', 'detail.content other.values'], of: UFDR, reason: ONCE },
  { fields: ['account.service', 'account.owner.claim', 'account.owner.assumed', 'account-link.method'], of: SIGNAL, reason: 'one store of one account' },
  { fields: ['conversation.parent', 'conversation.created', 'participant.joined', 'participant.left'], of: SIGNAL, reason: NOT_STORED },
  { fields: ['conversation.hidden', 'conversation.description', 'conversation.disappearingS', 'participant.membership'], of: SIGNAL, reason: NOT_TOLD },
  { fields: ['message.forwarded', 'message.starred', 'message.system.before', 'message.deleted.time', 'message.deleted.originalServerId'], of: SIGNAL, reason: NOT_STORED },
  { fields: ['message.expires', 'attachment.caption', 'receipt.played'], of: SIGNAL, reason: NOT_TOLD },
  { fields: ['reaction.count', 'version.verbatim'], of: SIGNAL, reason: 'one account a reaction; wordings are kept as they were' },
  { fields: ['quote.target', 'quote.target.key', 'event.type', 'event.call', 'event.body', 'event.call.message'], of: SIGNAL, reason: 'answers name the shared identifier; events of the story are calls' },
  { fields: ['detail.content poll.question', 'detail.content poll.choices', 'detail.content poll.ends', 'mention.message', 'mention.account', 'mention.name', 'detail.content link.url', 'detail.content link.title', 'detail.content link.description'], of: SIGNAL, reason: ONCE },
  { fields: ['attachment.thumbnail', 'attachment.transcript', 'event.call.durationS'], of: SIGNAL, reason: NOT_STORED },
  { fields: ['attachment.sha256'], of: ['signal-desktop attachments-table'], reason: 'files are encrypted one by one' },
  { fields: ['attachment.durationS'], of: ['signal-desktop json'], reason: NOT_STORED },
  { fields: ['account.service', 'account.owner.claim', 'account.owner.assumed'], of: SIGNAL_ANDROID, reason: 'one store of one account' },
  { fields: ['conversation.parent', 'conversation.created', 'conversation.hidden', 'participant.joined', 'participant.left'], of: SIGNAL_ANDROID, reason: NOT_STORED },
  { fields: ['conversation.archived', 'conversation.description', 'conversation.disappearingS', 'participant.membership', 'message.expires', 'receipt.played', 'attachment.caption'], of: SIGNAL_ANDROID, reason: NOT_TOLD },
  { fields: ['message.order', 'message.forwarded', 'message.starred', 'message.system.before', 'message.deleted.by', 'message.deleted.time', 'message.deleted.originalServerId'], of: SIGNAL_ANDROID, reason: NOT_STORED },
  { fields: ['attachment.sha256', 'attachment.durationS', 'attachment.thumbnail', 'attachment.transcript', 'event.call.durationS', 'event.body'], of: SIGNAL_ANDROID, reason: NOT_STORED },
  { fields: ['quote.target', 'quote.target.key', 'reaction.count', 'version.verbatim'], of: SIGNAL_ANDROID, reason: 'answers name the shared identifier; one account a reaction; wordings are kept as they were' },
  { fields: ['event.call.message'], of: SIGNAL_ANDROID, reason: 'calls of the story are no posts' },
  { fields: ['mention.message', 'mention.account', 'mention.name', 'detail.content link.url', 'detail.content link.title', 'detail.content link.description', 'detail.content poll.question', 'detail.content poll.choices', 'detail.content poll.ends'], of: SIGNAL_ANDROID, reason: ONCE },
  { fields: ['message.edited', 'version.role'], of: ['signal-android message-table'], reason: 'messages could not be edited' },
  { fields: ['account.service'], of: WECOM, reason: 'a parser reads one service' },
  { fields: ['account.phone', 'account.owner', 'conversation.parent', 'conversation.archived', 'conversation.hidden', 'conversation.draft', 'conversation.disappearingS'], of: WECOM, reason: NOT_STORED },
  { fields: ['conversation.description', 'message.forwarded', 'message.system', 'attachment.width', 'attachment.height', 'event.call.message', 'event.body'], of: WECOM, reason: NOT_TOLD },
  { fields: ['participant.left', 'message.order', 'message.status', 'message.edited', 'message.viewOnce', 'message.starred', 'message.expires'], of: WECOM, reason: NOT_STORED },
  { fields: ['attachment.mediaType', 'attachment.caption', 'attachment.path', 'attachment.sha256', 'attachment.thumbnail', 'attachment.transcript'], of: WECOM, reason: NOT_STORED },
  { fields: ['detail.content location.url', 'detail.content location.liveS', 'detail.content poll.choices', 'detail.content poll.ends', 'detail.content poll-option.votes', 'message.deleted.originalServerId'], of: WECOM, reason: NOT_STORED },
  { fields: ['detail.content other.name', 'detail.content other.values', 'detail.content poll.question'], of: WECOM, reason: ONCE },
  { fields: ['version.role', 'version.verbatim'], of: WECOM, reason: 'the archive keeps the very text of what was called back' },
  { fields: ['account.service', 'account.owner.claim', 'account.owner.assumed'], of: WECHAT, reason: 'a device has one owner, a parser one service' },
  { fields: ['attachment.path'], of: ['wechat-desktop db-storage', 'wechat-ios'], reason: 'names of files follow from hashes or numbers of rows' },
  { fields: ['conversation.draft'], of: ['wechat-ios'], reason: 'where present versions keep drafts is not known' },
  { fields: ['account.identifierKind'], of: WECHAT, reason: 'the story has no accounts of the app or of businesses' },
  { fields: ['account.phone', 'participant.membership', 'participant.joined', 'participant.left', 'conversation.parent', 'conversation.created', 'conversation.archived', 'conversation.hidden', 'conversation.description', 'conversation.disappearingS'], of: WECHAT, reason: NOT_STORED },
  { fields: ['message.order', 'message.status', 'message.forwarded', 'message.edited', 'message.viewOnce', 'message.starred', 'message.expires', 'message.deleted.by', 'message.deleted.time', 'message.deleted.originalServerId'], of: WECHAT, reason: NOT_STORED },
  { fields: ['message.system.action', 'message.system.actionStored', 'message.system.actor', 'message.system.affected', 'message.system.before', 'message.system.after'], of: WECHAT, reason: 'sentences of the app, kept as text' },
  { fields: ['attachment.mediaType', 'attachment.caption', 'attachment.sha256', 'attachment.thumbnail', 'attachment.transcript', 'attachment.width', 'attachment.height'], of: WECHAT, reason: NOT_STORED },
  { fields: ['quote.target', 'quote.target.key', 'version.role', 'version.time', 'version.verbatim'], of: WECHAT, reason: 'answers name the shared identifier and copy words' },
  { fields: ['mention.message', 'mention.account', 'mention.name'], of: WECHAT, reason: ONCE },
  { fields: ['detail.content link.url', 'detail.content link.title', 'detail.content link.description'], of: WECHAT, reason: ONCE },
  { fields: ['detail.content location.url', 'detail.content location.liveS'], of: WECHAT, reason: NOT_TOLD },
  { fields: ['account.service', 'account.owner.claim', 'account.owner.assumed'], of: WECHAT_EXPORT, reason: 'an export is of one account' },
  { fields: ['account.phone', 'conversation.parent', 'conversation.created', 'conversation.archived', 'conversation.hidden', 'conversation.description', 'conversation.draft', 'conversation.disappearingS', 'participant.membership', 'participant.joined', 'participant.left'], of: WECHAT_EXPORT, reason: NOT_STORED },
  { fields: ['message.order', 'message.status', 'message.forwarded', 'message.edited', 'message.deleted', 'message.viewOnce', 'message.starred', 'message.expires'], of: WECHAT_EXPORT, reason: NOT_STORED },
  { fields: ['message.system.action', 'message.system.actionStored', 'message.system.actor', 'message.system.affected', 'message.system.before', 'message.system.after'], of: WECHAT_EXPORT, reason: 'sentences of the app, kept as text' },
  { fields: ['attachment.mediaType', 'attachment.caption', 'attachment.sha256', 'attachment.sizeBytes', 'attachment.durationS', 'attachment.width', 'attachment.height', 'attachment.thumbnail', 'attachment.transcript'], of: WECHAT_EXPORT, reason: NOT_STORED },
  { fields: ['account.identifierKind', 'participant.role'], of: WECHAT_EXPORT, reason: 'most tools name accounts in one way and no roles' },
  { fields: ['attachment.candidates', 'attachment.path'], of: of('wetrace-plus-json', 'keeper-json', 'chatlog-json', 'decrypt-json', 'memotrace-csv'), reason: 'these tools name no files' },
  { fields: ['attachment.name'], of: of('wetrace-plus-json', 'keeper-json', 'decrypt-json', 'memotrace-csv'), reason: 'these tools name no files' },
  { fields: ['message.serverId'], of: of('weflow-text', 'chatlog-json', 'chatlog-csv', 'wetrace-csv', 'memotrace-csv'), reason: NOT_STORED },
  { fields: ['message.typeStored'], of: of('weflow-text', 'chatlog-csv', 'wetrace-csv'), reason: NOT_STORED },
  { fields: ['attachment.type', 'conversation.account', 'conversation.type', 'message.system'], of: of('weflow-text'), reason: NOT_STORED },
  { fields: ['detail.message', 'detail.content link.url', 'detail.content link.title', 'detail.content link.description'], of: of('chatlog-json'), reason: ONCE },
  { fields: ['detail.content location.url', 'detail.content location.liveS', 'quote.target', 'quote.target.key', 'quote.time', 'quote.type'], of: of('weflow-json'), reason: NOT_STORED },
  { fields: ['account.service', 'account.owner.claim', 'account.owner.assumed'], of: TELEGRAM_EXPORT, reason: 'an export is of one account' },
  { fields: ['conversation.parent', 'conversation.created', 'conversation.archived', 'conversation.hidden', 'conversation.description', 'conversation.draft', 'conversation.disappearingS', 'participant.role', 'participant.membership', 'participant.joined', 'participant.left'], of: TELEGRAM_EXPORT, reason: NOT_STORED },
  { fields: ['message.order', 'message.status', 'message.deleted', 'message.viewOnce', 'message.starred', 'message.forwarded.score', 'message.system.affected', 'message.system.before'], of: TELEGRAM_EXPORT, reason: NOT_STORED },
  { fields: ['message.expires', 'event.call', 'event.conversation', 'event.actor', 'event.accounts', 'event.direction', 'event.body'], of: TELEGRAM_EXPORT, reason: NOT_TOLD },
  { fields: ['quote.target', 'quote.target.serverId', 'quote.sender', 'quote.time', 'quote.type', 'quote.body'], of: TELEGRAM_EXPORT, reason: 'an answer names the number of a message and nothing of it' },
  { fields: ['attachment.caption', 'attachment.sha256', 'attachment.thumbnail', 'attachment.transcript'], of: TELEGRAM_EXPORT, reason: NOT_STORED },
  { fields: ['reaction.count'], of: ['telegram-desktop unix-times'], reason: 'each count of the story has its accounts' },
  { fields: ['detail.content location.url', 'detail.content link.description', 'detail.content poll.choices', 'detail.content poll.ends'], of: TELEGRAM_EXPORT, reason: NOT_STORED },
  { fields: ['conversation.account', 'message.serverId', 'message.edited', 'message.system.actor', 'attachment.mediaType', 'attachment.sizeBytes', 'detail.content location.liveS'], of: TELEGRAM_PAGES, reason: NOT_STORED },
  { fields: ['account-link.method', 'event.type', 'event.times'], of: TELEGRAM_PAGES, reason: ONCE },
  { fields: ['detail.content poll.question', 'detail.content other.name', 'detail.content other.values', 'detail.content link.url', 'detail.content link.title', 'mention.message', 'mention.account', 'mention.name'], of: TELEGRAM_EXPORT, reason: ONCE },
  { fields: ['account.service', 'account.owner.claim', 'account.owner.assumed', 'account-link.method'], of: TELEGRAM_ANDROID, reason: 'a store is of one account' },
  { fields: ['conversation.parent', 'conversation.hidden', 'participant.left', 'message.order', 'message.deleted', 'message.starred', 'message.system.before', 'message.forwarded.score'], of: TELEGRAM_ANDROID, reason: NOT_STORED },
  { fields: ['conversation.created', 'conversation.description', 'message.expires'], of: TELEGRAM_ANDROID, reason: NOT_TOLD },
  { fields: ['quote.target', 'quote.target.key'], of: TELEGRAM_ANDROID, reason: 'answers name the shared identifier' },
  { fields: ['reaction.count'], of: ['telegram-android messages-v2'], reason: 'each count of the story has its accounts' },
  { fields: ['attachment.caption', 'attachment.sha256', 'attachment.transcript', 'detail.content location.url'], of: TELEGRAM_ANDROID, reason: NOT_STORED },
  { fields: ['attachment.path'], of: TELEGRAM_ANDROID, reason: NOT_TOLD },
  { fields: ['attachment.thumbnail'], of: TELEGRAM_ANDROID, reason: 'no writer puts pictures into a database' },
  { fields: ['detail.content contact.name', 'detail.content contact.vcard', 'detail.content contact.accounts', 'detail.content other.name', 'detail.content other.values', 'detail.content poll.question', 'detail.content poll.choices', 'detail.content poll.ends', 'detail.content link.url', 'detail.content link.title', 'detail.content link.description', 'mention.message', 'mention.account', 'mention.name'], of: TELEGRAM_ANDROID, reason: ONCE },
  { fields: ['account.service', 'account.owner.claim', 'account.owner.assumed', 'account-link.method'], of: TELEGRAM_APPLE, reason: 'a store is of one account' },
  { fields: ['conversation.parent', 'conversation.hidden', 'message.order', 'message.deleted', 'message.starred', 'message.system.before', 'message.forwarded.score', 'message.expires.at'], of: TELEGRAM_APPLE, reason: NOT_STORED },
  { fields: ['participant.role', 'participant.membership', 'participant.joined', 'participant.left'], of: TELEGRAM_APPLE, reason: 'members of supergroups are not in the tables that are read' },
  { fields: ['conversation.description', 'conversation.draft', 'message.expires.durationS', 'attachment.path'], of: TELEGRAM_APPLE, reason: NOT_TOLD },
  { fields: ['quote.target', 'quote.target.serverId', 'quote.sender', 'quote.time', 'quote.type', 'quote.body'], of: TELEGRAM_APPLE, reason: 'an answer names the number of a message and nothing of it' },
  { fields: ['reaction.count'], of: TELEGRAM_APPLE, reason: 'each count of the story has its accounts' },
  { fields: ['attachment.caption', 'attachment.sha256', 'attachment.thumbnail', 'detail.content location.url'], of: TELEGRAM_APPLE, reason: NOT_STORED },
  { fields: ['detail.content contact.name', 'detail.content contact.vcard', 'detail.content contact.accounts', 'detail.content other.name', 'detail.content other.values', 'detail.content poll.question', 'detail.content poll.choices', 'detail.content poll.ends', 'detail.content link.url', 'detail.content link.title', 'detail.content link.description', 'mention.message', 'mention.account', 'mention.name'], of: TELEGRAM_APPLE, reason: ONCE },
]; // prettier-ignore
