import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Filter } from '../../contract/index.ts';
import { sql } from '../../sqlite/index.ts';
import { readCustody, verifyCustody } from '../custody.ts';
import { NOON_MS, addTestSource, sentAt, storyteller, tempCase } from '../fixture-case.ts';
import { countItems, pageItems } from '../queries/items.ts';
import { readOverview } from '../queries/overview.ts';
import { bookmarkItems, tagItems, undoMarks } from './change-marks.ts';
import { addNote, changeNote, listNotes, removeNote } from './notes.ts';
import { listUnfound } from './read-marks.ts';
import { nextUntagged, readProgress } from './review.ts';
import { changeTag, createTag, importTags, listTags, removeTag } from './tags.ts';
import { touchedItems } from './touched-items.ts';

const hand = { actor: 'R. Okafor', atMs: NOON_MS };

let made: ReturnType<typeof tempCase>;
beforeEach(() => {
  made = tempCase();
  tell();
});
afterEach(() => {
  made.remove();
});

/** Six messages in two conversations; read again without those whose key is in `without`. */
function tell(without: readonly string[] = [], renamed = false): void {
  const story = storyteller(made.file, made.source);
  story.account('ana');
  story.conversation('crew');
  story.conversation('pier');
  for (const [index, key] of ['a', 'b', 'c', 'd', 'e', 'f'].entries())
    if (!without.includes(key))
      story.message(renamed ? `message ${key}` : key, index % 2 === 0 ? 'crew' : 'pier', `body ${key}`, {
        sender: 'ana',
        times: [sentAt(NOON_MS + index * 1000)],
        from: { at: [{ kind: 'row', file: 'ab'.repeat(32), table: 'message', rowid: 100 + index }], state: 'live' },
      });
  story.done();
}

const bodies = (filter: Filter): readonly (string | null)[] =>
  pageItems(made.file.db, filter, undefined, 100).rows.map(({ body }) => body?.slice(5) ?? null);
const idOf = (letter: string): number =>
  made.file.db.value<number>(sql`SELECT id FROM item WHERE body = ${`body ${letter}`}`) ?? 0;
const ids = (letters: string): readonly number[] => Array.from(letters).map(idOf);
const tagNamed = (name: string, key: number | null = null): number =>
  createTag(made.file.db, hand, { name, colour: 'red', key, meaning: '' }).tag;

describe('the items that a change touched', () => {
  it('are told with the marks they carry after it, for changes and their undoing', () => {
    const { db } = made.file;
    const tag = tagNamed('Relevant', 1);
    const set = tagItems(db, hand, tag, true, { items: ids('be') });
    addNote(db, hand, idOf('b'), 'asked');
    const told = (change: number | null): unknown =>
      touchedItems(db, change ?? 0)?.map(({ id, tags, notes, bookmarked }) => [id, tags.map(({ name }) => name), notes, bookmarked]); // prettier-ignore
    expect(told(set.change)).toEqual([
      [idOf('b'), ['Relevant'], 1, false],
      [idOf('e'), ['Relevant'], 0, false],
    ]);
    const off = tagItems(db, hand, tag, false, { items: ids('b') });
    expect(told(off.change)).toEqual([[idOf('b'), [], 1, false]]);
    const back = undoMarks(db, hand, off.change ?? 0);
    expect(told(back.change)).toEqual([[idOf('b'), ['Relevant'], 1, false]]);
    expect(told(bookmarkItems(db, hand, true, ids('f')).change)).toEqual([[idOf('f'), [], 0, true]]);
  });

  it('are not told where they are more than two hundred', () => {
    const { db } = made.file;
    const story = storyteller(made.file, made.source);
    story.account('ana');
    story.conversation('crew');
    for (let index = 0; index < 201; index += 1)
      story.message(`m${index}`, 'crew', `body ${index}`, {
        sender: 'ana',
        times: [sentAt(NOON_MS + index)],
        from: { at: [{ kind: 'row', file: 'ab'.repeat(32), table: 'message', rowid: 1000 + index }], state: 'live' },
      });
    story.done();
    const all = tagItems(db, hand, tagNamed('All'), true, { filter: {}, expected: countItems(db, {}) });
    expect(all.changed).toBeGreaterThan(200);
    expect(touchedItems(db, all.change ?? 0)).toBeNull();
  });
});

