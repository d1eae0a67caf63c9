import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** A slice of a file on disk, shorter than asked at the end. Throws what the file system throws. */
export function readSlice(
  path: string,
  offset: number,
  length: number,
): { readonly bytes: Buffer; readonly sizeBytes: number } {
  const descriptor = openSync(path, 'r');
  try {
    const { size } = fstatSync(descriptor);
    const bytes = Buffer.alloc(Math.max(0, Math.min(length, size - offset)));
    let done = 0;
    while (done < bytes.length) {
      const got = readSync(descriptor, bytes, done, bytes.length - done, offset + done);
      if (got === 0) break;
      done += got;
    }
    return { bytes: bytes.subarray(0, done), sizeBytes: size };
  } finally {
    closeSync(descriptor);
  }
}
