import { expect, it, vi } from 'vitest';

vi.stubGlobal('window', { localStorage: { getItem: () => null } });
const { COLUMNS, moveColumn, readLayout, stepColumn } = await import('./column-layout.ts');

it('reads what was kept and nothing that it does not know', () => {
  expect(readLayout(null)).toEqual({ order: COLUMNS, hidden: [], sizes: {} });
  expect(readLayout('{"order":')).toEqual(readLayout(null));
  expect(readLayout('[1]')).toEqual(readLayout(null));
  const odd = {
    order: ['text', 'no', 'time', 'text'],
    hidden: ['time', 'utc', 7],
    sizes: { utc: 90, text: 9e9, x: 50 },
  };
  expect(readLayout(JSON.stringify(odd))).toEqual({
    order: ['text', 'time', 'utc', 'sender', 'conversation', 'type', 'state'],
    hidden: ['utc'],
    sizes: { utc: 90 },
  });
});

it('moves a column to the place of another, both ways, and stops at the ends', () => {
  const order = ['time', 'utc', 'sender', 'text'] as const;
  expect(moveColumn(order, 'text', 'utc')).toEqual(['time', 'text', 'utc', 'sender']);
  expect(moveColumn(order, 'time', 'sender')).toEqual(['utc', 'sender', 'time', 'text']);
  expect(stepColumn(order, 'utc', 1)).toEqual(['time', 'sender', 'utc', 'text']);
  expect(stepColumn(order, 'time', -1)).toEqual(order);
  expect(stepColumn(order, 'text', 1)).toEqual(order);
});
