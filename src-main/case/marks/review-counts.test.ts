import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Filter } from '../../contract/index.ts';
import { sql } from '../../sqlite/index.ts';
import { NOON_MS, storyteller, tempCase } from '../fixture-case.ts';
import { pageConversations } from '../queries/conversations.ts';
import { countItems } from '../queries/items.ts';
import { bookmarkItems, tagItems, undoMarks } from './change-marks.ts';
import { addNote } from './notes.ts';
import { createTag, removeTag } from './tags.ts';

const hand = { actor: 'R. Okafor', atMs: NOON_MS };

let made: ReturnType<typeof tempCase>;
beforeEach(() => {
  made = tempCase();
  tell('abcdefg');
});
afterEach(() => {
  made.remove();
});

function tell(letters: string): void {
  const story = storyteller(made.file, made.source);
  for (const key of ['crew', 'pier', 'quiet']) story.conversation(key);
  for (const letter of letters) story.message(letter, letter < 'c' ? 'crew' : 'pier', `body ${letter}`);
  story.done();
}

const nameOf = (identifier: string): string => identifier.replace('@example', '');
const idOf = (letter: string): number =>
  made.file.db.value<number>(sql`SELECT id FROM item WHERE body = ${`body ${letter}`}`) ?? 0;

/** What each conversation says of its review, after it was checked against the one filter. */
function reviews(): Readonly<Record<string, string>> {
  const { db } = made.file;
  const { rows } = pageConversations(db, undefined, { sort: 'title', review: true }, undefined, 10);
  return Object.fromEntries(
    rows.map(({ id, identifier, review }) => {
      const count = (filter: Filter): number => countItems(db, { ...filter, conversations: [id] });
      const untagged = count({ untagged: true });
      const counted = {
        tagged: count({}) - untagged,
        untagged,
        noted: count({ noted: true }),
        bookmarked: count({ bookmarked: true }),
      };
      expect(review, identifier).toEqual(counted);
      return [nameOf(identifier), Object.values(counted).join(' ')];
    }),
  );
}

it('says of each conversation how far it is reviewed, after each change, undoing and reading again', () => {
  const { db } = made.file;
  const [one, other] = ['One', 'Other'].map((name) => createTag(db, hand, { name, colour: 'red', key: null, meaning: '' }).tag); // prettier-ignore
  if (one === undefined || other === undefined) throw new Error('no tags');
  const seen = [reviews()];
  tagItems(db, hand, one, true, { items: [idOf('a'), idOf('c'), idOf('d')] });
  seen.push(reviews());
  // A second tag on an item counts no second item; taking one of two off leaves it tagged.
  tagItems(db, hand, other, true, { items: [idOf('a')] });
  tagItems(db, hand, one, false, { items: [idOf('a')] });
  addNote(db, hand, idOf('b'), 'first');
  addNote(db, hand, idOf('b'), 'second');
  const { change } = bookmarkItems(db, hand, true, [idOf('g')]);
  seen.push(reviews());
  undoMarks(db, hand, change ?? 0);
  removeTag(db, hand, one);
  seen.push(reviews());
  tell('abc');
  seen.push(reviews());
  expect(seen.map(({ crew, pier, quiet }) => [crew, pier, quiet])).toEqual([
    ['0 2 0 0', '0 5 0 0', '0 0 0 0'],
    ['1 1 0 0', '2 3 0 0', '0 0 0 0'],
    ['1 1 1 0', '2 3 0 1', '0 0 0 0'],
    ['1 1 1 0', '0 5 0 0', '0 0 0 0'],
    ['1 1 1 0', '0 1 0 0', '0 0 0 0'],
  ]);
});

it('orders conversations by what is tagged and by what is left', () => {
  const { db } = made.file;
  const { tag } = createTag(db, hand, { name: 'One', colour: 'red', key: null, meaning: '' });
  tagItems(db, hand, tag, true, { items: [idOf('a'), idOf('b'), idOf('c')] });
  const order = (sort: 'tagged' | 'untagged', descending?: boolean): readonly string[] =>
    pageConversations(db, undefined, { sort, descending }, undefined, 10).rows.map(({ identifier }) =>
      nameOf(identifier),
    );
  expect(order('tagged')).toEqual(['crew', 'pier', 'quiet']);
  expect(order('untagged')).toEqual(['pier', 'quiet', 'crew']);
  expect(order('untagged', false)).toEqual(['crew', 'quiet', 'pier']);
  const only = (reviewed: 'none' | 'begun' | 'whole' | 'noted' | 'bookmarked'): readonly string[] =>
    pageConversations(db, undefined, { sort: 'title', reviewed }, undefined, 10).rows.map(({ identifier }) => nameOf(identifier)); // prettier-ignore
  bookmarkItems(db, hand, true, [idOf('g')]);
  expect([only('none'), only('begun'), only('whole'), only('noted'), only('bookmarked')]).toEqual([
    [],
    ['pier'],
    ['crew'],
    [],
    ['pier'],
  ]);
  tagItems(db, hand, tag, false, { items: [idOf('c')] });
  expect([only('none'), only('begun')]).toEqual([['pier'], []]);
  expect(pageConversations(db, undefined, {}, undefined, 10).rows[0]?.review).toBeUndefined();
});
