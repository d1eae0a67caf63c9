import { expect, it } from 'vitest';
import type { Filter } from '../../src-main/contract/index.ts';
import { matchesMarks } from './matches-marks.ts';

const tag = (id: number) => ({ tag: id, name: `tag ${id}`, colour: 'red', key: id }) as const;
const none = { tags: [], notes: 0, bookmarked: false } as const;
const marked = { tags: [tag(1), tag(2)], notes: 1, bookmarked: true } as const;

it('tells whether an item stays in the list of a filter once its marks have changed', () => {
  const answers = (
    [
      {},
      { tags: [2, 3] },
      { tags: [3] },
      { withoutTags: [2] },
      { withoutTags: [3] },
      { untagged: true },
      { noted: true },
      { bookmarked: true },
    ] satisfies readonly Filter[]
  ).map(
    // prettier-ignore
    (filter) => [matchesMarks(filter, none), matchesMarks(filter, marked)],
  );
  expect(answers).toEqual([
    [true, true],
    [false, true],
    [false, false],
    [true, false],
    [true, true],
    [true, false],
    [false, true],
    [false, true],
  ]);
});
