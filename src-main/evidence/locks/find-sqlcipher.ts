import { posix } from 'node:path';
import { fileTypeOf } from '../file-type.ts';
import type { EvidenceFile, EvidenceTree } from '../tree.ts';
import type { FoundLock, KeyForm } from './opener.ts';
import { SQLITE_SIGNATURE } from './sqlcipher-pages.ts';
import { IV_BYTES, reserveOf } from './sqlcipher-settings.ts';

/** An app whose databases are told by their path, and whose settings are among those that are tried. */
interface KnownApp {
  readonly path: RegExp;
  readonly app: string;
  readonly wants: readonly KeyForm[];
}

// Observed in the public samples of these apps, and published by their decoders (docs/unlocking.md).
const APPS: readonly KnownApp[] = [
  { path: /(?:^|\/)EnMicroMsg\.db$/u, app: 'wechat-android', wants: ['password'] },
  { path: /(?:^|\/)FTS5IndexMicroMsg_encrypt\.db$/u, app: 'wechat-android', wants: ['password'] },
  { path: /(?:^|\/)MicroMsg\/[0-9a-f]{32}\/[^/]+\.db$/u, app: 'wechat-android', wants: ['password'] },
  { path: /\/db_storage\/(?:.*\/)?[^/]+\.db$/u, app: 'wechat-desktop-4', wants: ['hex', 'key-file'] },
  {
    path: /(?:^|\/)WeChat Files\/[^/]+\/Msg\/(?:.*\/)?[^/]+\.db$/u,
    app: 'wechat-desktop-3',
    wants: ['hex', 'key-file'],
  },
  {
    path: /\/com\.tencent\.xinWeChat\/2[^/]*\/[0-9a-f]{32}\/.*\.db$/u,
    app: 'wechat-macos-3',
    wants: ['hex', 'key-file'],
  },
  { path: /securesms[^/]*\/(?:.*\/)?signal(?:-[a-z-]+)?\.db$/u, app: 'signal-android', wants: ['hex', 'password'] },
  { path: /(?:^|\/)sql\/db\.sqlite$/u, app: 'signal-desktop', wants: ['hex', 'key-file'] },
  { path: /(?:^|\/)grdb[^/]*\/signal\.sqlite$/u, app: 'signal-ios', wants: ['hex', 'key-file'] },
  { path: /(?:^|\/)postbox\/db\/db_sqlite$/u, app: 'telegram-macos', wants: ['key-file', 'password', 'hex'] },
  { path: /(?:^|\/)nt_db\/(?:.*\/)?[^/]+\.db$/u, app: 'qq-nt', wants: ['password', 'hex'] },
];

const ANY_KEY: readonly KeyForm[] = ['password', 'hex', 'key-file'];

/** Endings under which apps keep databases, and the folder where those of Android lie. */
const NAMED = /\.(?:db|db3|sqlite|sqlite3|sqlitedb|sqlcipher|sdb)$|\/databases\/[^/.]+$|(?:^|\/)db_sqlite$/iu;
const LOG = /-(?:wal|shm|journal)$/u;

/** `SQLite header 3` and a zero byte: how the header begins that QQ writes before the database, which then starts at byte 1024. Published by its decoders. */
const QQ_SIGNATURE = Buffer.from('53514c69746520686561646572203300', 'hex');
export const QQ_HEADER_BYTES = 1024;

export const SMALLEST_PAGE = 512;
const HEAD_BYTES = 4096;

/** The app whose file this is by its path; null for others. */
export function appOf(path: string): KnownApp | null {
  return APPS.find((known) => known.path.test(path)) ?? null;
}

/** True for a file that begins with QQ's own header. */
export function hasQqHeader(head: Buffer): boolean {
  return head.subarray(0, QQ_SIGNATURE.length).equals(QQ_SIGNATURE);
}

/**
 * Finds databases that SQLCipher may have encrypted: files with the name of a database, or with a database's log beside them,
 * of a size that pages make up, whose first bytes are as even as encrypted ones and show no known type. Backups of iOS have
 * an index of such a name and such bytes, which their own opener knows.
 */
