import type { ByteSource } from '../byte-source.ts';
import { PageTally } from './page-tally.ts';
import { PageCipher, type OpenedSettings } from './sqlcipher-pages.ts';
import type { Sink } from './work-file.ts';

/** Bytes decrypted between two turns of others; a multiple of each page size. Blocks that fit into a processor's cache are a tenth faster. */
const RUN_BYTES = 2 ** 18;

/**
 * How many pages the header of a plain database counts; null where it does not tell. The count holds if the counter of changes
 * beside it is that of the last change (sqlite.org/fileformat2.html, 1.3.7): writers before SQLite 3.7.0 left it as it was.
 */
function statedPages(firstPage: Buffer): number | null {
  const count = firstPage.readUInt32BE(28);
  return count > 0 && firstPage.readUInt32BE(24) === firstPage.readUInt32BE(92) ? count : null;
}

/**
 * Writes a SQLCipher database in plain. Pages keep their place and their reserve, so that offsets in it are those of the
 * encrypted file; one whose MAC does not hold is decrypted all the same and counted. Bytes behind the last whole page are left
 * out. Yields the bytes done; throws what the file system throws.
 */
export function* unlockDatabase(source: ByteSource, opened: OpenedSettings, out: Sink): Generator<number, PageTally> {
  const { pageSize } = opened.settings;
  const cipher = new PageCipher(opened);
  const tally = new PageTally();
  // Asking for memory anew for every run costs a tenth of the time.
  const memory = Buffer.allocUnsafe(Math.min(RUN_BYTES, source.sizeBytes));
  for (let done = 0; done < source.sizeBytes;) {
    const got = source.read(memory.subarray(0, Math.min(memory.length, source.sizeBytes - done)), done);
    const whole = memory.subarray(0, got - (got % pageSize));
    if (whole.length === 0) break;
    const first = tally.count + 1;
    const { empty, failed } = cipher.openRun(whole, first);
    if (first === 1 && !failed.includes(0)) tally.stated = statedPages(whole);
    for (const index of failed) tally.fail(first + index);
    tally.empty += empty.length;
    tally.count += whole.length / pageSize;
    out.write(whole);
    done += whole.length;
    yield done;
  }
  return tally;
}