describe('tags', () => {
  it('are set on many items at once, counted, and rule every view by the one filter', () => {
    const { db } = made.file;
    const [relevant, other] = [tagNamed('Relevant', 1), tagNamed('Other', 2)];
    expect(tagItems(db, hand, relevant, true, { items: ids('bcd') })).toMatchObject({ asked: 3, changed: 3 });
    tagItems(db, hand, other, true, { items: ids('d') });
    expect(listTags(db).map(({ name, items }) => [name, items])).toEqual([['Relevant', 3], ['Other', 1]]); // prettier-ignore
    const cases: readonly (readonly [Filter, string])[] = [
      [{ tags: [relevant] }, 'bcd'],
      [{ tags: [relevant, other] }, 'bcd'],
      [{ tags: [relevant], withoutTags: [other] }, 'bc'],
      [{ withoutTags: [other] }, 'abcef'],
      [{ untagged: true }, 'aef'],
      [{ tags: [] }, ''],
    ];
    const crew = db.value<number>(sql`SELECT id FROM conversation WHERE key = 'crew'`) ?? 0;
    for (const [filter, expected] of cases) {
      expect(bodies(filter)).toEqual(Array.from(expected));
      expect(countItems(db, filter)).toBe(expected.length);
      expect(readOverview(db, filter).messages).toBe(expected.length);
      const ofCrew = Array.from(expected).filter((letter) => 'ace'.includes(letter));
      expect(bodies({ ...filter, conversations: [crew] })).toEqual(ofCrew);
    }
    expect(pageItems(db, { tags: [other] }, undefined, 1).rows[0]?.tags.map(({ name }) => name)).toEqual([
      'Relevant',
      'Other',
    ]);
  });

  it('are entered in the custody log as one change, which names records and not what is said of them', () => {
    const { db } = made.file;
    const tag = tagNamed('Privileged');
    const { change } = tagItems(db, hand, tag, true, { filter: { fromMs: NOON_MS + 2000 }, expected: 4 });
    expect(tagItems(db, hand, tag, true, { items: ids('c') })).toEqual({ change: null, asked: 1, changed: 0 });
    const entry = readCustody(db, change ?? 0, 1)[0];
    expect(entry).toMatchObject({
      action: 'item.tag',
      actor: hand.actor,
      parameters: { tag, items: 4, filter: { fromMs: NOON_MS + 2000 } },
    });
    expect(entry?.result.records).toEqual([102, 103, 104, 105].map((row) => `${'ab'.repeat(32)} message ${row}`));
    addNote(db, hand, idOf('a'), 'counsel was copied');
    expect(JSON.stringify(readCustody(db, 1, 100))).not.toMatch(/Privileged|counsel/u);
    expect(verifyCustody(db).fault).toBeNull();
  });

  it('change nothing when the filter lets another number through than was agreed to', () => {
    const { db } = made.file;
    const tag = tagNamed('Relevant');
    expect(() => tagItems(db, hand, tag, true, { filter: {}, expected: 5 })).toThrow(/count-changed/u);
    expect(() => tagItems(db, hand, tag, true, { items: [idOf('a'), 999_999] })).toThrow(/not-found/u);
    expect(() => tagItems(db, hand, 77, true, { items: ids('a') })).toThrow(/not-found/u);
    expect(bodies({ tags: [tag] })).toEqual([]);
  });

  it('have names and number keys of their own', () => {
    const { db } = made.file;
    const relevant = tagNamed('Relevant', 1);
    expect(() => tagNamed('relevant')).toThrow(/tag-taken/u);
    expect(() => tagNamed('Other', 1)).toThrow(/tag-taken/u);
    expect(changeTag(db, hand, relevant, { name: 'Key', key: 3 })).toMatchObject({ name: 'Key', key: 3 });
    expect(tagNamed('Relevant', 1)).toBeGreaterThan(relevant);
  });

  it('are undone change by change, and redone', () => {
    const { db } = made.file;
    const tag = tagNamed('Relevant', 1);
    tagItems(db, hand, tag, true, { items: ids('a') });
    const more = tagItems(db, hand, tag, true, { items: ids('abc') }).change ?? 0;
    const undone = undoMarks(db, hand, more);
    expect(bodies({ tags: [tag] })).toEqual(['a']);
    undoMarks(db, hand, undone.change ?? 0);
    expect(bodies({ tags: [tag] })).toEqual(['a', 'b', 'c']);
    const gone = removeTag(db, hand, tag).change ?? 0;
    expect([listTags(db), bodies({ untagged: true })]).toEqual([[], Array.from('abcdef')]);
    tagNamed('Other', 1);
    undoMarks(db, hand, gone);
    expect(listTags(db).map(({ name, key, items }) => [name, key, items])).toEqual([['Other', 1, 0], ['Relevant', null, 3]]); // prettier-ignore
  });
});

