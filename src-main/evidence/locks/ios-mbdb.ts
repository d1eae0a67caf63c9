import { createHash } from 'node:crypto';
import type { ByteSource } from '../byte-source.ts';
import { BLOCK_BYTES, readPiece } from '../byte-source.ts';
import { decodeUnixName } from '../names/decode-name.ts';
import { kindOfMode, type IosBackupRow, type ManifestRow } from './ios-backup-row.ts';

/** `mbdb` and version 5.0, the only one known. */
const SIGNATURE = Buffer.from('6d6264620500', 'hex');
/** Of a string that is not there. */
const ABSENT = 0xffff;
/** Mode, inode, owner, group, three times, size, class and count of properties: behind the five strings. */
const NUMBERS_BYTES = 40;

export function startsAsMbdb(head: Uint8Array): boolean {
  return SIGNATURE.equals(head.subarray(0, SIGNATURE.length));
}

/**
 * The records of `Manifest.mbdb`, the manifest before iOS 10, in storage order; a record that the file
 * cuts off ends them. Layout: matan1008/pyiosbackup, dinosec/iphone-dataprotection and richinfante/iphonebackuptools, which agree.
 */
export function* mbdbRows(source: ByteSource): Generator<ManifestRow> {
  const bytes = new Cursor(source, SIGNATURE.length);
  for (;;) {
    const from = bytes.offset;
    if (from >= source.sizeBytes) return;
    const row = rowAt(bytes);
    if (row !== null) yield row;
    else {
      const detail = `The manifest ends inside the record at byte ${from}; what it named from there on is not known.`;
      yield { kind: 'unreadable', code: 'database-damaged', detail };
      return;
    }
  }
}

/** Null where the file ends inside the record. */
function rowAt(bytes: Cursor): IosBackupRow | null {
  const domain = bytes.string();
  const path = bytes.string();
  const target = bytes.string();
  const hash = bytes.string();
  const fileKey = bytes.string();
  const numbers = bytes.take(NUMBERS_BYTES);
  if (domain === null || path === null || target === null || hash === null || fileKey === null || numbers === null)
    return null;
  const properties = numbers.readUInt8(NUMBERS_BYTES - 1);
  for (let i = 0; i < properties * 2; i += 1) if (bytes.string() === null) return null;
  const size = Number(numbers.readBigUInt64BE(30));
  const domainBytes = domain.bytes ?? Buffer.alloc(0);
  const pathBytes = path.bytes ?? Buffer.alloc(0);
  return {
    fileId: createHash('sha1').update(domainBytes).update('-').update(pathBytes).digest('hex'),
    domain: decodeUnixName(domainBytes).text,
    path: decodeUnixName(pathBytes).text,
    kind: kindOfMode(numbers.readUInt16BE(0)) ?? 'other',
    sizeBytes: Number.isSafeInteger(size) ? size : null,
    modifiedMs: numbers.readUInt32BE(18) === 0 ? null : numbers.readUInt32BE(18) * 1000,
    fileKey: fileKey.bytes === null ? null : Buffer.from(fileKey.bytes),
    target: target.bytes === null ? null : decodeUnixName(target.bytes).text,
    isDamaged: false,
    idFits: true,
  };
}

/** Reads on through a source with one block in memory. */
class Cursor {
  offset: number;
  readonly #source: ByteSource;
  #window: Buffer = Buffer.alloc(0);
  #windowAt = 0;

  constructor(source: ByteSource, offset: number) {
    this.#source = source;
    this.offset = offset;
  }

  /** The next bytes, until the next call; null where the source ends before them. */
  take(length: number): Buffer | null {
    if (this.offset + length > this.#windowAt + this.#window.length) {
      this.#window = readPiece(this.#source, this.offset, Math.max(length, BLOCK_BYTES));
      this.#windowAt = this.offset;
    }
    const from = this.offset - this.#windowAt;
    if (from + length > this.#window.length) return null;
    this.offset += length;
    return this.#window.subarray(from, from + length);
  }

  /** Two bytes of length, then as many bytes; null where the source ends before that. */
  string(): { readonly bytes: Buffer | null } | null {
    const length = this.take(2)?.readUInt16BE(0);
    if (length === undefined) return null;
    if (length === ABSENT) return { bytes: null };
    // A copy, so that what is kept of a record does not keep the block.
    const bytes = this.take(length);
    return bytes === null ? null : { bytes: Buffer.from(bytes) };
  }
}
