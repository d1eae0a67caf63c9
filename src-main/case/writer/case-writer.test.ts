import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Sql, sql } from '../../sqlite/index.ts';
import { FILE, NOON_MS, addTestSource, sentAt, storyteller, tempCase } from '../fixture-case.ts';
import { CaseWriter, getConversation, getItem, listSources, openCase, pageConversations, pageIssues, pageItems, readOrigins, readProvenance } from '../index.ts'; // prettier-ignore

let made: ReturnType<typeof tempCase>;
beforeEach(() => {
  made = tempCase();
});
afterEach(() => {
  made.remove();
});

describe('a source that is read', () => {
  it('joins what was named before it was read', () => {
    const { file, source } = made;
    const tell = storyteller(file, source);
    tell.writer.write(
      {
        kind: 'reaction',
        key: 'r',
        from: tell.from('add_on'),
        message: 'late',
        account: 'ann',
        emoji: '👍',
        count: 1,
        time: sentAt(NOON_MS),
      },
      tell.context(),
    );
    tell.writer.write(
      {
        kind: 'quote',
        key: 'q',
        from: tell.from('quoted'),
        message: 'reply',
        target: { key: null, serverId: 'S1' },
        sender: 'ann',
        time: null,
        type: 'text',
        body: 'meet at the pier',
      },
      tell.context(),
    );
    const late = tell.message('late', 'crew', 'meet at the pier', { serverId: 'S1', sender: 'ann' });
    const reply = tell.message('reply', 'crew', 'ok');
    tell.account('ann', {
      names: [
        { name: 'annie', givenBy: 'self', column: 'wa.push' },
        { name: 'Ann B.', givenBy: 'owner', column: 'wa.name' },
      ],
    });
    tell.conversation('crew', { title: 'The crew' });
    expect(tell.done()).toMatchObject({ quotesResolved: 1, quotesUnresolved: 0, orphans: 0 });
    expect(getItem(file.db, late)).toMatchObject({
      conversationTitle: 'The crew',
      sender: { name: 'Ann B.' },
      reactions: [{ emoji: '👍', name: 'Ann B.', count: 1, timeMs: NOON_MS }],
      times: [{ meaning: 'sent', encoding: 'unix-ms', zone: 'utc' }],
    });
    expect(getItem(file.db, reply).quote).toMatchObject({ item: late, body: 'meet at the pier', onlyCopy: false });
  });

  it('keeps what a further record of an account or a conversation adds to the first', () => {
    const { file, source } = made;
    const tell = storyteller(file, source);
    tell.account('ann', { identifier: 'ann', stored: { role: 'From', seen: 1 } });
    tell.account('ann', {
      identifier: 'ann',
      phone: '+12025550101',
      names: [{ name: 'Ann', givenBy: 'owner', column: 'contacts.name' }],
      stored: { seen: 1, role: 'To', 'contacts.note': 'met at the pier', big: 9_007_199_254_740_993n },
    });
    tell.account('ann', { identifier: 'ann', stored: { role: 'Cc' } });
    tell.conversation('crew', { type: 'unknown', title: null, stored: { a: 1 } });
    tell.conversation('crew', { type: 'group', title: 'The crew', draft: 'on my way', stored: { a: 2 } });
    tell.conversation('crew', { type: 'one-to-one', title: 'Another', draft: null });
    tell.done();
    const kept = (table: string): unknown =>
      file.db.all(
        sql`SELECT columns, stored FROM ${new Sql(table)} JOIN stored_shape ON stored_shape.id = stored_shape`,
      );
    expect(kept('account')).toEqual([
      {
        columns: '["role","seen","role 2","contacts.note","big","role 3"]',
        stored: '["From",1,"To","met at the pier",{"integer":"9007199254740993"},"Cc"]',
      },
    ]);
    expect(kept('conversation')).toEqual([{ columns: '["a","a 2"]', stored: '[1,2]' }]);
    expect(file.db.all(sql`SELECT phone, name FROM account`)).toEqual([{ phone: '+12025550101', name: 'Ann' }]);
    expect(file.db.all(sql`SELECT type, title, stored_title, draft FROM conversation`)).toEqual([
      { type: 'group', title: 'The crew', stored_title: 'The crew', draft: 'on my way' },
    ]);
  });

  it('shows who deleted what and what is left of it', () => {
    const { file, source } = made;
    const tell = storyteller(file, source);
    tell.account('bo', { names: [{ name: 'Bo', givenBy: 'owner', column: 'c' }] });
    tell.conversation('crew');
    const gone = tell.message('gone', 'crew', null, {
      from: tell.from('message', 'marked-deleted'),
      type: 'revoked',
      serverId: 'S9',
      deleted: { by: 'bo', time: sentAt(NOON_MS + 5), originalServerId: 'S9' },
    });
    const reply = tell.message('reply', 'crew', 'what?');
    tell.writer.write(
      {
        kind: 'quote',
        key: 'q',
        from: tell.from('quoted'),
        message: 'reply',
        target: { key: 'gone', serverId: null },
        sender: null,
        time: null,
        type: 'text',
        body: 'the key is under the mat',
      },
      tell.context(),
    );
    const recovery = { method: 'quoted-copy', confidence: 'high', otherwise: 'none known' } as const;
    tell.writer.write(
      {
        kind: 'version',
        key: 'v',
        from: { at: [{ kind: 'row', file: FILE, table: 'quoted', rowid: 1 }], state: 'recovered', recovery },
        message: 'gone',
        role: 'deleted-text',
        body: 'the key is under the mat',
        time: null,
        verbatim: true,
      },
      tell.context(),
    );
    tell.done();
    expect(getItem(file.db, gone)).toMatchObject({
      state: 'marked-deleted',
      deleted: { by: 'Bo', timeMs: NOON_MS + 5 },
      versions: [{ role: 'deleted-text', body: 'the key is under the mat', state: 'recovered', recovery }],
    });
    expect(getItem(file.db, reply).quote).toMatchObject({ item: gone, onlyCopy: true });
    expect(pageConversations(file.db, undefined, {}, undefined, 10).rows[0]).toMatchObject({ messages: 2, deleted: 1 });
  });

  it('keeps an issue for every part whose message never came, and joins issues to items', () => {
    const { file, source } = made;
    const tell = storyteller(file, source);
    tell.conversation('crew');
    const from = tell.from('message');
    const issue = {
      kind: 'issue',
      severity: 'warning',
      code: 'unknown-code',
      from,
      where: 'message.type',
      stored: '999',
      detail: 'The code is not known.',
    } as const;
    tell.writer.writeIssue(issue);
    const item = tell.message('m', 'crew', 'hm', { from });
    tell.writer.writeIssue(issue);
    tell.writer.write(
      { kind: 'mention', key: 'x', from: tell.from('mention'), message: 'nobody', account: 'ann', name: null },
      tell.context(),
    );
    expect(tell.done().orphans).toBe(1);
    expect(getItem(file.db, item).issues).toBe(2);
    const codes = pageIssues(file.db, { source }, undefined, 10).rows.map(({ code }) => code);
    expect(codes).toEqual(['unknown-code', 'unknown-code', 'orphan-row', 'unresolved-reference']);
  });

  it('orders a conversation as the app does and puts the rest by time', () => {
    const { file, source } = made;
    const tell = storyteller(file, source);
    tell.conversation('crew');
    tell.message('b', 'crew', 'second', { order: 2, times: [sentAt(NOON_MS)] });
    tell.message('a', 'crew', 'first', { order: 1, times: [sentAt(NOON_MS + 9000)] });
    tell.message('c', 'crew', 'third', { order: 3, times: [sentAt(NOON_MS + 20_000)] });
    tell.message('between', 'crew', 'between', { times: [sentAt(NOON_MS + 10_000)] });
    tell.message('undated', 'crew', 'after between', { times: [] });
    tell.done();
    const conversation = pageConversations(file.db, undefined, {}, undefined, 1).rows[0]?.id ?? 0;
    const bodies = (filter: object) => pageItems(file.db, filter, undefined, 10).rows.map(({ body }) => body);
    expect(bodies({ conversations: [conversation] })).toEqual(['first', 'second', 'between', 'after between', 'third']);
    expect(bodies({})).toEqual(['second', 'first', 'between', 'third', 'after between']);
    const at = { timeMs: NOON_MS + 15_000 };
    const from = (filter: object) => pageItems(file.db, filter, at, 1).rows.map(({ body }) => body);
    expect(from({ conversations: [conversation] })).toEqual(['third']);
    expect(from({ conversations: [conversation], text: 'third OR after' })).toEqual(['third']);
    expect(from({})).toEqual(['third']);
    expect(getConversation(file.db, conversation).conversation.titleFrom).toBe('identifier');
  });

  it('leads back to rows and bytes, beyond 2^53 too', () => {
    const { file, source } = made;
    const tell = storyteller(file, source);
    tell.conversation('crew');
    const rowid = 2n ** 60n + 1n;
    const item = tell.writer.write(
      {
        kind: 'message',
        key: 'big',
        from: { at: [{ kind: 'row', file: FILE, table: 'message', rowid }], state: 'live' },
        conversation: 'crew',
        sender: null,
        direction: 'unknown',
        serverId: null,
        times: [],
        order: null,
        type: 'text',
        typeStored: '0',
        body: 'x',
        status: null,
        forwarded: null,
        edited: null,
        deleted: null,
        viewOnce: false,
        starred: false,
        expires: null,
        system: null,
        stored: { a: 2n ** 60n, b: new Uint8Array([1, 255]), c: 'text', d: null },
      },
      {
        logState: 'only-with',
        ranges: [
          [
            { file: FILE, in: 'wal', page: 7, offset: 4152, length: 90 },
            { file: FILE, in: 'main', page: 9, offset: 32_772, length: 4 },
          ],
        ],
      },
    );
    tell.done();
    const found = readProvenance(file.db, item, 0, 50);
    expect(found.locators).toEqual([
      { gives: 'message', path: 'databases/msgstore.db', exhibitReference: 'A-1', locator: { kind: 'row', file: FILE, table: 'message', rowid },
        ranges: [{ file: FILE, in: 'wal', page: 7, offset: 4152, length: 90 }, { file: FILE, in: 'main', page: 9, offset: 32_772, length: 4 }] },
    ]); // prettier-ignore
    expect(found.stored).toEqual({ a: '1152921504606846976', b: "x'01ff'", c: 'text', d: null });
    expect(readOrigins(file.db, [item, 99])).toMatchObject([{ item, table: 'message', rowid: '1152921504606846977' }]);
    expect(getItem(file.db, item).logState).toBe('only-with');
  });
});