it('notes and bookmarks are kept with who and when, and their earlier wording stays in the case', () => {
  const { db } = made.file;
  const item = idOf('b');
  addNote(db, hand, item, 'ask about the pier');
  const note = listNotes(db, item)[0]?.id ?? 0;
  const changed = changeNote(db, hand, note, 'asked').change ?? 0;
  bookmarkItems(db, hand, true, [item]);
  expect(listNotes(db, item)).toMatchObject([{ text: 'asked', actor: hand.actor, atMs: NOON_MS }]);
  expect([bodies({ noted: true }), bodies({ bookmarked: true })]).toEqual([['b'], ['b']]);
  expect(pageItems(db, { noted: true }, undefined, 1).rows[0]).toMatchObject({ notes: 1, bookmarked: true });
  undoMarks(db, hand, changed);
  expect(listNotes(db, item).map(({ text }) => text)).toEqual(['ask about the pier']);
  removeNote(db, hand, listNotes(db, item)[0]?.id ?? 0);
  bookmarkItems(db, hand, false, [item]);
  expect([bodies({ noted: true }), bodies({ bookmarked: true })]).toEqual([[], []]);
  expect(db.value(sql`SELECT count(*) FROM mark WHERE kind = 1`)).toBe(3);
});

it('a note is put back once, however often its removal or change is undone', () => {
  const { db } = made.file;
  const item = idOf('b');
  const texts = (): readonly string[] => listNotes(db, item).map(({ text }) => text);
  addNote(db, hand, item, 'first');
  const changed = changeNote(db, hand, listNotes(db, item)[0]?.id ?? 0, 'second').change ?? 0;
  const removed = removeNote(db, hand, listNotes(db, item)[0]?.id ?? 0).change ?? 0;
  undoMarks(db, hand, changed);
  expect(texts()).toEqual([]);
  undoMarks(db, hand, removed);
  expect(texts()).toEqual(['second']);
  undoMarks(db, hand, removed);
  expect(texts()).toEqual(['second']);
  undoMarks(db, hand, changed);
  expect(texts()).toEqual(['first']);
  undoMarks(db, hand, changed);
  expect(texts()).toEqual(['first']);
});

it('a list in a chosen order shows marks as they are now', () => {
  const { db } = made.file;
  const tag = tagNamed('Relevant');
  const byType = (filter: Filter): number =>
    pageItems(db, filter, undefined, 100, { by: 'type', descending: false }).rows.length;
  const seen: readonly Filter[] = [{ tags: [tag] }, { untagged: true }, { bookmarked: true }];
  expect(seen.map(byType)).toEqual([0, 6, 0]);
  tagItems(db, hand, tag, true, { items: ids('ab') });
  bookmarkItems(db, hand, true, ids('c'));
  expect(seen.map(byType)).toEqual([2, 4, 1]);
});