export async function* findSqlcipher(tree: EvidenceTree): AsyncGenerator<FoundLock> {
  for await (const file of tree.glob('**/*')) {
    if (LOG.test(file.path)) continue;
    if (!NAMED.test(file.path) && (file.sizeBytes % SMALLEST_PAGE !== 0 || !(await hasLog(tree, file)))) continue;
    const plain = file.sizeBytes === 0 ? await isInLog(tree, file) : await isEncrypted(tree, file);
    if (!plain || (await isIndexOfBackup(tree, file))) continue;
    const known = appOf(file.path);
    yield { kind: 'sqlcipher', file, facts: known === null ? {} : { app: known.app }, wants: known?.wants ?? ANY_KEY };
  }
}

async function hasLog(tree: EvidenceTree, { path }: EvidenceFile): Promise<boolean> {
  return (await tree.get(`${path}-wal`)) !== null || (await tree.get(`${path}-shm`)) !== null;
}

async function isEncrypted(tree: EvidenceTree, file: EvidenceFile): Promise<boolean> {
  if (file.sizeBytes < SMALLEST_PAGE) return false;
  const head = Buffer.from(await tree.head(file, HEAD_BYTES));
  if (hasQqHeader(head)) return looksEncrypted(head.subarray(QQ_HEADER_BYTES));
  return looksEncrypted(head);
}

/** An empty database whose pages all lie in its log: the app was ended before they were carried over. */
async function isInLog(tree: EvidenceTree, { path }: EvidenceFile): Promise<boolean> {
  const log = await tree.get(`${path}-wal`);
  if (log === null) return false;
  const head = Buffer.from(await tree.head(log, HEAD_BYTES));
  return head.length >= 32 + 24 + SMALLEST_PAGE && head.readUInt32BE(0) >>> 1 === 0x377f0682 >>> 1 && looksEncrypted(head.subarray(32 + 24)); // prettier-ignore
}

async function isIndexOfBackup(tree: EvidenceTree, { path }: EvidenceFile): Promise<boolean> {
  return posix.basename(path) === 'Manifest.db' && (await tree.get(posix.join(posix.dirname(path), 'Manifest.plist'))) !== null; // prettier-ignore
}

/**
 * Whether a file's first bytes, 512 at least, look as SQLCipher leaves them: even from the salt on, or even behind a header in
 * plain that keeps room at the end of pages for IV and MAC.
 */
export function looksEncrypted(head: Buffer): boolean {
  if (head.length < SMALLEST_PAGE) return false;
  const sample = head.subarray(0, Math.min(head.length, 1024) - 64);
  if (!isPlainHeader(head)) return isEven(sample.subarray(IV_BYTES)) && fileTypeOf(head) === null;
  const hasRoom = ([null, 'sha1', 'sha256', 'sha512'] as const).some((mac) => reserveOf(mac) === head.readUInt8(20));
  return hasRoom && isEven(sample.subarray(100));
}

/** Whether the file begins as plain databases do, and as those do that SQLCipher leaves with a header in plain. */
export function isPlainHeader(head: Buffer): boolean {
  return head.subarray(0, SQLITE_SIGNATURE.length).equals(SQLITE_SIGNATURE);
}

/** Standard deviations from the mean up to which bytes count as even. Random ones go beyond it less than once in a million. */
const MOST_DEVIATIONS = 6;

/** Whether the values of bytes are spread as evenly as random ones, by the chi-squared test over 256 values. */
export function isEven(bytes: Buffer): boolean {
  const counts = new Uint32Array(256);
  for (const byte of bytes) counts[byte] = (counts[byte] ?? 0) + 1;
  const expected = bytes.length / 256;
  let distance = 0;
  for (const count of counts) distance += (count - expected) ** 2 / expected;
  return distance < 255 + MOST_DEVIATIONS * Math.sqrt(2 * 255);
}
