import type { ByteSource } from '../byte-source.ts';
import { PageTally } from './page-tally.ts';
import { PageCipher, type OpenedSettings } from './sqlcipher-pages.ts';
import type { Sink } from './work-file.ts';

/** Bytes decrypted between two turns of others; a multiple of each page size. Blocks that fit into a processor's cache are a tenth faster. */
const RUN_BYTES = 2 ** 18;

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
    for (const index of failed) tally.fail(first + index);
    tally.empty += empty.length;
    tally.count += whole.length / pageSize;
    out.write(whole);
    done += whole.length;
    yield done;
  }
  return tally;
}
