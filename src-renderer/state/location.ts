import { useSyncExternalStore } from 'react';
import '../engine/no-eval.ts'; // before the schemas, wherever the build puts them
import { filterSchema, type Filter } from '../../src-main/contract/index.ts';
import { ISSUE_CODES, type IssueCode, type IssueSeverity } from '../../src-main/model/index.ts';

/** The window's views, in the order of the rail. */
export const VIEW_NAMES = [
  'overview',
  'exhibits',
  'locks',
  'sources',
  'conversations',
  'timeline',
  'graph',
  'accounts',
  'calls',
  'places',
  'search',
  'media',
  'review',
  'report',
  'legal',
  'issues',
  'custody',
  'start',
] as const;

export type ViewName = (typeof VIEW_NAMES)[number];

/** The keys that go to views from anywhere; `C` goes to the cases. */
export const VIEW_KEYS: Readonly<Partial<Record<string, ViewName>>> = {
  '1': 'overview',
  '2': 'exhibits',
  '3': 'sources',
  '4': 'conversations',
  '5': 'timeline',
  '6': 'graph',
  '7': 'search',
  '8': 'media',
  '9': 'report',
  '0': 'issues',
  a: 'accounts',
  l: 'calls',
  o: 'locks',
  w: 'places',
  t: 'review',
  c: 'start',
};

/** Where the window is. Lives in the address, so that back and forward work. */
export interface Location {
  readonly view: ViewName;
  readonly filter: Filter;
  /** The open conversation. */
  readonly conversation: number | null;
  /** The item to show and focus. */
  readonly item: number | null;
  /** A second conversation, open beside the first. */
  readonly beside: number | null;
  /** The item to show in the second conversation. */
  readonly besideItem: number | null;
  /** The item whose provenance is open. */
  readonly record: number | null;
  /** The source whose ledger is open. */
  readonly source: number | null;
  /** The severity of which issues are shown; null shows each. */
  readonly severity: IssueSeverity | null;
  /** The kind of issue that is shown; null shows each. */
  readonly code: IssueCode | null;
  /** The table of the source of which issues are shown; null shows those of each. */
  readonly table: string | null;
  /** What a view narrows or orders by besides the filter, in its own words; null where that is the usual. */
  readonly own: string | null;
}

const nowhere: Location = {
  view: 'start',
  filter: {},
  conversation: null,
  item: null,
  beside: null,
  besideItem: null,
  record: null,
  source: null,
  severity: null,
  code: null,
  table: null,
  own: null,
};
const SEVERITIES: readonly IssueSeverity[] = ['error', 'warning', 'note'];
/** Longest name of a table that an address carries, in UTF-16 units. */
const MOST_TABLE = 200;
const NUMBERS = ['conversation', 'item', 'beside', 'besideItem', 'record', 'source'] as const;

/** Reads a location from an address' hash; parts that do not parse are left out. */
export function readLocation(hash: string): Location {
  const [path = '', query = ''] = hash.replace(/^#\/?/u, '').split('?', 2);
  const view = VIEW_NAMES.find((name) => name === path) ?? 'start';
  const params = new URLSearchParams(query);
  const numbers = Object.fromEntries(NUMBERS.map((name) => [name, readId(params.get(name))]));
  const severity = SEVERITIES.find((name) => name === params.get('severity')) ?? null;
  const code = ISSUE_CODES.find((name) => name === params.get('code')) ?? null;
  const table = params.get('table')?.slice(0, MOST_TABLE) ?? null;
  const own = params.get('own');
  return { ...nowhere, view, filter: readFilter(params.get('filter')), severity, code, table, own, ...numbers };
}

/** Writes a location as a hash. */
export function writeLocation(location: Location): string {
  const params = new URLSearchParams();
  for (const name of NUMBERS) {
    const value = location[name];
    if (value !== null) params.set(name, String(value));
  }
  if (location.severity !== null) params.set('severity', location.severity);
  if (location.own !== null) params.set('own', location.own);
  if (location.code !== null) params.set('code', location.code);
  if (location.table !== null) params.set('table', location.table);
  if (Object.keys(location.filter).length > 0) params.set('filter', JSON.stringify(location.filter));
  const query = params.toString();
  return `#/${location.view}${query === '' ? '' : `?${query}`}`;
}

function readId(text: string | null): number | null {
  return text !== null && /^[1-9]\d{0,14}$/u.test(text) ? Number(text) : null;
}

function readFilter(text: string | null): Filter {
  if (text === null) return {};
  try {
    const parsed = filterSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : {};
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}

let current: { readonly hash: string; readonly location: Location } | null = null;

/** Where the window is now. */
export function here(): Location {
  const { hash } = window.location;
  if (current?.hash !== hash) current = { hash, location: readLocation(hash) };
  return current.location;
}

/** True while the address names no place at all. */
export function isUnplaced(): boolean {
  return window.location.hash === '';
}

const listeners = new Set<() => void>();
function announce(): void {
  for (const listener of listeners) listener();
}

/** Goes somewhere; parts that are not named stay. `replace` leaves no step to go back to. */
export function go(change: Partial<Location>, replace = false): void {
  const hash = writeLocation({ ...here(), ...change });
  if (hash === window.location.hash) return;
  if (replace) window.history.replaceState(null, '', hash);
  else window.history.pushState(null, '', hash);
  announce();
}

/** Goes to another view and leaves what belonged to the one before, except the filter. */
export function goView(view: ViewName, change: Partial<Location> = {}): void {
  const away = {
    conversation: null,
    item: null,
    beside: null,
    besideItem: null,
    source: null,
    severity: null,
    code: null,
    table: null,
    own: null,
  };
  go({ ...away, view, ...change });
}

/** Follows where the window is. */
export function useLocation(): Location {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    window.addEventListener('popstate', listener);
    window.addEventListener('hashchange', listener);
    return () => {
      listeners.delete(listener);
      window.removeEventListener('popstate', listener);
      window.removeEventListener('hashchange', listener);
    };
  }, here);
}

/** The key that goes to a view; empty where it has none. */
export function keyOfView(view: ViewName): string {
  const found = Object.entries(VIEW_KEYS).find(([, name]) => name === view);
  return found === undefined ? '' : found[0].toUpperCase();
}
