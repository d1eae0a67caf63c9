import { readPreferences } from '../decode/xml-preferences.ts';
import { keychainKeyIn } from './keychain-key.ts';

/** A key that an app stores in a file of its own, and what that file is. */
export interface StoredKey {
  readonly what:
    'ios-keychain' | 'signal-desktop-config' | 'signal-desktop-sealed-key' | 'signal-preferences' | 'signal-sealed-key';
  /** Its 64 digits; 96 with the salt. Null: sealed by the keystore of the device or computer, and only named here. */
  readonly key: string | null;
}

/** Larger settings files hold no key that we know. The keychain of a phone with many apps takes some MiB as text. */
export const LARGEST_KEY_FILE = 2 ** 24;

const DIGITS = /^[0-9a-f]{64}$/iu;

/**
 * Finds the key of a database in the settings of Signal, or in the keychain of an iPhone. Names of the values: signalapp/Signal-Desktop (`config.json`: `key`, later
 * `encryptedKey`, sealed by the computer's keystore), signalapp/Signal-Android (`pref_database_unencrypted_secret`, later
 * `pref_database_encrypted_secret`). Keys that are derived from several values have no place in this list.
 */
export function readStoredKey(bytes: Buffer): StoredKey | null {
  if (bytes.length > LARGEST_KEY_FILE) return null;
  const start = bytes.toString('latin1', 0, 256).trimStart();
  if (start.startsWith('{')) return inConfig(bytes.toString('utf8'));
  if (start.startsWith('bplist') || /^<\?xml[^>]*>\s*<(?:!DOCTYPE )?plist\b/u.test(start)) return inKeychain(bytes);
  return start.startsWith('<') ? inPreferences(bytes) : null;
}

function inKeychain(bytes: Buffer): StoredKey | null {
  const key = keychainKeyIn(bytes);
  return key === null ? null : { what: 'ios-keychain', key };
}

function inConfig(text: string): StoredKey | null {
  let config: unknown;
  try {
    config = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
  if (typeof config !== 'object' || config === null) return null;
  if ('key' in config && typeof config.key === 'string' && DIGITS.test(config.key))
    return { what: 'signal-desktop-config', key: config.key };
  if ('encryptedKey' in config && typeof config.encryptedKey === 'string')
    return { what: 'signal-desktop-sealed-key', key: null };
  return null;
}

function inPreferences(bytes: Buffer): StoredKey | null {
  const { values } = readPreferences(bytes);
  const plain = values.get('pref_database_unencrypted_secret');
  if (typeof plain === 'string' && DIGITS.test(plain)) return { what: 'signal-preferences', key: plain };
  return values.has('pref_database_encrypted_secret') ? { what: 'signal-sealed-key', key: null } : null;
}
