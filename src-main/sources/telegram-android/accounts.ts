import type { AccountName, Conversation, Extracted, RowLocator, Stored } from '../../model/index.ts';
import { JsonFields } from '../json-fields.ts';
import { rowIssue } from '../store-issues.ts';
import { integer, text } from '../stored-cells.ts';
import { scanTable, StoredTable } from '../stored-table.ts';
import { readTime } from '../stored-times.ts';
import type { Reading } from './reading.ts';
import { readTl } from './tl-cell.ts';

/** Keys to things on the service's servers, and pictures' places there: no part of who an account is. */
export const SERVER_KEYS = ['access_hash', 'file_reference'] as const;

const OBJECT_COLUMNS = { data: 'anything' } as const;

/** `users`: each row is an account; the one that the app marks as its own must be the owner. */
export function* readUsers(reading: Reading): Generator<Extracted> {
  const table = new StoredTable(reading.db, 'users', OBJECT_COLUMNS);
  yield* scanTable(reading.run, table, (row, at, out) => {
    const uid = integer(table.cell(row, 'uid'));
    const { fields: read, carried } = readTl(table.cell(row, 'data'), 'User', at, 'data', out);
    const fields = read ?? new JsonFields({});
    const id = uid ?? fields.whole('id');
    if (id === null) {
      out.push(rowIssue('error', 'row-unreadable', at, 'uid', text(table.cell(row, 'uid')), 'The row names nobody.'));
      return undefined;
    }
    const identifier = `user${id}`;
    differs(fields, 'id', id, at, out);
    fields.leave('_', ...SERVER_KEYS);
    const isBot = fields.flag('bot') === true;
    if (isBot) reading.bots.add(identifier);
    if (fields.flag('self') === true && reading.people.owner !== null && reading.people.owner !== identifier) {
      const detail = 'The app marks this account as its own, and another one is named as the owner of the store.';
      out.push(rowIssue('warning', 'owner-assumed', at, 'data', identifier, detail));
    }
    const names = namesOf([fields.text('first_name'), fields.text('last_name')], 'users.data');
    const phone = fields.text('phone');
    const stored: Record<string, Stored> = {
      ...table.rest(row),
      ...(carried !== null && { data: carried }),
      ...fields.rest('data.'),
    };
    if (phone !== null) stored['data.phone'] = phone;
    out.push(...reading.people.tell(identifier, names, at, stored, isBot ? 'bot' : undefined));
    return undefined;
  });
}

/** What the object says of its own number where the row says another. */
function differs(fields: JsonFields, name: string, id: number | bigint, at: RowLocator, out: Extracted[]): void {
  const stated = fields.whole(name);
  if (stated === null || BigInt(stated) === BigInt(id)) return;
  const detail = "The object is of another number than its row; the row's is used.";
  out.push(rowIssue('warning', 'undecodable-payload', at, 'data', String(stated), detail));
}

function namesOf(parts: readonly (string | null)[], column: string): readonly AccountName[] {
  const name = parts.filter((part) => part !== null).join(' ');
  return name === '' ? [] : [{ name, givenBy: 'app', column }];
}

/** Groups by constructor; what a group is called is a conversation's title and the name under which it writes. */
const GROUPS: Readonly<Record<string, 'chat' | 'channel'>> = {
  chat: 'chat',
  chatEmpty: 'chat',
  chatForbidden: 'chat',
  channel: 'channel',
  channelForbidden: 'channel',
};

