import Database from 'better-sqlite3';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runIntake } from '../../src-main/api/run-intake.ts';
import { runUnlock } from '../../src-main/api/run-unlock.ts';
import { runVerify } from '../../src-main/api/run-verify.ts';
import { CaseFailure, createCase, exhibitFiles, listLocks, type CaseFile } from '../../src-main/case/index.ts';
import type { KeyForm } from '../../src-main/contract/index.ts';
import { sql } from '../../src-main/sqlite/index.ts';
import { quietJob } from './quiet-job.ts';
import { temporaryFolder } from './read-source.ts';

/* Each locked file of the corpus, by the bodies of the jobs that `exhibit.add` and `lock.open` start: with its key, a wrong one, cut, and with a byte flipped. */

const corpus = resolve(import.meta.dirname, '../../../shared/corpus');

interface Key {
  readonly form: KeyForm;
  readonly bytes: Buffer;
}

/** What the manifest says of a file's plain form: the hash of a file that comes out, or rows of a table. */
interface Sample {
  /** Below the corpus; a folder where the lock lies in several files. */
  readonly path: string;
  /** The locked file in that folder, and the one that is damaged. */
  readonly locked?: string;
  readonly damaged?: string;
  readonly right: Key;
  readonly wrong: Key;
  readonly sha256?: string;
  readonly rows?: readonly [table: string, count: number];
  /** How tries with the right key end once the file was cut, and once a byte of its body was flipped; `opened` with the codes of issues. */
  readonly cut: string;
  readonly flipped: string;
  /** How the wrong key is refused. */
  readonly refused: string;
}

const password = (text: string): Key => ({ form: 'password', bytes: Buffer.from(text) });
const hex = (digits: string): Key => ({ form: 'hex', bytes: Buffer.from(digits) });
const fileKey = (path: string): Key => ({ form: 'key-file', bytes: readFileSync(join(corpus, path)) });
const sequence = (from: number, count: number): string =>
  Buffer.from(Array.from({ length: count }, (_, i) => from + i)).toString('hex');

const DAMAGED = 'opened database-damaged';
/** Pages without authentication: a changed byte does not show, and an issue of its own says so of the file. */
const BARE = { flipped: 'opened' };
const t1 = (count: number): readonly [string, number] => ['t1', count];

function sqlcipher(
  path: string,
  right: Key,
  plain: Pick<Sample, 'rows' | 'sha256'>,
  ends: Partial<Pick<Sample, 'flipped' | 'refused'>> = {},
): Sample {
  // prettier-ignore
  const wrong = right.form === 'hex' ? hex('ab'.repeat(right.bytes.length / 2)) : password('not the key');
  return {
    path,
    right,
    wrong,
    ...plain,
    cut: DAMAGED,
    flipped: DAMAGED,
    refused: right.form === 'hex' ? 'wrong-key' : 'unknown-settings',
    ...ends,
  };
}

