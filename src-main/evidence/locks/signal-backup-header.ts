import { fieldAt, integerOf, readProtobuf } from '../decode/protobuf.ts';

/**
 * What a backup of Signal for Android begins with, in clear. Formats: signalapp/Signal-Android, Backups.proto and
 * FullBackupBase; bepaald/signalbackup-tools, which agree.
 */
export interface SignalBackupHeader {
  /** 0 where none is stated. */
  readonly version: number;
  /** 16 bytes, of which the first four count. */
  readonly iv: Buffer;
  /** 32 bytes; null in backups that state none. */
  readonly salt: Buffer | null;
  /** Where the first encrypted frame begins. */
  readonly framesAt: number;
}

/** The largest version whose frames are known. */
export const NEWEST_VERSION = 1;
/** Bytes at the start of a file in which a header lies: the limit of bepaald/signalbackup-tools, behind the length. */
export const SIGNAL_HEADER_BYTES = 4 + 10_240;

const HEADER_FIELD = 1;

/** Null for other files, and where the header is damaged. */
export function parseSignalBackupHeader(head: Uint8Array): SignalBackupHeader | null {
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.byteLength);
  const length = bytes.length < 4 ? 0 : bytes.readUInt32BE(0);
  if (length < 2 || 4 + length > Math.min(bytes.length, SIGNAL_HEADER_BYTES)) return null;
  const frame = readProtobuf(bytes.subarray(4, 4 + length));
  const [only, ...others] = frame.fields;
  if (frame.damage !== null || others.length > 0 || only?.number !== HEADER_FIELD || only.value.wire !== 'bytes')
    return null;
  const header = readProtobuf(only.value.bytes);
  if (header.damage !== null || header.fields.some(({ number }) => number > 3)) return null;
  const [iv, salt, version] = [fieldAt(header, 1), fieldAt(header, 2), fieldAt(header, 3)];
  if (iv?.value.wire !== 'bytes' || iv.value.bytes.length !== 16) return null;
  if (salt !== null && (salt.value.wire !== 'bytes' || salt.value.bytes.length !== 32)) return null;
  const stated = integerOf(version) ?? 0n;
  if (stated > 0xffff_ffffn) return null;
  return {
    version: Number(stated),
    iv: Buffer.from(iv.value.bytes),
    salt: salt?.value.wire === 'bytes' ? Buffer.from(salt.value.bytes) : null,
    framesAt: 4 + length,
  };
}
