import type { ByteSource } from '../byte-source.ts';
import { readPiece } from '../byte-source.ts';
import { LEAST_LENGTH } from './signal-backup-frames.ts';
import type { SignalBackupHeader } from './signal-backup-header.ts';
import { blockOf, counterAfter, decipherFrom, keyStreams, MAC_BYTES, SignalMac, type SignalBackupKeys } from './signal-backup-key.ts'; // prettier-ignore
import { readSignalMessage } from './signal-backup-messages.ts';

/** A place where a frame stands whose authentication value holds. */
export interface FoundFrame {
  readonly offset: number;
  readonly counter: number;
}

const LENGTH_BYTES = 4;
/** Frames that can be lost in one place: each counts one up. Frames of 64 KiB and more are passed over: one of the next is smaller. */
const MOST_LOST = 4096;
const STREAM_BYTES = 16;
const WINDOW_BYTES = 2 ** 20;
/** Bytes that may be authenticated in vain, and counters tried, so that a crafted file cannot keep a search busy. */
const MOST_IN_VAIN = 2 ** 31;
const MOST_TRIED = 2 ** 30;
const TRIED_BETWEEN_TURNS = 2 ** 18;
/** First bytes of frames: field number and wire type of what they may hold. The last, which ends a backup, is two bytes. */
const FIRST_BYTES = [0x12, 0x1a, 0x22, 0x2a, 0x3a, 0x42, 0x4a];
const END_BYTE = 0x30;

/**
 * Looks behind a damaged place for the next frame. Every frame has a counter of its own, so one that is found behind it opens
 * as if nothing had been lost. The way of bepaald/signalbackup-tools.
 */
export class SignalResync {
  readonly #source: ByteSource;
  readonly #header: SignalBackupHeader;
  readonly #keys: SignalBackupKeys;
  #inVain = 0;
  #tried = 0;

  constructor(source: ByteSource, header: SignalBackupHeader, keys: SignalBackupKeys) {
    this.#source = source;
    this.#header = header;
    this.#keys = keys;
  }

  /** The first frame between two offsets; null where there is none. `counter` is that of the frame that is missed first. */
  async find(from: number, to: number, counter: number, turn: () => Promise<void>): Promise<FoundFrame | null> {
    const guesses = this.#guesses(counter);
    for (let at = from; at < to; at += WINDOW_BYTES) {
      await turn();
      const window = readPiece(this.#source, at, WINDOW_BYTES + LENGTH_BYTES + STREAM_BYTES);
      const last = Math.min(WINDOW_BYTES, to - at, window.length - LENGTH_BYTES - 1);
      for (let index = 0; index < last; index += 1)
        for (const steps of guesses.steps(window, index)) {
          this.#tried += 1;
          if (this.#tried > MOST_TRIED || this.#inVain > MOST_IN_VAIN) return null;
          if (this.#tried % TRIED_BETWEEN_TURNS === 0) await turn();
          const length = guesses.lengthOf(window, index, steps);
          if (!guesses.isLikely(window, index + LENGTH_BYTES, steps, length)) continue;
          const found = { offset: at + index, counter: counterAfter(counter, steps) };
          if (this.#isFrame(found, length)) return found;
          this.#inVain += length;
          await turn();
        }
    }
    return null;
  }

  /** The authentication value does not depend on the counter in version 0: what comes out has to be a message too. */
  #isFrame({ offset, counter }: FoundFrame, length: number): boolean {
    const bytes = readPiece(this.#source, offset, LENGTH_BYTES + length);
    if (bytes.length < LENGTH_BYTES + length) return false;
    const isClear = this.#header.version === 0;
    const sealed = bytes.subarray(isClear ? LENGTH_BYTES : 0, bytes.length - MAC_BYTES);
    if (!new SignalMac(this.#keys).update(sealed).holds(bytes.subarray(bytes.length - MAC_BYTES))) return false;
    const plain = decipherFrom(this.#keys.cipherKey, blockOf(this.#header, counter)).update(sealed);
    return readSignalMessage(plain.subarray(isClear ? 0 : LENGTH_BYTES)).is !== 'unknown';
  }

  #guesses(counter: number): Guesses {
    const blocks = Array.from({ length: MOST_LOST }, (_, steps) => blockOf(this.#header, counterAfter(counter, steps)));
    return new Guesses(keyStreams(this.#keys, blocks), this.#header.version);
  }
}

/** Which of the next counters could stand behind four bytes, read as the length of a frame. */
class Guesses {
  readonly #streams: Buffer;
  readonly #isClear: boolean;
  /** Counters by the upper half of the key stream under the length: in a small frame that half is zero. */
  readonly #byHalf = new Map<number, number[]>();

  constructor(streams: Buffer, version: number) {
    this.#streams = streams;
    this.#isClear = version === 0;
    for (let steps = 0; steps < streams.length / STREAM_BYTES; steps += 1) {
      const half = this.#isClear ? 0 : streams.readUInt16BE(steps * STREAM_BYTES);
      const others = this.#byHalf.get(half);
      if (others === undefined) this.#byHalf.set(half, [steps]);
      else others.push(steps);
    }
  }

  /** How many counters further on each of them would be. */
  steps(window: Buffer, at: number): readonly number[] {
    if (this.#isClear && window.readUInt16BE(at + 2) < LEAST_LENGTH) return [];
    return this.#byHalf.get(window.readUInt16BE(at)) ?? [];
  }

  /** Below 64 KiB. */
  lengthOf(window: Buffer, at: number, steps: number): number {
    const low = window.readUInt16BE(at + 2);
    return this.#isClear ? low : low ^ this.#streams.readUInt16BE(steps * STREAM_BYTES + 2);
  }

  /** Whether the first bytes, deciphered, are those of a field that fills the frame. */
  isLikely(window: Buffer, at: number, steps: number, length: number): boolean {
    const stream = steps * STREAM_BYTES + (this.#isClear ? 0 : LENGTH_BYTES);
    const plain = (index: number): number => (window[at + index] ?? 0) ^ (this.#streams[stream + index] ?? 0);
    const sealed = length - MAC_BYTES;
    if (length < LEAST_LENGTH) return false;
    if (plain(0) === END_BYTE) return sealed === 2 && plain(1) === 1;
    if (!FIRST_BYTES.includes(plain(0))) return false;
    let size = 0;
    for (let index = 0; index < 3; index += 1) {
      const byte = plain(1 + index);
      size += (byte & 0x7f) * 2 ** (7 * index);
      if (byte < 0x80) return size + index + 2 === sealed;
    }
    return false;
  }
}
