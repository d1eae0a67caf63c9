import { SALT_BYTES } from './sqlcipher-key.ts';

export type MacHash = 'sha1' | 'sha256' | 'sha512';

export interface KeyDerivation {
  readonly hash: MacHash;
  readonly iterations: number;
}

/** How pages are authenticated: HMAC over the page's ciphertext, its IV and its number. */
export interface PageMac {
  readonly hash: MacHash;
  /** Byte order of the page's number. */
  readonly bigEndian: boolean;
  /** XORed to each byte of the salt for the key of the MAC, which is derived by so many rounds. */
  readonly mask: number;
  readonly rounds: number;
}

/** How one database was encrypted. Page sizes and reserves are in bytes. */
export interface SqlcipherSettings {
  readonly pageSize: number;
  /** Bytes at the end of each page for IV and MAC. */
  readonly reserve: number;
  /** Null where the key was given raw. */
  readonly kdf: KeyDerivation | null;
  /** Null: pages carry no MAC, as before version 2. */
  readonly mac: PageMac | null;
  /** Bytes at the start of page 1 that are not encrypted; the salt is then not in the file. */
  readonly plainHeaderBytes: number;
}

/** What the examiner says of the settings; what is absent is found by trying. */
export interface StatedSettings {
  readonly pageSize?: number;
  readonly kdfHash?: MacHash;
  readonly iterations?: number;
  /** Null: off. */
  readonly mac?: MacHash | null;
  readonly macMask?: number;
  readonly macRounds?: number;
  readonly plainHeaderBytes?: number;
  readonly salt?: Buffer;
  /** Bytes before the database, as QQ writes them. */
  readonly skip?: number;
}

export const IV_BYTES = 16;

export const MAC_BYTES: Readonly<Record<MacHash, number>> = { sha1: 20, sha256: 32, sha512: 64 };
export const HASHES: readonly MacHash[] = ['sha512', 'sha256', 'sha1'];

/** Page sizes that SQLite allows, likeliest first. https://www.sqlite.org/fileformat2.html#pages */
export const PAGE_SIZES: readonly number[] = [4096, 1024, 8192, 2048, 16_384, 512, 32_768, 65_536];

/**
 * Derivations that are tried, the fewest rounds first. Versions 4, 3, and 2 with 1: sqlcipher.org, "SQLCipher API", and sqlcipher
 * @c7e811b. A single round is Signal's for Android, 4000 of SHA-512 are QQ's (docs/unlocking.md).
 */
export const KNOWN_KDFS: readonly KeyDerivation[] = [
  { hash: 'sha1', iterations: 1 },
  { hash: 'sha1', iterations: 4000 },
  { hash: 'sha512', iterations: 4000 },
  { hash: 'sha1', iterations: 64_000 },
  { hash: 'sha512', iterations: 256_000 },
];

/** What `cipher_compatibility` stands for. Source: sqlcipher.org, "SQLCipher API". */
const COMPATIBILITY: Readonly<Record<string, StatedSettings>> = {
  1: { pageSize: 1024, kdfHash: 'sha1', iterations: 4000, mac: null },
  2: { pageSize: 1024, kdfHash: 'sha1', iterations: 4000, mac: 'sha1' },
  3: { pageSize: 1024, kdfHash: 'sha1', iterations: 64_000, mac: 'sha1' },
  4: { pageSize: 4096, kdfHash: 'sha512', iterations: 256_000, mac: 'sha512' },
};

/** More rounds than any app uses would only keep the machine busy. */
const MOST_ROUNDS = 10_000_000;

/** Bytes at the end of each page: the IV and the MAC, in multiples of the cipher's block. */
export function reserveOf(mac: MacHash | null): number {
  return IV_BYTES + (mac === null ? 0 : Math.ceil(MAC_BYTES[mac] / 16) * 16);
}

/**
 * Reads settings as an examiner gives them, named as SQLCipher's own (`cipher_` may be left out): for example
 * `kdf_iter=4000, page_size=1024, hmac=off`. A string: the part that could not be read.
 */
