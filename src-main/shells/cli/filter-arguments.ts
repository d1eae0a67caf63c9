import { ITEM_TYPES, areaSchema, type Filter, type SavedFilter } from '../../contract/index.ts';
import { choice, isGiven, texts, text, words } from './arguments.ts';
import type { Client } from './client.ts';
import { readClockHours, readWeekdays } from './clock-arguments.ts';
import { UsageError, type Input, type OptionHelp, type Terminal } from './command.ts';
import { readInstant } from './instants.ts';
import { safeText } from './safe-text.ts';

const STATES = ['live', 'marked-deleted', 'recovered'] as const;
const LOG_STATES = ['both', 'only-with', 'only-without', 'changed'] as const;
const DIRECTIONS = ['incoming', 'outgoing', 'unknown'] as const;
const CLASSES = ['message', 'event'] as const;
const ATTACHMENTS = ['any', 'present', 'absent'] as const;

const several = (value: string, help: string): OptionHelp => ({
  type: 'string',
  multiple: true,
  value,
  help: `${help}; may be repeated`,
});

/** The filter options that several commands share. */
export const filterOptions: Readonly<Record<string, OptionHelp>> = {
  filter: {
    type: 'string',
    value: 'NAME',
    help: 'a filter kept in the case; further options take the place of its parts of the same name',
  },
  from: {
    type: 'string',
    value: 'TIME',
    help: 'from this time on: 2024-05-01, 2024-05-01T10:00, 2024-05-01T10:00:00+02:00',
  },
  to: { type: 'string', value: 'TIME', help: 'up to but not including this time' },
  hour: several('H|H-H', 'only in this hour of the day, 0 to 23, or these: 22-5 is 22:00 to 05:59'),
  weekday: several('D|D-D', 'only on this day of the week, mon to sun or 1 to 7, or these: sat-sun'),
  conversation: several('ID|NAME', 'only this conversation'),
  sender: several('ID|NAME', 'only from this account'),
  account: several('ID|NAME', 'only what this account sent, or conversations it takes part in'),
  source: several('ID', 'only from this source'),
  exhibit: several('REF', 'only from this exhibit'),
  type: several('TYPE', `only of this type: ${ITEM_TYPES.join(', ')}`),
  direction: several('WAY', `only ${DIRECTIONS.join(', ')}`),
  state: several('STATE', `only ${STATES.join(', ')}`),
  'log-state': several('STATE', `by what the write-ahead log says of the row: only ${LOG_STATES.join(', ')}`),
  attachment: { type: 'string', value: 'WHICH', help: `only with an attachment: ${ATTACHMENTS.join(', ')}` },
  area: { type: 'string', value: 'S,W,N,E', help: 'only with a place in this box of degrees; W above E crosses 180°' },
  tag: several('ID|NAME', 'only with this tag'),
  'without-tag': several('ID|NAME', 'only without this tag'),
  untagged: { type: 'boolean', help: 'only without any tag' },
  noted: { type: 'boolean', help: 'only with a note' },
  bookmarked: { type: 'boolean', help: 'only with a bookmark' },
  text: { type: 'string', value: 'QUERY', help: 'words, "phrases", prefix*, AND OR NOT, parentheses' },
  regex: { type: 'string', value: 'PATTERN', help: 'ECMAScript regular expression over the stored text' },
  'ignore-case': { type: 'boolean', help: 'the regular expression ignores case' },
};

/** The one option more for commands that know events too. */
export const classOption: Readonly<Record<string, OptionHelp>> = {
  class: several('CLASS', `only ${CLASSES.join(' or ')}`),
};

const MOST_NAMED = 1000;

/** The filter that the options describe; names are looked up in the open case, times without offset are in `zone`. */
export async function readFilter(input: Input, terminal: Terminal, zone: string): Promise<Filter> {
  const { client } = terminal;
  const kept = text(input, 'filter');
  const saved = kept === null ? null : await savedFilterNamed(client, kept);
  if (saved !== null) for (const note of unfoundNote(saved)) terminal.output.note(note);
  return { ...saved?.filter, ...(await givenFilter(input, client, zone)) };
}

/** A filter kept in the case, by its name in any case. */
export async function savedFilterNamed(client: Client, name: string): Promise<SavedFilter> {
  const all = await client.call('filter.list', {});
  const found = all.find((saved) => saved.name.toLowerCase() === name.toLowerCase());
  if (found === undefined) throw new UsageError(`no filter of the case is called "${name}"`);
  return found;
}

/** What to say of a kept filter whose conversations, accounts or tags are no longer in the case; nothing otherwise. */
export function unfoundNote({ name, named, unfound }: SavedFilter): readonly string[] {
  return unfound === 0
    ? []
    : [`${unfound} of ${named} named by the filter "${safeText(name)}" are no longer in the case`];
}

