import { isUtf8 } from 'node:buffer';
import type { GivenKey } from './opener.ts';
import { readStoredKey } from './stored-key.ts';

/** What opens a SQLCipher database: a passphrase, or the keys themselves as an app stores them. */
export type SqlcipherKey =
  | { readonly kind: 'passphrase'; readonly passphrase: Uint8Array }
  | { readonly kind: 'raw'; readonly key: Buffer; readonly macKey: Buffer | null; readonly salt: Buffer | null };

export const SALT_BYTES = 16;
const KEY_BYTES = 32;

/** Reads `x'…'` and bare hexadecimal digits: 64 (the key), 96 (with the salt), 160 (key, MAC key, salt). Null for anything else. */
export function readRawKey(text: string): SqlcipherKey | null {
  const digits = /^(?:x')?(?<digits>[0-9a-f]+)'?$/iu.exec(text.trim())?.groups?.digits ?? '';
  return [64, 96, 160].includes(digits.length) ? rawKeyOf(Buffer.from(digits, 'hex')) : null;
}

/**
 * What the given bytes can mean, likeliest first: 64 digits are a key to Signal's desktop app, a passphrase to its Android app
 * and the bytes of a passphrase to WeChat. Each reading is of what was given; none is a guess at it. Empty: it is no key.
 */
export function readKey({ form, bytes }: GivenKey): readonly SqlcipherKey[] {
  if (bytes.length === 0) return [];
  if (form === 'key-file' && [32, 48, 80].includes(bytes.length) && !isText(bytes))
    return [rawKeyOf(bytes), { kind: 'passphrase', passphrase: bytes }];
  const text = isText(bytes) ? bytes.toString() : null;
  const stated = form === 'key-file' ? (readStoredKey(bytes)?.key ?? text?.trim() ?? null) : text;
  if (stated === null) return form === 'hex' ? [] : [{ kind: 'passphrase', passphrase: bytes }];
  const raw = readRawKey(stated);
  const isHex = /^(?:[0-9a-f]{2})+$/iu.test(stated.trim());
  if (form === 'hex' && raw === null && !isHex) return [];
  const readings: SqlcipherKey[] = raw === null ? [] : [raw];
  // Signal for iOS keeps its key and salt in the keychain, which tools print in base64.
  if (!isHex && /^[A-Za-z0-9+/]{43}=$|^[A-Za-z0-9+/]{64}$/u.test(stated))
    readings.push(rawKeyOf(Buffer.from(stated, 'base64')));
  readings.push({ kind: 'passphrase', passphrase: Buffer.from(form === 'hex' ? stated.trim() : stated) });
  if (isHex && (form === 'hex' || stated.length === 64))
    readings.push({ kind: 'passphrase', passphrase: Buffer.from(stated.trim(), 'hex') });
  return readings;
}

function rawKeyOf(bytes: Buffer): SqlcipherKey {
  return {
    kind: 'raw',
    key: bytes.subarray(0, KEY_BYTES),
    macKey: bytes.length === 2 * KEY_BYTES + SALT_BYTES ? bytes.subarray(KEY_BYTES, 2 * KEY_BYTES) : null,
    salt: bytes.length === KEY_BYTES ? null : bytes.subarray(-SALT_BYTES),
  };
}

function isText(bytes: Buffer): boolean {
  return isUtf8(bytes) && !bytes.some((byte) => byte < 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09);
}
