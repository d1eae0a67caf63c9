import type { Filter, FilterNow } from '../../../src-main/contract/index.ts';
import type { Messages } from '../../messages/en.ts';
import { plainVisible } from '../../text/visible.ts';
import { writeMoment } from './moments.ts';

/** One removable part of the filter. */
export interface Chip {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  /** It names what is not in the case now, and lets nothing through. */
  readonly isUnfound: boolean;
  /** The filter without this part. */
  readonly without: Filter;
}

/** Names of things that the filter refers to by number. */
export interface FilterNames {
  conversation(id: number): string;
  account(id: number): string;
  source(id: number): string;
  exhibit(id: number): string;
  tag(id: number): string;
}

/** Parts of the filter that are asked for or not. */
export const MARK_FLAGS = ['untagged', 'noted', 'bookmarked'] as const;

/** Parts of the filter that are lists: any of. */
export type ListKey =
  | 'conversations'
  | 'senders'
  | 'accounts'
  | 'sources'
  | 'exhibits'
  | 'classes'
  | 'types'
  | 'directions'
  | 'states'
  | 'logStates'
  | 'hours'
  | 'weekdays'
  | 'tags'
  | 'withoutTags';

/** The parts of a filter as chips, in a fixed order. */
export function chipsOf(
  filter: Filter,
  names: FilterNames,
  zone: string,
  m: Messages,
  unfound: FilterNow['unfound'] = {},
): readonly Chip[] {
  const chips: Omit<Chip, 'isUnfound'>[] = [];
  const lost = new Set(Object.entries(unfound).flatMap(([part, ids]) => ids.map((id) => `${part}-${id}`)));
  if (filter.text !== undefined)
    chips.push({ id: 'text', label: m.filter.text, value: plainVisible(filter.text), without: drop(filter, 'text') });
  if (filter.regex !== undefined) {
    chips.push({
      id: 'regex',
      label: m.filter.regex,
      value: `${plainVisible(filter.regex)}${filter.regexFlags === 'i' ? ` (${m.filter.anyCase})` : ''}`,
      without: drop(filter, 'regex', 'regexFlags'),
    });
  }
  if (filter.fromMs !== undefined || filter.toMs !== undefined) {
    const from = filter.fromMs === undefined ? '…' : writeMoment(filter.fromMs, zone, 'from');
    const to = filter.toMs === undefined ? '…' : writeMoment(filter.toMs, zone, 'to');
    chips.push({
      id: 'time',
      label: m.filter.time,
      value: from === to ? from : `${from} – ${to}`,
      without: drop(filter, 'fromMs', 'toMs'),
    });
  }
  const list = <T extends string | number>(
    key: ListKey,
    values: readonly T[] | undefined,
    name: (value: T) => string,
  ): void => {
    for (const value of values ?? []) {
      const rest = (values ?? []).filter((other) => other !== value);
      const without: Filter = rest.length === 0 ? drop(filter, key) : { ...filter, [key]: rest };
      chips.push({ id: `${key}-${value}`, label: m.filter[key], value: name(value), without });
    }
  };
  list('conversations', filter.conversations, (id) => names.conversation(id));
  list('senders', filter.senders, (id) => names.account(id));
  list('accounts', filter.accounts, (id) => names.account(id));
  list('sources', filter.sources, (id) => names.source(id));
  list('exhibits', filter.exhibits, (id) => names.exhibit(id));
  list('classes', filter.classes, (value) => m.words.classes[value] ?? value);
  list('types', filter.types, (value) => m.words.types[value] ?? value);
  list('directions', filter.directions, (value) => m.words.directions[value] ?? value);
  list('states', filter.states, (value) => m.words.states[value] ?? value);
  list('logStates', filter.logStates, (value) => m.words.logStates[value] ?? value);
  list('weekdays', filter.weekdays, (value) => m.words.weekdays[value - 1] ?? String(value));
  list('hours', filter.hours, (value) => `${m.words.hour(value)} ${zone}`);
  list('tags', filter.tags, (id) => names.tag(id));
  list('withoutTags', filter.withoutTags, (id) => names.tag(id));
  if (filter.area !== undefined) {
    const { south, west, north, east } = filter.area;
    const value = `${south}, ${west} – ${north}, ${east}`;
    chips.push({ id: 'area', label: m.filter.area, value, without: drop(filter, 'area') });
  }
  for (const flag of MARK_FLAGS)
    if (filter[flag] === true)
      chips.push({ id: flag, label: m.filter.marks, value: m.filter[flag], without: drop(filter, flag) });
  if (filter.attachments !== undefined) {
    chips.push({
      id: 'attachments',
      label: m.filter.attachments,
      value: m.words.attachments[filter.attachments] ?? filter.attachments,
      without: drop(filter, 'attachments'),
    });
  }
  return chips.map((chip) => ({ ...chip, isUnfound: lost.has(chip.id) }));
}

/** A filter without the named parts. */
export function drop(filter: Filter, ...keys: readonly (keyof Filter)[]): Filter {
  return Object.fromEntries(Object.entries(filter).filter(([key]) => !keys.some((dropped) => dropped === key)));
}
