import type { Account, ConversationType } from '../../model/index.ts';

/**
 * What the part after the `@` says of an identifier. Origin: KnugiHK/WhatsApp-Chat-Exporter and akhil-dara/WAInsight
 * (server lists), sepinf-inc/IPED (lid, newsletter); `status_me` and `lid_me` in WAInsight alone.
 */
const KIND_OF_SERVER: Readonly<Record<string, Account['identifierKind']>> = {
  's.whatsapp.net': 'phone',
  'c.us': 'phone',
  lid: 'hidden-id',
  'hosted.lid': 'hidden-id',
  hosted: 'phone',
  newsletter: 'channel',
  bot: 'bot',
  broadcast: 'service',
  'g.us': 'other',
  status_me: 'service',
  lid_me: 'service',
  call: 'service',
};

export interface Jid {
  /** Without device and agent: `491511234567@s.whatsapp.net`. */
  readonly account: string;
  readonly user: string;
  readonly server: string;
  /** True when the stored identifier names one device of the account. */
  readonly isDevice: boolean;
}

/** Reads `user[.agent][:device]@server`. */
export function parseJid(stored: string): Jid {
  const split = stored.lastIndexOf('@');
  if (split < 0) return { account: stored, user: stored, server: '', isDevice: false };
  const server = stored.slice(split + 1);
  const before = stored.slice(0, split);
  const device = /^(\d+)(\.\d+)?(:\d+)?$/.exec(before);
  if (device === null) return { account: stored, user: before, server, isDevice: false };
  const user = device[1] ?? before;
  return { account: `${user}@${server}`, user, server, isDevice: user !== before };
}

/** The kind of an identifier, by its server; `other` for a server that is not known. */
export function kindOf(jid: Jid): Account['identifierKind'] {
  const kind = KIND_OF_SERVER[jid.server] ?? 'other';
  return kind === 'phone' && !/^\d{5,15}$/.test(jid.user) ? 'service' : kind;
}

/** Digits with a plus when the identifier is a phone number; a hidden id never is. */
export function phoneOf(jid: Jid): string | null {
  return kindOf(jid) === 'phone' ? `+${jid.user}` : null;
}

/** True for identifiers of threads, which are no accounts: groups, broadcast lists, the status list. A channel is both. */
export function isThread(jid: Jid): boolean {
  return jid.server === 'g.us' || jid.server === 'broadcast';
}

/** True when the server is one that we know. */
export function isKnownServer(jid: Jid): boolean {
  return jid.server in KIND_OF_SERVER;
}

/**
 * The shape of a conversation by its identifier and `chat.group_type`. Community parent = 1 is what KnugiHK and WAInsight
 * agree on; they differ for 1, 3 and 6 elsewhere, so only 1 is interpreted and the stored value is always carried.
 */
export function conversationType(jid: Jid, groupType: number | null, isOwner: boolean): ConversationType {
  if (jid.account === 'status@broadcast') return 'status';
  switch (jid.server) {
    case 'g.us':
      return groupType === 1 ? 'community' : 'group';
    case 'broadcast':
      return 'broadcast';
    case 'newsletter':
      return 'channel';
    case 'bot':
      return 'bot';
    case 's.whatsapp.net':
    case 'c.us':
    case 'lid':
    case 'hosted':
    case 'hosted.lid':
      return isOwner ? 'self' : 'one-to-one';
    default:
      return 'unknown';
  }
}
