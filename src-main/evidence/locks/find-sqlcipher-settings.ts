import { pbkdf2Sync } from 'node:crypto';
import type { Derive } from './derive-key.ts';
import type { SqlcipherKey } from './sqlcipher-key.ts';
import { SALT_BYTES } from './sqlcipher-key.ts';
import { decryptPage, isAuthentic, isEmpty, type OpenedSettings } from './sqlcipher-pages.ts';
import { HASHES, IV_BYTES, KNOWN_KDFS, PAGE_SIZES, reserveOf, type KeyDerivation, type MacHash, type PageMac, type SqlcipherSettings, type StatedSettings } from './sqlcipher-settings.ts'; // prettier-ignore

/** A page that shows whether settings are right. */
export interface Witness {
  readonly number: number;
  readonly page: Buffer;
}

/** What is at hand of a database to try settings on. */
export interface Specimen {
  /** The first 16 bytes; null where nothing holds them. */
  readonly salt: Buffer | null;
  /** What the write-ahead log says of the page size, or null. */
  readonly pageSize: number | null;
  /** Pages to try, from the first on: where one is damaged a later one shows the settings. */
  witnesses(pageSize: number): Iterable<Witness>;
}

/** Bytes at the start of page 1 that apps leave in plain; Signal and Telegram for Apple's systems leave 32. */
const PLAIN_HEADERS: readonly number[] = [0, 32, 16, 48, 64, 80, 96];

/** How the MAC's key follows from the salt since version 2: each byte XORed, then so many rounds. Source: sqlcipher @c7e811b. */
const USUAL_MASK = 0x3a;
const USUAL_ROUNDS = 2;
const BETA_ROUNDS = 4000;

/**
 * Finds the settings under which a page of the database is authentic; without a MAC, under which page 1 is a database's header.
 * `pause` is awaited between derivations.
 */
export async function findSettings(
  key: SqlcipherKey,
  stated: StatedSettings,
  specimen: Specimen,
  derive: Derive,
  pause: () => Promise<void>,
): Promise<OpenedSettings | null> {
  const salt = stated.salt ?? (key.kind === 'raw' ? key.salt : null) ?? specimen.salt;
  if (salt?.length !== SALT_BYTES) return null;
  const pageSizes = stated.pageSize !== undefined ? [stated.pageSize] : [...new Set([specimen.pageSize ?? 4096, ...PAGE_SIZES])]; // prettier-ignore
  for (const kdf of key.kind === 'raw' ? [null] : derivations(stated)) {
    const made = key.kind === 'raw' ? key.key : await derive(key.passphrase, salt, kdf?.iterations ?? 0, kdf?.hash ?? ''); // prettier-ignore
    const found =
      (await withMac(key, kdf, made, salt, stated, pageSizes, specimen, pause)) ??
      withoutMac(kdf, made, stated, pageSizes, specimen);
    if (found !== null) return found;
    await pause();
  }
  return null;
}

/** The derivations to try. A hash without a number of rounds is tried with those that are known, and the other way round. */
function derivations({ kdfHash, iterations }: StatedSettings): readonly KeyDerivation[] {
  if (iterations !== undefined)
    return (kdfHash === undefined ? HASHES : [kdfHash]).map((hash) => ({ hash, iterations }));
  if (kdfHash === undefined) return KNOWN_KDFS;
  return [...new Set(KNOWN_KDFS.map((known) => known.iterations))].map((known) => ({ hash: kdfHash, iterations: known })); // prettier-ignore
}

async function withMac(
  given: SqlcipherKey,
  kdf: KeyDerivation | null,
  key: Buffer,
  salt: Buffer,
  stated: StatedSettings,
  pageSizes: readonly number[],
  specimen: Specimen,
  pause: () => Promise<void>,
): Promise<OpenedSettings | null> {
  if (stated.mac === null) return null;
  for (const { macKey, macs } of macsOf(given, kdf, key, salt, stated)) {
    for (const pageSize of pageSizes)
      for (const mac of macs)
        for (const { number, page } of specimen.witnesses(pageSize))
          for (const plainHeaderBytes of number === 1 ? headers(stated) : [stated.plainHeaderBytes ?? 0]) {
            const settings: SqlcipherSettings = { pageSize, reserve: reserveOf(mac.hash), kdf, mac, plainHeaderBytes };
            const opened: OpenedSettings = { settings, key, macKey };
            if (!isEmpty(page) && isAuthentic(page, number, opened)) return opened;
          }
    await pause();
  }
  return null;
}

function headers({ plainHeaderBytes }: StatedSettings): readonly number[] {
  return plainHeaderBytes === undefined ? PLAIN_HEADERS : [plainHeaderBytes];
}

