import { createHash } from 'node:crypto';
import type { CipherScheme, SealedContent } from '../../model/index.ts';
import type { ByteSource } from '../byte-source.ts';
import type { ExtraHash } from '../intake-event.ts';
import { cellBytes } from './cell-bytes.ts';
import type { ContentCipher, PlainState, Unsealed } from './content-cipher.ts';
import { signalAndroidCipher } from './signal-android-cipher.ts';
import { signalDesktopCipher } from './signal-desktop-cipher.ts';
import { wechatDatCipher } from './wechat-dat-cipher.ts';

/** Ways in which apps encrypt the content of single files. */
const ciphers: Readonly<Record<CipherScheme, ContentCipher>> = {
  'signal-desktop': signalDesktopCipher,
  'signal-android': signalAndroidCipher,
  'wechat-dat': wechatDatCipher,
  cell: cellBytes,
};

/** Null for a scheme that this program does not know, as in a case of a later one. */
export function cipherOf(scheme: string): ContentCipher | null {
  return Object.hasOwn(ciphers, scheme) ? ciphers[scheme as CipherScheme] : null;
}

/** Reads a sealed file to its end, under the key that its store holds; nothing of it is written anywhere. */
export function* unseal(
  stored: ByteSource,
  sealed: SealedContent,
  hashes: readonly ExtraHash[],
): Generator<void, Unsealed> {
  const cipher = ciphers[sealed.scheme];
  const key = Buffer.from(sealed.key ?? '', 'hex');
  if (cipher.keyBytes !== null && key.length !== cipher.keyBytes) return { ended: 'no-key' };
  return yield* cipher.unseal(stored, key, sealed, hashes);
}

/** The plain bytes of a sealed file at any offset, deciphered when they are asked for. */
export function plainSource(stored: ByteSource, cipher: ContentCipher, keyHex: string, sizeBytes: number): ByteSource {
  const key = Buffer.from(keyHex, 'hex');
  return {
    sizeBytes,
    read: (into, offset) => cipher.read(stored, key, into, offset, sizeBytes),
    close: () => undefined,
  };
}

const STATES: Readonly<Record<PlainState, string>> = {
  authenticated: 'its HMAC-SHA256 holds',
  hashed: 'its SHA-256 is the one that the store holds',
  unproven: 'the store holds nothing to compare it with',
  recognised: 'known by its first bytes',
  changed: 'its HMAC-SHA256 or stored hash differs',
  cut: 'cut short',
};

/** How a content came about, in one clause without its key. */
export function unsealMethod({ scheme, key, keyAt }: SealedContent, state: PlainState): string {
  const fingerprint = createHash('sha256').update(Buffer.from(key ?? '', 'hex')).digest('hex').slice(0, 16); // prettier-ignore
  return `decrypted (${ciphers[scheme].name}, ${STATES[state]}) with the key of ${keyAt}, fingerprint ${fingerprint}`;
}
