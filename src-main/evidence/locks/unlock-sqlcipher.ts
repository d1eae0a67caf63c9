import { readPiece, type ByteSource } from '../byte-source.ts';
import { PageTally } from './page-tally.ts';
import { PageCipher, type OpenedSettings } from './sqlcipher-pages.ts';
import type { Sink } from './work-file.ts';

/** Bytes decrypted between two turns of others. */
const TURN_BYTES = 2 ** 20;

/**
 * Writes a SQLCipher database in plain. Pages keep their place and their reserve, so that offsets in it are those of the
 * encrypted file; one whose MAC does not hold is decrypted all the same and counted. Bytes behind the last whole page are left
 * out. Yields the bytes done after every MiB; throws what the file system throws.
 */
export function* unlockDatabase(source: ByteSource, opened: OpenedSettings, out: Sink): Generator<number, PageTally> {
  const { pageSize } = opened.settings;
  const cipher = new PageCipher(opened);
  const tally = new PageTally();
  const pages = Math.floor(source.sizeBytes / pageSize);
  const most = Math.max(1, Math.floor(TURN_BYTES / pageSize));
  while (tally.count < pages) {
    const block = readPiece(source, tally.count * pageSize, Math.min(most, pages - tally.count) * pageSize);
    const whole = block.subarray(0, block.length - (block.length % pageSize));
    if (whole.length === 0) break;
    const first = tally.count + 1;
    const { empty, failed } = cipher.openRun(whole, Uint32Array.from({ length: whole.length / pageSize }, (_, index) => first + index)); // prettier-ignore
    for (const index of failed) tally.fail(first + index);
    tally.empty += empty.length;
    tally.count += whole.length / pageSize;
    out.write(whole);
    yield tally.count * pageSize;
  }
  return tally;
}