/** Keys for the MAC, and the MACs that are tried with each. Only version 2 wrote page numbers in the machine's order, and knew SHA-1 alone. */
function* macsOf(
  given: SqlcipherKey,
  kdf: KeyDerivation | null,
  key: Buffer,
  salt: Buffer,
  { mac, macMask, macRounds, kdfHash }: StatedSettings,
): Generator<{ readonly macKey: Buffer; readonly macs: readonly PageMac[] }> {
  const hashes: readonly MacHash[] = mac === undefined || mac === null ? HASHES : [mac];
  const macsWith = (mask: number, rounds: number, among: readonly MacHash[]): readonly PageMac[] =>
    among.flatMap((hash) => (hash === 'sha1' ? [false, true] : [false]).map((bigEndian) => ({ hash, bigEndian, mask, rounds }))); // prettier-ignore
  if (given.kind === 'raw' && given.macKey !== null) {
    yield { macKey: given.macKey, macs: macsWith(USUAL_MASK, USUAL_ROUNDS, hashes) };
    return;
  }
  const [mask, rounds] = [macMask ?? USUAL_MASK, macRounds ?? USUAL_ROUNDS];
  for (const hash of kdf !== null ? [kdf.hash] : kdfHash !== undefined ? [kdfHash] : HASHES)
    yield { macKey: macKeyOf(key, salt, mask, rounds, hash), macs: macsWith(mask, rounds, hashes) };
  // The beta of version 2 used neither mask nor the two rounds (its public sample opens so).
  if (
    macMask === undefined &&
    macRounds === undefined &&
    hashes.includes('sha1') &&
    (kdf === null || kdf.hash === 'sha1')
  )
    yield { macKey: macKeyOf(key, salt, 0, BETA_ROUNDS, 'sha1'), macs: macsWith(0, BETA_ROUNDS, ['sha1']) };
}

function macKeyOf(key: Buffer, salt: Buffer, mask: number, rounds: number, hash: MacHash): Buffer {
  return pbkdf2Sync(key, Buffer.from(salt.map((byte) => byte ^ mask)), rounds, 32, hash);
}

function withoutMac(
  kdf: KeyDerivation | null,
  key: Buffer,
  stated: StatedSettings,
  pageSizes: readonly number[],
  specimen: Specimen,
): OpenedSettings | null {
  if (stated.mac !== null && stated.mac !== undefined) return null;
  for (const pageSize of pageSizes)
    for (const { number, page } of specimen.witnesses(pageSize))
      for (const plainHeaderBytes of headers(stated)) {
        const settings: SqlcipherSettings = { pageSize, reserve: IV_BYTES, kdf, mac: null, plainHeaderBytes };
        const opened: OpenedSettings = { settings, key, macKey: key };
        if (number === 1 && isHeader(decryptPage(page, 1, opened), settings)) return opened;
      }
  return null;
}

/**
 * Whether keys that were given raw decipher page 1, whatever its MAC: these do not follow from the salt, of which the MAC's key
 * alone is made.
 */
export function deciphersHeader(keys: readonly SqlcipherKey[], specimen: Specimen): boolean {
  return keys.some(
    (key) =>
      key.kind === 'raw' &&
      PAGE_SIZES.some((pageSize) =>
        HASHES.some((hash) => {
          const settings: SqlcipherSettings = { pageSize, reserve: reserveOf(hash), kdf: null, mac: null, plainHeaderBytes: 0 }; // prettier-ignore
          const [first] = specimen.witnesses(pageSize);
          if (first?.number !== 1) return false;
          return isHeader(decryptPage(first.page, 1, { settings, key: key.key, macKey: key.key }), settings);
        }),
      ),
  );
}

/**
 * A header's page size, versions, reserve and fixed fractions, and the kind of its first b-tree page. What stands in plain proves
 * nothing of the key: of a header in plain the page's kind and counts must read so.
 * https://www.sqlite.org/fileformat2.html#the_database_header
 */
function isHeader(page: Buffer, { pageSize, reserve, plainHeaderBytes }: SqlcipherSettings): boolean {
  const stated = page.readUInt16BE(16);
  const isStated =
    (stated === 1 ? 65_536 : stated) === pageSize &&
    page.readUInt8(18) <= 2 &&
    page.readUInt8(19) <= 2 &&
    page.readUInt8(20) === reserve &&
    page.readUIntBE(21, 3) === 0x40_20_20;
  // Behind 32 bytes in plain: text encoding, and 20 bytes kept for later, which are zeros.
  return isStated && (plainHeaderBytes < 24 || (page.readUInt32BE(56) <= 3 && page.subarray(72, 92).every((byte) => byte === 0))) && plainHeaderBytes <= 64; // prettier-ignore
}