describe('a source whose table could not be read to its end', () => {
  it.each([
    ['warning', 'table-unreadable', true],
    ['error', 'unknown-code', true],
    ['error', 'table-unreadable', false],
    ['error', 'database-damaged', false],
  ] as const)('has a ledger that closes with an issue %s %s: %s', (severity, code, balanced) => {
    const { file, source } = made;
    const tell = storyteller(file, source);
    tell.writer.writeTally({ kind: 'tally', file: FILE, table: 'message', rows: 2, used: 2, skipped: {} });
    tell.writer.writeIssue({ kind: 'issue', severity, code, from: null, where: 'message', stored: null, detail: '' });
    tell.done();
    expect(listSources(file.db)[0]?.balanced).toBe(balanced);
  });
});

describe('a source that is not read to its end', () => {
  it('leaves nothing when it is aborted, and can be read again', () => {
    const { file, source } = made;
    const tell = storyteller(file, source);
    tell.conversation('crew');
    tell.message('m', 'crew', 'hello');
    tell.writer.commit();
    tell.message('n', 'crew', 'again');
    tell.writer.abort();
    expect(listSources(file.db)[0]?.state).toBe('aborted');
    for (const table of ['item', 'conversation', 'locator', 'facet', 'issue'])
      expect(file.db.prepare(`SELECT count(*) FROM ${table}`, { shape: 'value' }).get()).toBe(0);
    const second = storyteller(file, source);
    second.conversation('crew');
    second.message('m', 'crew', 'hello');
    second.done();
    const third = CaseWriter.begin(file, source);
    third.finish();
    expect(pageItems(file.db, {}, undefined, 10).total).toBe(0);
    expect(pageItems(file.db, { text: 'hello' }, undefined, 10).total).toBe(0);
  });

  it('is aborted when the case is opened after the process ended', () => {
    const tell = storyteller(made.file, made.source);
    tell.conversation('crew');
    tell.message('m', 'crew', 'hello');
    tell.writer.commit();
    made.file.close();
    const again = openCase(made.file.path, Date.now);
    expect(listSources(again.db)[0]?.state).toBe('aborted');
    expect(again.db.value(sql`SELECT count(*) FROM item`)).toBe(0);
    again.close();
  });

  it('hides nothing of a later source when its thread ended in the middle', () => {
    const { file, source } = made;
    const cutOff = storyteller(file, source);
    cutOff.conversation('crew');
    cutOff.message('m', 'crew', 'hello');
    cutOff.writer.commit();
    file.db.exec('ROLLBACK');
    const later = storyteller(file, addTestSource(file, 1, 'tablet'));
    later.conversation('crew');
    later.message('n', 'crew', 'hello again');
    later.done();
    expect(listSources(file.db).map(({ state }) => state)).toEqual(['aborted', 'ingested']);
    expect(pageItems(file.db, {}, undefined, 10)).toMatchObject({ total: 1, rows: [{ body: 'hello again' }] });
    expect(pageConversations(file.db, undefined, {}, undefined, 10).total).toBe(1);
  });

  it('names the exact row of a part without its message', () => {
    const { file, source } = made;
    const tell = storyteller(file, source);
    for (const locator of [
      { kind: 'row', file: FILE, table: 'mention', rowid: 9_007_199_254_740_993n },
      { kind: 'row', file: FILE, table: 'mention', rowid: null, key: "x'00'" },
    ] as const) {
      const from = { at: [locator], state: 'live' } as const;
      const context = { logState: 'both', ranges: [null] } as const;
      tell.writer.write({ kind: 'mention', key: 'x', from, message: 'nobody', account: 'ann', name: null }, context);
    }
    tell.done();
    const orphans = pageIssues(file.db, { source }, undefined, 10).rows.filter(({ code }) => code === 'orphan-row');
    expect(orphans.map(({ at }) => at)).toEqual([
      [{ kind: 'row', file: FILE, table: 'mention', rowid: '9007199254740993' }],
      [{ kind: 'row', file: FILE, table: 'mention', rowid: null, key: "x'00'" }],
    ]);
  });

  it('answers readers while it is read, and is shown when it is whole', () => {
    const { file, source } = made;
    const reader = openCase(file.path, Date.now, 'reader');
    const tell = storyteller(file, source);
    tell.conversation('crew');
    tell.message('m', 'crew', 'hello');
    expect(pageItems(reader.db, {}, undefined, 10).total).toBe(0);
    tell.writer.commit();
    tell.message('n', 'crew', 'hello');
    expect(reader.db.value(sql`SELECT count(*) FROM item`)).toBe(1);
    expect(pageItems(reader.db, {}, undefined, 10)).toMatchObject({ total: 0, rows: [] });
    expect(pageConversations(reader.db, undefined, {}, undefined, 10)).toMatchObject({ total: 0, rows: [] });
    tell.done();
    expect(pageConversations(reader.db, undefined, {}, undefined, 10).total).toBe(1);
    expect(pageItems(reader.db, {}, undefined, 10).total).toBe(2);
    expect(reader.db.value(sql`SELECT count(*) FROM item`)).toBe(2);
    reader.close();
  });
});

