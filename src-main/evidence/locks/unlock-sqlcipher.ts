import { closeSync, openSync, rmSync } from 'node:fs';
import type { Sha256 } from '../../model/index.ts';
import { readPiece, type ByteSource } from '../byte-source.ts';
import { Digester, writeWhole } from '../hash.ts';
import type { Digests, ExtraHash } from '../intake-event.ts';
import { decryptPage, findSettings, isAuthentic, isEmpty, type OpenedSettings, type SqlcipherKey, type SqlcipherSettings } from './sqlcipher-settings.ts'; // prettier-ignore

/**
 * How unlocking ended. `whole`: every page was written in plain; `failed` names those whose MAC does not hold, decrypted all
 * the same. `refused`: no page is authentic under the key with any known settings: the key is wrong, or the settings are others.
 */
export type SqlcipherUnlocked =
  | {
      readonly ended: 'whole';
      readonly settings: SqlcipherSettings;
      readonly sha256: Sha256;
      readonly digests: Digests;
      readonly sizeBytes: number;
      readonly pages: number;
      /** Pages that were never written, which carry no MAC. */
      readonly empty: number;
      /** At most `MOST_NAMED` page numbers, from 1, of `failedCount`. */
      readonly failed: readonly number[];
      readonly failedCount: number;
      /** Bytes after the last whole page, which are left out. */
      readonly rest: number;
    }
  | { readonly ended: 'refused' };

const MOST_NAMED = 10_000;

/** Bytes decrypted between two turns of others. */
const TURN_BYTES = 2 ** 20;

/**
 * Writes a SQLCipher database in plain at `out`, which must not exist. Pages keep their place and their reserve, so that offsets
 * in it are those of the encrypted file. `tick` is asked after every MiB. Throws what the file system throws.
 */
export async function unlockSqlcipher(
  source: ByteSource,
  key: SqlcipherKey,
  out: string,
  tick: () => Promise<void>,
  hashes: readonly ExtraHash[] = [],
): Promise<SqlcipherUnlocked> {
  const opened = findSettings(key, (number, pageSize) => {
    const page = readPiece(source, (number - 1) * pageSize, pageSize);
    return page.length === pageSize ? page : null;
  });
  return opened === null ? { ended: 'refused' } : writePages(source, opened, out, tick, hashes);
}

async function writePages(
  source: ByteSource,
  opened: OpenedSettings,
  out: string,
  tick: () => Promise<void>,
  hashes: readonly ExtraHash[],
): Promise<SqlcipherUnlocked> {
  const { pageSize } = opened.settings;
  const pages = Math.floor(source.sizeBytes / pageSize);
  const pagesATurn = Math.max(1, Math.floor(TURN_BYTES / pageSize));
  const digester = new Digester(hashes);
  const failed: number[] = [];
  let failedCount = 0;
  let empty = 0;
  let isDone = false;
  const descriptor = openSync(out, 'wx', 0o600);
  try {
    for (let first = 1; first <= pages; first += pagesATurn) {
      const block = readPiece(source, (first - 1) * pageSize, Math.min(pagesATurn, pages - first + 1) * pageSize);
      for (let at = 0; at + pageSize <= block.length; at += pageSize) {
        const number = first + at / pageSize;
        const page = block.subarray(at, at + pageSize);
        if (isEmpty(page)) {
          empty += 1;
          continue;
        }
        if (!isAuthentic(page, number, opened)) {
          failedCount += 1;
          if (failed.length < MOST_NAMED) failed.push(number);
        }
        decryptPage(page, number, opened).copy(page);
      }
      digester.update(block);
      writeWhole(descriptor, block);
      await tick();
    }
    isDone = true;
  } finally {
    closeSync(descriptor);
    if (!isDone) rmSync(out, { force: true });
  }
  const { sizeBytes } = digester;
  const digests = digester.finish();
  return { ended: 'whole', settings: opened.settings, sha256: digests.sha256, digests, sizeBytes, pages, empty, failed, failedCount, rest: source.sizeBytes - sizeBytes }; // prettier-ignore
}
