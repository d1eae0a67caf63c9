import { createDecipheriv, createHmac, pbkdf2Sync, timingSafeEqual } from 'node:crypto';

/** What opens a SQLCipher database: a passphrase, or the keys themselves as an app stores them. */
export type SqlcipherKey =
  | { readonly kind: 'passphrase'; readonly passphrase: Uint8Array; readonly salt: Buffer | null }
  | { readonly kind: 'raw'; readonly key: Buffer; readonly macKey: Buffer | null; readonly salt: Buffer | null };

export type MacHash = 'sha1' | 'sha256' | 'sha512';

/** How one database was encrypted, found by the authentication of its pages. */
export interface SqlcipherSettings {
  readonly pageSize: number;
  /** Bytes at the end of each page for IV and MAC. */
  readonly reserve: number;
  /** Null where the key was given raw. */
  readonly kdf: { readonly hash: MacHash; readonly iterations: number } | null;
  /** Null: pages carry no MAC, as before version 2. */
  readonly mac: { readonly hash: MacHash; readonly bigEndian: boolean; readonly mask: 0x3a | 0 } | null;
  /** Bytes at the start of page 1 that are not encrypted. */
  readonly plainHeaderBytes: number;
}

/** Settings with the keys that follow from them. */
export interface OpenedSettings {
  readonly settings: SqlcipherSettings;
  readonly key: Buffer;
  readonly macKey: Buffer;
}

export const SALT_BYTES = 16;
export const IV_BYTES = 16;

/** `SQLite format 3` and a zero byte, which the salt stands in place of. */
export const SQLITE_SIGNATURE = Buffer.from('SQLite format 3\0', 'latin1');

// Versions 4, 3, and 2 with 1: sqlcipher.org, "SQLCipher API", and sqlcipher @c7e811b. The last two: settings of apps.
const KDFS: readonly { readonly hash: MacHash; readonly iterations: number }[] = [
  { hash: 'sha512', iterations: 256_000 },
  { hash: 'sha1', iterations: 64_000 },
  { hash: 'sha1', iterations: 4000 },
];
const MAC_BYTES: Readonly<Record<MacHash, number>> = { sha1: 20, sha256: 32, sha512: 64 };
const MACS: readonly MacHash[] = ['sha512', 'sha256', 'sha1'];
const PAGE_SIZES: readonly number[] = [4096, 1024, 8192, 2048, 16_384, 512, 32_768, 65_536];

/** Pages by number that show the settings, with the plain start of page 1: where that page is damaged, a later one shows the rest. */
const WITNESSES: readonly (readonly [number, number])[] = [
  ...[0, 32, 16, 48, 64, 80, 96].map((plain) => [1, plain] as const),
  [2, 0],
  [3, 0],
];

