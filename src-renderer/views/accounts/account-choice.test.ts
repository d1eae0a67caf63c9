import { expect, it } from 'vitest';
import { readChoice, requestOf, sortedBy, writeChoice } from './account-choice.ts';

it('is read as it was written', () => {
  const choice = { name: 'Ada & co', only: 'owners', sort: 'last', descending: false, at: 7 } as const;
  expect(readChoice(writeChoice(choice))).toEqual(choice);
  expect(writeChoice(readChoice(null))).toBeNull();
});

it('leaves out what does not parse', () => {
  expect(readChoice('sort=size&only=none&at=-1')).toEqual(readChoice(null));
});

it('asks only for what is chosen', () => {
  expect(requestOf(readChoice(null))).toEqual({ sort: 'sent', descending: true });
});

it('turns the order of the column that sorts, and starts another where it is read from', () => {
  const usual = readChoice(null);
  expect(sortedBy(usual, 'sent')).toEqual({ sort: 'sent', descending: false });
  expect(sortedBy(usual, 'name')).toEqual({ sort: 'name', descending: false });
  expect(sortedBy(usual, 'last')).toEqual({ sort: 'last', descending: true });
});