export function readSettings(text: string): StatedSettings | string {
  let stated: StatedSettings = {};
  for (const part of text.split(/[,;\n]/u)) {
    if (part.trim() === '') continue;
    const [, name, value] = /^(?:pragma\s+)?(?:cipher_)?(\w+)\s*=\s*["']?([\w']+?)["']?$/iu.exec(part.trim()) ?? [];
    const read = name === undefined || value === undefined ? null : readSetting(name.toLowerCase(), value.toLowerCase()); // prettier-ignore
    if (read === null) return part.trim();
    stated = { ...stated, ...read };
  }
  return stated;
}

function readSetting(name: string, value: string): StatedSettings | null {
  const number = /^\d{1,8}$/u.test(value) ? Number(value) : null;
  switch (name) {
    case 'compatibility':
      return Object.hasOwn(COMPATIBILITY, value) ? (COMPATIBILITY[value] ?? null) : null;
    case 'page_size':
      return number !== null && PAGE_SIZES.includes(number) ? { pageSize: number } : null;
    case 'kdf_iter':
      return isRounds(number) ? { iterations: number } : null;
    case 'fast_kdf_iter':
      return isRounds(number) ? { macRounds: number } : null;
    case 'kdf_algorithm':
    case 'kdf': {
      const hash = hashNamed(value);
      return hash === null ? null : { kdfHash: hash };
    }
    case 'hmac':
    case 'use_hmac':
    case 'hmac_algorithm': {
      if (['off', 'none', '0', 'false', 'no'].includes(value)) return { mac: null };
      const hash = hashNamed(value);
      return hash === null ? null : { mac: hash };
    }
    case 'hmac_salt_mask': {
      const digits = /^(?:x'|0x)?([0-9a-f]{2})'?$/u.exec(value)?.[1];
      return digits === undefined ? null : { macMask: parseInt(digits, 16) };
    }
    case 'plaintext_header':
    case 'plaintext_header_size':
      return number !== null && number % 16 === 0 && number <= 96 ? { plainHeaderBytes: number } : null;
    case 'salt': {
      const digits = /^(?:x')?([0-9a-f]{32})'?$/u.exec(value)?.[1];
      return digits === undefined ? null : { salt: Buffer.from(digits, 'hex').subarray(0, SALT_BYTES) };
    }
    case 'skip':
      return number === null || number > 65_536 ? null : { skip: number };
    default:
      return null;
  }
}

function isRounds(number: number | null): number is number {
  return number !== null && number > 0 && number <= MOST_ROUNDS;
}

function hashNamed(value: string): MacHash | null {
  const digits = /^(?:pbkdf2_)?(?:hmac_)?sha_?(1|256|512)$/u.exec(value)?.[1];
  return digits === undefined ? null : (`sha${digits}` as MacHash);
}

/** Settings in stored terms, for the record of how a database was opened. */
export function settingsWords(settings: SqlcipherSettings): Readonly<Record<string, string>> {
  const { pageSize, reserve, kdf, mac, plainHeaderBytes } = settings;
  return {
    cipher: 'AES-256-CBC',
    page_size: String(pageSize),
    reserve: String(reserve),
    kdf_algorithm: kdf === null ? 'none' : `PBKDF2-HMAC-${kdf.hash.toUpperCase()}`,
    ...(kdf === null ? {} : { kdf_iter: String(kdf.iterations) }),
    hmac: mac === null ? 'off' : `HMAC-${mac.hash.toUpperCase()}`,
    ...(mac?.bigEndian === true ? { hmac_page_number: 'big-endian' } : {}),
    ...(mac === null || mac.mask === 0x3a ? {} : { hmac_salt_mask: mac.mask.toString(16).padStart(2, '0') }),
    ...(mac === null || mac.rounds === 2 ? {} : { fast_kdf_iter: String(mac.rounds) }),
    ...(plainHeaderBytes === 0 ? {} : { plaintext_header: String(plainHeaderBytes) }),
    ...(versionOf(settings) === null ? {} : { version: versionOf(settings) ?? '' }),
  };
}

/** The version of SQLCipher whose defaults these are; null for others. */
function versionOf({ pageSize, kdf, mac }: SqlcipherSettings): string | null {
  for (const [version, known] of Object.entries(COMPATIBILITY))
    if (
      known.pageSize === pageSize &&
      known.iterations === kdf?.iterations &&
      known.kdfHash === kdf?.hash &&
      known.mac === (mac?.hash ?? null)
    )
      return version;
  return null;
}