/** Reads `x'…'` and bare hexadecimal digits: 64 (the key), 96 (with the salt), 160 (key, MAC key, salt). Null for anything else. */
export function readRawKey(text: string): SqlcipherKey | null {
  const digits = /^(?:x')?(?<digits>[0-9a-f]+)'?$/iu.exec(text.trim())?.groups?.digits ?? '';
  if (![64, 96, 160].includes(digits.length)) return null;
  const bytes = Buffer.from(digits, 'hex');
  const rest = bytes.subarray(32);
  return {
    kind: 'raw',
    key: bytes.subarray(0, 32),
    macKey: digits.length === 160 ? rest.subarray(0, 32) : null,
    salt: digits.length === 64 ? null : rest.subarray(-SALT_BYTES),
  };
}

/** Bytes at the end of each page: the IV and the MAC, in multiples of the cipher's block. */
export function reserveOf(mac: MacHash | null): number {
  return IV_BYTES + (mac === null ? 0 : Math.ceil(MAC_BYTES[mac] / 16) * 16);
}

/**
 * Finds the settings under which a page of the database is authentic; without a MAC, under which page 1 is a database's header.
 * `pageAt` gives a page by its number, from 1, for a page size. `kdfs` are tried in turn: each takes tenths of a second.
 */
export function findSettings(
  key: SqlcipherKey,
  pageAt: (number: number, pageSize: number) => Buffer | null,
  kdfs = KDFS,
): OpenedSettings | null {
  const salt = key.salt ?? pageAt(1, SALT_BYTES);
  if (salt === null) return null;
  const derivations = key.kind === 'raw' ? [null] : kdfs;
  for (const kdf of derivations) {
    const cipherKey = key.kind === 'raw' ? key.key : pbkdf2Sync(key.passphrase, salt, kdf?.iterations ?? 1, 32, kdf?.hash ?? 'sha1'); // prettier-ignore
    const found = withMac(key, kdf, cipherKey, salt, pageAt) ?? withoutMac(kdf, cipherKey, pageAt);
    if (found !== null) return found;
  }
  return null;
}

function withMac(
  given: SqlcipherKey,
  kdf: SqlcipherSettings['kdf'],
  key: Buffer,
  salt: Buffer,
  pageAt: (number: number, pageSize: number) => Buffer | null,
): OpenedSettings | null {
  for (const mask of [0x3a, 0] as const)
    for (const kdfHash of kdf === null ? MACS : [kdf.hash]) {
      const macKey = given.kind === 'raw' && given.macKey !== null ? given.macKey : macKeyOf(key, salt, kdfHash, mask);
      for (const hash of MACS)
        for (const bigEndian of [false, true])
          for (const pageSize of PAGE_SIZES)
            for (const [number, plainHeaderBytes] of WITNESSES) {
              const settings: SqlcipherSettings = { pageSize, reserve: reserveOf(hash), kdf, mac: { hash, bigEndian, mask }, plainHeaderBytes }; // prettier-ignore
              const page = pageAt(number, pageSize);
              if (page !== null && !isEmpty(page) && isAuthentic(page, number, { settings, key, macKey }))
                return { settings, key, macKey };
            }
    }
  return null;
}

function withoutMac(
  kdf: SqlcipherSettings['kdf'],
  key: Buffer,
  pageAt: (number: number, pageSize: number) => Buffer | null,
): OpenedSettings | null {
  for (const pageSize of PAGE_SIZES) {
    const opened: OpenedSettings = { settings: { pageSize, reserve: IV_BYTES, kdf, mac: null, plainHeaderBytes: 0 }, key, macKey: key }; // prettier-ignore
    const page = pageAt(1, pageSize);
    if (page !== null && isHeader(decryptPage(page, 1, opened), pageSize)) return opened;
  }
  return null;
}

function macKeyOf(key: Buffer, salt: Buffer, hash: MacHash, mask: 0x3a | 0): Buffer {
  // The beta of version 2 used neither mask nor the two rounds (its public sample opens so).
  return pbkdf2Sync(key, Buffer.from(salt.map((byte) => byte ^ mask)), mask === 0 ? 4000 : 2, 32, hash);
}

/** A header's page size, versions, reserve and fixed fractions. https://www.sqlite.org/fileformat2.html#the_database_header */
function isHeader(page: Buffer, pageSize: number): boolean {
  const stated = page.readUInt16BE(16);
  return (
    (stated === 1 ? 65_536 : stated) === pageSize &&
    page.readUInt8(18) <= 2 &&
    page.readUInt8(19) <= 2 &&
    page.readUIntBE(21, 3) === 0x40_20_20
  );
}

/** Whether a page was never written: SQLCipher leaves such pages without a MAC. */
export function isEmpty(page: Buffer): boolean {
  return page.every((byte) => byte === 0);
}

/** Whether the page's MAC holds; true where pages carry none. */
export function isAuthentic(page: Buffer, number: number, { settings, macKey }: OpenedSettings): boolean {
  const { mac, reserve } = settings;
  if (mac === null) return true;
  const from = plainBytesOf(number, settings);
  const ivAt = page.length - reserve;
  if (ivAt <= from) return false;
  const counted = Buffer.alloc(4);
  if (mac.bigEndian) counted.writeUInt32BE(number);
  else counted.writeUInt32LE(number);
  const made = createHmac(mac.hash, macKey)
    .update(page.subarray(from, ivAt + IV_BYTES))
    .update(counted)
    .digest();
  return timingSafeEqual(made, page.subarray(ivAt + IV_BYTES, ivAt + IV_BYTES + made.length));
}

/** The page in plain, its reserve as stored, page 1 with the signature in place of the salt. */
export function decryptPage(page: Buffer, number: number, { settings, key }: OpenedSettings): Buffer {
  const from = plainBytesOf(number, settings);
  const ivAt = page.length - settings.reserve;
  const decipher = createDecipheriv('aes-256-cbc', key, page.subarray(ivAt, ivAt + IV_BYTES)).setAutoPadding(false);
  const plain = Buffer.from(page);
  decipher.update(page.subarray(from, ivAt)).copy(plain, from);
  decipher.final();
  if (number === 1 && settings.plainHeaderBytes === 0) SQLITE_SIGNATURE.copy(plain);
  return plain;
}

function plainBytesOf(number: number, { plainHeaderBytes }: SqlcipherSettings): number {
  if (number !== 1) return 0;
  return plainHeaderBytes === 0 ? SALT_BYTES : plainHeaderBytes;
}
