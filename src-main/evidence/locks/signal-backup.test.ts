import Database from 'better-sqlite3';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bytesField } from '../../../fixtures/protobuf-writer.ts';
import { SignalBackupWriter } from '../../../fixtures/signal-backup-writer.ts';
import type { Issue } from '../../model/index.ts';
import { memorySource } from '../byte-source.ts';
import { DEFAULT_LIMITS } from '../limits.ts';
import type { EvidenceFile, EvidenceTree } from '../tree.ts';
import { bytesInWork, gather, openLock, passwordKey, type Opening } from './fixture-opening.ts';
import type { OpenedFile, OpenedSecret, OpenRequest } from './opener.ts';
import { signalBackup } from './open-signal-backup.ts';
import { parseSignalBackupHeader } from './signal-backup-header.ts';
import { deriveSignalKeys, passphraseOf, type SignalBackupKeys } from './signal-backup-key.ts';
import { readSignalBackup, turns } from './signal-backup-reading.ts';
import { readSignalStatement, StatementKinds } from './signal-backup-statements.ts';

const CORPUS = '../shared/corpus/signal/synthetic-backup';
const hasCorpus = existsSync(CORPUS);
const DIGITS = '012345678901234567890123456789';

let work: string;
beforeEach(() => {
  work = mkdtempSync(join(tmpdir(), 'affiant-signal-'));
});
afterEach(() => {
  rmSync(work, { recursive: true });
});

/** The backup as a file of an exhibit. */
const FILE: EvidenceFile = { path: 'b.backup', sha256: '0'.repeat(64), sizeBytes: 0, modifiedMs: null };

function treeWith(bytes: Buffer): EvidenceTree {
  const file = { ...FILE, sizeBytes: bytes.length };
  return {
    glob: async function* () {
      yield await Promise.resolve(file);
    },
    head: (_: unknown, length: number) => Promise.resolve(bytes.subarray(0, length)),
    bytes: async function* () {
      yield await Promise.resolve(bytes);
    },
  } as unknown as EvidenceTree;
}

async function openBytes(bytes: Buffer, passphrase: string): Promise<Opening> {
  const tree = treeWith(bytes);
  const [lock] = await gather(signalBackup.find(tree));
  if (lock === undefined) throw new Error('no lock was found');
  return openLock(signalBackup, tree, lock, passwordKey(passphrase), work);
}

const opened = ({ end }: Opening) => {
  if (end.ended !== 'opened') throw new Error(end.detail);
  return end;
};

