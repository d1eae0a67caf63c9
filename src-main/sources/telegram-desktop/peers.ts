import type { ConversationType } from '../../model/index.ts';

/** How the export numbers whoever wrote: `user1`, plain numbers, or not at all. */
export type IdForm = 'typed' | 'numbered' | 'none';

/**
 * Chats by the word that the export has for their type. Source: `WriteDialogStart` of Telegram Desktop's JSON writer and the dossier,
 * section B3.1. A basic group is a chat of its own numbering; supergroups and channels share one.
 */
const CHATS: Readonly<Record<string, readonly [kind: PeerKind, type: ConversationType]>> = {
  saved_messages: ['user', 'self'],
  replies: ['user', 'unknown'],
  verification_codes: ['user', 'unknown'],
  personal_chat: ['user', 'one-to-one'],
  bot_chat: ['user', 'bot'],
  private_group: ['chat', 'group'],
  private_supergroup: ['channel', 'group'],
  public_supergroup: ['channel', 'group'],
  private_channel: ['channel', 'channel'],
  public_channel: ['channel', 'channel'],
};

type PeerKind = 'user' | 'chat' | 'channel' | 'peer';

/** Added to numbers by writers before 2.7.2: to users, and to groups and channels. Source: the dossier, section B3.1. */
const USER_SHIFT = 2 ** 32;
const GROUP_SHIFT = 2 ** 33;

/** What a chat is, by the type that the export states; null where that is no known word. */
export function chatType(stored: string | null): ConversationType | null {
  return CHATS[stored ?? '']?.[1] ?? null;
}

/** The identifier of a chat: `user…`, `chat…`, `channel…` and the service's number; `peer…` where its kind is not known. */
export function chatPeer(type: string | null, id: number, form: IdForm): string {
  const kind = CHATS[type ?? '']?.[0] ?? 'peer';
  const shift = kind === 'user' ? USER_SHIFT : GROUP_SHIFT;
  return `${kind}${form !== 'typed' && id >= shift ? id - shift : id}`;
}

/** The identifier of whoever wrote; null for what is no id. `isChat` knows the chats of the export by identifier. */
export function senderPeer(stored: unknown, form: IdForm, isChat: (identifier: string) => boolean): string | null {
  if (typeof stored === 'string') return /^(?:user|chat|channel)\d{1,19}$/u.test(stored) ? stored : null;
  if (typeof stored !== 'number' || !Number.isSafeInteger(stored) || stored <= 0) return null;
  if (form === 'typed' || stored < USER_SHIFT) return `user${stored}`;
  if (stored < GROUP_SHIFT) return `user${stored - USER_SHIFT}`;
  const number = stored - GROUP_SHIFT;
  return ['channel', 'chat'].map((kind) => `${kind}${number}`).find(isChat) ?? `peer${number}`;
}
