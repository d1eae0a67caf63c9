import { isPageSize } from './file-header.ts';
import type { ReadOnlyFile } from './read-only-file.ts';

/** First bytes of a journal header. Source: sqlite.org/fileformat2.html, section 3. */
const MAGIC = Buffer.from([0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7]);
const HEADER_FIELDS = 28;
/** A count that means: as many records as fit into the file. */
const COUNT_UNKNOWN = 0xffff_ffff;

/** A hot rollback journal: the content that pages had before a transaction that never ended. */
export interface Journal {
  readonly pageSize: number;
  /** Size of the database in pages before the transaction. */
  readonly pageCount: number;
  /** Page number to byte offset of its earlier content in the journal. */
  readonly pages: ReadonlyMap<number, number>;
}

/**
 * Null when SQLite would not roll the journal back: empty, header zeroed (a finished transaction in PERSIST mode), torn,
 * or naming a super-journal, which is never at hand beside a working copy.
 */
export function readJournal(file: ReadOnlyFile, mainPageSize: number): Journal | null {
  const first = readHeader(file, 0);
  if (first === null || namesSuperJournal(file)) return null;
  const pageSize = first.pageSize === 0 ? mainPageSize : first.pageSize;
  const sectorSize = first.sectorSize;
  if (!isPageSize(pageSize) || sectorSize < 32 || sectorSize > 65_536 || (sectorSize & (sectorSize - 1)) !== 0)
    return null;
  const recordSize = pageSize + 8;
  const pages = new Map<number, number>();
  const record = Buffer.allocUnsafe(recordSize);
  const lockPage = Math.floor(0x4000_0000 / pageSize) + 1;
  let offset = 0;
  for (;;) {
    offset = Math.ceil(offset / sectorSize) * sectorSize;
    const header = offset + sectorSize > file.size ? null : readHeader(file, offset);
    if (header === null) break;
    offset += sectorSize;
    const room = Math.floor((file.size - offset) / recordSize);
    const count = header.count === COUNT_UNKNOWN ? room : Math.min(header.count, room);
    for (let index = 0; index < count; index += 1) {
      if (file.readInto(record, offset) < recordSize) return { pageSize, pageCount: first.pageCount, pages };
      const page = record.readUInt32BE(0);
      if (page === 0 || page === lockPage) return { pageSize, pageCount: first.pageCount, pages };
      const wanted = page <= first.pageCount && !pages.has(page);
      if (wanted) {
        if (record.readUInt32BE(4 + pageSize) !== checksum(record, pageSize, header.nonce))
          return { pageSize, pageCount: first.pageCount, pages };
        pages.set(page, offset + 4);
      }
      offset += recordSize;
    }
    if (count < header.count && header.count !== COUNT_UNKNOWN) break;
  }
  return { pageSize, pageCount: first.pageCount, pages };
}

interface SegmentHeader {
  readonly count: number;
  readonly nonce: number;
  readonly pageCount: number;
  readonly sectorSize: number;
  readonly pageSize: number;
}

function readHeader(file: ReadOnlyFile, offset: number): SegmentHeader | null {
  const bytes = file.read(offset, HEADER_FIELDS);
  if (bytes.length < HEADER_FIELDS || !bytes.subarray(0, 8).equals(MAGIC)) return null;
  return {
    count: bytes.readUInt32BE(8),
    nonce: bytes.readUInt32BE(12),
    pageCount: bytes.readUInt32BE(16),
    sectorSize: bytes.readUInt32BE(20),
    pageSize: bytes.readUInt32BE(24),
  };
}

/** The nonce plus every 200th byte from the end of the page, its first byte never counted. */
function checksum(record: Buffer, pageSize: number, nonce: number): number {
  let sum = nonce;
  for (let at = pageSize - 200; at > 0; at -= 200) sum += record.readUInt8(4 + at);
  return sum % 0x1_0000_0000;
}

/**
 * A journal that belongs to a transaction over several databases ends with a name, its length, a checksum and the magic.
 * SQLite looks for the file of that name, wherever it lies, rolls back only where it is, and may then delete it: such a
 * journal out of an exhibit is never given to SQLite.
 */
export function namesSuperJournal(file: ReadOnlyFile): boolean {
  if (file.size < 16) return false;
  const tail = file.read(file.size - 16, 16);
  const length = tail.readUInt32BE(0);
  return tail.subarray(8).equals(MAGIC) && length > 0 && length <= file.size - 16;
}
