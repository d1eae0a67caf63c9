import type { Account } from '../../model/index.ts';

type Kind = Pick<Account, 'identifierKind' | 'phone'>;

/** The part behind the `@` of WhatsApp's identifiers. Source: the identifiers in the models of IPED's tests. */
const SERVERS: Readonly<Record<string, Account['identifierKind']>> = {
  's.whatsapp.net': 'phone',
  'c.us': 'phone',
  lid: 'hidden-id',
  newsletter: 'channel',
  bot: 'bot',
  broadcast: 'service',
};

/** What an identifier is, by its form: a number with a plus or of a telephone service is a phone number. */
export function kindOfIdentifier(identifier: string, service: string): Kind {
  const at = identifier.lastIndexOf('@');
  if (at > 0) {
    const user = identifier.slice(0, at);
    const kind = SERVERS[identifier.slice(at + 1).toLowerCase()];
    if (kind === 'phone') return /^\d{5,15}$/u.test(user) ? { identifierKind: kind, phone: `+${user}` } : OTHER;
    return kind === undefined ? { identifierKind: 'user-name', phone: null } : { identifierKind: kind, phone: null };
  }
  const bare = identifier.replace(/[\s().-]/gu, '');
  if (/^\+\d{5,15}$/u.test(bare)) return { identifierKind: 'phone', phone: bare };
  if (service === 'phone' && /^\d{3,15}$/u.test(bare)) return { identifierKind: 'phone', phone: null };
  return OTHER;
}

const OTHER: Kind = { identifierKind: 'other', phone: null };
