import { readPiece, type ByteSource } from '../byte-source.ts';
import type { Specimen, Witness } from './find-sqlcipher-settings.ts';
import { SALT_BYTES } from './sqlcipher-key.ts';
import { PAGE_SIZES } from './sqlcipher-settings.ts';

/** Frames of a log looked at for its first page. */
const MOST_FRAMES = 2000;

/** The pages of a database, and of the write-ahead log beside it, on which settings are tried: the first three, the middle and the last. */
export function specimenOf(database: ByteSource, log: ByteSource | null): Specimen {
  const pageSize = log === null ? null : pageSizeOfLog(log);
  const first = log === null || pageSize === null ? null : firstPageOf(log, pageSize);
  const salt = readPiece(database, 0, SALT_BYTES);
  const held = new Map<number, readonly Witness[]>();
  return {
    salt: salt.length === SALT_BYTES ? salt : (first?.subarray(0, SALT_BYTES) ?? null),
    pageSize,
    witnesses(size) {
      const there = held.get(size);
      if (there !== undefined) return there;
      const pages = Math.floor(database.sizeBytes / size);
      const numbers = new Set(
        [1, 2, 3, Math.ceil(pages / 2), pages].filter((number) => number >= 1 && number <= pages),
      );
      const read = [...numbers].map((number) => ({ number, page: readPiece(database, (number - 1) * size, size) }));
      const all = first !== null && size === pageSize ? [...read, { number: 1, page: first }] : read;
      held.set(size, all);
      return all;
    },
  };
}

/** Null when the log does not begin like one. https://www.sqlite.org/fileformat2.html#the_write_ahead_log */
function pageSizeOfLog(log: ByteSource): number | null {
  const header = readPiece(log, 0, 32);
  if (header.length < 32 || header.readUInt32BE(0) >>> 1 !== 0x377f0682 >>> 1) return null;
  const pageSize = header.readUInt32BE(8);
  return PAGE_SIZES.includes(pageSize) ? pageSize : null;
}

function firstPageOf(log: ByteSource, pageSize: number): Buffer | null {
  for (let frame = 0; frame < MOST_FRAMES; frame += 1) {
    const header = readPiece(log, 32 + frame * (24 + pageSize), 24);
    if (header.length < 24) return null;
    if (header.readUInt32BE(0) !== 1) continue;
    const page = readPiece(log, 32 + frame * (24 + pageSize) + 24, pageSize);
    return page.length === pageSize ? page : null;
  }
  return null;
}