function samples(): readonly Sample[] {
  const vectors = JSON.parse(readFileSync(join(corpus, 'wechat/synthetic/vectors.json'), 'utf8')) as Record<string, Record<string, string>>; // prettier-ignore
  const ofVector = (file: string, name: string): Key => hex(vectors[file]?.[name] ?? '');
  const ios = JSON.parse(readFileSync(join(corpus, 'containers/generated/ios_enc_distinct.expected.json'), 'utf8')) as { files: Record<string, { plaintextSha256: string }> }; // prettier-ignore
  const desktop = JSON.parse(readFileSync(join(corpus, 'signal/synthetic-desktop/config.json'), 'utf8')) as { key: string }; // prettier-ignore
  const signal = JSON.parse(readFileSync(join(corpus, 'signal/synthetic-android-db/expected.json'), 'utf8')) as Record<string, string>; // prettier-ignore
  const test = password('testkey');
  const crypt = '1425b944a2e3885fc936a7bb82f6548c5cc09523a2f61f02aa836c4ed8bbd16e';
  const root = 'whatsapp/crypt/encrypted_backup.key';
  const device = 'whatsapp/crypt/key';
  return [
    ...['sqlite', 'wechat'].flatMap((group) => [
      sqlcipher(`${group}/sqlcipher/sqlcipher-1.1.8-testkey.db`, test, { rows: t1(75709) }, BARE),
      sqlcipher(`${group}/sqlcipher/sqlcipher-2.0-be-testkey.db`, test, { rows: t1(78536) }),
      sqlcipher(`${group}/sqlcipher/sqlcipher-2.0-beta-testkey.db`, test, { rows: t1(38768) }),
      sqlcipher(`${group}/sqlcipher/sqlcipher-2.0-le-testkey.db`, test, { rows: t1(78536) }),
      sqlcipher(`${group}/sqlcipher/sqlcipher-3.0-testkey.db`, test, { rows: t1(78536) }),
      sqlcipher(`${group}/sqlcipher/sqlcipher-4.0-testkey.db`, test, { rows: t1(78536) }),
    ]),
    sqlcipher('sqlite/sqlcipher_generated/v1_pass.db', test, { sha256: 'ad033f8e75ecbdfc8f82cdb5a0a4d66fd46310935753da9e5b2ddb8c48c2fbdd' }, BARE), // prettier-ignore
    sqlcipher('sqlite/sqlcipher_generated/v2_pass.db', test, { sha256: '5ff783738eb1c5f94b53c25ea393e2c31d2b2f80113aa1b919d0e43e22eea522' }), // prettier-ignore
    sqlcipher('sqlite/sqlcipher_generated/v3_pass.db', test, { sha256: '645f704a0de05aed9c35c498705959eb2b71a287d3b2b2e1f8300cd98e7157e5' }), // prettier-ignore
    sqlcipher('sqlite/sqlcipher_generated/v4_pass.db', test, { rows: t1(3) }),
    sqlcipher('sqlite/sqlcipher_generated/v4_plainhdr32_rawkey_salt.db', hex(`98483C6EB40B6C31A448C22A66DED3B5E5E8D5119CAC8327B655C8B5C4836481${'01'.repeat(16)}`), { rows: t1(3) }), // prettier-ignore
    sqlcipher('sqlite/sqlcipher_generated/v4_rawkey.db', hex('2DD29CA851E7B56E4697B0E1F08507293D761A05CE4D1B628663F411A8086D99'), { sha256: 'c4277adba38c56cc3a8c115ac0ca2dd984212b22c59f9e05a96f9ad5be5162e7' }), // prettier-ignore
    sqlcipher('sqlite/sqlcipher_generated/v4_wal.db', test, { sha256: '823d41520bd87462460365c2c40bb683a3f4bdc3c00af8c960c42f29d8ebaf0a' }), // prettier-ignore
    sqlcipher('telegram/postbox/sqlcipher_v4.db', hex(sequence(0, 48 - 16) + sequence(0x20, 16)), { rows: ['t7', 1] }),
    sqlcipher('wechat/android/chg-hou_EnMicroMsg.db', password('00001ef'), { rows: ['test_table', 0] }, BARE),
    sqlcipher('wechat/synthetic/EnMicroMsg_neg_uin.db', password('c1348a2'), { rows: ['message', 5] }, BARE),
    sqlcipher(
      'wechat/synthetic/FTS5IndexMicroMsg_encrypt.db',
      password('bd0ac52'),
      { rows: ['FTS5MetaMessage', 2] },
      { refused: 'wrong-key' },
    ),
    sqlcipher('wechat/synthetic/win3x_MSG0.db', ofVector('win3x_MSG0.db', 'key_hex'), { rows: ['MSG', 5] }),
    sqlcipher('wechat/synthetic/v4_message_0.db', ofVector('v4_message_0.db', 'key_hex'), { rows: ['Msg_a38d5aeca48866f6403131a6b340c2b9', 3] }), // prettier-ignore
    sqlcipher('wechat/synthetic/mac3x_msg_0.db', ofVector('mac3x_msg_0.db', 'raw_key_hex'), { rows: ['Chat_fe750a6b2fc88b98eb1bf6ff8335f9fe', 2] }), // prettier-ignore
    { path: 'wechat/synthetic/v2.dat', right: password('0123456789abcdef:88'), wrong: password('fedcba9876543210'), sha256: 'f18553e25d708fbffc7fb81edff953fb1f5c8b0f93cd6b5ff83d5ab54b6a41dc', cut: 'damaged', flipped: 'opened', refused: 'wrong-key' }, // prettier-ignore
    { ...sqlcipher('signal/synthetic-desktop', hex(desktop.key), { rows: ['messages', 5] }), locked: 'sql/db.sqlite' },
    { ...sqlcipher('signal/synthetic-android-db', password(signal.sqlcipher_key_hex_passphrase ?? ''), { rows: ['message', 7] }), locked: 'signal.db' }, // prettier-ignore
    ...(['crypt12', 'crypt14', 'crypt15'] as const).map((kind) => ({
      path: `whatsapp/crypt/msgstore.db.${kind}`,
      right: fileKey(kind === 'crypt15' ? root : device),
      wrong: fileKey(kind === 'crypt15' ? device : root),
      sha256: crypt,
      cut: 'damaged',
      flipped: 'damaged',
      refused: 'other-kind',
    })),
    { path: 'containers/ab/backup-aes256-pw123456.ab', right: password('123456'), wrong: password('123457'), cut: 'opened archive-damaged', flipped: 'opened file-unreadable', refused: 'wrong-key' }, // prettier-ignore
    { path: 'containers/generated/ab_v5_zlib_aes_utf8pw.ab', right: password('Pässwört-1234'), wrong: password('Passwort-1234'), cut: 'damaged', flipped: 'damaged', refused: 'wrong-key' }, // prettier-ignore
    { path: 'containers/generated/ab_v1_zlib_aes_8bit.ab', right: password('secret'), wrong: password('secrets'), cut: 'damaged', flipped: 'damaged', refused: 'wrong-key' }, // prettier-ignore
    { path: 'containers/generated/ios_enc_distinct', locked: 'Manifest.db', damaged: 'Manifest.plist', right: password('Pässwört-1234'), wrong: password('Passwort-1234'), sha256: ios.files['HomeDomain-Library/SMS/sms.db']?.plaintextSha256 ?? '', cut: 'damaged', flipped: 'opened archive-damaged', refused: 'wrong-key' }, // prettier-ignore
    { path: 'containers/ios_backup_enc_pyiosbackup', locked: 'Manifest.db', damaged: 'Manifest.plist', right: password('0000'), wrong: password('0001'), cut: 'damaged', flipped: 'opened', refused: 'wrong-key' }, // prettier-ignore
    { path: 'containers/ios_backup_legacy_mbdb_pyiosbackup', locked: 'Manifest.mbdb', right: password('0000'), wrong: password('0001'), sha256: createHash('sha256').update('Test data').digest('hex'), cut: 'opened archive-damaged database-damaged', flipped: 'opened archive-damaged', refused: 'wrong-key' }, // prettier-ignore
    ...['v0', 'v1'].map((version) => ({
      path: `signal/synthetic-backup/synthetic-${version}.backup`,
      right: password('012345678901234567890123456789'),
      wrong: password('012345678901234567890123456788'),
      rows: ['message', 7] as const,
      cut: 'opened archive-damaged',
      flipped: 'opened archive-damaged',
      refused: 'wrong-key',
    })),
  ];
}

