import { PlistDamaged, plistAt, readPlist, type PlistMap, type PlistValue } from '../decode/plist.ts';

/** The entry of GRDB, the library through which Signal for iOS keeps its database, and the group of apps that may read it. */
const SERVICE = 'GRDBKeyChainService';
const ACCOUNT = 'GRDBDatabaseCipherKeySpec';
const GROUP = 'org.whispersystems.signal';

/** A key of 32 bytes, and behind it the salt that such a database does not hold itself. */
const KEY_AND_SALT_BYTES = 48;

/**
 * The key of Signal's database in the keychain of an iPhone as tools save it, a property list with a list `genp`: its digits.
 * Null: none is in it. Other apps that were made from Signal's code name their entry alike, and are told by the group. Names:
 * signalapp/Signal-iOS (`GRDBKeyFetcher`), abrignoni/iLEAPP (`ios_keychain.py`).
 */
export function keychainKeyIn(bytes: Buffer): string | null {
  let entries: PlistValue | undefined;
  try {
    entries = plistAt(readPlist(bytes), 'genp');
  } catch (error) {
    if (error instanceof PlistDamaged) return null;
    throw error;
  }
  if (!Array.isArray(entries)) return null;
  for (const entry of entries as readonly PlistValue[]) {
    if (!(entry instanceof Map)) continue;
    const one = entry as PlistMap;
    const group = textOf(one.get('agrp'));
    if (textOf(one.get('svce')) !== SERVICE || textOf(one.get('acct')) !== ACCOUNT || !group.includes(GROUP)) continue;
    const key = one.get('v_Data');
    if (key instanceof Uint8Array && key.length === KEY_AND_SALT_BYTES) return Buffer.from(key).toString('hex');
  }
  return null;
}

/** Tools write the names of an entry as texts or as the bytes of texts. */
function textOf(value: PlistValue | undefined): string {
  if (typeof value === 'string') return value;
  return value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : '';
}
