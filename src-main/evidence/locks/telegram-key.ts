import { createCipheriv, createDecipheriv, createHash } from 'node:crypto';
import { POSTBOX_SEED } from '../decode/postbox.ts';
import { murmur3 } from '../decode/murmur3.ts';
import type { EvidenceFile, EvidenceTree } from '../tree.ts';
import type { FoundLock, GivenKey, OfferedKey, OpenEnd } from './opener.ts';
import { readSmall } from './read-small.ts';

/** Where an account's database lies, from the folder that holds the key files of all accounts. Source: dossier of Telegram, sections B2.1 and B2.2. */
const PLACE = /^(?<folder>(?:.*\/)?)account-\d{1,20}\/postbox\/db\/db_sqlite$/u;
const SEALED = '.tempkeyEncrypted';
const PLAIN = '.tempkey';

const SEALED_BYTES = 64;
/** The key of the database, 32 bytes, and its salt. */
const KEY_BYTES = 48;

/**
 * The text under which the app seals the key where its user has set no passcode: its own, the same on each computer.
 * Source: overtake/TelegramSwift @a31de12 submodules/BuildConfig/Sources/BuildConfig.m
 */
const OWN_TEXT = 'no-matter-key';

/**
 * The key and salt in a sealed key file; null where its check does not hold: another passcode, or a damaged file. AES-256-CBC, key and
 * IV of the SHA-512 of the text. Source: openclaw/telecrawl @57f85e8 internal/telegramdesktop/postbox, and dossier of Telegram, section B2.2.
 */
export function unsealTelegramKey(sealed: Buffer, text: Uint8Array): Buffer | null {
  if (sealed.length !== SEALED_BYTES) return null;
  const digest = createHash('sha512').update(text).digest();
  const cipher = createDecipheriv('aes-256-cbc', digest.subarray(0, 32), digest.subarray(48)).setAutoPadding(false);
  const plain = Buffer.concat([cipher.update(sealed), cipher.final()]);
  const key = plain.subarray(0, KEY_BYTES);
  return plain.readInt32LE(KEY_BYTES) === murmur3(key, POSTBOX_SEED) ? key : null;
}

/** Seals a key as the app does. */
export function sealTelegramKey(key: Buffer, text: string = OWN_TEXT): Buffer {
  const digest = createHash('sha512').update(text).digest();
  const plain = Buffer.alloc(SEALED_BYTES);
  key.copy(plain, 0, 0, KEY_BYTES);
  plain.writeInt32LE(murmur3(key, POSTBOX_SEED), KEY_BYTES);
  const cipher = createCipheriv('aes-256-cbc', digest.subarray(0, 32), digest.subarray(48)).setAutoPadding(false);
  return Buffer.concat([cipher.update(plain), cipher.final()]);
}

/** What became of a key that stands for one in a sealed file. */
export type Unsealed =
  | { readonly key: GivenKey; readonly settings: Readonly<Record<string, string>> }
  | { readonly refused: Exclude<OpenEnd, { readonly ended: 'opened' }> };

/**
 * The database's key out of a sealed key file that was given, or out of the one beside the database by the passcode that was given.
 * Null where what was given is the database's key itself, or nothing of Telegram's.
 */
export async function unsealGiven(tree: EvidenceTree, lock: FoundLock, given: GivenKey): Promise<Unsealed | null> {
  const folder = PLACE.exec(lock.file.path)?.groups?.folder;
  if (given.form === 'key-file') {
    if (given.bytes.length !== SEALED_BYTES || isDigits(given.bytes)) return null;
    const key = unsealTelegramKey(given.bytes, Buffer.from(OWN_TEXT));
    if (key !== null) return { key: { form: 'key-file', bytes: key }, settings: { sealed_under: OWN_TEXT } };
    if (folder === undefined) return null;
    return { refused: { ended: 'wrong-key', detail: 'The check in the key file does not hold under the text of the app itself: a passcode was set, which is to be given as the password, or the file is damaged.' } }; // prettier-ignore
  }
  if (given.form !== 'password' || folder === undefined || isKey(given.bytes)) return null;
  const file = await tree.get(folder + SEALED);
  if (file === null) return null;
  if (file.sizeBytes !== SEALED_BYTES)
    return { refused: { ended: 'damaged', detail: `The key file of the app has ${file.sizeBytes} bytes, where it writes 64: it is cut off or no key file. A passcode opens nothing without it.` } }; // prettier-ignore
  const text = given.bytes.at(-1) === 0x0a ? given.bytes.subarray(0, -1) : given.bytes;
  const key = unsealTelegramKey(await readSmall(tree, file), text);
  if (key === null)
    return { refused: { ended: 'wrong-key', detail: 'The check in the key file of the app does not hold under this passcode: it is another one, or the key file is damaged.' } }; // prettier-ignore
  return { key: { form: 'key-file', bytes: key }, settings: { sealed_key: file.path, sealed_key_sha256: file.sha256, sealed_under: 'passcode' } }; // prettier-ignore
}

/** The key files that lie beside an account's folder; one that is sealed under a passcode does not fit by itself. */
export async function* offerTelegramKeys(tree: EvidenceTree, lock: FoundLock): AsyncGenerator<OfferedKey> {
  const folder = PLACE.exec(lock.file.path)?.groups?.folder;
  if (folder === undefined) return;
  const sealed = await tree.get(folder + SEALED);
  if (sealed?.sizeBytes === SEALED_BYTES) {
    const isOwn = unsealTelegramKey(await readSmall(tree, sealed), Buffer.from(OWN_TEXT)) !== null;
    yield { file: sealed, what: isOwn ? 'telegram-key-file' : 'telegram-sealed-key', fits: isOwn ? null : false };
  }
  const plain: EvidenceFile | null = await tree.get(folder + PLAIN);
  if (plain?.sizeBytes === KEY_BYTES) yield { file: plain, what: 'telegram-plain-key', fits: null };
}

/** Text in place of bytes: 64 digits of a key. */
function isDigits(bytes: Buffer): boolean {
  return /^[0-9a-f]+$/iu.test(bytes.toString('latin1'));
}

/** The database's key as text: digits, or key and salt in base64. */
function isKey(bytes: Buffer): boolean {
  return /^(?:x')?(?:[0-9a-f]{64}|[0-9a-f]{96}|[0-9a-f]{160})'?\s*$|^[A-Za-z0-9+/]{43}=\s*$|^[A-Za-z0-9+/]{64}\s*$/iu.test(bytes.toString('latin1')); // prettier-ignore
}
