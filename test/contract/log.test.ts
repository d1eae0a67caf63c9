import Database from 'better-sqlite3';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { scenario } from '../../fixtures/scenario.ts';
import { zipFolder } from '../../fixtures/zip-writer.ts';
import type { Post, Story } from '../../fixtures/story.ts';
import type { ProvenanceView } from '../../src-main/contract/index.ts';
import { modernSchema } from '../../src-main/sources/whatsapp-android/fixture-schema.ts';
import { fixture as iosFixture } from '../../src-main/sources/whatsapp-ios/fixture.ts';
import { filesBelow, temporaryFolder, writeFixture } from './read-source.ts';
import { smallStory } from './small-story.ts';

const program = resolve(import.meta.dirname, '../../src-main/shells/cli/main.ts');
const folder = temporaryFolder();
const SENT_MS = Date.UTC(2025, 2, 6, 4, 11);

afterAll(() => {
  folder[Symbol.dispose]();
});

interface Line {
  readonly id: number;
  readonly body: string | null;
  readonly state: string;
  readonly logState: string;
}

/** One case of one exhibit, read from the terminal. */
class Read {
  readonly casePath: string;
  readonly lines: readonly Line[];

  constructor(name: string, exhibit: string) {
    this.casePath = join(folder.path, `case ${name}`);
    affiant('new', this.casePath, '--number', '17/2025', '--examiner', 'E. Xaminer', '--authority', 'Order 4');
    affiant('add', this.casePath, exhibit, '--exhibit', 'A-1');
    affiant('ingest', this.casePath);
    this.lines = affiant('messages', this.casePath, '--json')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Line);
  }

  provenance({ id }: Line): ProvenanceView {
    return JSON.parse(affiant('provenance', this.casePath, String(id), '--json')) as ProvenanceView;
  }

  /** Where the first range of a message lies, after its hash and its command were checked over the exhibit's own file. */
  placeOf(line: Line, originals: string, text: string | null): string {
    const range = this.provenance(line).locators[0]?.ranges[0];
    if (range === undefined) throw new Error(`no bytes of message ${line.id}`);
    const file = filesBelow(originals).find((path) => hashOf(readFileSync(path)) === range.file);
    if (file === undefined) throw new Error(`no file has the hash ${range.file}`);
    const bytes = readFileSync(file).subarray(range.offset, range.offset + range.length);
    expect(hashOf(bytes)).toBe(range.sha256);
    expect(spawnSync('sh', ['-c', range.command], { encoding: 'utf8' }).stdout.split(' ')[0]).toBe(range.sha256);
    if (text !== null) expect(bytes.toString('utf8')).toContain(text);
    return `${range.in} ${/-(wal|journal)$/u.exec(file)?.[1] ?? 'main'}`;
  }
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function affiant(...words: readonly string[]): string {
  const env = { ...process.env, AFFIANT_HOME: folder.path };
  const ran = spawnSync(process.execPath, [program, ...words], { encoding: 'utf8', env, maxBuffer: 2 ** 26 });
  expect([ran.status, ran.stderr], words.join(' ')).toEqual([0, '']);
  return ran.stdout;
}

/** A store of three messages and a transaction that deletes the second, rewords the third and adds a fourth. */
function writeStore(databases: string, log: 'wal' | 'journal'): void {
  mkdirSync(databases, { recursive: true });
  const working = join(folder.path, 'working.db');
  const place = join(databases, 'msgstore.db');
  const db = new Database(working);
  db.pragma('page_size = 4096');
  db.pragma('synchronous = OFF');
  for (const statement of modernSchema('modern')) db.exec(statement);
  db.exec(
    "INSERT INTO jid (_id, user, server, raw_string) VALUES (1, '491713920001', 's.whatsapp.net', '491713920001@s.whatsapp.net')",
  );
  db.exec('INSERT INTO chat (_id, jid_row_id) VALUES (1, 1)');
  const add = db.prepare(
    'INSERT INTO message (_id, chat_row_id, from_me, key_id, sender_jid_row_id, timestamp, message_type, text_data, status) VALUES (?, 1, 0, ?, 0, ?, 0, ?, 0)',
  );
  for (const [id, text] of ['stays', 'goes', 'as it was'].entries()) add.run(id + 2, `K${id}`, SENT_MS + id, text);
  db.pragma(`journal_mode = ${log === 'wal' ? 'WAL' : 'DELETE'}`);
  db.pragma('wal_autocheckpoint = 0');
  db.exec('BEGIN IMMEDIATE');
  db.exec('DELETE FROM message WHERE _id = 3');
  db.exec("UPDATE message SET text_data = 'as it is' WHERE _id = 4");
  add.run(5, 'K9', SENT_MS + 9, 'comes');
  // A crash leaves the journal of a transaction whose pages are written and whose end was not reached.
  if (log === 'journal') copyFileSync(`${working}-journal`, `${place}-journal`);
  db.exec('COMMIT');
  copyFileSync(working, place);
  if (log === 'wal') copyFileSync(`${working}-wal`, `${place}-wal`);
  db.close();
  rmSync(working);
}

function zipOf(root: string, path: string): string {
  mkdirSync(dirname(path), { recursive: true });
  zipFolder(root, path);
  return path;
}

const shown = ({ body, state, logState }: Line) => [body, state, logState];

