import { spawnSync } from 'node:child_process';
import { createHash, pbkdf2Sync, randomFillSync } from 'node:crypto';
import { closeSync, mkdirSync, openSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { devNull } from 'node:os';
import { join } from 'node:path';
import { SignalBackupWriter } from '../../fixtures/signal-backup-writer.ts';
import { DiskFile } from '../../src-main/evidence/byte-source.ts';
import { RECIPE_2, RECIPE_4, Sealer, type Recipe } from '../../src-main/evidence/fixture-sqlcipher.ts';
import { DEFAULT_LIMITS } from '../../src-main/evidence/limits.ts';
import { signalBackup } from '../../src-main/evidence/locks/open-signal-backup.ts';
import { sqlcipher } from '../../src-main/evidence/locks/open-sqlcipher.ts';
import { parseSignalBackupHeader } from '../../src-main/evidence/locks/signal-backup-header.ts';
import { deriveSignalKeys, type SignalBackupKeys } from '../../src-main/evidence/locks/signal-backup-key.ts';
import { readSignalBackup } from '../../src-main/evidence/locks/signal-backup-reading.ts';
import type { EvidenceTree } from '../../src-main/evidence/tree.ts';
import { inTurn, median, timed, type Figure } from './measure.ts';

const SIZE_MB = 64;
const SIZE_BYTES = SIZE_MB * 2 ** 20;
const ROUNDS = 3;
const KEY = createHash('sha256').update('bench').digest();

/**
 * Opening SQLCipher databases whole: every page authenticated, decrypted, hashed and written. The key is given raw: what deriving one
 * from a passphrase takes does not grow with the database, and stands in a line of its own.
 */
export async function benchLocks(folder: string): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  const recipes = [
    ['SQLCipher 4, HMAC-SHA512', RECIPE_4],
    ['SQLCipher 3, HMAC-SHA1, pages of 1024 bytes', RECIPE_2],
  ] as const;
  for (const [what, recipe] of recipes) {
    const path = join(folder, 'locked.db');
    writeLocked(path, recipe);
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      times.push(await timed(() => openOnce(path, join(folder, 'opened'))));
      rmSync(join(folder, 'opened'), { recursive: true });
    }
    rmSync(path);
    const rate = SIZE_BYTES / 1e6 / (median(times) / 1000);
    figures.push({ what: `${what}, ${SIZE_MB} MiB`, value: `${Math.round(rate)} MB/s`, goal: '≥ 150 MB/s' });
  }
  const derivation = await timed(() => {
    pbkdf2Sync('passphrase', Buffer.alloc(16), 256_000, 32, 'sha512');
    return Promise.resolve();
  });
  figures.push({ what: '  deriving a key of SQLCipher 4, once', value: `${Math.round(derivation)} ms`, goal: '' });
  figures.push(...(await benchSignal(folder)));
  figures.push({
    what: '  memory at the end',
    value: `${Math.round(process.memoryUsage().rss / 2 ** 20)} MiB`,
    goal: '',
  });
  return figures;
}

function writeLocked(path: string, recipe: Recipe): void {
  const sealer = new Sealer({ ...recipe, rawKey: KEY });
  const page = Buffer.alloc(recipe.pageSize);
  const out = openSync(path, 'w');
  for (let number = 1; number <= SIZE_BYTES / recipe.pageSize; number += 1)
    writeSync(out, sealer.page(randomFillSync(page), number));
  closeSync(out);
}

async function openOnce(path: string, workDir: string): Promise<void> {
  mkdirSync(workDir, { recursive: true });
  const file = { path: 'locked.db', sha256: '', sizeBytes: statSync(path).size, modifiedMs: null };
  const opening = sqlcipher.open({
    tree: { logOf: () => Promise.resolve(null) } as unknown as EvidenceTree,
    lock: { kind: 'sqlcipher', file, facts: {}, wants: ['hex'] },
    key: { form: 'hex', bytes: Buffer.from(KEY.toString('hex')) },
    source: () => Promise.resolve(new DiskFile(path)),
    workDir,
    limits: DEFAULT_LIMITS,
    hashes: [],
    signal: new AbortController().signal,
  });
  for (;;) {
    const step = await opening.next();
    if (step.done !== true) continue;
    if (step.value.ended !== 'opened') throw new Error(step.value.detail);
    break;
  }
}

const DIGITS = '1'.repeat(30);
const ROWS = 100_000;

/**
 * Reading a backup of Signal whole, with its key: one of attachments alone, against `openssl enc -d` on the same bytes, in turn, and
 * one of rows alone.
 */