describe.skipIf(!existsSync(corpus))('locked files of the corpus', () => {
  const all = existsSync(corpus) ? samples() : [];
  const folder = temporaryFolder();
  let file: CaseFile;
  beforeAll(() => {
    file = createCase({ path: join(folder.path, 'case'), number: '4', examiner: 'E', authority: { kind: 'training', reference: 'R', issuer: '' }, note: null }, Date.now); // prettier-ignore
  });
  afterAll(() => {
    file.close();
    folder[Symbol.dispose]();
  });

  /** Copies the sample, changed as told, below the exhibit's folder. */
  function copy({ path, locked, damaged = locked }: Sample, to: string, change: (bytes: Buffer) => Buffer): void {
    const from = join(corpus, path);
    const isFolder = statSync(from).isDirectory();
    mkdirSync(to, { recursive: true });
    cpSync(from, isFolder ? to : join(to, basename(path)), { recursive: true });
    if (!isFolder && existsSync(`${from}-wal`)) cpSync(`${from}-wal`, join(to, `${basename(path)}-wal`));
    const target = join(to, isFolder ? (damaged ?? '') : basename(path));
    writeFileSync(target, change(readFileSync(target)));
  }

  async function tryKey(lock: number, key: Key): Promise<string> {
    const order = { lock, key: { ...key, fingerprint: 'f'.repeat(16), from: { kind: 'typed', by: 'E' } } } as const;
    try {
      await runUnlock(file, order, folder.path, quietJob);
      return 'opened';
    } catch (error) {
      if (!(error instanceof CaseFailure)) throw error;
      expect(String(error.failure.detail.reason)).not.toBe('');
      return error.failure.code;
    }
  }

  test.each(all)(
    '$path',
    async (sample) => {
      const exhibit = join(folder.path, sample.path.replaceAll('/', ' '));
      copy(sample, join(exhibit, 'whole'), (bytes) => bytes);
      copy(sample, join(exhibit, 'cut'), (bytes) => bytes.subarray(0, Math.floor(bytes.length * 0.6)));
      copy(sample, join(exhibit, 'flipped'), (bytes) => {
        bytes.writeUInt8(bytes.readUInt8(Math.floor(bytes.length * 0.6)) ^ 1, Math.floor(bytes.length * 0.6));
        return bytes;
      });
      const taken = Number((await runIntake(file, { path: exhibit, reference: sample.path }, folder.path, quietJob)).exhibit); // prettier-ignore
      const lockIn = (name: string) =>
        listLocks(file.db).find(({ exhibit: own, path }) => own === taken && path.startsWith(`${name}/`));
      const ends: Record<string, string> = {};
      for (const name of ['cut', 'flipped']) {
        const lock = lockIn(name);
        const end = lock === undefined ? 'no lock' : await tryKey(lock.id, sample.right);
        const codes = file.db.all<{ code: string }>(
          sql`SELECT DISTINCT code FROM issue WHERE exhibit = ${taken} AND severity <> 'note' AND substr(place, 1, ${name.length}) = ${name} ORDER BY code`,
        );
        ends[name] = [end, ...codes.map(({ code }) => code)].join(' ');
      }
      const lock = lockIn('whole')?.id ?? 0;
      ends.wrong = await tryKey(lock, sample.wrong);
      expect([...exhibitFiles(file.db, taken).under('whole/')].filter(({ path }) => path.includes('!/'))).toEqual([]);
      expect(await tryKey(lock, sample.right)).toBe('opened');
      const plain = [...exhibitFiles(file.db, taken).under('whole/')].filter(({ path }) => path.includes('!/'));
      expect(plain.length).toBeGreaterThan(0);
      if (sample.sha256 !== undefined) expect(plain.map(({ sha256 }) => sha256)).toContain(sample.sha256);
      if (sample.rows !== undefined) expect(plain.flatMap(({ sha256 }) => countRows(sha256, sample.rows?.[0] ?? ''))).toContain(sample.rows[1]); // prettier-ignore
      expect(ends).toEqual({ cut: sample.cut, flipped: sample.flipped, wrong: sample.refused });
    },
    120_000,
  );

  function countRows(sha256: string, table: string): readonly number[] {
    const path = join(file.workDir, sha256);
    if (!existsSync(path) || !readFileSync(path).toString('latin1', 0, 15).startsWith('SQLite format 3')) return [];
    const db = new Database(path, { readonly: true });
    try {
      const has = db.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?").get(table) !== undefined;
      return has ? [Number(db.prepare(`SELECT count(*) FROM "${table}"`).pluck().get())] : [];
    } finally {
      db.close();
    }
  }

  test('no lock of the corpus is missing above', async () => {
    const taken = Number((await runIntake(file, { path: corpus, reference: 'all' }, folder.path, quietJob)).exhibit);
    const told = new Set(all.map(({ path, locked }) => (locked === undefined ? path : `${path}/${locked}`)));
    const found = listLocks(file.db).filter(({ exhibit }) => exhibit === taken);
    expect(
      found
        .filter(({ opened }) => opened === null)
        .map(({ path }) => path)
        .filter((path) => !told.has(path)),
    ).toEqual([]);
  });

  test('the case holds: what came out is what it was when it came out', async () => {
    expect(await runVerify(file, { records: 'none' }, quietJob)).toMatchObject({ ok: true, differences: [] });
  });
});
