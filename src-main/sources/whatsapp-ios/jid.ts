import type { Account, ConversationType } from '../../model/index.ts';

/** What the part after the `@` of an identifier says of an account. Published: dossiers of several readers; first two observed. */
const KINDS: ReadonlyMap<string, Account['identifierKind']> = new Map([
  ['s.whatsapp.net', 'phone'],
  ['lid', 'hidden-id'],
  ['c.us', 'phone'],
  ['newsletter', 'channel'],
  ['bot', 'bot'],
  ['hosted', 'service'],
  ['hosted.lid', 'hidden-id'],
]);

const CONVERSATIONS: ReadonlyMap<string, ConversationType> = new Map([
  ['s.whatsapp.net', 'one-to-one'],
  ['c.us', 'one-to-one'],
  ['lid', 'one-to-one'],
  ['hosted', 'one-to-one'],
  ['hosted.lid', 'one-to-one'],
  ['g.us', 'group'],
  ['broadcast', 'broadcast'],
  ['newsletter', 'channel'],
  ['bot', 'bot'],
  ['status', 'status'],
]);

/** An identifier without the number of a linked device: `49151:2@s.whatsapp.net` becomes `49151@s.whatsapp.net`. */
export function withoutDevice(jid: string): string {
  return jid.includes(':') ? jid.replace(/^(\d+)(?:\.\d+)?:\d+@/, '$1@') : jid;
}

/** A stored phone number or identifier as an identifier; null when it is neither. */
export function asPhoneJid(stored: string): string | null {
  if (stored.includes('@')) return withoutDevice(stored);
  const digits = stored.replace(/^\+/, '');
  return /^\d{4,20}$/.test(digits) ? `${digits}@s.whatsapp.net` : null;
}

/** A stored hidden id, with or without its suffix, as an identifier; null when it is neither. */
export function asHiddenJid(stored: string): string | null {
  if (stored.endsWith('@lid')) return withoutDevice(stored);
  return /^\d{4,20}$/.test(stored) ? `${stored}@lid` : null;
}

function suffixOf(jid: string): string {
  return jid.slice(jid.lastIndexOf('@') + 1);
}

/** True for identifiers of persons, services and bots; false for groups, lists, channels and anything without an `@`. */
export function isAccountJid(jid: string): boolean {
  const kind = jid.includes('@') ? KINDS.get(suffixOf(jid)) : undefined;
  return kind !== undefined && kind !== 'channel';
}

export function identifierKindOf(jid: string): Account['identifierKind'] {
  return (jid.includes('@') ? KINDS.get(suffixOf(jid)) : undefined) ?? 'other';
}

/** The digits of a phone identifier with a plus; null for every other kind, above all for hidden ids. */
export function phoneOf(jid: string): string | null {
  if (identifierKindOf(jid) !== 'phone') return null;
  const digits = jid.slice(0, jid.lastIndexOf('@'));
  return /^[1-9]\d{3,19}$/.test(digits) ? `+${digits}` : null;
}

export function conversationTypeOf(jid: string): ConversationType {
  if (jid === 'status@broadcast') return 'status';
  return (jid.includes('@') ? CONVERSATIONS.get(suffixOf(jid)) : undefined) ?? 'unknown';
}