describe.each([
  ['a folder', (root: string) => root],
  ['a zip', (root: string) => zipOf(root, join(folder.path, 'zips', 'store.zip'))],
])('a write-ahead log in %s', (name, wrap) => {
  const root = join(folder.path, `exhibit in ${name}`);
  let read: Read;
  beforeAll(() => {
    writeStore(join(root, 'data/data/com.whatsapp/databases'), 'wal');
    read = new Read(`of a log in ${name}`, wrap(root));
  }, 120_000);

  test('adds, takes and rewords messages, and each says so with its bytes', () => {
    expect(read.lines.map(shown)).toEqual([
      ['stays', 'live', 'both'],
      ['goes', 'recovered', 'only-without'],
      ['as it is', 'live', 'changed'],
      ['comes', 'live', 'only-with'],
    ]);
    // The page of all four was written again: what is live is in the log, what is gone in the file.
    const places = read.lines.map((line) => read.placeOf(line, root, line.body));
    expect(places).toEqual(['wal wal', 'main main', 'wal wal', 'wal wal']);
    const db = new Database(join(read.casePath, 'case.db'), { readonly: true });
    const versions = db.prepare('SELECT body, recovery FROM version').all();
    db.close();
    expect(versions).toMatchObject([
      { body: 'as it was', recovery: expect.stringContaining('row-changed-by-wal') as string },
    ]);
    affiant('verify', read.casePath, '--records', 'all');
  });
});

test('a hot journal is rolled back: what the broken transaction took is live, what it wrote is marked', () => {
  const root = join(folder.path, 'exhibit of a journal');
  writeStore(join(root, 'data/data/com.whatsapp/databases'), 'journal');
  const read = new Read('of a journal', root);
  expect(read.lines.map(shown)).toEqual([
    ['stays', 'live', 'both'],
    ['goes', 'live', 'only-with'],
    ['as it was', 'live', 'changed'],
    ['comes', 'recovered', 'only-without'],
  ]);
  const places = read.lines.map((line) => read.placeOf(line, root, line.body));
  expect(places).toEqual(['journal journal', 'journal journal', 'journal journal', 'main main']);
  const db = new Database(join(read.casePath, 'case.db'), { readonly: true });
  const versions = db.prepare('SELECT body, recovery FROM version').all();
  db.close();
  expect(versions).toMatchObject([
    { body: 'as it is', recovery: expect.stringContaining('row-changed-by-journal') as string },
  ]);
  affiant('verify', read.casePath, '--records', 'all');
}, 120_000);

describe.each([
  ['a folder', (root: string) => root],
  ['a zip', (root: string) => zipOf(root, join(folder.path, 'zips', 'phone.zip'))],
])("an iPhone's store with a log in %s", (name, wrap) => {
  const root = join(folder.path, `phone in ${name}`);
  let read: Read;
  let stored: { readonly withLog: ReadonlySet<string>; readonly without: ReadonlySet<string> };
  beforeAll(async () => {
    const small = smallStory(scenario());
    const device = small.devices.find(({ platform }) => platform === 'ios')?.id ?? '';
    const story = withDeletions(small, device, 2);
    await writeFixture(iosFixture, story, device, 'modern', root);
    const store = filesBelow(root).find((path) => path.endsWith('ChatStorage.sqlite')) ?? '';
    stored = { withLog: idsIn(store, true), without: idsIn(store, false) };
    read = new Read(`of a phone in ${name}`, wrap(root));
  }, 120_000);

  test('has the rows of the log and of the file alone marked, with their bytes in each', () => {
    const { withLog, without } = stored;
    const added = [...withLog].filter((id) => !without.has(id)).sort();
    const taken = [...without].filter((id) => !withLog.has(id)).sort();
    expect([added.length > 3, taken.length]).toEqual([true, 2]);
    const marked = (state: string) => {
      const found = read.lines.filter(({ logState }) => logState === state);
      return { found, ids: found.map((line) => (line as Line & { serverId: string }).serverId).sort() };
    };
    expect(marked('only-with').ids).toEqual(added);
    expect(marked('only-without').ids).toEqual(taken);
    for (const line of marked('only-with').found.slice(0, 3)) {
      expect([line.state, read.placeOf(line, root, line.body)]).toEqual(['live', 'wal wal']);
    }
    for (const line of marked('only-without').found)
      expect([line.state, read.placeOf(line, root, line.body)]).toEqual(['recovered', 'main main']);
    affiant('verify', read.casePath, '--records', 'all');
  }, 60_000);
});

/** The story in which the device's owner also deleted the first texts of a conversation on that device. */
function withDeletions(story: Story, device: string, count: number): Story {
  const thread = story.threads.find(({ type, on }) => type === 'one-to-one' && on.includes(device))?.id;
  const isText = (post: Post) =>
    post.thread === thread && post.body.type === 'text' && post.revoked === null && !post.missingOn.includes(device);
  const chosen = new Set(
    [...story.posts()]
      .filter(isText)
      .slice(0, count)
      .map(({ serverId }) => serverId),
  );
  const posts = [...story.posts()].map((post) => (chosen.has(post.serverId) ? { ...post, deletedOn: [device] } : post));
  return { ...story, posts: () => posts };
}

/** The stanza ids that SQLite reads from a copy of a store, with its log or without. */
function idsIn(store: string, withLog: boolean): ReadonlySet<string> {
  const copy = join(folder.path, 'copy.sqlite');
  copyFileSync(store, copy);
  if (withLog) copyFileSync(`${store}-wal`, `${copy}-wal`);
  const db = new Database(copy);
  const ids = db.prepare('SELECT ZSTANZAID FROM ZWAMESSAGE').pluck().all() as string[];
  db.close();
  for (const end of ['', '-wal', '-shm']) rmSync(`${copy}${end}`, { force: true });
  return new Set(ids);
}
