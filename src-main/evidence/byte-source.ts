import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import type { Stats } from 'node:fs';

/** Bytes that can be read at any offset. Reading is synchronous: intake and parsers run in their own thread. */
export interface ByteSource {
  readonly sizeBytes: number;
  /** Fills `into` from `offset` on and returns the count of bytes read, less than asked only at the end. */
  read(into: Uint8Array, offset: number): number;
  close(): void;
}

/** Size of the blocks in which files are read: larger ones gain nothing, smaller ones cost a fifth of the hashing rate. */
export const BLOCK_BYTES = 2 ** 20;

/** Some platforms lack the flag. */
const NO_ACCESS_TIME = (constants as { readonly O_NOATIME?: number }).O_NOATIME ?? 0;
const NO_FOLLOW = (constants as { readonly O_NOFOLLOW?: number }).O_NOFOLLOW ?? 0;
const NO_BLOCK = (constants as { readonly O_NONBLOCK?: number }).O_NONBLOCK ?? 0;

/**
 * Opens for reading only, without touching the access time where the owner allows it, without following a link in the
 * last part of the path, and without waiting on a pipe. Throws what `openSync` throws.
 */
function openReadOnly(path: string | Buffer): number {
  const flags = constants.O_RDONLY | NO_FOLLOW | NO_BLOCK;
  if (NO_ACCESS_TIME !== 0) {
    try {
      return openSync(path, flags | NO_ACCESS_TIME);
    } catch (error) {
      // EPERM: only the owner may ask for it.
      if ((error as NodeJS.ErrnoException).code !== 'EPERM') throw error;
    }
  }
  return openSync(path, flags);
}

/** A file on disk, opened for reading only. Throws what `openSync` throws. */
export class DiskFile implements ByteSource {
  /** As it was when the file was opened. */
  readonly opened: Stats;
  readonly sizeBytes: number;
  readonly #descriptor: number;

  constructor(path: string | Buffer) {
    this.#descriptor = openReadOnly(path);
    this.opened = fstatSync(this.#descriptor);
    this.sizeBytes = this.opened.size;
  }

  /** As it is now. */
  stat(): Stats {
    return fstatSync(this.#descriptor);
  }

  read(into: Uint8Array, offset: number): number {
    let done = 0;
    while (done < into.length) {
      const got = readSync(this.#descriptor, into, done, into.length - done, offset + done);
      if (got === 0) break;
      done += got;
    }
    return done;
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}

/** A run of another source's bytes, cut to what that source holds. Closing it leaves the other open. */
export function sliceOf(source: ByteSource, offset: number, length: number): ByteSource {
  const sizeBytes = Math.max(0, Math.min(length, source.sizeBytes - offset));
  return {
    sizeBytes,
    read: (into, at) =>
      at >= sizeBytes ? 0 : source.read(into.subarray(0, Math.min(into.length, sizeBytes - at)), offset + at),
    close: () => undefined,
  };
}

/** Bytes held in memory. */
export function memorySource(bytes: Uint8Array): ByteSource {
  return {
    sizeBytes: bytes.length,
    read: (into, at) => {
      const part = bytes.subarray(Math.min(at, bytes.length), Math.min(at + into.length, bytes.length));
      into.set(part);
      return part.length;
    },
    close: () => undefined,
  };
}

/** Reads `length` bytes at `offset`, fewer at the end. For small pieces: the result is one new array. */
export function readPiece(source: ByteSource, offset: number, length: number): Buffer {
  const room = Math.max(0, Math.min(length, source.sizeBytes - offset));
  const piece = Buffer.allocUnsafe(room);
  return piece.subarray(0, room === 0 ? 0 : source.read(piece, offset));
}
