import type { Stored } from '../../model/index.ts';

const LONGEST = 1024;
const MARKS = ['Media/', 'WhatsApp/', '/storage/', '/sdcard/'] as const;

/**
 * The file path inside the serialised Java object of `thumb_image`. Java writes a string as a two-byte length and its
 * bytes, so the path is the string that holds the mark. Observed: `Media/.Statuses/….mp4` in a real database.
 */
export function storedPath(cell: Stored | undefined): string | null {
  const data =
    typeof cell === 'string' ? Buffer.from(cell, 'latin1') : cell instanceof Uint8Array ? Buffer.from(cell) : null;
  if (data === null) return null;
  for (const mark of MARKS) {
    for (let at = data.indexOf(mark, 0, 'latin1'); at >= 0; at = data.indexOf(mark, at + 1, 'latin1')) {
      const found = stringAround(data, at, mark.length);
      if (found !== null) return found;
    }
  }
  return null;
}

/** The Java string that covers the byte at `at`: its length field is the nearest one before that reaches over the mark. */
function stringAround(data: Buffer, at: number, markLength: number): string | null {
  for (let start = at; start >= 3 && start > at - 256; start--) {
    const isString = data[start - 3] === 0x74; // TC_STRING, Java Object Serialization Specification, 6.4.2
    if (!isString) continue;
    const length = data.readUInt16BE(start - 2);
    const end = start + length;
    if (length === 0 || length > LONGEST || end > data.length || end < at + markLength) continue;
    return data.toString('utf8', start, end);
  }
  return null;
}
