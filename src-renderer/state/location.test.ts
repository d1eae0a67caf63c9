import { expect, it } from 'vitest';
import { readLocation, VIEW_NAMES, writeLocation, type Location } from './location.ts';

const somewhere: Location = {
  view: 'conversations',
  filter: { text: '"crate 17" & ?#=+ 仓库', fromMs: 0, senders: [3, 4], states: ['recovered'] },
  conversation: 1,
  item: 20,
  beside: 3,
  besideItem: 31,
  record: 7,
  source: 2,
  severity: 'warning',
  own: 'kinds=image',
  code: 'unknown-code',
  table: 'message',
};

it('reads back what it wrote, in each view', () => {
  for (const view of VIEW_NAMES) {
    const location = { ...somewhere, view };
    expect(readLocation(writeLocation(location))).toEqual(location);
  }
});

it('leaves out what does not parse', () => {
  const nowhere = {
    view: 'start',
    filter: {},
    conversation: null,
    item: null,
    beside: null,
    besideItem: null,
    record: null,
    source: null,
    severity: null,
    own: null,
    code: null,
    table: null,
  };
  expect(readLocation('')).toEqual(nowhere);
  expect(readLocation('#/nonsense?item=-1&record=1e9&conversation=0&severity=grave&code=none')).toEqual(nowhere);
  expect(readLocation('#/start?filter={"text":5}')).toEqual(nowhere);
  expect(readLocation('#/start?filter={"text"')).toEqual(nowhere);
  expect(readLocation('#/start?filter={"unknown":1}')).toEqual(nowhere);
});
