import type { BytesLocator, Event, Extracted, StoredColumns, Timestamp } from '../../model/index.ts';
import type { Block } from './page-blocks.ts';
import type { ChatEntry } from './page-chats.ts';
import { allOfClass, findClass, lineOf } from './page-node.ts';
import type { PageNode } from './page-node.ts';
import { placeOf } from './page-reading.ts';
import type { Page, PageReading } from './page-reading.ts';
import { pageTime, stampOf } from './page-times.ts';

const CONTACTS = 'contacts';

/** One entry of a list, as the page shows it. */
interface Entry {
  readonly name: string | null;
  readonly subname: string | null;
  readonly info: string | null;
  readonly lines: readonly string[];
  readonly href: string | null;
  /** `ID: 12`, of contacts since February 2024. */
  readonly tooltip: string | null;
  readonly text: string | null;
}

/** Source: `pushGenericListEntry` and `pushStoriesListEntry` of Telegram Desktop's `export_output_html.cpp` at 929032d598. */
function entryOf(node: PageNode): Entry {
  const href = node.attributes.get('href') ?? findClass(node, 'userpic_wrap')?.attributes.get('href') ?? '';
  return {
    name: lineOf(findClass(node, 'name')),
    subname: lineOf(findClass(node, 'subname')),
    info: lineOf(findClass(node, 'info')),
    lines: allOfClass(node, 'details_entry').map((one) => lineOf(one) ?? ''),
    href: href === '' ? null : href.replace(/#allow_back$/u, ''),
    tooltip: findClass(node, 'initials')?.attributes.get('title') ?? null,
    text: lineOf(findClass(node, 'text')),
  };
}

/** The page of a chat below the export's folder, with what the list says of the chat; the place is null for a chat without messages. */
export function chatEntryOf(
  { node }: Block,
  at: BytesLocator,
  page: Page,
): { readonly place: string | null; readonly entry: ChatEntry } {
  // prettier-ignore
  const { name, info, lines, href } = entryOf(node);
  return {
    place: href === null ? null : placeOf(page, href),
    entry: { at, name, type: info, count: lines[0] ?? null },
  };
}

/** The records of one entry of a list other than that of chats; none for an entry that holds nothing. */
export function* entryOnPage(
  list: string,
  { node }: Block,
  at: BytesLocator,
  reading: PageReading,
): Generator<Extracted> {
  // prettier-ignore
  const entry = entryOf(node);
  if (list === CONTACTS) yield* contact(entry, at);
  else if (list === 'frequent') yield* frequent(entry, at);
  else yield happened(list, entry, at, reading.zone);
}

/** A number, and since February 2024 the service's number of the account too. */
function* contact({ name, info, lines, tooltip }: Entry, at: BytesLocator): Generator<Extracted> {
  const digits = (lines[0] ?? '').replaceAll(/\D/gu, '');
  const [, id] = /^ID: (\d{1,19})$/u.exec(tooltip ?? '') ?? [];
  const isNamed = name !== null && name !== 'Deleted Account';
  const names = isNamed ? [{ name, givenBy: 'owner' as const, column: 'contacts.name' }] : [];
  const base = { kind: 'account' as const, from: { at: [at], state: 'live' } as const, service: 'telegram', names, owner: null, stored: { name, number: lines[0] ?? null, date: info, id: tooltip } }; // prettier-ignore
  if (id !== undefined) yield { ...base, key: `account:user${id}`, identifier: `user${id}`, identifierKind: 'other', phone: null }; // prettier-ignore
  if (digits.length >= 5) yield { ...base, key: `account:+${digits}`, identifier: `+${digits}`, identifierKind: 'phone', phone: `+${digits}` }; // prettier-ignore
  else if (id === undefined && isNamed) yield { ...base, key: `contact@${at.offset}`, identifier: name, identifierKind: 'display-name', phone: null }; // prettier-ignore
  if (id !== undefined && digits.length >= 5)
    yield { kind: 'account-link', key: `link:user${id}:+${digits}`, from: base.from, a: `account:user${id}`, b: `account:+${digits}`, method: CONTACTS }; // prettier-ignore
}

/** Whom the service counts among the most contacted: a name with its rating. */
function* frequent({ name, info, lines }: Entry, at: BytesLocator): Generator<Extracted> {
  if (name === null) return;
  yield {
    kind: 'account',
    key: `frequent@${at.offset}`,
    from: { at: [at], state: 'live' },
    service: 'telegram',
    identifier: name,
    identifierKind: 'display-name',
    phone: null,
    names: [{ name, givenBy: 'app', column: 'frequent.name' }],
    owner: null,
    stored: { category: info, rating: lines[0] ?? null },
  };
}

/** Lists of things that happened, by the name of their page, with the list's name in the export as JSON. */
const HAPPENED: Readonly<Record<string, Event['type']>> = {
  sessions: 'login',
  web_sessions: 'login',
  profile_pictures: 'setting',
  stories: 'unknown',
};

/** Whether a list by this name is one that the app writes. */
export function isListKnown(list: string): boolean {
  return list === CONTACTS || list === 'frequent' || Object.hasOwn(HAPPENED, list);
}

/** A session, picture or story: an event with the page's words as stored. */
function happened(list: string, entry: Entry, at: BytesLocator, zone: string | null): Event {
  const times: Timestamp[] = [];
  const rest: string[] = [];
  const add = (stored: string | null, meaning: Timestamp['meaning']): boolean => {
    const stamp = stampOf(stored);
    if (stamp !== null) times.push(pageTime(stamp, meaning, zone));
    return stamp !== null;
  };
  const isLogin = HAPPENED[list] === 'login';
  const isInfoTime = !isLogin && add(entry.info, 'created');
  for (const line of entry.lines) {
    const [, label, value = null] = /^(Created|Last active|Expiring): (.*)$/u.exec(line) ?? [];
    const meaning = label === 'Created' ? 'created' : label === 'Last active' ? 'seen' : 'expires';
    if (label === undefined || !add(value, meaning)) rest.push(line);
  }
  const stored: StoredColumns = {
    list,
    name: entry.name,
    subname: entry.subname,
    href: entry.href,
    ...(!isInfoTime && { info: entry.info }),
    ...(rest.length > 0 && { details: rest.join('\n') }),
  };
  return {
    kind: 'event',
    key: `${list}:${at.offset}`,
    from: { at: [at], state: 'live' },
    type: HAPPENED[list] ?? 'unknown',
    conversation: null,
    actor: null,
    accounts: [],
    direction: 'unknown',
    times,
    call: null,
    body: entry.text,
    stored,
  };
}

/** What the summary of an export says of the account that it is of. */
export interface Personal {
  readonly name: string | null;
  readonly rows: Readonly<Record<string, string>>;
}

/** Source: `writePreparedPersonal` of the app's HTML writer, 929032d598. */
export function personalOf({ node }: Block): Personal {
  const rows: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const row of allOfClass(node, 'row')) {
    const label = lineOf(findClass(row, 'label'));
    const value = lineOf(findClass(row, 'value'));
    if (label !== null && value !== null) rows[label] = value;
  }
  const name = [rows['First name'], rows['Last name']].filter((part) => part !== undefined).join(' ');
  return { name: name === '' ? null : name, rows };
}

/** The account that was exported: by its number, its user name, or the name that it gave itself. */
export function* personalAccount({ name, rows }: Personal, at: BytesLocator): Generator<Extracted> {
  const digits = (rows['Phone number'] ?? '').replaceAll(/\D/gu, '');
  const user = rows.Username ?? null;
  const [identifier, identifierKind] = digits.length >= 5 ? ([`+${digits}`, 'phone'] as const) : user !== null ? ([user, 'user-name'] as const) : ([name, 'display-name'] as const); // prettier-ignore
  if (identifier === null) return;
  yield {
    kind: 'account',
    key: identifierKind === 'phone' ? `account:${identifier}` : 'account:personal_info',
    from: { at: [at], state: 'live' },
    service: 'telegram',
    identifier,
    identifierKind,
    phone: identifierKind === 'phone' ? identifier : null,
    names: name === null ? [] : [{ name, givenBy: 'self', column: 'personal_info.First name' }],
    owner: { claim: 'personal information on the first page of the export', assumed: false },
    stored: rows,
  };
}
