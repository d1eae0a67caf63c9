import type { BytesLocator, Conversation, ConversationType, Key } from '../../model/index.ts';

/** Who wrote, as a page shows it: a name, and the number of the colour that the app gives an account. */
export interface Author {
  readonly name: string;
  readonly colour: string | null;
}

/** A chat as the list of chats names it. */
export interface ChatEntry {
  readonly at: BytesLocator;
  readonly name: string | null;
  /** `private`, `bot`, `group`, `channel`. */
  readonly type: string | null;
  /** For example `12 messages`, as written. */
  readonly count: string | null;
}

/** A message whose name, bot and origin the ones joined to it share. */
export interface Before {
  readonly at: BytesLocator;
  readonly author: Author | null;
  readonly via: string | null;
  readonly origin: string | null;
}

/** One chat while its pages are read. */
export interface PageChat {
  /** The folder of its pages below the export's; empty for an export of one chat. */
  readonly folder: string;
  readonly key: Key;
  readonly entry: ChatEntry | null;
  readonly type: ConversationType;
  title: string | null;
  /** The conversation was yielded. */
  isTold: boolean;
  /** How many lines and messages it held so far. */
  position: number;
  /** How many of them are messages as the app counts them. */
  count: number;
  before: Before | null;
  day: { readonly text: string; readonly at: BytesLocator } | null;
}

/** `private` is also the word for the chats with oneself, with answers and with codes. Source: `TypeString` of the app's HTML writer, 929032d598. */
const TYPES: ReadonlyMap<string | null, ConversationType> = new Map([
  ['private', 'one-to-one'],
  ['bot', 'bot'],
  ['group', 'group'],
  ['channel', 'channel'],
]);

/** Names that the app gives chats which it calls private too. Source: `NameString` of the app's HTML writer, 929032d598. */
const OWN_NAMES: ReadonlySet<string> = new Set(['Saved messages', 'Replies', 'Verification Codes']);

export function openChat(folder: string, entry: ChatEntry | null): PageChat {
  const stated = TYPES.get(entry?.type ?? null) ?? 'unknown';
  const isOwn = stated === 'one-to-one' && OWN_NAMES.has(entry?.name ?? '');
  return {
    folder,
    key: `chat:${folder}`,
    entry,
    type: isOwn ? 'unknown' : stated,
    title: null,
    isTold: false,
    position: 0,
    count: 0,
    before: null,
    day: null,
  };
}

/** The conversation of a chat. `identifier`: the path of its first page, for pages name no number of a chat; `at`: where it is first named. */
export function conversationOf(chat: PageChat, identifier: string, at: BytesLocator): Conversation {
  const { entry } = chat;
  const isListed = entry !== null && entry.at !== at;
  return {
    kind: 'conversation',
    key: chat.key,
    from: { at: isListed ? [at, entry.at] : [at], state: 'live' },
    type: chat.type,
    identifier,
    title: chat.title ?? entry?.name ?? null,
    account: null,
    parent: null,
    created: null,
    archived: null,
    hidden: null,
    description: null,
    draft: null,
    disappearingS: null,
    ...(entry !== null && { stored: { name: entry.name, type: entry.type, count: entry.count } }),
  };
}
