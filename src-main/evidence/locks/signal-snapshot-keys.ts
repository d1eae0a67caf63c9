import { createDecipheriv, hkdfSync } from 'node:crypto';
import { fieldAt, integerOf, readProtobuf } from '../decode/protobuf.ts';

/** What the file `metadata` of a snapshot says without a key. */
export interface SnapshotMetadata {
  readonly version: number;
  /** The number used once under which the backup's identifier is encrypted, and the identifier so. */
  readonly iv: Buffer;
  readonly encryptedId: Buffer;
}

/** The keys of one snapshot, and the identifier of the backup, which is derived from the account's and the recovery key. */
export interface SnapshotKeys {
  readonly backupId: Buffer;
  readonly macKey: Buffer;
  readonly cipherKey: Buffer;
}

/** Larger files beside a backup are no such metadata. */
export const LARGEST_METADATA = 4096;
const NONCE_BYTES = 12;
const ID_BYTES = 16;
const KEY_BYTES = 32;

/** The 64 characters as the app derives from them: without blanks and capitals, and the two signs back that it prints for letters easily mistaken. Null for what is none. Source: signalapp/libsignal, rust/account-keys; signalapp/Signal-Android, AccountEntropyPool. */
export function recoveryKeyOf(text: string): string | null {
  const key = text.replaceAll(/[\s-]/gu, '').toLowerCase().replaceAll('#', 'o').replaceAll('=', '0');
  return /^[0-9a-z]{64}$/u.test(key) ? key : null;
}

/** Null: the bytes are no such metadata. Source: signalapp/Signal-Android, `LocalArchive.proto` (Metadata). */
export function readSnapshotMetadata(bytes: Uint8Array): SnapshotMetadata | null {
  if (bytes.length > LARGEST_METADATA) return null;
  const message = readProtobuf(bytes);
  const [iv, id] = [fieldAt(message, 2, 1)?.value, fieldAt(message, 2, 2)?.value];
  const version = integerOf(fieldAt(message, 1));
  if (message.damage !== null || version === null || version > 0xffffn || iv?.wire !== 'bytes' || id?.wire !== 'bytes')
    return null;
  if (iv.bytes.length !== NONCE_BYTES || id.bytes.length !== ID_BYTES) return null;
  return { version: Number(version), iv: Buffer.from(iv.bytes), encryptedId: Buffer.from(id.bytes) };
}

/**
 * The keys that follow from the recovery key. The identifier is not authenticated: under another recovery key another one comes out.
 * Source: signalapp/libsignal, rust/account-keys and rust/message-backup (`key.rs`); signalapp/Signal-Android, LocalArchiver.
 */
export function snapshotKeys(recoveryKey: string, { iv, encryptedId }: SnapshotMetadata): SnapshotKeys {
  const backupKey = derived(Buffer.from(recoveryKey, 'latin1'), '20240801_SIGNAL_BACKUP_KEY', KEY_BYTES);
  const idKey = derived(backupKey, '20241011_SIGNAL_LOCAL_BACKUP_METADATA_KEY', KEY_BYTES);
  const decipher = createDecipheriv('aes-256-ctr', idKey, Buffer.concat([iv, Buffer.alloc(4)]));
  const backupId = Buffer.concat([decipher.update(encryptedId), decipher.final()]);
  const keys = derived(backupKey, Buffer.concat([MESSAGES, backupId]), 2 * KEY_BYTES);
  return { backupId, macKey: keys.subarray(0, KEY_BYTES), cipherKey: keys.subarray(KEY_BYTES) };
}

const MESSAGES = Buffer.from('20241007_SIGNAL_BACKUP_ENCRYPT_MESSAGE_BACKUP:');

function derived(from: Buffer, info: string | Buffer, bytes: number): Buffer {
  return Buffer.from(hkdfSync('sha256', from, Buffer.alloc(0), info, bytes));
}
