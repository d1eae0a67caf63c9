import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { wrapTar } from '../../fixtures/ab-writer.ts';
import { WhatsappKeys } from '../../fixtures/crypt-writer.ts';
import { RECIPE_2, Sealer, writePlain } from '../../src-main/evidence/fixture-sqlcipher.ts';
import type { IssueView, LockList, Page, SourceView } from '../../src-main/contract/index.ts';
import { caseEngine } from './case-engine.ts';
import { temporaryFolder } from './read-source.ts';

/* Keys given in the terminal: what each end of a try prints, and keys for all files of a kind. */

const program = resolve(import.meta.dirname, '../../src-main/shells/cli/main.ts');
const folder = temporaryFolder();
const casePath = join(folder.path, 'case');
const STORE = 'data/data/com.whatsapp/databases/msgstore.db';
const PASSPHRASE = 'crate seventeen';
const [own, other] = [new WhatsappKeys('own'), new WhatsappKeys('other')];

function affiant(words: readonly string[], keys: Readonly<Record<string, string>> = {}) {
  const env = { ...process.env, AFFIANT_HOME: join(folder.path, 'home'), ...keys };
  const ran = spawnSync(process.execPath, [program, ...words], { encoding: 'utf8', env });
  return { code: ran.status, out: ran.stdout.trimEnd().split('\n'), err: ran.stderr };
}

beforeAll(async () => {
  const exhibit = join(folder.path, 'phone');
  mkdirSync(join(exhibit, 'WhatsApp/Databases'), { recursive: true });
  mkdirSync(join(exhibit, 'data/data/com.whatsapp/databases'), { recursive: true });
  for (const [name, keys] of Object.entries({ one: own, two: other }))
    writeFileSync(join(exhibit, `WhatsApp/Databases/${name}.db.crypt15`), keys.encrypt(Buffer.from(name), 'crypt15'));
  const { database } = writePlain(join(folder.path, 'plain.db'), RECIPE_2, (db) => {
    db.exec('CREATE TABLE message (_id INTEGER PRIMARY KEY, chat_row_id, from_me, key_id)');
    db.exec('CREATE TABLE chat (_id INTEGER PRIMARY KEY); CREATE TABLE jid (_id INTEGER PRIMARY KEY)');
  });
  writeFileSync(join(exhibit, STORE), new Sealer(RECIPE_2, PASSPHRASE).database(database));
  const backup = wrapTar(Buffer.alloc(1024), { isPacked: false, password: 'crate 17', rounds: 10 });
  writeFileSync(join(exhibit, 'cut.ab'), backup.subarray(0, -1040));
  writeFileSync(join(folder.path, 'device-key'), own.deviceFile);
  const engine = caseEngine(folder.path);
  await engine.value('case.create', { path: casePath, number: '4', examiner: 'E', authority: { kind: 'training', reference: 'R', issuer: '' } }); // prettier-ignore
  await engine.job('exhibit.add', { path: exhibit, reference: 'A-1' });
  await engine.close();
}, 60_000);

afterAll(() => {
  folder[Symbol.dispose]();
});

test('each end of a try is said of its file with what to do, and the command fails', () => {
  const given = { DIGITS: '0'.repeat(64), WORDS: 'not this one' };
  const device = `@${join(folder.path, 'device-key')}`;
  const tries = [['one.db.crypt15', 'env:DIGITS'], ['one.db.crypt15', device], ['one.db.crypt15', 'env:WORDS'], ['msgstore.db', 'env:WORDS'], ['cut.ab', 'env:WORDS']] as const; // prettier-ignore
  const ran = affiant(['unlock', casePath, ...tries.flatMap(([lock, from]) => ['--key', `${lock}=${from}`])], given);
  const said = ran.err.split('\n').filter((line) => line.startsWith('affiant: '));
  expect(said).toEqual([
    'affiant: the key does not open WhatsApp/Databases/one.db.crypt15 (reason: The backup is as it was written: its checksum holds. The key does not open it.)',
    'affiant: the key given is of another kind than WhatsApp/Databases/one.db.crypt15 wants; nothing was changed (reason: The backup wants its own key of 64 digits, or the file encrypted_backup.key; a device key was given.)',
    'affiant: what was given is no key of WhatsApp/Databases/one.db.crypt15; nothing was changed (reason: What was given is neither a key file of WhatsApp nor a key of 64 hexadecimal digits.)',
    expect.stringMatching(/^affiant: the key does not open .*msgstore\.db with the settings that are known: it is wrong, or the settings are others; nothing was changed \(reason: The file looks sound/u),
    'affiant: what is locked in cut.ab is damaged; look for another copy of it (reason: Nothing follows the header of the backup: it is cut off there, or the device wrote no more. Nothing was opened.)',
  ]); // prettier-ignore
  expect(ran.code).toBe(3);
  expect(ran.err + ran.out.join('\n')).not.toContain(given.WORDS);
});

test('a key is tried on all files of a kind, and opens those that it fits', () => {
  const given = { WRONG: '0'.repeat(64), OWN: own.rootDigits };
  const ran = affiant(['unlock', casePath, '--key', 'whatsapp-backup=env:WRONG', '--key', 'whatsapp-backup=env:OWN'], given); // prettier-ignore
  expect(ran.out).toEqual([
    'the key was tried on 2 locked files and opened 0',
    expect.stringMatching(/^opened \d+ WhatsApp\/Databases\/one\.db\.crypt15: 1 file, 3 B; 0 sources and 0 further locked files found$/u),
    'the key was tried on 2 locked files and opened 1',
    expect.stringContaining('WhatsApp (unreadable'),
    '3 locked files are left',
  ]); // prettier-ignore
  expect(ran.err).toContain('WhatsApp/Databases/two.db.crypt15');
  expect(ran.err + ran.out.join('\n')).not.toContain(own.rootDigits.slice(0, 8));
  // The first key opened none.
  expect(ran.code).not.toBe(0);
});

test('a store that was unreadable while it was locked is one source once it is opened, also where it was read', async () => {
  const engine = caseEngine(folder.path);
  await engine.value('case.open', { path: casePath });
  const variants = async (): Promise<readonly string[]> => (await engine.value<readonly SourceView[]>('source.list')).map(({ variant, state }) => `${variant} ${state}`); // prettier-ignore
  await engine.job('source.ingest', {});
  expect(await variants()).toEqual(['unreadable ingested']);
  const { locks } = await engine.value<LockList>('lock.list');
  const store = locks.find(({ path }) => path === STORE);
  await engine.job('lock.open', { lock: store?.id, key: { typed: PASSPHRASE } });
  expect(await variants()).toEqual(['modern found']);
  const { rows } = await engine.value<Page<IssueView>>('issue.page', { limit: 100 });
  expect(rows.filter(({ code }) => code === 'database-damaged')).toEqual([]);
  await engine.close();
});
