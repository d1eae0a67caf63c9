import { WalChecksum } from '../../sqlite/index.ts';
import { readPiece, type ByteSource } from '../byte-source.ts';
import { PageTally } from './page-tally.ts';
import { PageCipher, type OpenedSettings } from './sqlcipher-pages.ts';
import type { Sink } from './work-file.ts';

// https://www.sqlite.org/fileformat2.html#the_write_ahead_log
const HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;
const MAGIC_LITTLE = 0x377f0682;
const MAGIC_BIG = 0x377f0683;

const TURN_BYTES = 2 ** 20;

/** What became of a log: its frames by number, from 1, and how many of them SQLite would have accepted. */
export interface UnlockedWal {
  readonly frames: PageTally;
  readonly validFrames: number;
  /** Bytes behind the last whole frame, carried over as they are. */
  readonly tornBytes: number;
}

/**
 * Whether the log begins like a write-ahead log of pages of this size. Of another, no byte can be read as a page of the
 * database. A log that SQLite ignores for its header's checksum is still one.
 */
export function isWalOf(log: ByteSource, pageSize: number): boolean {
  const header = readPiece(log, 0, HEADER_BYTES);
  if (header.length < HEADER_BYTES) return false;
  const magic = header.readUInt32BE(0);
  return (magic === MAGIC_LITTLE || magic === MAGIC_BIG) && header.readUInt32BE(8) === pageSize;
}

/**
 * Writes a SQLCipher database's write-ahead log in plain, byte for byte in its place: the header and what heads each frame
 * (page number, commit mark, salts) as stored, the pages decrypted, older and uncommitted ones too. SQLite sums frames as they
 * are encrypted, so those sums are made anew for the frames whose sums held, and for these alone: SQLite accepts of the
 * plain log exactly the frames that it accepted of the encrypted one. Yields the bytes done.
 */
export function* unlockWal(log: ByteSource, opened: OpenedSettings, out: Sink): Generator<number, UnlockedWal> {
  const { pageSize } = opened.settings;
  const cipher = new PageCipher(opened);
  const header = readPiece(log, 0, HEADER_BYTES);
  out.write(header);
  const sums = new WalSums(header);
  const frameBytes = FRAME_HEADER_BYTES + pageSize;
  const wholeFrames = Math.floor((log.sizeBytes - HEADER_BYTES) / frameBytes);
  const most = Math.max(1, Math.floor(TURN_BYTES / frameBytes));
  const frames = new PageTally();
  while (frames.count < wholeFrames) {
    const block = readPiece(log, HEADER_BYTES + frames.count * frameBytes, Math.min(most, wholeFrames - frames.count) * frameBytes); // prettier-ignore
    const count = Math.floor(block.length / frameBytes);
    if (count === 0) break;
    const numbers = new Uint32Array(count);
    const pages = Buffer.allocUnsafe(count * pageSize);
    for (let index = 0; index < count; index += 1) {
      const at = index * frameBytes;
      numbers[index] = block.readUInt32BE(at);
      block.copy(pages, index * pageSize, at + FRAME_HEADER_BYTES, at + frameBytes);
      sums.hold(block.subarray(at, at + frameBytes));
    }
    const { empty, failed } = cipher.openRun(pages, numbers);
    for (const index of failed) frames.fail(frames.count + index + 1);
    frames.empty += empty.length;
    for (let index = 0; index < count; index += 1) {
      const at = index * frameBytes;
      pages.copy(block, at + FRAME_HEADER_BYTES, index * pageSize, (index + 1) * pageSize);
      sums.remake(block.subarray(at, at + frameBytes), frames.count + index);
    }
    frames.count += count;
    out.write(block.subarray(0, count * frameBytes));
    yield HEADER_BYTES + frames.count * frameBytes;
  }
  const torn = readPiece(log, HEADER_BYTES + frames.count * frameBytes, frameBytes);
  out.write(torn);
  return { frames, validFrames: sums.validFrames, tornBytes: torn.length };
}

/** Follows the sums of the encrypted frames as far as they hold, and makes those of the plain ones behind it. */
class WalSums {
  readonly #header: Buffer;
  readonly #stored: WalChecksum;
  readonly #made: WalChecksum;
  #holds: boolean;
  /** Frames whose salts and sums held, all from the first on. */
  validFrames = 0;

  constructor(header: Buffer) {
    const isBig = header.readUInt32BE(0) === MAGIC_BIG;
    this.#header = header;
    this.#stored = new WalChecksum(isBig);
    this.#made = new WalChecksum(isBig);
    this.#stored.add(header.subarray(0, 24));
    this.#made.add(header.subarray(0, 24));
    this.#holds = this.#stored.equals(header, 24);
  }

  /** Asked for each encrypted frame in turn. */
  hold(frame: Buffer): void {
    if (!this.#holds) return;
    this.#stored.add(frame.subarray(0, 8));
    this.#stored.add(frame.subarray(FRAME_HEADER_BYTES));
    const hasSalts = frame.compare(this.#header, 16, 24, 8, 16) === 0;
    this.#holds = frame.readUInt32BE(0) !== 0 && hasSalts && this.#stored.equals(frame, 16);
    if (this.#holds) this.validFrames += 1;
  }

  /** Asked for each plain frame in turn, by its number from 0. */
  remake(frame: Buffer, index: number): void {
    if (index > this.validFrames) return;
    this.#made.add(frame.subarray(0, 8));
    this.#made.add(frame.subarray(FRAME_HEADER_BYTES));
    if (index < this.validFrames) this.#made.write(frame, 16);
    // The first frame that did not hold must not do so now; only a forged log comes here.
    else if (this.#made.equals(frame, 16)) frame.writeUInt8(frame.readUInt8(16) ^ 0xff, 16);
  }
}
