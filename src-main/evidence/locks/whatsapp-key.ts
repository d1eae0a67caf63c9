import { createHash, createHmac } from 'node:crypto';

/**
 * A key of WhatsApp's local backups. `device`: from the app's file `key`, for crypt12 and crypt14, with the salts that a backup
 * names too, so that another generation of the key is told from a wrong one. `root`: 32 bytes, for crypt15.
 */
export type WhatsappKey =
  | {
      readonly kind: 'device';
      /** 1, 2 or 3 as a number. */
      readonly version: number;
      readonly serverSalt: Buffer;
      readonly googleIdSalt: Buffer;
      /** 32 bytes, AES-256. */
      readonly key: Buffer;
    }
  | { readonly kind: 'root'; readonly key: Buffer };

// Java's ObjectOutputStream of a byte[]: magic, version, TC_ARRAY, class "[B"; then the length and the bytes. Java Object
// Serialization Specification, section 6; lengths and fields as ElDavoo/wa-crypt-tools reads them.
const JAVA_ARRAY = Buffer.from('aced0005757200025b42acf317f8060854e00200007870', 'hex');
const DEVICE_BYTES = 131;
const ROOT_BYTES = 32;

/** Reads a key file as the app stores it, 32 raw bytes, or 64 hexadecimal digits in any grouping. Null for anything else. */
export function readWhatsappKey(bytes: Uint8Array): WhatsappKey | null {
  const stored = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (stored.length === ROOT_BYTES) return { kind: 'root', key: Buffer.from(stored) };
  const digits = stored.length <= 1000 ? stored.toString('latin1').replaceAll(/[\s-]/gu, '') : '';
  if (/^[0-9a-f]{64}$/iu.test(digits)) return { kind: 'root', key: Buffer.from(digits, 'hex') };
  const from = JAVA_ARRAY.length + 4;
  if (stored.length < from || !stored.subarray(0, JAVA_ARRAY.length).equals(JAVA_ARRAY)) return null;
  const length = stored.readUInt32BE(JAVA_ARRAY.length);
  const array = Buffer.from(stored.subarray(from, from + length));
  if (array.length !== length) return null;
  if (length === ROOT_BYTES) return { kind: 'root', key: array };
  return length === DEVICE_BYTES ? readDeviceKey(array) : null;
}

/** Null where the array's own check, a hash of the account's salt, does not hold. */
function readDeviceKey(array: Buffer): WhatsappKey | null {
  const googleIdSalt = array.subarray(35, 51);
  if (array.readUInt16BE(0) !== 1 || !createHash('sha256').update(googleIdSalt).digest().equals(array.subarray(51, 83)))
    return null;
  return {
    kind: 'device',
    version: array.readUInt8(2),
    serverSalt: array.subarray(3, 35),
    googleIdSalt,
    key: array.subarray(99, 131),
  };
}

/** The AES-256 key for databases that follows from a root key: one round of HKDF-SHA-256 (RFC 5869) with an empty salt. */
export function backupKeyOf(root: Uint8Array): Buffer {
  const extracted = createHmac('sha256', Buffer.alloc(32)).update(root).digest();
  return createHmac('sha256', extracted).update('backup encryption\u0001', 'latin1').digest();
}