describe('many records of one name', () => {
  // Each looked up among all of them: 10,000 would take a quarter of a minute, 50,000 several.
  it('cost no more than as many of different names', { timeout: 10_000 }, () => {
    const { file, source } = made;
    const many = 10_000;
    const tell = storyteller(file, source);
    const quote = (key: string, message: string, target: { key: string | null; serverId: string | null }): number =>
      tell.writer.write({ kind: 'quote', key, from: tell.from('quoted'), message, target, sender: null, time: null, type: 'text', body: null }, tell.context()); // prettier-ignore
    const first = tell.message('same', 'crew', 'hello', { serverId: 'S' });
    for (let i = 1; i < many; i += 1) tell.message('same', 'crew', 'hello', { serverId: 'S' });
    for (let i = 0; i < many; i += 1) {
      const key = `reply ${i}`;
      tell.message(key, 'others', 'ok');
      quote(`q ${key}`, i % 2 === 0 ? key : 'same', { key: null, serverId: 'S' });
      quote(`late ${key}`, 'late', { key: 'same', serverId: null });
    }
    const late = tell.message('late', 'others', 'later');
    for (let i = 1; i < many; i += 1) tell.message('late', 'others', 'later');
    expect(tell.done()).toMatchObject({ quotesResolved: 2 * many, quotesUnresolved: 0, orphans: 0 });
    const joined = sql`SELECT DISTINCT target, iif(item IN (${first}, ${late}), item, 0) AS at FROM quote ORDER BY at`;
    expect(file.db.all(joined)).toEqual([0, first, late].map((at) => ({ target: first, at })));
  });
});

