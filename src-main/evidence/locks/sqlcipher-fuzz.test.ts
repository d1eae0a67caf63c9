import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { memorySource } from '../byte-source.ts';
import { RECIPE_1, RECIPE_2, SALT, Sealer, writePlain, type PlainStore, type Recipe } from '../fixture-sqlcipher.ts';
import { deriverFor } from './derive-key.ts';
import { findSettings } from './find-sqlcipher-settings.ts';
import { refusalOf } from './sqlcipher-refusal.ts';
import { readSettings } from './sqlcipher-settings.ts';
import { specimenOf } from './sqlcipher-specimen.ts';
import { unlockDatabase } from './unlock-sqlcipher.ts';
import { unlockJournal } from './unlock-sqlcipher-journal.ts';
import { isWalOf, unlockWal } from './unlock-sqlcipher-wal.ts';

const KEY = createHash('sha256').update('fuzz').digest();
const ROUNDS = 700;

/** The same numbers in each run. */
function chance(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Bytes changed, runs set to extremes, cut, doubled: where headers lie more often than elsewhere. */
function mutated(bytes: Buffer, below: (most: number) => number): Buffer {
  let out = Buffer.from(bytes);
  for (let change = below(4); change >= 0; change -= 1) {
    const at = below(4) === 0 ? below(out.length) : below(Math.min(out.length, 64));
    switch (below(6)) {
      case 0:
        out = out.subarray(0, at);
        break;
      case 1:
        out.fill(below(2) === 0 ? 0 : 0xff, at, Math.min(at + 4, out.length));
        break;
      case 2:
        out = Buffer.concat([out, out.subarray(0, below(out.length))]);
        break;
      default:
        if (at < out.length) out.writeUInt8(below(256), at);
    }
  }
  return out;
}

function storeOf(folder: string, recipe: Recipe, mode: 'WAL' | 'DELETE'): PlainStore {
  return writePlain(join(folder, `${mode}.db`), recipe, (db, snap) => {
    db.exec('CREATE TABLE t(a); INSERT INTO t VALUES(zeroblob(6000))');
    db.pragma(`journal_mode = ${mode}`);
    db.pragma('cache_size = 1');
    db.exec("BEGIN; UPDATE t SET a = hex(zeroblob(3000)); INSERT INTO t VALUES('x')");
    if (mode === 'WAL') db.exec('COMMIT');
    snap();
  });
}

it('any bytes come out as long as they went in, or are refused', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'affiant-cipher-fuzz-'));
  const derive = deriverFor({});
  const nothing = (): Promise<void> => Promise.resolve();
  for (const recipe of [RECIPE_2, RECIPE_1]) {
    const [wal, hot] = [storeOf(folder, recipe, 'WAL'), storeOf(folder, recipe, 'DELETE')];
    const sealer = new Sealer({ ...recipe, rawKey: KEY });
    const [database, log, journal] = [sealer.database(wal.database), sealer.wal(wal.wal ?? SALT), sealer.journal(hot.journal ?? SALT)]; // prettier-ignore
    expect([log.length > 4000, journal.length > 4000]).toEqual([true, true]);
    const key = { kind: 'raw', key: KEY, macKey: null, salt: null } as const;
    const stated = { pageSize: 1024, kdfHash: 'sha1', mac: recipe.mac, plainHeaderBytes: 0 } as const;
    const opened = await findSettings(key, stated, specimenOf(memorySource(database), null), derive, nothing);
    if (opened === null) throw new Error('not opened');
    const below = chance(recipe.mac === null ? 7 : 11);
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const [kind, bytes] of [
        ['database', database],
        ['wal', log],
        ['journal', journal],
      ] as const) {
        // prettier-ignore
        const input = mutated(bytes, below);
        const source = memorySource(input);
        let written = 0;
        const out = { write: (block: Uint8Array) => void (written += block.length) };
        if (kind === 'database') for (const done of unlockDatabase(source, opened, out)) expect(done).toBe(written);
        else if (kind === 'journal')
          for (const done of unlockJournal(source, opened, out)) expect(done).toBeLessThanOrEqual(written); // prettier-ignore
        else if (isWalOf(source, 1024))
          for (const done of unlockWal(source, opened, out)) expect(done).toBeLessThanOrEqual(written + 32); // prettier-ignore
        else continue;
        expect(written).toBe(kind === 'database' ? input.length - (input.length % 1024) : input.length);
      }
      if (round % 20 !== 0) continue;
      const source = memorySource(mutated(database, below));
      const found = await findSettings(
        key,
        stated,
        specimenOf(source, memorySource(mutated(log, below))),
        derive,
        nothing,
      );
      if (found === null) expect(refusalOf({ source, keys: [key], stated, app: null, isInLog: false, isDeciphered: false }).detail).not.toBe(''); // prettier-ignore
    }
  }
  rmSync(folder, { recursive: true });
});

it('any text of settings is read or refused at once', () => {
  const below = chance(3);
  const parts = [
    'kdf_iter',
    '=',
    '4000',
    ',',
    ' ',
    '\n',
    'hmac',
    'off',
    "'",
    '"',
    'page_size',
    ';',
    'x',
    '\0',
    'é',
    'salt',
  ];
  for (let round = 0; round < 5000; round += 1) {
    const text = Array.from({ length: below(12) }, () => parts[below(parts.length)]).join('');
    const read = readSettings(text);
    expect(typeof read === 'string' ? text.includes(read) : true).toBe(true);
  }
  const long = `kdf_iter=${' '.repeat(100_000)}x`;
  expect(typeof readSettings(long)).toBe('string');
});
