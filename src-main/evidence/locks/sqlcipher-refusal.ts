import { readPiece, type ByteSource } from '../byte-source.ts';
import { isEven, isPlainHeader, looksEncrypted, SMALLEST_PAGE } from './find-sqlcipher.ts';
import type { OpenEnd } from './opener.ts';
import type { SqlcipherKey } from './sqlcipher-key.ts';
import { PAGE_SIZES, type StatedSettings } from './sqlcipher-settings.ts';

/** What is known when no page was authentic under any reading of the key. */
interface Refused {
  readonly source: ByteSource;
  readonly keys: readonly SqlcipherKey[];
  readonly stated: StatedSettings;
  /** Null: the file is of no app whose settings are known. */
  readonly app: string | null;
  /** Whether a log beside an empty database holds its first page. */
  readonly isInLog: boolean;
  /** Whether the key deciphers page 1, whose MAC does not hold. */
  readonly isDeciphered: boolean;
}

type Refusal = Exclude<OpenEnd, { readonly ended: 'opened' }>;

/** Says why a database did not open: what can be told from its bytes, before the key is blamed. */
export function refusalOf({ source, keys, stated, app, isInLog, isDeciphered }: Refused): Refusal {
  if (isDeciphered)
    return { ended: 'damaged', detail: 'The key deciphers the first page, and none of the pages tried is authentic under it: the salt in the first 16 bytes of the file is damaged, or the pages are. Look for another copy.' }; // prettier-ignore
  const head = readPiece(source, 0, 4096);
  if (!isInLog) {
    if (head.length === 0) return { ended: 'damaged', detail: 'The file is empty, and no log beside it holds its first page: there is nothing to decrypt.' }; // prettier-ignore
    if (head.length < SMALLEST_PAGE) return { ended: 'damaged', detail: `The file has ${head.length} bytes, less than the smallest page: what is left of it cannot be decrypted.` }; // prettier-ignore
    if (isPlainHeader(head)) {
      if (!looksEncrypted(head)) return { ended: 'other-kind', detail: 'The file is a plain SQLite database: it needs no key.' }; // prettier-ignore
      if (stated.salt === undefined && keys.every((key) => key.kind !== 'raw' || key.salt === null))
        return { ended: 'no-key', detail: 'The header of the database stands in plain, so its salt is not in the file: give the key with the salt behind it (96 hexadecimal digits), or the salt beside the key (salt=…).' }; // prettier-ignore
    } else {
      if (isForeignHeader(head)) return { ended: 'other-kind', detail: 'Bytes 16 to 23 of the file stand in plain, as other ciphers than SQLCipher leave them (wxSQLite3, SQLite3MultipleCiphers): this one is not read.' }; // prettier-ignore
      if (!isEven(head.subarray(16, Math.min(head.length, 1024) - 64))) return { ended: 'damaged', detail: 'The first page is not as even as encrypted bytes are: it was overwritten, or the file was not encrypted by SQLCipher. The key could not be tried on it.' }; // prettier-ignore
    }
    if (source.sizeBytes % SMALLEST_PAGE !== 0) return { ended: 'damaged', detail: `The file has ${source.sizeBytes} bytes, which no size of pages divides: it is cut off or no database. No page of it is authentic under this key.` }; // prettier-ignore
  }
  const isRaw = keys.some((key) => key.kind === 'raw');
  if (isRaw || app !== null || stated.iterations !== undefined)
    return { ended: 'wrong-key', detail: 'The file looks sound, and none of the pages tried is authentic under this key with any of the page sizes and HMACs that are known: it does not fit, or the salt in the first 16 bytes is damaged.' }; // prettier-ignore
  return { ended: 'unknown-settings', detail: 'The file looks sound, and none of the pages tried is authentic under this passphrase with the settings of SQLCipher 1 to 4, Signal or QQ: the passphrase is wrong, or the app derives its key by another number of rounds (add a line such as kdf_iter=10000 behind the passphrase).' }; // prettier-ignore
}

/** Page size, versions and fixed fractions in plain behind a salt. https://www.sqlite.org/fileformat2.html#the_database_header */
function isForeignHeader(head: Buffer): boolean {
  const stated = head.readUInt16BE(16);
  return (
    PAGE_SIZES.includes(stated === 1 ? 65_536 : stated) &&
    [1, 2].includes(head.readUInt8(18)) &&
    [1, 2].includes(head.readUInt8(19)) &&
    head.readUIntBE(21, 3) === 0x40_20_20
  );
}
