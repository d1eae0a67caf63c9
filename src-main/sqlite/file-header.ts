import { EvidenceUnreadable } from './evidence-unreadable.ts';

const MAGIC = Buffer.from('SQLite format 3\0', 'latin1');

/** How text is encoded in the whole database. */
export type TextEncoding = 'utf8' | 'utf16le' | 'utf16be';

/** The 100 bytes at the start of page 1. Source: sqlite.org/fileformat2.html, section 1.3. */
export interface FileHeader {
  readonly pageSize: number;
  /** Page size without the bytes reserved at the end of each page. */
  readonly usableSize: number;
  readonly writesWal: boolean;
  /** Null where the stored count cannot be trusted, because a writer before 3.7.0 changed the file last. */
  readonly pageCount: number | null;
  readonly firstFreelistPage: number;
  readonly freelistPages: number;
  /** Non-zero: the file has pointer-map pages. */
  readonly largestRootPage: number;
  readonly encoding: TextEncoding;
  readonly schemaFormat: number;
}

/** Throws `EvidenceUnreadable` when the bytes cannot be the start of a database. */
export function parseFileHeader(bytes: Buffer): FileHeader {
  if (bytes.length === 0) throw new EvidenceUnreadable('not-sqlite', 'the file is empty');
  if (!bytes.subarray(0, 16).equals(MAGIC)) {
    if (bytes.length >= 512 && looksRandom(bytes)) {
      throw new EvidenceUnreadable('encrypted-or-not-sqlite', 'no SQLite header, and the first bytes look random');
    }
    throw new EvidenceUnreadable('not-sqlite', 'no SQLite header');
  }
  if (bytes.length < 100)
    throw new EvidenceUnreadable('damaged', `the file ends within its header, after ${bytes.length} bytes`);
  const stored = bytes.readUInt16BE(16);
  const pageSize = stored === 1 ? 65_536 : stored;
  if (!isPageSize(pageSize)) throw new EvidenceUnreadable('damaged', `page size ${stored} in the header`);
  const usableSize = pageSize - bytes.readUInt8(20);
  if (usableSize < 480)
    throw new EvidenceUnreadable('damaged', `${bytes.readUInt8(20)} reserved bytes in pages of ${pageSize}`);
  const count = bytes.readUInt32BE(28);
  const header: FileHeader = {
    pageSize,
    usableSize,
    writesWal: bytes.readUInt8(19) === 2,
    pageCount: count > 0 && bytes.readUInt32BE(24) === bytes.readUInt32BE(92) ? count : null,
    firstFreelistPage: bytes.readUInt32BE(32),
    freelistPages: bytes.readUInt32BE(36),
    largestRootPage: bytes.readUInt32BE(52),
    encoding: textEncodingOf(bytes.readUInt32BE(56)),
    schemaFormat: bytes.readUInt32BE(44),
  };
  refusePlainHeaderOverCipher(bytes);
  return header;
}

export function isPageSize(size: number): boolean {
  return size >= 512 && size <= 65_536 && (size & (size - 1)) === 0;
}

/** The encoding by its number at offset 56 of the header. */
export function textEncodingOf(code: number): TextEncoding {
  if (code === 2) return 'utf16le';
  if (code === 3) return 'utf16be';
  return 'utf8';
}

/** SQLCipher can leave the header in the clear (`cipher_plaintext_header_size`): the b-tree page behind it is then noise. */
function refusePlainHeaderOverCipher(bytes: Buffer): void {
  const kind = bytes.readUInt8(100 <= bytes.length - 1 ? 100 : 0);
  if (kind === 0x0d || kind === 0x05 || bytes.length < 512) return;
  if (looksRandom(bytes.subarray(100))) {
    throw new EvidenceUnreadable('encrypted-or-not-sqlite', 'a SQLite header, and behind it bytes that look random');
  }
}

/** Entropy close to that of random bytes for this length; text, tables and media headers stay far below. */
function looksRandom(bytes: Buffer): boolean {
  const counts = new Uint32Array(256);
  for (const byte of bytes) counts[byte] = (counts[byte] ?? 0) + 1;
  let bits = 0;
  for (const count of counts) if (count > 0) bits -= (count / bytes.length) * Math.log2(count / bytes.length);
  return bits > (bytes.length >= 2048 ? 7.5 : 7);
}
