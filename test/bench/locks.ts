import { createHash, pbkdf2Sync, randomFillSync } from 'node:crypto';
import { closeSync, mkdirSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { DiskFile } from '../../src-main/evidence/byte-source.ts';
import { RECIPE_2, RECIPE_4, Sealer, type Recipe } from '../../src-main/evidence/fixture-sqlcipher.ts';
import { DEFAULT_LIMITS } from '../../src-main/evidence/limits.ts';
import { sqlcipher } from '../../src-main/evidence/locks/open-sqlcipher.ts';
import type { EvidenceTree } from '../../src-main/evidence/tree.ts';
import { median, timed, type Figure } from './measure.ts';

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
