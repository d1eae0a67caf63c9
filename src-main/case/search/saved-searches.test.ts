import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { storyteller, tempCase, addTestSource } from '../fixture-case.ts';
import { appendCustody, countTerms, listSavedSearches, pageSearch, removeSearch, rerunSearch, saveSearch } from '../index.ts'; // prettier-ignore

let made: ReturnType<typeof tempCase>;

beforeAll(() => {
  made = tempCase();
  const tell = storyteller(made.file, made.source);
  tell.conversation('crew', { title: 'Crew' });
  tell.conversation('quay', { title: 'Quay' });
  tell.message('a', 'crew', 'The crate is at the pier');
  tell.message('b', 'quay', '仓库的箱子');
  tell.message('c', 'quay', 'Two crates, one pier');
  tell.message('d', 'crew', 'poll', { type: 'poll' });
  tell.writer.write({ kind: 'detail', key: null, from: tell.from('poll'), message: 'd', content: { type: 'poll-option', position: 0, name: 'Bring the crate', votes: null } } as never, tell.context()); // prettier-ignore
  tell.done();
});
afterAll(() => {
  made.remove();
});

const by = (atMs: number) => ({
  actor: 'tester',
  atMs,
  note: (result: Readonly<Record<string, unknown>>) =>
    appendCustody(made.file.db, atMs, { actor: 'tester', action: 'search', parameters: {}, result }).seq,
});

describe('a keyword list', () => {
  it('counts items and conversations for each term, and says where one cannot be read', () => {
    expect(countTerms(made.file.db, {}, ['crate*', '箱子', '"the pier"', 'absent', '(crate'])).toEqual([
      { term: 'crate*', hits: 3, conversations: 2, problem: null },
      { term: '箱子', hits: 1, conversations: 1, problem: null },
      { term: '"the pier"', hits: 1, conversations: 1, problem: null },
      { term: 'absent', hits: 0, conversations: 0, problem: null },
      { term: '(crate', hits: null, conversations: null, problem: { position: 0, reason: 'parenthesis-not-closed' } },
    ]);
  });

  it('counts under the filter', () => {
    const [conversation] = pageSearch(made.file.db, { text: '箱子' }, undefined, 1).byConversation;
    const filter = { conversations: [conversation?.conversation ?? 0] };
    expect(countTerms(made.file.db, filter, ['crate*'])).toMatchObject([{ hits: 1, conversations: 1 }]);
  });
});

describe('a hit', () => {
  it('names the field it lies in, with the matched words marked there', () => {
    const { rows } = pageSearch(made.file.db, { text: 'bring' }, undefined, 5);
    expect(rows[0]?.places).toEqual([
      { field: 'poll-option.name', text: 'Bring the crate', marks: [{ start: 0, length: 5 }], cutBefore: false, cutAfter: false },
    ]); // prettier-ignore
  });
});

describe('a saved search', () => {
  it('is kept with its count, run again, and says what changed', () => {
    const words = saveSearch(made.file.db, 'crates', { text: 'crate*' }, [], by(5));
    const list = saveSearch(made.file.db, 'list', {}, ['箱子', 'pier'], by(6));
    expect([words.hits, words.mode, list.hits, list.mode]).toEqual([3, 'words', 3, 'terms']);
    expect(() => saveSearch(made.file.db, 'crates', { text: 'x' }, [], by(7))).toThrow('name-taken');
    expect(rerunSearch(made.file.db, words.id, by(8))).toMatchObject({ before: { hits: 3, atMs: 5 }, isSame: true });

    const tell = storyteller(made.file, addTestSource(made.file, 1, 'second phone'));
    tell.conversation('late');
    tell.message('z', 'late', 'a third crate');
    tell.done();
    const run = rerunSearch(made.file.db, words.id, by(9));
    expect(run).toMatchObject({ before: { hits: 3, atMs: 8 }, isSame: false, saved: { hits: 3, lastHits: 4, lastMs: 9, isSame: false } }); // prettier-ignore
    removeSearch(made.file.db, list.id, by(10));
    expect(listSavedSearches(made.file.db).map(({ name }) => name)).toEqual(['crates']);
  });
});
