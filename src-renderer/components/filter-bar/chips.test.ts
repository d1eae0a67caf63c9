import { expect, it } from 'vitest';
import type { Filter } from '../../../src-main/contract/index.ts';
import { en } from '../../messages/en.ts';
import { chipsOf, drop, type FilterNames } from './chips.ts';

const names: FilterNames = {
  conversation: (id) => `conversation ${id}`,
  account: (id) => `account ${id}`,
  source: (id) => `source ${id}`,
  exhibit: (id) => `exhibit ${id}`,
  tag: (id) => `tag ${id}`,
};

const whole: Filter = {
  text: 'crate',
  regex: '\\d+',
  regexFlags: 'i',
  fromMs: Date.parse('2025-03-29T23:00:00Z'),
  toMs: Date.parse('2025-03-30T22:00:00Z'),
  conversations: [1, 2],
  senders: [3],
  accounts: [4],
  sources: [5],
  exhibits: [6],
  classes: ['event'],
  types: ['voice'],
  directions: ['incoming'],
  states: ['recovered'],
  logStates: ['only-with'],
  attachments: 'absent',
  area: { south: 53.5, west: 9.9, north: 53.6, east: 10 },
  hours: [9],
  weekdays: [7],
  tags: [7],
  withoutTags: [8],
  untagged: true,
  noted: true,
  bookmarked: true,
};

it('makes a chip of each part and of each value of a list', () => {
  const chips = chipsOf(whole, names, 'Europe/Berlin', en);
  expect(chips.map(({ value }) => value)).toEqual([
    'crate',
    '\\d+ (any case)',
    '2025-03-30',
    'conversation 1',
    'conversation 2',
    'account 3',
    'account 4',
    'source 5',
    'exhibit 6',
    'Events',
    'Voice message',
    'Incoming',
    'Recovered',
    'Only with the log',
    'Sunday',
    '09:00–09:59 Europe/Berlin',
    'tag 7',
    'tag 8',
    '53.5, 9.9 – 53.6, 10',
    'Without any tag',
    'With a note',
    'Bookmarked',
    'Attachment absent',
  ]);
  expect(new Set(chips.map(({ id }) => id)).size).toBe(chips.length);
});

it('ends with no filter when chip after chip is removed', () => {
  let filter = whole;
  for (let left = chipsOf(filter, names, 'UTC', en).length; left > 0; left -= 1) {
    filter = chipsOf(filter, names, 'UTC', en)[0]?.without ?? filter;
    expect(chipsOf(filter, names, 'UTC', en)).toHaveLength(left - 1);
  }
  expect(filter).toEqual({});
});

it('shows hidden characters of a query by their code', () => {
  expect(chipsOf({ text: 'a\u202eb' }, names, 'UTC', en)[0]?.value).toBe('a⟨U+202E⟩b');
});

it('drops the named parts and nothing else', () => {
  expect(drop({ text: 'a', regex: 'b', fromMs: 1 }, 'text', 'regex')).toEqual({ fromMs: 1 });
});
