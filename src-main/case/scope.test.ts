import { afterEach, beforeEach, expect, it } from 'vitest';
import { sql } from '../sqlite/index.ts';
import { storyteller, tempCase } from './fixture-case.ts';
import { countItems, pageConversations, pageItems, pageSearch } from './index.ts';
import { indexSource } from './search/index-source.ts';
import { countSource } from './writer/count-source.ts';

let made: ReturnType<typeof tempCase>;
beforeEach(() => {
  made = tempCase();
  const tell = storyteller(made.file, made.source);
  tell.conversation('crew');
  tell.message('1', 'crew', 'harmless');
  tell.message('2', 'crew', 'secret crate');
  tell.message('3', 'crew', 'answer');
  tell.writer.write({ kind: 'quote', key: 'q', from: tell.from('quote'), message: '3', target: { key: '2', serverId: null }, sender: null, body: 'secret crate', type: 'text', time: null }, tell.context()); // prettier-ignore
  tell.message('4', 'crew', 'last secret');
  tell.done();
  made.file.db.run(sql`UPDATE item SET withheld = 1 WHERE body LIKE '%secret%'`);
  countSource(made.file.db, made.source);
  made.file.db.run(sql`UPDATE conversation SET last_item = (SELECT max(id) FROM item)`);
  made.file.db.run(sql`DELETE FROM search.doc`);
  indexSource(made.file.db, made.source);
});
afterEach(() => {
  made.remove();
});

it('shows nothing of a withheld message: not in lists, quotes, search, counts or a conversation’s last line', () => {
  const { db } = made.file;
  expect(pageItems(db, {}, undefined, 10)).toMatchObject({
    total: 2,
    withheld: 2,
    rows: [{ body: 'harmless' }, { body: 'answer', quote: { item: null, body: null } }],
  });
  expect(countItems(db, { fromMs: 0 })).toBe(2);
  for (const filter of [{ text: 'secret' }, { text: '*ecre*' }, { regex: 'secret' }])
    expect(pageSearch(db, filter, undefined, 10)).toMatchObject({ total: 0, rows: [], byConversation: [] });
  expect(pageConversations(db, undefined, {}, undefined, 10).rows).toMatchObject([{ messages: 2, lastBody: null }]);
});
