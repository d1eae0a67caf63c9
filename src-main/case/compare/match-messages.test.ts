import { expect, test } from 'vitest';
import type { Side } from './compare-side.ts';
import { matchMessages } from './match-messages.ts';

/** A side of messages without identifiers, in one conversation, from one sender, at one second, with one text. */
function alike(count: number, serverIds: readonly number[] = []): Side {
  const same = (value: number) => Array.from({ length: count }, () => value);
  return {
    ids: Array.from({ length: count }, (_, at) => at + 1),
    serverIds: Array.from({ length: count }, (_, at) => serverIds[at] ?? 0),
    conversations: same(1),
    senders: same(1),
    times: same(1_700_000_000_000),
    texts: same(1),
    flags: same(0),
    otherApps: 0,
    beyond: 0,
  };
}

test('messages that are alike in all are matched one to one, and what is left over is told', () => {
  const more = matchMessages(alike(3), alike(2));
  expect([...more.pairOf]).toEqual([0, 1, -1]);
  expect(more.onlyB).toEqual([]);
  const fewer = matchMessages(alike(2), alike(30));
  expect([...fewer.pairOf]).toEqual([0, 1]);
  expect(fewer.onlyB.length).toBe(28);
});

test('of messages alike in words and second the identifier decides; another identifier is told as differing', () => {
  const { pairOf, ruleOf, differs, onlyB } = matchMessages(alike(3, [7, 8, 9]), alike(3, [9, 7, 6]));
  expect([...pairOf]).toEqual([1, 2, 0]);
  expect([...ruleOf]).toEqual([1, 2, 1]);
  expect([...differs]).toEqual([0, 1, 0]);
  expect(onlyB).toEqual([]);
});
