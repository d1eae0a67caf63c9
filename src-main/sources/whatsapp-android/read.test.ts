import Database from 'better-sqlite3';
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { postsOn, scenario } from '../../../fixtures/scenario.ts';
import { only, readMade as readStore } from '../../../test/contract/read-made.ts';
import { hashFolder, openExhibit, readAll, temporaryFolder } from '../../../test/contract/read-source.ts';
import { parseJid, phoneOf } from './jid.ts';
import { LID_STORE as SMALL, message, STORE, TIME } from './fixture-made.ts';
import { fixture, writeStore } from './fixture.ts';
import { whatsappAndroid } from './index.ts';
import { MediaPaths } from './media-paths.ts';
import { storedPath } from './serialised-path.ts';

const corpus = resolve(import.meta.dirname, '../../../../shared/corpus/whatsapp');

const readMade = (statements: readonly string[]) => readStore(whatsappAndroid, STORE, statements);

describe('the story as a modern store', () => {
  it('is read whole: every post with its text, author, time and place', async () => {
    using folder = temporaryFolder();
    const story = scenario();
    const device = story.devices.find((one) => one.id === 'ada-phone');
    if (device === undefined) throw new Error('no device');
    writeStore(story, { root: folder.path, device }, 'modern-lid', { lastInLog: 3, deletedInLog: 1 });
    const all = await readAll(whatsappAndroid, folder.path);
    const messages = only(all, 'message');
    const posts = [...postsOn(story, 'ada-phone')];
    expect(messages).toHaveLength(posts.length);
    const byId = new Map(messages.map((one) => [one.deleted?.originalServerId ?? one.serverId, one]));
    const persons = new Map(story.persons.map((person) => [person.id, person]));
    for (const post of posts) {
      const found = byId.get(post.serverId);
      expect(found, post.serverId).toBeDefined();
      if (found === undefined) continue;
      expect(found.times[0]?.utcMs).toBe(post.sentMs);
      if (post.body.type === 'text') expect(found.body).toBe(post.revoked === null ? post.body.text : null);
      if (post.sender === null || post.body.type === 'system') continue;
      const person = persons.get(post.sender);
      const thread = story.threads.find((one) => one.id === post.thread);
      if (thread?.type === 'channel') continue;
      expect([`${person?.phone ?? ''}@s.whatsapp.net`, `${person?.hiddenId ?? ''}@lid`]).toContain(found.sender);
      expect(found.direction).toBe(post.sender === device.owner ? 'outgoing' : 'incoming');
    }
    expect(only(all, 'account').find((one) => one.owner !== null)).toMatchObject({
      identifier: '491713920001@s.whatsapp.net',
      owner: { assumed: false },
    });
    const versions = only(all, 'version');
    expect(versions.map((one) => one.from.state)).toEqual(versions.map(() => 'recovered'));
    const lost = posts.find((post) => post.revoked !== null && post.body.type === 'text');
    if (lost?.body.type !== 'text') throw new Error('the story revokes no text');
    const words = (text: string) => text.toLowerCase().replaceAll(/\s/gu, '');
    expect(versions.filter((one) => one.role === 'deleted-text').map((one) => words(one.body))).toContain(
      words(lost.body.text),
    );
    for (const attachment of only(all, 'attachment').filter((one) => one.path !== null && one.type === 'image')) {
      if (attachment.sha256 === null) continue;
      expect(attachment.sha256).toMatch(/^[0-9a-f]{64}$/);
      expect(attachment.candidates[0]).toMatch(/^sdcard\/Android\/media\/com\.whatsapp\/WhatsApp\/Media\//);
    }
  });

  it('is the same bytes each time, log included', async () => {
    using first = temporaryFolder();
    using second = temporaryFolder();
    const story = scenario();
    const device = story.devices.find((one) => one.platform === 'android');
    if (device === undefined) throw new Error('no device');
    for (const { path } of [first, second]) await fixture.write(story, { root: path, device }, 'modern');
    const names = ['msgstore.db', 'msgstore.db-wal', 'wa.db'];
    for (const name of names) {
      const path = join('data/data/com.whatsapp/databases', name);
      expect(readFileSync(join(first.path, path)).equals(readFileSync(join(second.path, path)))).toBe(true);
    }
    expect(hashFolder(first.path)).toHaveLength(64);
  });

  it('is found under another name, for another device user, as WhatsApp Business', async () => {
    using folder = temporaryFolder();
    const story = scenario();
    const device = story.devices.find((one) => one.platform === 'android');
    if (device === undefined) throw new Error('no device');
    writeStore(story, { root: folder.path, device }, 'modern', { lastInLog: 0, deletedInLog: 0 });
    const databases = join(folder.path, 'data/user/11/com.whatsapp.w4b/databases');
    mkdirSync(databases, { recursive: true });
    renameSync(join(folder.path, STORE), join(databases, 'export 1.bin'));
    renameSync(join(folder.path, 'data/data/com.whatsapp/databases/wa.db'), join(databases, 'export 2.bin'));
    await using exhibit = await openExhibit(whatsappAndroid, folder.path);
    expect(exhibit.detections).toHaveLength(1);
    const [found] = exhibit.detections;
    expect(found?.label).toBe('WhatsApp Business, device user 11');
    expect(found?.variant).toBe('modern');
    expect(found?.files.contacts?.path).toBe('data/user/11/com.whatsapp.w4b/databases/export 2.bin');
  });
});

describe('several stores in one exhibit', () => {
  const preferences = (phone: string) =>
    `<?xml version='1.0' encoding='utf-8' standalone='yes' ?><map><string name="cc">49</string><string name="ph">${phone}</string></map>`;

  function put(root: string, path: string, text?: string): void {
    mkdirSync(join(root, dirname(path)), { recursive: true });
    if (text !== undefined) {
      writeFileSync(join(root, path), text);
      return;
    }
    const db = new Database(join(root, path));
    for (const statement of SMALL) db.exec(statement);
    db.close();
  }

  it('tells apps and device users apart, each with its own owner', async () => {
    using folder = temporaryFolder();
    const apps = [
      ['data/data/com.whatsapp', 'com.whatsapp', '1713920001'],
      ['data/data/com.whatsapp.w4b', 'com.whatsapp.w4b', '1713920002'],
      ['data/user/10/com.whatsapp', 'com.whatsapp', '1713920003'],
    ] as const;
    for (const [app, name, phone] of apps) {
      put(folder.path, `${app}/databases/msgstore.db`);
      put(folder.path, `${app}/shared_prefs/${name}_preferences_light.xml`, preferences(phone));
    }
    await using exhibit = await openExhibit(whatsappAndroid, folder.path);
    expect(exhibit.detections.map(({ label, root }) => [label, root])).toEqual([
      ['WhatsApp Business', ''],
      ['WhatsApp', ''],
      ['WhatsApp, device user 10', ''],
    ]);
    const owners: unknown[] = [];
    for (const detection of exhibit.detections) {
      const { run } = await exhibit.open(detection);
      for await (const one of whatsappAndroid.read(detection, run))
        if (one.kind === 'account' && one.owner !== null) owners.push([one.identifier, one.owner.assumed]);
    }
    expect(owners).toEqual([
      ['491713920002@s.whatsapp.net', false],
      ['491713920001@s.whatsapp.net', false],
      ['491713920003@s.whatsapp.net', false],
    ]);
  });

  it('keeps two stores of one folder apart, and uses no preferences that may belong to either', async () => {
    using folder = temporaryFolder();
    put(folder.path, 'msgstore.db');
    put(folder.path, 'msgstore business.db');
    put(folder.path, 'com.whatsapp_preferences_light.xml', preferences('1713920001'));
    await using exhibit = await openExhibit(whatsappAndroid, folder.path);
    expect(exhibit.detections.map(({ label, files }) => [label, Object.keys(files)])).toEqual([
      ['WhatsApp, msgstore business.db', ['messages']],
      ['WhatsApp, msgstore.db', ['messages']],
    ]);
    expect(exhibit.detections[0]?.issues.map(({ code }) => code)).toContain('unresolved-reference');
  });

  it('says that the owner is assumed where preferences name two numbers, and names damaged ones', async () => {
    using folder = temporaryFolder();
    const app = 'data/data/com.whatsapp';
    put(folder.path, `${app}/databases/msgstore.db`);
    put(folder.path, `${app}/shared_prefs/com.whatsapp_preferences_light.xml`, preferences('1713920001'));
    put(folder.path, `${app}/shared_prefs/com.whatsapp_preferences.xml`, preferences('1713920009'));
    put(folder.path, `${app}/shared_prefs/startup_prefs.xml`, '<map><string name="cc">4');
    const all = await readAll(whatsappAndroid, folder.path);
    const [owner] = only(all, 'account').filter((one) => one.owner !== null);
    expect(owner).toMatchObject({ identifier: '491713920001@s.whatsapp.net', owner: { assumed: true } });
    expect(only(all, 'issue').map(({ code }) => code)).toEqual(
      expect.arrayContaining(['owner-assumed', 'file-unreadable']),
    );
  });
});

describe('peculiarities of the modern schema', () => {
  it('never shows a hidden id as a phone, and states the link that the app states', async () => {
    const all = await readMade(SMALL);
    const accounts = only(all, 'account');
    expect(accounts.map((one) => [one.identifierKind, one.phone])).toEqual([
      ['phone', '+491713920001'],
      ['hidden-id', null],
    ]);
    expect(only(all, 'account-link')).toMatchObject([
      { a: '113920001000017@lid', b: '491713920001@s.whatsapp.net', method: 'jid_map' },
    ]);
    expect(only(all, 'tally').find((one) => one.table === 'jid')?.skipped).toEqual({
      'device of an account that has its own row': 1,
    });
    expect(phoneOf(parseJid('113920001000017@lid'))).toBeNull();
  });

  it('keeps an unknown type with its code and a conflicting one without a meaning', async () => {
    const all = await readMade([
      ...SMALL,
      message(`(2, 1, 0, 'A', 0, ${TIME}, 871, NULL, 0), (3, 1, 0, 'B', 0, ${TIME}, 103, 'x', 0)`),
    ]);
    expect(only(all, 'message').map((one) => [one.type, one.typeStored])).toEqual([
      ['unknown', '871'],
      ['unknown', '103'],
    ]);
    const issues = only(all, 'issue').filter((one) => one.code === 'unknown-code');
    expect(issues.map((one) => one.stored)).toEqual(['871', '103']);
    expect(issues[1]?.detail).toContain('disagree');
  });

  it('reads unset times as absent and impossible ones as issues', async () => {
    const all = await readMade([
      ...SMALL,
      message(
        "(2, 1, 0, 'A', 0, 0, 0, 'a', 0), (3, 1, 0, 'B', 0, -1, 0, 'b', 0), (4, 1, 0, 'C', 0, 9223372036854775807, 0, 'c', 0)",
      ),
    ]);
    expect(only(all, 'message').map((one) => one.times.length)).toEqual([0, 0, 0]);
    expect(only(all, 'issue').filter((one) => one.code === 'time-out-of-range')).toMatchObject([
      { stored: '9223372036854775807', where: 'message.timestamp' },
    ]);
  });

  it('marks what the owner deleted and the app has not purged', async () => {
    const all = await readMade([
      ...SMALL,
      message(`(2, 1, 1, 'A', 0, ${TIME}, 0, 'gone', 0), (3, 1, 1, 'B', 0, ${TIME}, 0, 'kept', 0)`),
      'INSERT INTO deleted_chat_job (chat_row_id, deleted_message_row_id, deleted_starred_message_row_id) VALUES (1, 2, 2)',
    ]);
    expect(only(all, 'message').map((one) => [one.body, one.from.state])).toEqual([
      ['gone', 'marked-deleted'],
      ['kept', 'live'],
    ]);
  });

  it('makes orphan records of rows whose message is gone, and closes every tally', async () => {
    const all = await readMade([
      ...SMALL,
      message(`(2, 1, 1, 'A', 0, ${TIME}, 0, 'here', 0)`),
      `INSERT INTO receipt_user (message_row_id, receipt_user_jid_row_id, read_timestamp) VALUES (2, 1, ${TIME}), (77, 1, ${TIME})`,
      `INSERT INTO message_revoked VALUES (78, 'OLD', NULL, ${TIME})`,
      "INSERT INTO message_media (message_row_id, file_path) VALUES (79, 'Media/WhatsApp Images/IMG-20250306-WA0001.jpg')",
    ]);
    expect(only(all, 'receipt')).toHaveLength(1);
    const orphans = only(all, 'event').filter((one) => one.key.startsWith('orphan:'));
    expect(orphans.map((one) => one.key.split(':')[1]).sort()).toEqual([
      'message_media',
      'message_revoked',
      'receipt_user',
    ]);
    expect(orphans.map((one) => one.from.state)).toEqual(['recovered', 'recovered', 'recovered']);
    for (const tally of only(all, 'tally'))
      expect(tally.rows, tally.table).toBe(tally.used + Object.values(tally.skipped).reduce((sum, n) => sum + n, 0));
  });

  it('yields index residue only where it differs from the live text', async () => {
    const all = await readMade([
      ...SMALL,
      message(
        `(2, 1, 1, 'A', 0, ${TIME}, 15, NULL, 0), (3, 1, 1, 'B', 0, ${TIME}, 0, 'New, words!', 0), (4, 1, 1, 'C', 0, ${TIME}, 0, 'Same words.', 0)`,
      ),
      `INSERT INTO message_revoked VALUES (2, 'OLD', NULL, ${TIME})`,
      `INSERT INTO message_edit_info VALUES (3, 'B', ${TIME}, ${TIME}), (4, 'C', ${TIME}, ${TIME})`,
      "INSERT INTO message_ftsv2 (docid, content, fts_jid, fts_namespace) VALUES (2, 'crate seventeen .', '1 1', ''), (3, 'old words', '1 1', ''), (4, 'same words .', '1 1', ''), (9, 'nobody knows', '1 1', '')",
    ]);
    expect(only(all, 'version').map((one) => [one.message, one.role, one.body, one.verbatim])).toEqual([
      ['m2', 'deleted-text', 'crate seventeen .', false],
      ['m3', 'earlier', 'old words', false],
    ]);
    expect(
      only(all, 'event')
        .filter((one) => one.key.startsWith('index-only:'))
        .map((one) => one.body),
    ).toEqual(['nobody knows']);
  });

  it('gives the copy of a reply that differs from a message without a mark, with low confidence', async () => {
    const all = await readMade([
      ...SMALL,
      message(`(2, 1, 1, 'A', 0, ${TIME}, 0, 'as it reads now', 0), (3, 1, 0, 'B', 0, ${TIME}, 0, 'no', 0)`),
      message(`(4, 1, 1, 'C', 0, ${TIME}, 15, NULL, 0), (5, 1, 0, 'D', 0, ${TIME}, 0, 'why?', 0)`),
      message(`(6, 1, 1, 'E', 0, ${TIME}, 0, 'the same', 0), (7, 1, 0, 'F', 0, ${TIME}, 0, 'yes', 0)`),
      "INSERT INTO message_quoted (message_row_id, chat_row_id, parent_message_chat_row_id, from_me, key_id, message_type, text_data) VALUES (3, 1, 1, 1, 'A', 0, 'as it read then'), (5, 1, 1, 1, 'C', 0, 'taken back'), (7, 1, 1, 1, 'E', 0, 'the same')",
    ]);
    expect(
      only(all, 'version').map((one) => [
        one.message,
        one.role,
        one.body,
        one.from.state === 'recovered' && [one.from.recovery.method, one.from.recovery.confidence],
      ]),
    ).toEqual([
      ['m2', 'unknown', 'as it read then', ['quoted-copy-differs', 'low']],
      ['m4', 'deleted-text', 'taken back', ['quoted-copy', 'high']],
    ]);
  });

  it('reads a table with fewer columns and carries a column it does not know', async () => {
    const all = await readMade([
      'CREATE TABLE jid (_id INTEGER PRIMARY KEY, raw_string TEXT)',
      'CREATE TABLE chat (_id INTEGER PRIMARY KEY, jid_row_id INTEGER)',
      'CREATE TABLE message (_id INTEGER PRIMARY KEY, chat_row_id INTEGER, from_me INTEGER, key_id TEXT, text_data TEXT, message_type INTEGER, mood TEXT)',
      "INSERT INTO jid VALUES (1, '491713920001@s.whatsapp.net')",
      'INSERT INTO chat VALUES (1, 1)',
      "INSERT INTO message VALUES (1, 1, 0, 'A', 'hello', 0, 'calm')",
    ]);
    expect(only(all, 'message')).toMatchObject([
      { body: 'hello', times: [], stored: { mood: 'calm' }, sender: '491713920001@s.whatsapp.net' },
    ]);
  });

  it('reads votes, pins and calls with the message that shows them', async () => {
    const all = await readMade([
      ...SMALL,
      message(`(2, 1, 0, 'A', 0, ${TIME}, 66, 'Which pier?', 0), (3, 1, 1, 'B', 0, ${TIME}, 90, NULL, 0)`),
      'INSERT INTO message_poll (message_row_id, selectable_options_count) VALUES (2, 1)',
      "INSERT INTO message_poll_option (_id, message_row_id, option_name, vote_total) VALUES (5, 2, 'Pier 17', 1), (6, 2, 'Pier 18', 0)",
      `INSERT INTO message_add_on (_id, chat_row_id, from_me, key_id, parent_message_row_id, timestamp, message_add_on_type) VALUES (1, 1, 0, 'V', 2, ${TIME}, 67), (2, 1, 0, 'P', 2, ${TIME}, 79)`,
      'INSERT INTO message_add_on_poll_vote_selected_option (message_add_on_row_id, message_poll_option_id) VALUES (1, 5)',
      `INSERT INTO message_add_on_pin_in_chat VALUES (2, 1, ${TIME})`,
      `INSERT INTO call_log (_id, jid_row_id, from_me, timestamp, video_call, duration, call_result) VALUES (4, 1, 1, ${TIME}, 1, 61, 5)`,
      'INSERT INTO message_call_log VALUES (3, 4)',
    ]);
    const details = only(all, 'detail').map((one) => one.content);
    expect(details).toContainEqual(expect.objectContaining({ type: 'poll', question: 'Which pier?' }));
    expect(details).toContainEqual(expect.objectContaining({ type: 'poll-vote', options: ['Pier 17'] }));
    expect(details).toContainEqual(expect.objectContaining({ type: 'pin', pinned: true }));
    expect(only(all, 'event')).toMatchObject([
      { type: 'call', call: { video: true, outcome: 'answered', message: 'm3' } },
    ]);
  });

  it('refuses media paths that leave their folder', () => {
    const paths = new MediaPaths('com.whatsapp', '0', 'data/data/com.whatsapp');
    expect(paths.candidates('Media/../../etc/passwd')).toEqual([]);
    expect(paths.candidates(null)).toEqual([]);
  });

  it('takes the path out of a serialised object, whatever its bytes', () => {
    const path = Buffer.from('Media/WhatsApp Images/IMG-20250306-WA0001.jpg');
    const object = Buffer.concat([Buffer.from([0xac, 0xed, 0, 5, 0x74, 0, path.length]), path, Buffer.from([0x77, 2])]);
    expect(storedPath(object)).toBe(path.toString());
    expect(storedPath(Buffer.from('Media/'))).toBeNull();
    expect(storedPath(Buffer.alloc(0))).toBeNull();
  });
});

describe.skipIf(!existsSync(corpus))('data made by others', () => {
  it('frozenspider: two conversations of two messages', async () => {
    const folder = join(corpus, 'android/frozenspider');
    using exhibit = temporaryFolder();
    const databases = join(exhibit.path, 'data/data/com.whatsapp/databases');
    mkdirSync(databases, { recursive: true });
    for (const [sql, name] of [
      ['msgstore.sql', 'msgstore.db'],
      ['wa.sql', 'wa.db'],
    ] as const) {
      const db = new Database(join(databases, name));
      db.exec(readFileSync(join(folder, sql), 'utf8'));
      db.close();
    }
    const all = await readAll(whatsappAndroid, exhibit.path);
    expect(only(all, 'conversation').map((one) => [one.type, one.title])).toEqual([
      ['group', 'My Group'],
      ['one-to-one', null],
    ]);
    const [joined, edited, live, revoked] = only(all, 'message');
    expect(joined).toMatchObject({
      type: 'system',
      system: { action: 'member-added', affected: ['00000@s.whatsapp.net'] },
    });
    expect(joined?.times[0]?.utcMs).toBe(1_643_607_839_000);
    expect(edited).toMatchObject({
      body: 'Last group message',
      direction: 'outgoing',
      forwarded: { score: 1 },
      sender: '00000@s.whatsapp.net',
    });
    expect(edited?.edited?.utcMs).toBe(1_661_417_955_000);
    expect(live?.type).toBe('live-location');
    expect(revoked).toMatchObject({ type: 'revoked', deleted: { originalServerId: 'PERSONALMSGDELETED' } });
    expect(revoked?.deleted?.time?.utcMs).toBe(1_693_993_963_000);
    expect(only(all, 'quote')).toMatchObject([{ message: 'm750', target: { serverId: 'GROUPMSG00100' } }]);
    const [place] = only(all, 'detail').map((one) => one.content);
    expect(place).toMatchObject({ type: 'location', name: 'New Bahari', liveS: 123 });
    if (place?.type === 'location') expect(place.latitude).toBeCloseTo(-8.7038565, 7);
    const user = only(all, 'account').find((one) => one.identifier === '11111@s.whatsapp.net');
    expect(user?.names).toEqual([]); // its contact row has another identifier and must not be joined
    expect(only(all, 'account').find((one) => one.owner !== null)?.identifier).toBe('00000@s.whatsapp.net');
  });

  it('IPED: a legacy store', async () => {
    using exhibit = temporaryFolder();
    copyFileSync(join(corpus, 'android/iped-legacy-sanitised.db'), join(exhibit.path, 'renamed'));
    const all = await readAll(whatsappAndroid, exhibit.path);
    const messages = only(all, 'message');
    expect(messages).toHaveLength(74);
    expect(only(all, 'conversation')).toHaveLength(30);
    expect(messages.filter((one) => one.type === 'system')).toHaveLength(70);
    expect(new Set(messages.flatMap((one) => (one.system === null ? [] : [one.system.actionStored])))).toEqual(
      new Set(['4', '11', '19', '46']),
    );
    const texts = messages.filter((one) => one.type === 'text');
    expect(texts).toHaveLength(4);
    expect(texts[0]?.body).toBe('This is a test for the IPED Whatsapp Parser.');
    expect(texts[0]?.times[0]?.utcMs).toBe(1_623_696_954_096);
    expect(only(all, 'version')).toEqual([]); // the index repeats the live texts
    expect(only(all, 'tally').find((one) => one.table === 'message_ftsv2_content')?.rows).toBe(4);
    expect(only(all, 'tally').find((one) => one.table === 'messages')).toMatchObject({
      rows: 75,
      skipped: { 'sentinel row': 1 },
    });
  });

  it('wa-crypt-tools: a store in transition, read from its legacy table', async () => {
    using exhibit = temporaryFolder();
    copyFileSync(join(corpus, 'crypt/msgstore.db'), join(exhibit.path, 'msgstore.db'));
    await using open = await openExhibit(whatsappAndroid, exhibit.path);
    expect(open.detections.map((one) => one.variant)).toEqual(['transitional']);
    const all = await readAll(whatsappAndroid, exhibit.path);
    expect(only(all, 'message')).toHaveLength(9);
    expect(only(all, 'conversation')).toHaveLength(8);
    expect(new Set(only(all, 'attachment').map((one) => one.message)).size).toBe(9);
    expect(only(all, 'attachment')).toHaveLength(9);
    const stored = only(all, 'attachment').flatMap((one) => (one.path === null ? [] : [one.path]));
    expect(stored).toContain('Media/.Statuses/96848000accb45c4a7b7726f183a10c9.mp4');
    const gaps = only(all, 'issue').filter((one) => one.code === 'rows-missing-in-sequence');
    expect(gaps.find((one) => one.where === 'jid')?.detail).toContain('976 of them');
  });
});