async function givenFilter(input: Input, client: Client, zone: string): Promise<Filter> {
  const from = instant(input, 'from', zone);
  const to = instant(input, 'to', zone);
  const query = text(input, 'text');
  const regex = text(input, 'regex');
  const ignoresCase = input.values['ignore-case'] === true;
  if (ignoresCase && regex === null) throw new UsageError('--ignore-case belongs to --regex, which is not given');
  const attachments = choice(input, 'attachment', ATTACHMENTS);
  const tagged = (name: string): Promise<readonly number[]> => tagsNamed(client, name);
  const named = (name: string): Promise<readonly number[]> => accountsNamed(client, name);
  return {
    ...(from === null ? {} : { fromMs: from }),
    ...(to === null ? {} : { toMs: to }),
    ...list('hours', readClockHours(texts(input, 'hour'))),
    ...list('weekdays', readWeekdays(texts(input, 'weekday'))),
    ...list('conversations', await ids(input, 'conversation', (name) => conversationsNamed(client, name))),
    ...list('senders', await ids(input, 'sender', named)),
    ...list('accounts', await ids(input, 'account', named)),
    ...list('sources', await ids(input, 'source', () => Promise.resolve([]))),
    ...list('exhibits', await exhibits(input, client)),
    ...list('classes', words(input, 'class', CLASSES)),
    ...list('types', words(input, 'type', ITEM_TYPES)),
    ...list('directions', words(input, 'direction', DIRECTIONS)),
    ...list('states', words(input, 'state', STATES)),
    ...list('logStates', words(input, 'log-state', LOG_STATES)),
    ...(attachments === null ? {} : { attachments }),
    ...readArea(text(input, 'area')),
    ...list('tags', await ids(input, 'tag', tagged)),
    ...list('withoutTags', await ids(input, 'without-tag', tagged)),
    ...(isGiven(input, 'untagged') && { untagged: true }),
    ...(isGiven(input, 'noted') && { noted: true }),
    ...(isGiven(input, 'bookmarked') && { bookmarked: true }),
    ...(query === null ? {} : { text: query }),
    ...(regex === null ? {} : { regex, regexFlags: ignoresCase ? 'i' : '' }),
  };
}

/** South, west, north and east in degrees. */
function readArea(value: string | null): Pick<Filter, 'area'> {
  if (value === null) return {};
  const [south = NaN, west = NaN, north = NaN, east = NaN, ...others] = value.split(',').map((part) => (part.trim() === '' ? NaN : Number(part))); // prettier-ignore
  const area = areaSchema.safeParse({ south, west, north, east });
  if (!area.success || others.length > 0 || south > north)
    throw new UsageError(`--area wants south,west,north,east in degrees, such as 53.4,9.7,53.7,10.3, not "${value}"`);
  return { area: area.data };
}

/** A list of the filter; nothing where none of its options is given. */
function list<K extends keyof Filter, T>(key: K, values: readonly T[]): Partial<Record<K, T[]>> {
  return values.length === 0 ? {} : ({ [key]: [...values] } as Partial<Record<K, T[]>>);
}

function instant(input: Input, name: string, zone: string): number | null {
  const value = text(input, name);
  if (value === null) return null;
  const utcMs = readInstant(value, zone);
  if (utcMs === null) throw new UsageError(`--${name} wants an ISO date or date-time, not "${value}"`);
  return utcMs;
}

async function ids(
  input: Input,
  name: string,
  named: (name: string) => Promise<readonly number[]>,
): Promise<readonly number[]> {
  const found = new Set<number>();
  for (const value of texts(input, name)) {
    const matches = /^[1-9]\d{0,15}$/u.test(value) ? [Number(value)] : await named(value);
    if (matches.length === 0) throw new UsageError(`no ${name} of the case is called "${value}"`);
    for (const match of matches) found.add(match);
  }
  return [...found];
}

async function exhibits(input: Input, client: Client): Promise<readonly number[]> {
  const references = texts(input, 'exhibit');
  if (references.length === 0) return [];
  const known = await client.call('exhibit.list', {});
  return references.map((reference) => {
    const found = known.find((exhibit) => exhibit.reference === reference);
    if (found === undefined) throw new UsageError(`no exhibit of the case is called "${reference}"`);
    return found.id;
  });
}

async function conversationsNamed(client: Client, name: string): Promise<readonly number[]> {
  const page = await client.call('conversation.page', { name, limit: MOST_NAMED });
  return page.rows.map((row) => row.id);
}

async function accountsNamed(client: Client, name: string): Promise<readonly number[]> {
  const page = await client.call('account.page', { name, limit: MOST_NAMED });
  return page.rows.map((row) => row.id);
}

async function tagsNamed(client: Client, name: string): Promise<readonly number[]> {
  const tags = await client.call('tag.list', {});
  return tags.filter((tag) => tag.name.toLowerCase() === name.toLowerCase()).map(({ tag }) => tag);
}