describe('a source that is read again', () => {
  it('finds records again whose marks were taken off, so that an undoing meets them', () => {
    const { db } = made.file;
    const tag = tagNamed('Relevant');
    tagItems(db, hand, tag, true, { items: ids('ab') });
    const off = tagItems(db, hand, tag, false, { items: ids('ab') }).change ?? 0;
    tell();
    undoMarks(db, hand, off);
    expect(bodies({ tags: [tag] })).toEqual(['a', 'b']);
    expect(listUnfound(db, 0, 10).total).toBe(0);
  });

  it('finds its marked records under other numbers, and says which it does not hold', () => {
    const { db } = made.file;
    const tag = tagNamed('Relevant', 1);
    tagItems(db, hand, tag, true, { items: ids('ace') });
    addNote(db, hand, idOf('c'), 'stays');
    const before = ids('ace');
    addTestSource(made.file, 1, 'tablet');
    tell(['a']);
    expect(ids('ce').some((item) => before.includes(item))).toBe(false);
    expect(bodies({ tags: [tag] })).toEqual(['c', 'e']);
    expect(listNotes(db, idOf('c')).map(({ text }) => text)).toEqual(['stays']);
    const { rows, total } = listUnfound(db, 0, 10);
    expect(total).toBe(1);
    expect(rows).toMatchObject([
      { table: 'message', at: '100', sourceState: 'ingested', path: 'databases/msgstore.db' },
    ]);
    expect(rows[0]?.tags.map(({ name }) => name)).toEqual(['Relevant']);
    expect(listTags(db)).toMatchObject([{ items: 2, unfound: 1 }]);
    tell();
    expect(bodies({ tags: [tag] })).toEqual(['a', 'c', 'e']);
    expect(listUnfound(db, 0, 10)).toEqual({ rows: [], total: 0 });
  });

  it('finds them by file, table and row where the parser gives other keys', () => {
    const { db } = made.file;
    const tag = tagNamed('Relevant');
    tagItems(db, hand, tag, true, { items: ids('bd') });
    tell([], true);
    expect(bodies({ tags: [tag] })).toEqual(['b', 'd']);
  });
});

describe('a set of tags', () => {
  it('brings what the case does not have, and changes nothing that it has', () => {
    const { db } = made.file;
    const own = tagNamed('Relevant', 1);
    const part = (name: string, key: number | null) =>
      ({ name, colour: 'teal', key, meaning: 'of the other case' }) as const;
    const set = [part('relevant', 2), part('Privileged', 1), part('To clarify', 3), part('To Clarify', 4)];
    expect(importTags(db, hand, set)).toEqual({ made: 2, withoutKey: 1, kept: 2 });
    expect(listTags(db).map(({ name, key, colour }) => [name, key, colour])).toEqual([['Relevant', 1, 'red'], ['To clarify', 3, 'teal'], ['Privileged', null, 'teal']]); // prettier-ignore
    expect(listTags(db)[0]?.tag).toBe(own);
    expect(importTags(db, hand, set)).toEqual({ made: 0, withoutKey: 0, kept: 4 });
  });
});

describe('review', () => {
  it('goes to the next item without a tag in the order of the list, and counts exactly', () => {
    const { db } = made.file;
    const tag = tagNamed('Relevant');
    tagItems(db, hand, tag, true, { items: ids('abd') });
    const crew = db.value<number>(sql`SELECT id FROM conversation WHERE key = 'crew'`) ?? 0;
    expect(nextUntagged(db, {}, null)).toBe(idOf('c'));
    expect(nextUntagged(db, {}, idOf('c'))).toBe(idOf('e'));
    expect(nextUntagged(db, {}, idOf('f'))).toBeNull();
    expect(nextUntagged(db, { conversations: [crew] }, idOf('c'))).toBe(idOf('e'));
    expect(nextUntagged(db, { conversations: [crew] }, idOf('e'))).toBeNull();
    expect(readProgress(db, {})).toEqual({ total: 6, tagged: 3 });
    expect(readProgress(db, { conversations: [crew] })).toEqual({ total: 3, tagged: 1 });
  });
});
