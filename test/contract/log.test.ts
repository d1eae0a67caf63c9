import Database from 'better-sqlite3';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { modernSchema } from '../../src-main/sources/whatsapp-android/fixture-schema.ts';
import { temporaryFolder } from './read-source.ts';

const program = resolve(import.meta.dirname, '../../src-main/shells/cli/main.ts');
const folder = temporaryFolder();
const casePath = join(folder.path, 'case');
const SENT_MS = Date.UTC(2025, 2, 6, 4, 11);

/** A store of three messages whose log deletes the second, rewords the third and adds a fourth. */
function writeLoggedStore(databases: string): void {
  mkdirSync(databases, { recursive: true });
  const working = join(folder.path, 'working.db');
  const db = new Database(working);
  db.pragma('page_size = 4096');
  for (const statement of modernSchema('modern')) db.exec(statement);
  db.exec(
    "INSERT INTO jid (_id, user, server, raw_string) VALUES (1, '491713920001', 's.whatsapp.net', '491713920001@s.whatsapp.net')",
  );
  db.exec('INSERT INTO chat (_id, jid_row_id) VALUES (1, 1)');
  const add = db.prepare(
    'INSERT INTO message (_id, chat_row_id, from_me, key_id, sender_jid_row_id, timestamp, message_type, text_data, status) VALUES (?, 1, 0, ?, 0, ?, 0, ?, 0)',
  );
  for (const [id, text] of ['stays', 'goes', 'as it was'].entries()) add.run(id + 2, `K${id}`, SENT_MS + id, text);
  db.pragma('journal_mode = WAL');
  db.pragma('wal_autocheckpoint = 0');
  db.exec('DELETE FROM message WHERE _id = 3');
  db.exec("UPDATE message SET text_data = 'as it is' WHERE _id = 4");
  add.run(5, 'K9', SENT_MS + 9, 'comes');
  for (const end of ['', '-wal']) copyFileSync(`${working}${end}`, join(databases, `msgstore.db${end}`));
  db.close();
  rmSync(working);
}

function affiant(...words: readonly string[]): string {
  const env = { ...process.env, AFFIANT_HOME: folder.path };
  const ran = spawnSync(process.execPath, [program, ...words], { encoding: 'utf8', env });
  expect([ran.status, ran.stderr], words.join(' ')).toEqual([0, '']);
  return ran.stdout;
}

beforeAll(() => {
  writeLoggedStore(join(folder.path, 'exhibit/data/data/com.whatsapp/databases'));
  affiant('new', casePath, '--number', '17/2025', '--examiner', 'E. Xaminer', '--authority', 'Order 4');
  affiant('add', casePath, join(folder.path, 'exhibit'), '--exhibit', 'A-1');
  affiant('ingest', casePath);
}, 120_000);

afterAll(() => {
  folder[Symbol.dispose]();
});

test('a log adds, takes and rewords messages, and each says so with its bytes', () => {
  const lines = affiant('messages', casePath, '--json')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown> & { id: number });
  const seen = lines.map(({ body, state, logState }) => [body, state, logState]);
  expect(seen).toEqual([
    ['stays', 'live', 'both'],
    ['goes', 'recovered', 'only-without'],
    ['as it is', 'live', 'changed'],
    ['comes', 'live', 'only-with'],
  ]);
  for (const { id } of lines) {
    const view = affiant('provenance', casePath, String(id), '--json');
    expect(view, `bytes of ${id}`).toMatch(/"sha256":"[0-9a-f]{64}","command"|"command":.*"sha256":"[0-9a-f]{64}"/u);
  }
  const db = new Database(join(casePath, 'case.db'), { readonly: true });
  const dump = JSON.stringify(db.prepare('SELECT body, recovery FROM version').all());
  db.close();
  expect(dump).toContain('as it was');
  expect(dump).toContain('row-changed-by-wal');
});
