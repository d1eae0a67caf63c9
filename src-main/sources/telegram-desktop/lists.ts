import type { AccountName, BytesLocator, Event, Extracted, StoredColumns } from '../../model/index.ts';
import type { JsonFields } from '../json-fields.ts';
import { chatPeer } from './peers.ts';
import { accountKey } from '../telegram-people.ts';
import type { Reading } from './reading.ts';
import { timeOf } from './times.ts';

/** Whose account was exported, with what it says of itself. */
export function* personal(
  { fields, at }: NonNullable<Reading['outline']['personal']>,
  { people }: Reading,
): Generator<Extracted> {
  // prettier-ignore
  const id = fields.whole('user_id');
  if (id === null) return;
  const phone = fields.text('phone_number');
  const names = namesOf(fields, 'self', 'personal_information');
  yield* people.tell(`user${id}`, names, at, { phone_number: phone, ...fields.rest('personal_information.') });
  if (phone !== null) yield* number(`user${id}`, phone, names, at, 'personal_information', people);
}

/** One element of a list of the export, other than messages. */
export function* listed(list: string, fields: JsonFields, at: BytesLocator, reading: Reading): Generator<Extracted> {
  if (list === 'contacts') yield* contact(fields, at, reading);
  else if (list === 'frequent_contacts') yield* frequent(fields, at, reading);
  else yield happened(list, fields, at, reading);
}

/** An entry of the account's contacts; one of a deleted account holds a date alone. */
function* contact(fields: JsonFields, at: BytesLocator, { people }: Reading): Generator<Extracted> {
  const id = fields.whole('user_id');
  const phone = fields.text('phone_number');
  const names = namesOf(fields, 'owner', 'contacts');
  const stored = { ...fields.rest('contacts.') };
  if (id !== null && id > 0) {
    yield* people.tell(`user${id}`, names, at, phone === null ? stored : { phone_number: phone, ...stored });
    if (phone !== null) yield* number(`user${id}`, phone, names, at, 'contacts', people);
  } else if (phone !== null) yield* people.tell(phone, names, at, stored, 'phone');
  else if (names.length > 0) yield* people.tell(`contact@${at.offset}`, names, at, stored, 'other');
}

/** A number is an account of its own, linked with the one that a list states it for. */
function* number(
  identifier: string,
  phone: string,
  names: readonly AccountName[],
  at: BytesLocator,
  method: string,
  people: Reading['people'],
): Generator<Extracted> {
  yield* people.tell(phone, names, at, {}, 'phone');
  yield {
    kind: 'account-link',
    key: `link:${identifier}:${phone}`,
    from: { at: [at], state: 'live' },
    a: accountKey(identifier),
    b: accountKey(phone),
    method,
  };
}

function namesOf(fields: JsonFields, givenBy: AccountName['givenBy'], list: string): readonly AccountName[] {
  const name = [fields.text('first_name'), fields.text('last_name')].filter((part) => part !== null).join(' ');
  return name === '' ? [] : [{ name, givenBy, column: `${list}.first_name` }];
}

/** Whom the service counts among the most contacted: an account with its rating. */
function* frequent(fields: JsonFields, at: BytesLocator, { people, outline }: Reading): Generator<Extracted> {
  const id = fields.whole('id');
  const type = fields.text('type');
  const name = fields.text('name');
  const names: AccountName[] = name === null ? [] : [{ name, givenBy: 'app', column: 'frequent_contacts.name' }];
  if (id === null) {
    if (name !== null) yield* people.tell(`frequent@${at.offset}`, names, at, { type, ...fields.rest('frequent_contacts.') }, 'other'); // prettier-ignore
    return;
  }
  const identifier = chatPeer(type === 'user' ? 'personal_chat' : type, id, outline.form);
  yield* people.tell(identifier, names, at, { id, type, ...fields.rest('frequent_contacts.') });
}

/** By list: what its elements are, and the times that they have. Source: the JSON writer of Telegram Desktop. */
const HAPPENED: Readonly<Record<string, readonly [Event['type'], readonly (readonly [string, 'created' | 'seen' | 'expires'])[]]>> = {
  sessions: ['login', [['created', 'created'], ['last_active', 'seen']]],
  web_sessions: ['login', [['created', 'created'], ['last_active', 'seen']]],
  profile_pictures: ['setting', [['date', 'created']]],
  stories: ['unknown', [['date', 'created'], ['expires', 'expires']]],
}; // prettier-ignore

/** A session, picture or story of the account: an event, with the values of the list as stored. */
function happened(list: string, fields: JsonFields, at: BytesLocator, { people, zone }: Reading): Event {
  const [type, names] = HAPPENED[list] ?? ['unknown', []];
  const times = names.map(([name, meaning]) => timeOf(fields, name, meaning, zone).time).filter((one) => one !== null);
  const stored: StoredColumns = { list, ...fields.rest(`${list}.`) };
  return {
    kind: 'event',
    key: `${list}:${at.offset}`,
    from: { at: [at], state: 'live' },
    type,
    conversation: null,
    actor: people.owner === null ? null : accountKey(people.owner),
    accounts: [],
    direction: 'unknown',
    times,
    call: null,
    body: null,
    stored,
  };
}
