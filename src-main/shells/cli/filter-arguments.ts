import type { Filter } from '../../contract/index.ts';
import { texts, text } from './arguments.ts';
import type { Client } from './client.ts';
import { UsageError, type Input, type OptionHelp } from './command.ts';
import { readInstant } from './instants.ts';

/** The filter options that several commands share. */
export const filterOptions: Readonly<Record<string, OptionHelp>> = {
  from: {
    type: 'string',
    value: 'TIME',
    help: 'from this time on: 2024-05-01, 2024-05-01T10:00, 2024-05-01T10:00:00+02:00',
  },
  to: { type: 'string', value: 'TIME', help: 'up to but not including this time' },
  conversation: { type: 'string', multiple: true, value: 'ID|NAME', help: 'only this conversation; may be repeated' },
  sender: { type: 'string', multiple: true, value: 'ID|NAME', help: 'only from this account; may be repeated' },
  source: { type: 'string', multiple: true, value: 'ID', help: 'only from this source; may be repeated' },
  state: {
    type: 'string',
    multiple: true,
    value: 'STATE',
    help: 'only live, marked-deleted or recovered; may be repeated',
  },
  text: { type: 'string', value: 'QUERY', help: 'words, "phrases", prefix*, AND OR NOT, parentheses' },
  regex: { type: 'string', value: 'PATTERN', help: 'ECMAScript regular expression over the stored text' },
  'ignore-case': { type: 'boolean', help: 'the regular expression ignores case' },
};

const MOST_NAMED = 1000;

/** The filter that the options describe; names are looked up in the open case, times without offset are in `zone`. */
export async function readFilter(input: Input, client: Client, zone: string): Promise<Filter> {
  const from = instant(input, 'from', zone);
  const to = instant(input, 'to', zone);
  const query = text(input, 'text');
  const regex = text(input, 'regex');
  const conversations = await ids(texts(input, 'conversation'), 'conversation', (name) =>
    conversationsNamed(client, name),
  );
  const senders = await ids(texts(input, 'sender'), 'sender', (name) => accountsNamed(client, name));
  const sources = await ids(texts(input, 'source'), 'source', () => Promise.resolve([]));
  const states = texts(input, 'state').map(readState);
  return {
    ...(from === null ? {} : { fromMs: from }),
    ...(to === null ? {} : { toMs: to }),
    ...(conversations === null ? {} : { conversations: [...conversations] }),
    ...(senders === null ? {} : { senders: [...senders] }),
    ...(sources === null ? {} : { sources: [...sources] }),
    ...(states.length === 0 ? {} : { states: [...states] }),
    ...(query === null ? {} : { text: query }),
    ...(regex === null ? {} : { regex, regexFlags: input.values['ignore-case'] === true ? 'i' : '' }),
  };
}

function instant(input: Input, name: string, zone: string): number | null {
  const value = text(input, name);
  if (value === null) return null;
  const utcMs = readInstant(value, zone);
  if (utcMs === null) throw new UsageError(`--${name} wants an ISO date or date-time, not "${value}"`);
  return utcMs;
}

async function ids(
  given: readonly string[],
  what: string,
  named: (name: string) => Promise<readonly number[]>,
): Promise<readonly number[] | null> {
  if (given.length === 0) return null;
  const found = new Set<number>();
  for (const value of given) {
    const matches = /^[1-9]\d{0,15}$/u.test(value) ? [Number(value)] : await named(value);
    if (matches.length === 0) throw new UsageError(`no ${what} of the case is called "${value}"`);
    for (const match of matches) found.add(match);
  }
  return [...found];
}

async function conversationsNamed(client: Client, name: string): Promise<readonly number[]> {
  const page = await client.call('conversation.page', { name, limit: MOST_NAMED });
  return page.rows.map((row) => row.id);
}

async function accountsNamed(client: Client, name: string): Promise<readonly number[]> {
  const page = await client.call('account.page', { name, limit: MOST_NAMED });
  return page.rows.map((row) => row.id);
}

const STATES = ['live', 'marked-deleted', 'recovered'] as const;

function readState(given: string): (typeof STATES)[number] {
  const found = STATES.find((state) => state === given);
  if (found === undefined) throw new UsageError(`--state is one of ${STATES.join(', ')}, not "${given}"`);
  return found;
}