describe('parts that are read far behind their message', () => {
  const FAR = 9000;
  const reactTo = (tell: ReturnType<typeof storyteller>, key: string, message: string): number =>
    tell.writer.write({ kind: 'reaction', key, from: tell.from('add_on'), message, account: 'ann', emoji: '👍', count: 1, time: null }, tell.context()); // prettier-ignore
  const hasKeyIndex = (): boolean =>
    made.file.db.value(sql`SELECT 1 FROM sqlite_schema WHERE name = 'item_key'`) !== null;

  it('find it, and those right behind theirs need no index for it', () => {
    const { file, source } = made;
    const tell = storyteller(file, source);
    const first = tell.message('m 0', 'crew', 'hello');
    for (let i = 1; i < FAR; i += 1) tell.message(`m ${i}`, 'crew', 'hello');
    const near = reactTo(tell, 'near', `m ${FAR - 1}`);
    expect(hasKeyIndex()).toBe(false);
    const far = reactTo(tell, 'far', 'm 0');
    expect(hasKeyIndex()).toBe(true);
    const last = tell.message('m last', 'crew', 'hello');
    const behind = reactTo(tell, 'behind', 'm last');
    expect(tell.done()).toMatchObject({ orphans: 0 });
    const rows = file.db.all<{ id: number; item: number }>(sql`SELECT id, item FROM reaction`);
    expect(new Map(rows.map(({ id, item }) => [id, item]))).toEqual(new Map([[near, first + FAR - 1], [far, first], [behind, last]])); // prettier-ignore
  });

  it('belong to the first message of a name, however far it lies before the one of that name they follow', () => {
    const { file, source } = made;
    const tell = storyteller(file, source);
    const first = tell.message('same', 'crew', 'hello');
    for (let i = 0; i < FAR; i += 1) tell.message(`m ${i}`, 'crew', 'hello');
    tell.message('same', 'crew', 'hello again');
    reactTo(tell, 'r', 'same');
    tell.done();
    expect(file.db.all(sql`SELECT item FROM reaction`)).toEqual([{ item: first }]);
    expect(hasKeyIndex()).toBe(true);
  });

  it('find it in a case that holds much, too', () => {
    const { file, source } = made;
    const before = storyteller(file, source);
    for (let i = 0; i <= 20_000; i += 1) before.message(`m ${i}`, 'crew', 'hello');
    before.done();
    const tell = storyteller(
      file,
      addTestSource(file, file.db.value<number>(sql`SELECT max(id) FROM exhibit`) ?? 0, 'tablet'),
    );
    expect(hasKeyIndex()).toBe(true);
    const message = tell.message('m 0', 'crew', 'hello');
    reactTo(tell, 'r', 'm 0');
    tell.done();
    expect(file.db.all(sql`SELECT item FROM reaction`)).toEqual([{ item: message }]);
  });
});