/** The bytes of a listed file: from the work folder, or deciphered where they lie. */
function contentOf(backup: Buffer, file: OpenedFile, secret: OpenedSecret | null): Buffer {
  if (file.place.in !== 'sealed') return bytesInWork(work, file);
  if (secret === null || signalBackup.bytes === undefined) throw new Error('sealed, and there is no secret');
  return Buffer.concat([...signalBackup.bytes(memorySource(backup), secret, file.place.args, 0, file.sizeBytes)]);
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

interface Expected {
  readonly tables: Readonly<Record<string, number>>;
  readonly attachments: Readonly<Record<string, { readonly size: number; readonly sha256: string }>>;
  readonly avatar: { readonly sha256: string };
  readonly sticker: { readonly sha256: string };
  readonly keyValues: Readonly<Record<string, string | number>>;
}

describe.skipIf(!hasCorpus)('backups of the corpus', () => {
  const expected = JSON.parse(hasCorpus ? readFileSync(join(CORPUS, 'expected.json'), 'utf8') : '{}') as Expected;

  it.each([0, 1])('version %i opens whole, its counter going round', async (version) => {
    const backup = readFileSync(join(CORPUS, `synthetic-v${version}.backup`));
    const opening = await openBytes(backup, '01234 56789-01234 56789 01234 56789\n');
    const { secret, settings } = opened(opening);
    expect(settings).toMatchObject({ version: String(version), schemaVersion: '270', tables: '6', rows: '16', frames: '34', payloads: '4', leftOut: '0', declarations: '7', settings: '4', preferences: '1' }); // prettier-ignore
    expect(opening.issues).toEqual([]);
    const files = new Map(opening.files.map((file) => [file.path, file]));
    expect([...files.keys()].sort()).toEqual(['attachments/7', 'attachments/8', 'avatars/2', 'databases/signal-key-value.db', 'databases/signal.db', 'preferences.jsonl', 'schema.sql', 'stickers/1']); // prettier-ignore
    const wanted = { 'attachments/7': expected.attachments[7], 'attachments/8': expected.attachments[8], 'avatars/2': expected.avatar, 'stickers/1': expected.sticker }; // prettier-ignore
    for (const [path, one] of Object.entries(wanted)) {
      const file = files.get(path);
      expect(file?.sha256).toBe(one?.sha256);
      if (file !== undefined) expect(sha256(contentOf(backup, file, secret))).toBe(file.sha256);
    }
    const db = new Database(join(work, files.get('databases/signal.db')?.sha256 ?? ''), { readonly: true });
    for (const [table, rows] of Object.entries(expected.tables))
      expect(db.prepare(`SELECT count(*) FROM "${table}"`).pluck().get()).toBe(rows);
    expect(db.prepare('SELECT body FROM message ORDER BY _id LIMIT 4').pluck().all()).toEqual(['Hello from Bob', 'first wording', 'second wording (edited)', 'see picture 📷 äöü']); // prettier-ignore
    expect(db.pragma('user_version', { simple: true })).toBe(270);
    db.close();
    const settingsDb = new Database(join(work, files.get('databases/signal-key-value.db')?.sha256 ?? ''), {
      readonly: true,
    });
    expect(settingsDb.prepare('SELECT key, value, type FROM key_value').raw().all()).toEqual([['account.e164', '+15550100001', 'string'], ['blob', Buffer.of(0, 1, 2), 'blob'], ['i32', -1, 'integer'], ['fl', 0.5, 'float']]); // prettier-ignore
    settingsDb.close();
    const part = files.get('attachments/8');
    if (part?.place.in !== 'sealed' || secret === null) throw new Error('not sealed');
    const whole = contentOf(backup, part, secret);
    for (const [start, end] of [[0, 1], [15, 17], [16, 32], [4096, 5001], [5000, 5001], [7, 7]] as const) // prettier-ignore
      expect(Buffer.concat([...(signalBackup.bytes?.(memorySource(backup), secret, part.place.args, start, end) ?? [])])).toEqual(whole.subarray(start, end)); // prettier-ignore
  });

  it.each([0, 1])('a wrong passphrase opens nothing of version %i and leaves nothing behind', async (version) => {
    const backup = readFileSync(join(CORPUS, `synthetic-v${version}.backup`));
    const { end, files } = await openBytes(backup, DIGITS.replace('0', '9'));
    expect(end).toMatchObject({ ended: 'wrong-key', detail: expect.stringContaining('first frame') as string });
    expect(files).toEqual([]);
    expect(readdirSync(work)).toEqual([]);
  });
});

it('what is not 30 digits is no passphrase', async () => {
  for (const text of ['', '12345', `${DIGITS}0`, `${DIGITS.slice(1)}x`, '٠'.repeat(30)]) expect(passphraseOf(text)).toBe(null); // prettier-ignore
  expect(passphraseOf(' 01234-56789 01234 56789 01234 56789 ')).toBe(DIGITS);
  expect((await openBytes(written.bytes, 'harbour gate')).end).toMatchObject({ ended: 'no-key' });
});

it('a version that is not known opens nothing', async () => {
  const newer = Buffer.from(written.bytes);
  newer[4 + 55] = 2;
  expect((await openBytes(newer, DIGITS)).end).toMatchObject({ ended: 'unknown-settings' });
});

/** A backup of version 1, and the end of each of its frames and payloads. */
interface Written {
  readonly bytes: Buffer;
  readonly ends: readonly number[];
}

const PICTURE = Buffer.alloc(3000, 'picture ');
const TEXTS = ['The crates are at pier 4.', 'When does the gate open?', 'At six.', 'I bring the key.'];

/** Damaged in each way below: a frame of each kind, and rows before and behind each payload. */
function write(version: number): Written {
  const writer = new SignalBackupWriter({ passphrase: DIGITS, version, seed: 'damage' });
  const ends: number[] = [];
  const step = (): number => ends.push(writer.bytes().length);
  writer.version(270);
  step();
  writer.statement('CREATE TABLE message (_id INTEGER PRIMARY KEY, body TEXT UNIQUE, n INTEGER CHECK (n < 0))');
  step();
  for (const [index, text] of TEXTS.entries()) {
    writer.statement('INSERT INTO message VALUES (?,?,?)', [BigInt(index + 1), text, 2n ** 60n]);
    step();
    if (index !== 1) continue;
    writer.attachment(7, null, PICTURE);
    step();
  }
  writer.avatar('2', Buffer.from('face'));
  step();
  writer.end();
  step();
  return { bytes: writer.bytes(), ends };
}

const written = write(1);
const inClear = write(0);
let keysOfWritten: SignalBackupKeys;
beforeAll(async () => {
  const header = parseSignalBackupHeader(written.bytes);
  keysOfWritten = await deriveSignalKeys(DIGITS, header?.salt ?? null, () => Promise.resolve());
});

interface Read {
  readonly files: readonly OpenedFile[];
  readonly issues: readonly Issue[];
  readonly bodies: readonly unknown[];
  readonly counts: Readonly<Record<string, string>>;
}

function requestFor(bytes: Buffer, signal: AbortSignal): OpenRequest {
  const lock = { kind: 'signal-backup', file: { ...FILE, sizeBytes: bytes.length }, facts: {}, wants: [] } as const;
  return { tree: treeWith(bytes), lock, key: null, source: () => Promise.reject(new Error('unused')), workDir: work, limits: DEFAULT_LIMITS, hashes: [], signal }; // prettier-ignore
}

/** Reads a backup whose passphrase fits. */
async function readBytes(bytes: Buffer): Promise<Read> {
  const header = parseSignalBackupHeader(bytes);
  if (header === null) throw new Error('no header');
  const request = requestFor(bytes, new AbortController().signal);
  const files: OpenedFile[] = [];
  const issues: Issue[] = [];
  const events = readSignalBackup(request, memorySource(bytes), { header, keys: keysOfWritten });
  let next = await events.next();
  for (; next.done !== true; next = await events.next()) {
    if (next.value.kind === 'file') files.push(next.value);
    if (next.value.kind === 'issue') issues.push(next.value);
  }
  const store = files.find(({ path }) => path === 'databases/signal.db');
  const bodies: unknown[] = [];
  if (store !== undefined) {
    const db = new Database(join(work, store.sha256), { readonly: true });
    if (db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'message'").get() !== undefined)
      bodies.push(...db.prepare('SELECT body FROM message ORDER BY rowid').pluck().all());
    db.close();
  }
  return { files, issues, bodies, counts: next.value };
}

const errorsOf = (issues: readonly Issue[]): readonly string[] =>
  issues.filter(({ severity }) => severity === 'error').map(({ detail }) => detail);

it('a whole backup gives its rows under the declared kinds of their columns, whatever constraints were declared', async () => {
  const { files, bodies, issues, counts } = await readBytes(written.bytes);
  expect(bodies).toEqual(TEXTS);
  expect(errorsOf(issues)).toEqual([]);
  expect(counts).toMatchObject({ rows: '4', tables: '1', payloads: '2' });
  const db = new Database(join(work, files.find(({ path }) => path === 'databases/signal.db')?.sha256 ?? ''));
  expect(db.prepare('SELECT sql FROM sqlite_schema').pluck().all()).toEqual(['CREATE TABLE "message" ("_id" INTEGER PRIMARY KEY, "body" TEXT, "n" INTEGER)']); // prettier-ignore
  expect(db.prepare('SELECT n FROM message').safeIntegers().pluck().get()).toBe(2n ** 60n);
  db.close();
  expect(readdirSync(work).sort()).toEqual(files.flatMap(({ place, sha256: hash }) => (place.in === 'work' ? [hash] : [])).sort()); // prettier-ignore
});

it('the same backup gives the same bytes each time', async () => {
  const [one, other] = [await readBytes(written.bytes), await readBytes(written.bytes)];
  expect(one.files.map(({ sha256: hash }) => hash)).toEqual(other.files.map(({ sha256: hash }) => hash));
});

describe.each([
  ['version 1', written],
  ['version 0', inClear],
])('%s, damaged', (_, { bytes, ends }) => {
  it('a changed byte loses its own frame alone', async () => {
    for (const [index, end] of ends.entries()) {
      const changed = Buffer.from(bytes);
      const at = end - 11;
      changed[at] = (changed[at] ?? 0) ^ 0x10;
      const { bodies, issues, files } = await readBytes(changed);
      const lost = [2, 3, 5, 6].indexOf(index);
      // Without its declaration no row has a table: all are kept beside it.
      expect(bodies, `frame ${index}`).toEqual(index === 1 ? [] : TEXTS.filter((__, number) => number !== lost));
      expect(errorsOf(issues)[0]).toMatch(index === 1 ? /not authentic/u : /authentic|does not hold|not met/u);
      if (index === 1) expect(bytesInWork(work, fileAt(files, 'left-out.jsonl')).toString()).toContain(TEXTS[3]);
      if (index === 4) expect(fileAt(files, 'attachments/7').method).toContain('authentication value differs');
    }
  });

  it('a changed length loses its own frame alone', async () => {
    for (const [index, start] of [ends[0], ends[1], ends[2], ends[4]].entries()) {
      if (start === undefined) continue;
      const changed = Buffer.from(bytes);
      changed[start + 2] = (changed[start + 2] ?? 0) ^ 0x04;
      const { bodies, issues } = await readBytes(changed);
      const lost = [null, 0, 1, 2][index];
      expect(bodies).toEqual(index === 0 ? [] : TEXTS.filter((__, number) => number !== lost));
      expect(errorsOf(issues)[0]).toContain('Reading goes on behind them');
    }
  });

  it('a run that is gone loses what was in it, also the frame before an attachment', async () => {
    const [from = 0, to = 0] = [ends[2], ends[4]];
    const { bodies, files, issues } = await readBytes(Buffer.concat([bytes.subarray(0, from + 9), bytes.subarray(to - 40)])); // prettier-ignore
    expect(bodies).toEqual(TEXTS.filter((__, number) => number !== 1));
    expect(files.map(({ path }) => path)).not.toContain('attachments/7');
    expect(errorsOf(issues)).toEqual([expect.stringContaining(`The bytes from ${from} to`)]);
  });

  it('a backup that is cut short gives what is before the cut, and says so', async () => {
    for (let length = 1; length < 30; length += 1) {
      const at = (ends[0] ?? 0) + Math.floor(((bytes.length - 1 - (ends[0] ?? 0)) * length) / 30);
      const { bodies, issues } = await readBytes(bytes.subarray(0, at));
      const whole = [2, 3, 5, 6].filter((index) => (ends[index] ?? 0) <= at).length;
      expect(bodies).toEqual(TEXTS.slice(0, whole));
      expect(errorsOf(issues).join(' ')).toContain('The frame that ends a backup was not met');
    }
  });
});

function fileAt(files: readonly OpenedFile[], path: string): OpenedFile {
  const file = files.find((one) => one.path === path);
  if (file === undefined) throw new Error(`no ${path} among ${files.map((one) => one.path).join(', ')}`);
  return file;
}

it('a frame of a damaged start is found behind it, so that a right passphrase is not called wrong', async () => {
  const changed = Buffer.from(written.bytes);
  const at = (written.ends[0] ?? 0) - 3;
  changed[at] = (changed[at] ?? 0) ^ 1;
  expect(opened(await openBytes(changed, DIGITS)).settings).toMatchObject({ rows: '4' });
});

it('given again, the passphrase gives the same secret without listing anything', async () => {
  const tree = treeWith(written.bytes);
  const [lock] = await gather(signalBackup.find(tree));
  if (lock === undefined) throw new Error('no lock was found');
  const request = requestFor(written.bytes, new AbortController().signal);
  const again = await signalBackup.openAgain?.({ ...request, lock, key: passwordKey(DIGITS), source: () => Promise.resolve(memorySource(written.bytes)) }); // prettier-ignore
  expect(again).toMatchObject({ ended: 'opened', secret: { key: keysOfWritten.cipherKey.export().toString('hex') } });
  expect(readdirSync(work)).toEqual([]);
});

it('cancelled while the key is derived or frames are read, it ends and leaves nothing behind', async () => {
  const controller = new AbortController();
  const derivation = deriveSignalKeys(DIGITS, null, turns(controller.signal));
  controller.abort(new Error('cancelled'));
  await expect(derivation).rejects.toThrow('cancelled');
  const header = parseSignalBackupHeader(written.bytes);
  if (header === null) throw new Error('no header');
  const reading = readSignalBackup(requestFor(written.bytes, controller.signal), memorySource(written.bytes), { header, keys: keysOfWritten }); // prettier-ignore
  await expect(reading.next()).rejects.toThrow('cancelled');
  expect(readdirSync(work)).toEqual([]);
});

it('nothing of a statement is executed that backups do not hold', async () => {
  const writer = new SignalBackupWriter({ passphrase: DIGITS, seed: 'damage' });
  const outside = join(work, 'outside.db');
  const hostile = [
    `ATTACH '${outside}' AS x`,
    'PRAGMA writable_schema = ON',
    'CREATE TABLE copied AS WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT * FROM c',
    'CREATE TRIGGER t AFTER INSERT ON message BEGIN DELETE FROM message; END',
    'CREATE VIEW v AS SELECT * FROM message',
    'CREATE TABLE made (a INTEGER, b TEXT AS (printf("%.*c", 900000000, "x")))',
    'INSERT INTO message VALUES (?); DELETE FROM message',
    'INSERT INTO message SELECT ?',
    'CREATE TABLE temp.other (a)',
    'CREATE TABLE a"; DROP TABLE message; -- (a)',
    'CREATE TABLE sqlite_sequence(name,seq)',
    'DROP TABLE message',
  ];
  writer.version(270).statement('CREATE TABLE message (body TEXT DEFAULT (randomblob(900000000)))');
  for (const text of hostile) writer.statement(text, text.startsWith('INSERT') ? ['x'] : []);
  writer.statement('INSERT INTO message VALUES (?)', ['kept']).statement('INSERT INTO message VALUES (?)', ['a', 'b']);
  writer.statement('INSERT INTO nowhere VALUES (?)', ['words without a table']).end();
  const { files, bodies, counts, issues } = await readBytes(writer.bytes());
  const db = new Database(join(work, fileAt(files, 'databases/signal.db').sha256), { readonly: true });
  expect(db.prepare('SELECT name FROM sqlite_schema').pluck().all()).toEqual(['message']);
  expect(db.prepare('SELECT body FROM message').pluck().all()).toEqual(['kept']);
  db.close();
  expect(bodies).toHaveLength(1);
  expect(existsSync(outside)).toBe(false);
  const leftOut = bytesInWork(work, fileAt(files, 'left-out.jsonl')).toString();
  expect(leftOut).toContain('words without a table');
  expect(counts).toMatchObject({ tables: '1', rows: '1' });
  const declared = bytesInWork(work, fileAt(files, 'schema.sql')).toString();
  for (const text of hostile) expect([declared, leftOut].filter((list) => list.includes(JSON.stringify(text).slice(1, -1)) || list.includes(text))).toHaveLength(1); // prettier-ignore
  expect(errorsOf(issues)).toEqual([expect.stringMatching(/^\d+ frames of the backup hold something/u)]);
});

it('text that is not UTF-8 is stored byte by byte', async () => {
  const writer = new SignalBackupWriter({ passphrase: DIGITS, seed: 'damage' });
  const text = Buffer.from([0x61, 0xff, 0x62]);
  writer.version(1).statement('CREATE TABLE message (body TEXT, n INTEGER)');
  writer.frame(bytesField(2, Buffer.concat([bytesField(1, 'INSERT INTO message VALUES (?,?)'), bytesField(2, bytesField(1, text)), bytesField(2, Buffer.of(0x10, 7))]))); // prettier-ignore
  const { files, counts } = await readBytes(writer.end().bytes());
  expect(counts).toMatchObject({ rows: '1', leftOut: '0' });
  const db = new Database(join(work, fileAt(files, 'databases/signal.db').sha256), { readonly: true });
  const row = db.prepare('SELECT typeof(body), CAST(body AS BLOB), n FROM message').raw().get();
  db.close();
  expect(row).toEqual(['text', text, 7]);
});

describe('frames of any bytes', () => {
  it('a statement is read or refused, and never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const statement = readSignalStatement(Buffer.from(bytes));
        if (statement !== null) new StatementKinds().of(statement.text);
      }),
      { numRuns: 5000 },
    );
  });

  it('a backup whose frames are authentic and hold anything is read to its end', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(fc.uint8Array({ maxLength: 60 }), fc.tuple(fc.constantFrom(2, 3, 4, 5, 7, 8, 9), fc.uint8Array({ maxLength: 60 })).map(([field, inner]) => Uint8Array.of(field * 8 + 2, inner.length, ...inner))), { maxLength: 8 }), async (bodies) => {
        const writer = new SignalBackupWriter({ passphrase: DIGITS, seed: 'damage' });
        for (const body of bodies) writer.frame(body);
        const { counts } = await readBytes(writer.end().bytes());
        // What holds no payload behind its frame is followed by the next frame.
        expect(Number(counts.frames)).toBeGreaterThan(0);
      }),
      { numRuns: 60 },
    ); // prettier-ignore
  });

  it('a changed byte anywhere behind the header ends in issues, and gives no words that are not in the backup', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(written.bytes.length - 61), fc.integer({ min: 1, max: 255 }), async (offset, mask) => {
        const changed = Buffer.from(written.bytes);
        const at = 60 + offset;
        changed[at] = (changed[at] ?? 0) ^ mask;
        const { bodies, issues } = await readBytes(changed);
        expect(TEXTS).toEqual(expect.arrayContaining([...bodies]));
        expect(errorsOf(issues).length).toBeGreaterThan(0);
      }),
      { numRuns: 60 },
    );
  });

  it('a header of any bytes is read or refused', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        const head = Buffer.concat([Buffer.of(0, 0, 0, bytes.length), bytes]);
        const header = parseSignalBackupHeader(head);
        if (header !== null) expect(header.iv).toHaveLength(16);
      }),
      { numRuns: 2000 },
    );
  });
});
