import { readPiece, type ByteSource } from '../byte-source.ts';
import type { SignalBackupHeader } from './signal-backup-header.ts';
import {
  blockOf,
  counterAfter,
  decipherFrom,
  MAC_BYTES,
  SignalMac,
  type SignalBackupKeys,
} from './signal-backup-key.ts';

/** A frame whose authentication value holds. */
export interface SignalFrame {
  /** From 0, of those that were read. */
  readonly number: number;
  readonly offset: number;
  /** The message, deciphered; its memory is its own. */
  readonly body: Buffer;
}

/** A run of bytes that follows a frame and belongs to it. */
export interface SignalPayload {
  readonly offset: number;
  /** Fewer than the frame states where the file ends before. */
  readonly sizeBytes: number;
  readonly counter: number;
}

/** How a payload ended: authentic, with another authentication value, or cut off by the end of the file. */
export type PayloadEnd = 'whole' | 'not-authentic' | 'cut';

/** Why no frame stands here: `cut`: it would end behind the file's end; `over`: the file ends here. */
export type FrameFault = 'not-authentic' | 'cut' | 'over';

const LENGTH_BYTES = 4;
/** The smallest and largest length that a frame states. Source: bepaald/signalbackup-tools, which finds none beyond. */
export const LEAST_LENGTH = MAC_BYTES + 1;
const MOST_LENGTH = 115_343_360;
const WINDOW_BYTES = 2 ** 20;
/** Read and deciphered at a time. */
const BLOCK_BYTES = 2 ** 16;

/** Reads the frames of a backup from the first to the last. */
export class SignalFrames {
  /** Where the next frame or payload begins, and its counter. */
  at: number;
  counter: number;
  /** Frames read so far. */
  frames = 0;
  /** The end of the last frame or payload that is authentic. */
  soundTo: number;
  readonly header: SignalBackupHeader;
  readonly #source: ByteSource;
  readonly #keys: SignalBackupKeys;
  readonly #window = Buffer.allocUnsafe(WINDOW_BYTES);
  #windowAt = 0;
  #windowBytes = 0;

  constructor(source: ByteSource, header: SignalBackupHeader, keys: SignalBackupKeys) {
    this.#source = source;
    this.#keys = keys;
    this.header = header;
    this.at = header.framesAt;
    this.soundTo = header.framesAt;
    this.counter = header.iv.readUInt32BE(0);
  }

  /** The next frame; after a fault nothing has moved. */
  next(): SignalFrame | FrameFault {
    const { at, header } = this;
    const stated = this.#bytes(at, LENGTH_BYTES);
    if (stated.length < LENGTH_BYTES) return stated.length === 0 ? 'over' : 'cut';
    const decipher = decipherFrom(this.#keys.cipherKey, blockOf(header, this.counter));
    const length = (header.version === 0 ? stated : decipher.update(stated)).readUInt32BE(0);
    if (length < LEAST_LENGTH || length > MOST_LENGTH) return 'not-authentic';
    const mac = new SignalMac(this.#keys);
    if (header.version !== 0) mac.update(stated);
    if (at + LENGTH_BYTES + length > this.#source.sizeBytes) return 'cut';
    const rest = this.#bytes(at + LENGTH_BYTES, length);
    const sealed = rest.subarray(0, length - MAC_BYTES);
    if (!mac.update(sealed).holds(rest.subarray(length - MAC_BYTES))) return 'not-authentic';
    const frame = { number: this.frames, offset: at, body: decipher.update(sealed) };
    this.frames += 1;
    this.#pass(LENGTH_BYTES + length, true);
    return frame;
  }

  /** The payload that follows, in plain blocks; the reader stands behind it when all were taken. */
  *payload(statedBytes: number, found: (payload: SignalPayload) => void): Generator<Buffer, PayloadEnd> {
    const { at, counter, header } = this;
    const sizeBytes = Math.max(0, Math.min(statedBytes, this.#source.sizeBytes - at));
    found({ offset: at, sizeBytes, counter });
    const block = blockOf(header, counter);
    const decipher = decipherFrom(this.#keys.cipherKey, block);
    const mac = new SignalMac(this.#keys).update(block);
    const buffer = Buffer.allocUnsafe(Math.min(BLOCK_BYTES, sizeBytes));
    for (let done = 0; done < sizeBytes;) {
      const sealed = buffer.subarray(0, this.#source.read(buffer.subarray(0, sizeBytes - done), at + done));
      if (sealed.length === 0) break;
      mac.update(sealed);
      done += sealed.length;
      yield decipher.update(sealed);
    }
    const stored = readPiece(this.#source, at + sizeBytes, MAC_BYTES);
    const isSound = sizeBytes === statedBytes && mac.holds(stored);
    this.#pass(sizeBytes + stored.length, isSound);
    if (isSound) return 'whole';
    return sizeBytes < statedBytes || stored.length < MAC_BYTES ? 'cut' : 'not-authentic';
  }

  /** Goes on at another place of the file, where a frame of this counter begins. */
  resume(offset: number, counter: number): void {
    this.at = offset;
    this.counter = counter;
  }

  #pass(bytes: number, isSound: boolean): void {
    this.at += bytes;
    this.counter = counterAfter(this.counter, 1);
    if (isSound) this.soundTo = this.at;
  }

  /** Bytes of the file, fewer at its end; they stand until the next are asked for. */
  #bytes(offset: number, length: number): Buffer {
    if (length > WINDOW_BYTES) return readPiece(this.#source, offset, length);
    if (offset < this.#windowAt || offset + length > this.#windowAt + this.#windowBytes) {
      this.#windowAt = offset;
      this.#windowBytes = this.#source.read(this.#window, offset);
    }
    const start = offset - this.#windowAt;
    return this.#window.subarray(start, Math.min(start + length, this.#windowBytes));
  }
}
