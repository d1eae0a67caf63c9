import type { ZipEncryption } from '../archive-entry.ts';

/** The flag of an encrypted entry (APPNOTE 4.4.4). */
export const ENCRYPTED = 0x0001;
const STRONG = 0x0040;
/** The method of entries that WinZip's AES encrypted. */
export const AES = 99;
/** The extra field of such an entry, of 7 bytes at least. */
export const AES_FIELD = 0x9901;
export const AES_FIELD_BYTES = 7;

/** What the extra field says: how an entry of method 99 is encrypted, and how it is packed. */
export interface AesField {
  readonly version: number;
  readonly strength: number;
  readonly method: number;
}

/** Source: WinZip, "AES Encryption Information", section II. */
export function readAesField(bytes: Buffer, at: number): AesField {
  return {
    version: bytes.readUInt16LE(at),
    strength: bytes.readUInt8(at + 4),
    method: bytes.readUInt16LE(at + 5),
  };
}

/** Null for what is neither ZipCrypto nor WinZip's AES: PKWARE's strong encryption, certificates. */
export function encryptionOf(header: {
  readonly flags: number;
  readonly method: number;
  readonly aes: AesField | null;
  readonly crc: number;
  readonly dosTime: number;
}): ZipEncryption | null {
  const { flags, method, aes, crc, dosTime } = header;
  if ((flags & STRONG) !== 0) return null;
  if (method !== AES) return { scheme: 'zip-crypto', check: [crc >>> 24, (dosTime >>> 8) & 0xff] };
  const bits = ([128, 192, 256] as const)[(aes?.strength ?? 0) - 1];
  return bits === undefined || (aes?.version !== 1 && aes?.version !== 2)
    ? null
    : { scheme: 'aes', bits, version: aes.version };
}

/** AE-2 leaves the sum out, for it would tell about the plain bytes. */
export function sumOf(encryption: ZipEncryption, crc: number): number | null {
  return encryption.scheme === 'aes' && encryption.version === 2 ? null : crc;
}
