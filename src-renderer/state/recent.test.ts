import { expect, test } from 'vitest';
import { latest, recentOf, usedCommand, usedConversation, useRecent } from './recent.ts';

test('what was used last comes first, each once, and no more than five', () => {
  const used = [1, 2, 3, 1, 4, 5, 6].reduce<readonly number[]>((list, one) => latest(list, one), []);
  expect(used).toEqual([6, 5, 4, 1, 3]);
});

test('what was used in one case is not offered in the next', () => {
  recentOf('a');
  usedCommand('timeline');
  usedConversation(7);
  recentOf('a');
  expect(useRecent.getState()).toEqual({ caseId: 'a', commands: ['timeline'], conversations: [7] });
  recentOf('b');
  expect(useRecent.getState()).toEqual({ caseId: 'b', commands: [], conversations: [] });
});
