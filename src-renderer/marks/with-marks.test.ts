import { expect, it } from 'vitest';
import { withMarks } from './with-marks.ts';

const marks = { tags: [], notes: 0, bookmarked: true } as const;

it('puts marks into the row of the item, however a list carries it, and into no other', () => {
  const message = { id: 7, body: 'a', bookmarked: false };
  const hit = { item: { id: 7, bookmarked: false }, places: [] };
  // The attachment 7 belongs to item 9.
  const media = { id: 7, item: 9, bookmarked: false };
  expect(withMarks(message, 7, marks)).toEqual({ id: 7, body: 'a', ...marks });
  expect(withMarks(hit, 7, marks)).toEqual({ item: { id: 7, ...marks }, places: [] });
  expect(withMarks(media, 9, marks)).toEqual({ id: 7, item: 9, ...marks });
  for (const [row, id] of [[message, 9], [hit, 9], [media, 7]] as const) expect(withMarks(row, id, marks)).toBe(row); // prettier-ignore
  // A row that has them is left as it is, so that nothing is drawn anew.
  const same = { id: 7, tags: [{ tag: 1 }], notes: 2, bookmarked: true };
  const one = { tag: 1, name: 'Relevant', colour: 'red', key: 1 } as const;
  expect(withMarks({ id: 7, ...marks, bookmarked: false }, 7, marks)).toEqual({ id: 7, ...marks });
  for (const row of [{ id: 7, ...marks, tags: [one] }, { item: { id: 7, ...marks, tags: [one] } }])
    expect(withMarks(row, 7, { ...marks, tags: [{ ...one }] })).toBe(row);
  expect(withMarks(same, 7, { ...marks, tags: [one] })).toEqual({ id: 7, ...marks, tags: [one] });
});
