import { expect, it } from 'vitest';
import { readChoice, requestOf, writeChoice } from './media-choice.ts';

it('comes back from the address as it was written', () => {
  const choice = {
    kinds: ['image', 'video'],
    presence: 'absent',
    sha256: 'ab'.repeat(32),
    sort: 'size',
    descending: true,
    mode: 'list',
    at: 17,
  } as const;
  expect(readChoice(writeChoice(choice))).toEqual(choice);
  expect(writeChoice(readChoice(null))).toBeNull();
});

it('leaves out what an address cannot mean', () => {
  expect(readChoice('kinds=<b>,image&has=all&sha256=xyz&sort=name&at=-1')).toEqual({ ...readChoice(null), kinds: ['image'] }); // prettier-ignore
});

it('asks the engine for no more than was chosen', () => {
  expect(requestOf(readChoice('at=3&mode=list'))).toEqual({});
});
