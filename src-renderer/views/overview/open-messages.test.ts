import { expect, it } from 'vitest';
import { narrow } from './open-messages.ts';

it('never lets through what the present filter does not', () => {
  expect(narrow({ fromMs: 50, sources: [1, 2], text: 'pier' }, { fromMs: 0, toMs: 100, sources: [2] })).toEqual({
    fromMs: 50,
    toMs: 100,
    sources: [2],
    text: 'pier',
  });
  expect(narrow({ toMs: 70 }, { fromMs: 0, toMs: 100 })).toEqual({ fromMs: 0, toMs: 70 });
  expect(narrow({ states: ['live'] }, {})).toEqual({ states: ['live'] });
});
