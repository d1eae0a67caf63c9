import { createDecipheriv, timingSafeEqual } from 'node:crypto';
import { readPiece, type ByteSource } from '../byte-source.ts';
import type { Derive } from './derive-key.ts';

/** The lines before the content of an `adb` backup. Formats: AOSP's BackupManagerService, nelenkov/android-backup-extractor. */
export interface AndroidBackupHeader {
  /** 1 to 5. */
  readonly version: number;
  readonly isPacked: boolean;
  /** The app that MIUI's lines name; null for a backup without them. */
  readonly miuiPackage: string | null;
  /** Null when it is not encrypted. */
  readonly lock: {
    readonly passwordSalt: Buffer;
    readonly checksumSalt: Buffer;
    readonly rounds: number;
    readonly iv: Buffer;
    readonly keyBlob: Buffer;
  } | null;
  readonly dataAt: number;
}

/** The keys of one backup's content. */
export interface AndroidBackupKeys {
  readonly key: Buffer;
  readonly iv: Buffer;
  /** How the password was turned into bytes, and how the master key was for its checksum: versions of Android differ. */
  readonly password: 'utf8' | 'low-bytes';
  readonly checksum: 'java-utf8' | 'bytes';
}

const MAGIC = 'ANDROID BACKUP\n';
/** MIUI puts lines of its own before the magic: the manifest of the app's backup. */
const MIUI = 'MIUI BACKUP\n';
const MOST_ROUNDS = 10_000_000;

/** True for the first bytes of an `adb` backup, with or without MIUI's lines before it. */
export function startsAsAndroidBackup(head: Uint8Array): boolean {
  const text = Buffer.from(head).toString('latin1');
  return text.startsWith(MAGIC) || (text.startsWith(MIUI) && text.includes(MAGIC));
}

/** True for less than the first line of such a backup, which a file that was cut off ends with; for no bytes too. */
export function endsInAndroidMagic(head: Uint8Array): boolean {
  return head.length < MAGIC.length && MAGIC.startsWith(Buffer.from(head).toString('latin1'));
}

/** Bytes at the start of a file in which a header lies. */
export const ANDROID_BACKUP_HEADER_BYTES = 4096;

/** Reads the header; null when the file is no such backup, or its header is damaged. */
export function readAndroidBackupHeader(source: ByteSource): AndroidBackupHeader | null {
  return parseAndroidBackupHeader(readPiece(source, 0, ANDROID_BACKUP_HEADER_BYTES));
}

/** The same from the file's first bytes. */
export function parseAndroidBackupHeader(first: Uint8Array): AndroidBackupHeader | null {
  const head = Buffer.from(first).toString('latin1');
  const start = head.startsWith(MIUI) ? head.indexOf(MAGIC) : 0;
  if (start < 0 || !head.startsWith(MAGIC, start)) return null;
  let at = start + MAGIC.length;
  const cut = { off: false };
  const line = (): string => {
    const end = head.indexOf('\n', at);
    const text = end === -1 ? '' : head.slice(at, end);
    if (end === -1) cut.off = true;
    at = end === -1 ? head.length : end + 1;
    return text;
  };
  const [version, packed, encryption] = [line(), line(), line()];
  if (!/^[1-9]$/u.test(version) || !/^[01]$/u.test(packed)) return null;
  const wrapper = start === 0 ? null : head.slice(MIUI.length, start).split('\n');
  const facts = { version: Number(version), isPacked: packed === '1', miuiPackage: miuiPackageOf(wrapper) };
  if (encryption === 'none') return { ...facts, lock: null, dataAt: at };
  if (encryption !== 'AES-256') return null;
  const [passwordSalt, checksumSalt, rounds, iv, keyBlob] = [line(), line(), line(), line(), line()];
  const count = /^\d{1,8}$/u.test(rounds) ? Number(rounds) : 0;
  const salt = bytesOf(passwordSalt);
  const checkSalt = bytesOf(checksumSalt);
  const userIv = bytesOf(iv);
  const blob = bytesOf(keyBlob);
  if (cut.off || salt === null || checkSalt === null || userIv?.length !== 16 || blob === null) return null;
  if (count < 1 || count > MOST_ROUNDS || blob.length % 16 !== 0) return null;
  return { ...facts, lock: { passwordSalt: salt, checksumSalt: checkSalt, rounds: count, iv: userIv, keyBlob: blob }, dataAt: at }; // prettier-ignore
}

/** MIUI's lines: its version, then the package and its name. Null without them, or where the second begins with no package. */
function miuiPackageOf(lines: readonly string[] | null): string | null {
  return /^(?<name>[\w.]{1,255})(?: |$)/u.exec(lines?.[1] ?? '')?.groups?.name ?? null;
}

function bytesOf(digits: string): Buffer | null {
  return /^(?:[0-9a-f]{2})+$/iu.test(digits) ? Buffer.from(digits, 'hex') : null;
}

/**
 * The keys that a password opens. `wrong-password`: what the password gives is no key. `damaged`: it gives a key as such
 * backups hold one, and the key's checksum, of which only the header's bytes can be the cause, does not hold.
 */
export async function openAndroidBackup(
  lock: NonNullable<AndroidBackupHeader['lock']>,
  password: string,
  derive: Derive,
): Promise<AndroidBackupKeys | 'wrong-password' | 'damaged'> {
  let refused: 'wrong-password' | 'damaged' = 'wrong-password';
  for (const form of formsOf(password)) {
    const bytes = Buffer.from(password, form === 'utf8' ? 'utf8' : 'latin1');
    const parts = openBlob(lock, await derive(bytes, lock.passwordSalt, lock.rounds, 'sha1'));
    if (parts === null) continue;
    for (const checksum of ['java-utf8', 'bytes'] as const) {
      const asPassword = checksum === 'bytes' ? parts.key : javaUtf8(parts.key);
      const made = await derive(asPassword, lock.checksumSalt, lock.rounds, 'sha1');
      if (timingSafeEqual(made, parts.checksum)) return { key: parts.key, iv: parts.iv, password: form, checksum };
    }
    refused = 'damaged';
  }
  return refused;
}

/** Two where they differ: a password of plain letters is the same bytes either way. */
function formsOf(password: string): readonly AndroidBackupKeys['password'][] {
  return /^[ -~]*$/u.test(password) ? ['utf8'] : ['utf8', 'low-bytes'];
}

/** Three runs with a length byte before each: IV, master key, checksum. Null where the padding or a length is impossible. */
function openBlob(lock: NonNullable<AndroidBackupHeader['lock']>, userKey: Buffer) {
  const decipher = createDecipheriv('aes-256-cbc', userKey, lock.iv).setAutoPadding(false);
  const plain = Buffer.concat([decipher.update(lock.keyBlob), decipher.final()]);
  const parts: Buffer[] = [];
  for (let at = 0; parts.length < 3;) {
    const length = plain[at] ?? 0;
    const part = plain.subarray(at + 1, at + 1 + length);
    if (part.length !== length) return null;
    parts.push(part);
    at += 1 + length;
  }
  const [iv, key, checksum] = parts;
  return iv?.length === 16 && key?.length === 32 && checksum?.length === 32 ? { iv, key, checksum } : null;
}

/** A byte array read as Java characters, each byte with its sign, and written as UTF-8: what Android makes of the master key. */
function javaUtf8(bytes: Buffer): Buffer {
  const characters = Array.from(bytes, (byte) => (byte < 0x80 ? byte : 0xff00 + byte));
  return Buffer.from(String.fromCharCode(...characters), 'utf8');
}
