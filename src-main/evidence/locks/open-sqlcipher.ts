import { rmSync } from 'node:fs';
import { posix } from 'node:path';
import { looksEncrypted } from '../../sqlite/index.ts';
import { archiveIssue } from '../archive-entry.ts';
import type { GivenKey, OpenEnd, OpenEvent, OpenRequest, Opener } from './opener.ts';
import { readRawKey, type SqlcipherKey, type SqlcipherSettings } from './sqlcipher-settings.ts';
import { unlockSqlcipher } from './unlock-sqlcipher.ts';
import { passingIn, settleWork } from './settle-work.ts';
import { withProgress } from './with-progress.ts';

/** Names that apps give to databases; a name alone says nothing, and the first bytes are asked too. */
const NAMES = /(?:\.(?:db|db3|sqlite|sqlite3|sqlitedb|sqlcipher)|(?:^|\/)db_sqlite|\/databases\/[^/]+)$/iu;
const LOGS = /-(?:wal|shm|journal)$/u;
const SMALLEST_PAGE = 512;
const HEAD_BYTES = 4096;

/** Databases encrypted page by page with SQLCipher: files with the name of a database whose first bytes look random. */
export const sqlcipher: Opener = {
  kind: 'sqlcipher',
  async *find(tree) {
    for await (const file of tree.glob('**/*')) {
      if (file.sizeBytes < SMALLEST_PAGE || !NAMES.test(file.path) || LOGS.test(file.path)) continue;
      if (!looksEncrypted(Buffer.from(await tree.head(file, HEAD_BYTES)))) continue;
      yield { kind: 'sqlcipher', file, facts: {}, wants: ['password', 'hex', 'key-file'] };
    }
  },
  open,
};

async function* open(request: OpenRequest): AsyncGenerator<OpenEvent, OpenEnd> {
  const { lock, workDir, hashes, signal } = request;
  const key = keyOf(request.key);
  if (key === null)
    return {
      ended: 'no-key',
      detail: 'What was given is neither a passphrase nor a key of 64, 96 or 160 hexadecimal digits.',
    };
  const source = await request.source(lock.file);
  const out = passingIn(workDir);
  try {
    const found = yield* withProgress(source, signal, (counted, tick) =>
      unlockSqlcipher(counted, key, out, tick, hashes),
    );
    if (found.ended === 'refused')
      return {
        ended: 'unknown-settings',
        detail:
          'No page of the database is authentic under this key with the settings that are known: the key is wrong, or the settings are others.',
      };
    const { settings, sizeBytes, digests, pages, failed, failedCount, rest } = found;
    settleWork(out, workDir, digests.sha256);
    if (failedCount > 0)
      yield archiveIssue(
        'error',
        'database-damaged',
        lock.file.path,
        `${failedCount} of ${pages} pages fail their authentication and were decrypted all the same; the first is page ${failed[0] ?? 0}.`,
      );
    if (rest > 0)
      yield archiveIssue('warning', 'database-damaged', lock.file.path, `${rest} bytes follow the last whole page; they were left out.`); // prettier-ignore
    yield {
      kind: 'file',
      path: posix.basename(lock.file.path),
      ...digests,
      sizeBytes,
      modifiedMs: null,
      storedName: null,
      place: { in: 'work' },
      method: methodOf(settings),
    };
    return { ended: 'opened', secret: null, settings: termsOf(settings) };
  } finally {
    source.close();
    rmSync(out, { force: true });
  }
}

function methodOf({ pageSize, mac }: SqlcipherSettings): string {
  return mac === null
    ? `decrypted (SQLCipher, AES-256-CBC, pages of ${pageSize} bytes without authentication)`
    : `decrypted (SQLCipher, AES-256-CBC, pages of ${pageSize} bytes, each authenticated by HMAC-${mac.hash.toUpperCase()})`;
}

function keyOf(key: GivenKey | null): SqlcipherKey | null {
  if (key === null) return null;
  if (key.form === 'password') return { kind: 'passphrase', passphrase: key.bytes, salt: null };
  return key.bytes.length > 1000 ? null : readRawKey(key.bytes.toString('latin1'));
}

function termsOf({
  pageSize,
  reserve,
  kdf,
  mac,
  plainHeaderBytes,
}: SqlcipherSettings): Readonly<Record<string, string>> {
  return {
    cipher: 'AES-256-CBC',
    pageSize: String(pageSize),
    reserve: String(reserve),
    ...(kdf !== null && { kdf: `PBKDF2-HMAC-${kdf.hash.toUpperCase()}`, iterations: String(kdf.iterations) }),
    ...(mac !== null && { mac: `HMAC-${mac.hash.toUpperCase()}` }),
    ...(plainHeaderBytes > 0 && { plainHeaderBytes: String(plainHeaderBytes) }),
  };
}