/** `chats`: basic groups, supergroups and channels, whether a conversation with them is held or not. */
export function* readChats(reading: Reading): Generator<Extracted> {
  const table = new StoredTable(reading.db, 'chats', OBJECT_COLUMNS);
  yield* scanTable(reading.run, table, (row, at, out) => {
    const uid = integer(table.cell(row, 'uid'));
    const { fields: read, carried } = readTl(table.cell(row, 'data'), 'Chat', at, 'data', out);
    const fields = read ?? new JsonFields({});
    const id = uid ?? fields.whole('id');
    if (id === null) {
      out.push(rowIssue('error', 'row-unreadable', at, 'uid', text(table.cell(row, 'uid')), 'The row names no conversation.')); // prettier-ignore
      return undefined;
    }
    const constructor = fields.text('_');
    const kind = GROUPS[constructor ?? ''] ?? 'peer';
    const identifier = `${kind}${id}`;
    differs(fields, 'id', id, at, out);
    fields.leave(...SERVER_KEYS);
    const type = typeOf(kind, fields);
    const title = fields.text('title');
    // Of a channel the date is that of joining, where the account is in it; of a basic group that of its making.
    const made = kind === 'chat' ? readTime(fields.whole('date'), 'created', at, 'data', out, 'unix-s') : null;
    const stored: Record<string, Stored> = {
      ...table.rest(row),
      ...(carried !== null && { data: carried }),
      ...fields.rest('data.'),
    };
    if (constructor !== null) stored['data.constructor'] = constructor;
    if (typeof id === 'number') reading.chats.set(id, { identifier, type });
    reading.facts.set(identifier, { at: [at], type, title, created: made, account: null, disappearingS: null, stored });
    const names = title === null ? [] : namesOf([title], 'chats.data');
    out.push(...reading.people.tell(identifier, names, at, stored));
    return undefined;
  });
}

function typeOf(kind: string, fields: JsonFields): Conversation['type'] {
  if (kind === 'chat') return 'group';
  const [isBroadcast, isGroup] = [fields.flag('broadcast'), fields.flag('megagroup')];
  if (kind !== 'channel') return 'unknown';
  return isGroup === true ? 'group' : isBroadcast === true ? 'channel' : 'unknown';
}

/** Keys of secret chats and what the app needs to negotiate them. */
const SECRET_KEYS = ['g', 'authkey', 'fauthkey', 'khash', 'fprint'] as const;

/** `enc_chats`: secret chats, each with the other account. */
export function* readSecretChats(reading: Reading): Generator<Extracted> {
  const table = new StoredTable(reading.db, 'enc_chats', { ...OBJECT_COLUMNS, ttl: 'whole-number' }, SECRET_KEYS);
  yield* scanTable(reading.run, table, (row, at, out) => {
    const id = integer(table.cell(row, 'uid'));
    const { fields: read, carried } = readTl(table.cell(row, 'data'), 'EncryptedChat', at, 'data', out);
    if (id === null) {
      out.push(
        rowIssue('error', 'row-unreadable', at, 'uid', table.text(row, 'uid'), 'The row names no conversation.'),
      );
      return undefined;
    }
    const identifier = `secret${id}`;
    if (typeof id === 'number') reading.secrets.add(id);
    const user = integer(table.cell(row, 'user'));
    const ttl = table.whole(row, 'ttl');
    read?.leave(...SERVER_KEYS, 'g_a', 'g_b', 'g_a_or_b', 'nonce', 'key_fingerprint');
    const constructor = read?.text('_') ?? null;
    const stored: Record<string, Stored> = { ...table.rest(row), ...(carried !== null && { data: carried }), ...read?.rest('data.') }; // prettier-ignore
    if (constructor !== null) stored['data.constructor'] = constructor;
    const account = user === null || user === 0 ? null : `user${user}`;
    reading.facts.set(identifier, {
      at: [at],
      type: 'one-to-one',
      title: null,
      created: null,
      account,
      disappearingS: ttl === null || ttl <= 0 ? null : ttl,
      stored,
    });
    return undefined;
  });
}

/** `contacts`: accounts that are in the owner's list on the service. */
export function* readContacts(reading: Reading): Generator<Extracted> {
  const table = new StoredTable(reading.db, 'contacts', {});
  yield* scanTable(reading.run, table, (row, at, out) => {
    const uid = integer(table.cell(row, 'uid'));
    if (uid === null) {
      out.push(rowIssue('error', 'row-unreadable', at, 'uid', table.text(row, 'uid'), 'The row names nobody.'));
      return undefined;
    }
    const stored = Object.fromEntries(
      Object.entries(table.rest(row)).map(([name, value]) => [`contacts.${name}`, value]),
    );
    out.push(...reading.people.tell(`user${uid}`, [], at, stored, reading.bots.has(`user${uid}`) ? 'bot' : undefined));
    return undefined;
  });
}