async function benchSignal(folder: string): Promise<readonly Figure[]> {
  const [files, rows] = [join(folder, 'files.backup'), join(folder, 'rows.backup')];
  writeBackup(files, (writer) => {
    for (let number = 1; number <= SIZE_MB / 4; number += 1)
      writer.attachment(number, null, randomFillSync(Buffer.alloc(4 * 2 ** 20)));
  });
  writeBackup(rows, (writer) => {
    writer.statement('CREATE TABLE message (_id INTEGER PRIMARY KEY, date_sent INTEGER, thread_id INTEGER, body TEXT)');
    for (let number = 1; number <= ROWS; number += 1)
      writer.statement('INSERT INTO message VALUES (?,?,?,?)', [BigInt(number), 1_746_000_000_000n, 4n, 'The gate opens at six.']); // prettier-ignore
  });
  const source = new DiskFile(files);
  const header = parseSignalBackupHeader(headOf(source));
  source.close();
  const salt = header?.salt ?? null;
  let keys: SignalBackupKeys | null = null;
  const derivation = await timed(async () => (keys = await deriveSignalKeys(DIGITS, salt, () => Promise.resolve())));
  const read = (path: string) => readOnce(path, join(folder, 'opened'), keys);
  const reading = await inTurn(
    5,
    () => read(files),
    () => {
      openssl(files);
    },
  );
  const looking = await inTurn(
    5,
    () => {
      readPayloads(files, keys);
    },
    () => {
      openssl(files);
    },
  );
  const ofRows = await timed(() => read(rows));
  for (const path of [files, rows, join(folder, 'opened')]) rmSync(path, { recursive: true, force: true });
  return [
    { what: `backup of Signal, ${SIZE_MB} MiB of attachments`, value: `${Math.round(SIZE_MB / (reading.aMs / 1000))} MiB/s`, goal: '' },
    { what: '  against openssl enc -d -aes-256-ctr, which authenticates and hashes nothing', value: (1 / reading.ratio).toFixed(2), goal: '≥ 0.4' },
    { what: '  the same bytes deciphered when they are looked at, against the same', value: (1 / looking.ratio).toFixed(2), goal: '≥ 0.4' },
    { what: `  ${ROWS} rows`, value: `${Math.round(ROWS / (ofRows / 1000))} rows/s`, goal: '' },
    { what: '  deriving its key, once', value: `${Math.round(derivation)} ms`, goal: '' },
  ]; // prettier-ignore
}

function writeBackup(path: string, fill: (writer: SignalBackupWriter) => void): void {
  const writer = new SignalBackupWriter({ passphrase: DIGITS });
  fill(writer.version(270));
  writeFileSync(path, writer.end().bytes());
}

function headOf(source: DiskFile): Buffer {
  const head = Buffer.alloc(4096);
  return head.subarray(0, source.read(head, 0));
}

async function readOnce(path: string, workDir: string, keys: SignalBackupKeys | null): Promise<void> {
  const source = new DiskFile(path);
  const header = parseSignalBackupHeader(headOf(source));
  if (header === null || keys === null) throw new Error('no header');
  const file = { path: 'b.backup', sha256: '', sizeBytes: source.sizeBytes, modifiedMs: null };
  const lock = { kind: 'signal-backup', file, facts: {}, wants: [] } as const;
  const request = { tree: {} as EvidenceTree, lock, key: null, source: () => Promise.resolve(source), workDir, limits: DEFAULT_LIMITS, hashes: [], signal: new AbortController().signal }; // prettier-ignore
  const events = readSignalBackup(request, source, { header, keys });
  for (let next = await events.next(); next.done !== true; next = await events.next())
    if (next.value.kind === 'issue' && next.value.severity === 'error') throw new Error(next.value.detail);
  source.close();
}

function openssl(path: string): void {
  const key = ['-K', KEY.toString('hex'), '-iv', '0'.repeat(32)];
  const ended = spawnSync('openssl', ['enc', '-d', '-aes-256-ctr', ...key, '-in', path, '-out', devNull]);
  if (ended.status !== 0) throw new Error(`openssl ended with ${String(ended.status)}`);
}

/** Deciphers the whole file as payloads of 4 MiB. */
function readPayloads(path: string, keys: SignalBackupKeys | null): void {
  const source = new DiskFile(path);
  const secret = { key: keys?.cipherKey.export().toString('hex') ?? '', iv: '0'.repeat(32) };
  const size = 4 * 2 ** 20;
  let bytes = 0;
  for (let at = 0; at < SIZE_BYTES; at += size)
    for (const block of signalBackup.bytes?.(source, secret, [String(at), '1'], 0, size) ?? []) bytes += block.length;
  source.close();
  if (bytes !== SIZE_BYTES) throw new Error(`${bytes} bytes were read`);
}
