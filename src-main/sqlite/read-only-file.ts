import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { unreadable } from './sqlite-failure.ts';

/** A file read by position; nothing of it is kept. */
export class ReadOnlyFile {
  readonly path: string;
  readonly size: number;
  readonly #handle: number;
  #open = true;

  /** Throws `EvidenceUnreadable` (`file-unreadable`). */
  constructor(path: string) {
    this.path = path;
    try {
      this.#handle = openSync(path, 'r');
      this.size = fstatSync(this.#handle).size;
    } catch (error) {
      throw unreadable(error);
    }
  }

  /** The bytes that are there: fewer than `length` at the end of the file. */
  read(offset: number, length: number): Buffer {
    const buffer = Buffer.allocUnsafe(length);
    return buffer.subarray(0, this.readInto(buffer, offset));
  }

  /** Fills the buffer and returns how many bytes were there. */
  readInto(buffer: Buffer, offset: number): number {
    let done = 0;
    try {
      while (done < buffer.length) {
        const count = readSync(this.#handle, buffer, done, buffer.length - done, offset + done);
        if (count === 0) break;
        done += count;
      }
    } catch (error) {
      throw unreadable(error);
    }
    return done;
  }

  close(): void {
    if (this.#open) closeSync(this.#handle);
    this.#open = false;
  }
}
