import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** Pixels across and down, as the picture's own header states them. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** Pictures beyond these are named and not drawn: a small file can unpack to a huge picture. */
const LARGEST_BYTES = 8 * 2 ** 20;
const LARGEST_PIXELS = 16_000_000;

/** A JPEG's frame header stands behind its metadata. */
const HEAD_BYTES = 256 * 1024;

/** Size of a PNG or JPEG that can be drawn on paper; null for other content and for one that is too large. */
export function pictureSize(file: string): PictureSize | null {
  const descriptor = openSync(file, 'r');
  try {
    const { size } = fstatSync(descriptor);
    if (size > LARGEST_BYTES) return null;
    const head = Buffer.alloc(Math.min(size, HEAD_BYTES));
    const found = sizeIn(head.subarray(0, readSync(descriptor, head, 0, head.length, 0)));
    if (found === null || found.width === 0 || found.height === 0) return null;
    return found.width * found.height > LARGEST_PIXELS ? null : found;
  } finally {
    closeSync(descriptor);
  }
}

function sizeIn(head: Buffer): PictureSize | null {
  // PNG (ISO/IEC 15948), 11.2.2: the IHDR chunk comes first.
  if (
    head.length >= 24 &&
    head.toString('latin1', 0, 8) === '\x89PNG\r\n\x1a\n' &&
    head.toString('latin1', 12, 16) === 'IHDR'
  )
    return { width: head.readUInt32BE(16), height: head.readUInt32BE(20) };
  return head.length >= 4 && head.readUInt16BE(0) === 0xffd8 ? frameIn(head) : null;
}

// JPEG (ITU-T T.81), B.1.1.3 and B.2.2: segments follow each other by their lengths up to the frame header.
function frameIn(head: Buffer): PictureSize | null {
  for (let at = 2; at + 9 <= head.length;) {
    if (head[at] !== 0xff) return null;
    const marker = head[at + 1] ?? 0;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc)
      return { width: head.readUInt16BE(at + 7), height: head.readUInt16BE(at + 5) };
    if (marker === 0xda || marker === 0xd9) return null;
    at += 2 + head.readUInt16BE(at + 2);
  }
  return null;
}
