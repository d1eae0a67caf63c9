import { readPiece, type ByteSource } from '../byte-source.ts';
import { PageTally } from './page-tally.ts';
import { decryptPage, isAuthentic, isEmpty, type OpenedSettings } from './sqlcipher-pages.ts';
import type { Sink } from './work-file.ts';

// https://www.sqlite.org/fileformat2.html#the_rollback_journal
const MAGIC = Buffer.from([0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7]);
const HEADER_BYTES = 28;
const NUMBER_BYTES = 4;
const SUM_BYTES = 4;
/** A count that means: as many records as fit into the file. */
const COUNT_UNKNOWN = 0xffff_ffff;
/** Where records start behind a header that a finished transaction overwrote with zeros: the sector size of most systems. */
const USUAL_SECTOR = 512;

const TURN_BYTES = 2 ** 20;

/** What became of a journal: its records by number, from 1, and the bytes that belong to no record, carried over as they are. */
export interface UnlockedJournal {
  readonly records: PageTally;
  readonly otherBytes: number;
}

interface Segment {
  readonly at: number;
  readonly sectorSize: number;
  readonly records: number;
  /** Null: the header was overwritten, and with it what the sums start from. */
  readonly nonce: number | null;
  /** False: the header does not say how many records follow, as before it is first synchronised and after its transaction. */
  readonly isCounted: boolean;
}

/**
 * Writes a SQLCipher database's rollback journal in plain, byte for byte in its place: headers as stored, earlier contents of
 * pages decrypted. SQLite sums records as they are encrypted, so that sum is made anew where it held. Of a journal whose header
 * counts none, or was overwritten at the end of its transaction, the records are decrypted as far as they prove to be some: by their
 * MAC, by their sum where pages carry none. Yields the bytes done.
 */
export function* unlockJournal(
  journal: ByteSource,
  opened: OpenedSettings,
  out: Sink,
): Generator<number, UnlockedJournal> {
  const { pageSize } = opened.settings;
  const recordBytes = NUMBER_BYTES + pageSize + SUM_BYTES;
  const records = new PageTally();
  let otherBytes = 0;
  let done = 0;
  let turned = 0;
  const carry = function* (to: number): Generator<number> {
    while (done < to) {
      const block = readPiece(journal, done, Math.min(TURN_BYTES, to - done));
      if (block.length === 0) return;
      out.write(block);
      done += block.length;
      otherBytes += block.length;
      yield done;
    }
  };
  for (let segment = readSegment(journal, 0, pageSize); segment !== null;) {
    yield* carry(segment.at + segment.sectorSize);
    for (let record = 0; record < segment.records; record += 1) {
      const bytes = readPiece(journal, done, recordBytes);
      if (bytes.length < recordBytes) break;
      const verdict = openRecord(bytes, opened, segment);
      if (verdict === 'none') break;
      records.count += 1;
      if (verdict === 'failed') records.fail(records.count);
      if (verdict === 'empty') records.empty += 1;
      out.write(bytes);
      done += recordBytes;
      if (done - turned < TURN_BYTES) continue;
      turned = done;
      yield done;
    }
    const next = Math.ceil(done / segment.sectorSize) * segment.sectorSize;
    segment = segment.isCounted ? readSegment(journal, next, pageSize) : null;
  }
  yield* carry(journal.sizeBytes);
  return { records, otherBytes };
}

/** Null where no header of a segment stands, or one of pages of another size. */
function readSegment(journal: ByteSource, at: number, pageSize: number): Segment | null {
  const header = readPiece(journal, at, HEADER_BYTES);
  if (header.length < HEADER_BYTES) return null;
  const room = (sectorSize: number): number =>
    Math.max(0, Math.floor((journal.sizeBytes - at - sectorSize) / (NUMBER_BYTES + pageSize + SUM_BYTES)));
  if (isEmpty(header)) return at === 0 ? { at, sectorSize: USUAL_SECTOR, records: room(USUAL_SECTOR), nonce: null, isCounted: false } : null; // prettier-ignore
  const sectorSize = header.readUInt32BE(20);
  const stated = header.readUInt32BE(24);
  const isSector = sectorSize >= 32 && sectorSize <= 65_536 && (sectorSize & (sectorSize - 1)) === 0;
  if (!header.subarray(0, 8).equals(MAGIC) || !isSector || (stated !== pageSize && stated !== 0)) return null;
  const count = header.readUInt32BE(8);
  const records = count === COUNT_UNKNOWN || count === 0 ? room(sectorSize) : Math.min(count, room(sectorSize));
  return { at, sectorSize, records, nonce: header.readUInt32BE(12), isCounted: count !== 0 };
}

/** Decrypts one record where it lies. `none`: nothing proves that these bytes are a record, and they stay as they are. */
function openRecord(
  record: Buffer,
  opened: OpenedSettings,
  { nonce, isCounted }: Segment,
): 'opened' | 'empty' | 'failed' | 'none' {
  const number = record.readUInt32BE(0);
  const page = record.subarray(NUMBER_BYTES, -SUM_BYTES);
  const sumAt = record.length - SUM_BYTES;
  const isSummed = (): boolean => nonce !== null && record.readUInt32BE(sumAt) === sumOf(page, nonce);
  const wasSummed = isSummed();
  const holds = isAuthentic(page, number, opened);
  if (!isCounted && (number === 0 || !(opened.settings.mac === null ? wasSummed : holds))) return 'none';
  if (isEmpty(page)) return 'empty';
  decryptPage(page, number, opened).copy(page);
  if (wasSummed && nonce !== null) record.writeUInt32BE(sumOf(page, nonce), sumAt);
  // What did not hold must not do so now; only a forged journal comes here.
  else if (isSummed()) record.writeUInt8(record.readUInt8(sumAt) ^ 0xff, sumAt);
  return holds ? 'opened' : 'failed';
}

/** The nonce plus every 200th byte from the end of the page, its first byte never counted. */
function sumOf(page: Buffer, nonce: number): number {
  let sum = nonce;
  for (let at = page.length - 200; at > 0; at -= 200) sum += page.readUInt8(at);
  return sum % 0x1_0000_0000;
}
