import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hash,
  hkdfSync,
  timingSafeEqual,
} from 'node:crypto';
import type { Decipheriv, KeyObject } from 'node:crypto';
import type { SignalBackupHeader } from './signal-backup-header.ts';

/** The keys of one backup, prepared once: from bytes, each use would take ten times as long for a frame of a row. */
export interface SignalBackupKeys {
  readonly cipherKey: KeyObject;
  readonly macKey: KeyObject;
}

/** Source, as for all numbers here: signalapp/Signal-Android, FullBackupBase and BackupPassphrase. */
const ROUNDS = 250_000;
const ROUNDS_BETWEEN_TURNS = 5_000;
/** Of each authentication value the first bytes are stored. */
export const MAC_BYTES = 10;
const BLOCK_BYTES = 16;

/** The 30 digits as the app derives from them, of a passphrase in groups; null for what is none. */
export function passphraseOf(text: string): string | null {
  const digits = text.replaceAll(/[\s-]/gu, '');
  return /^[0-9]{30}$/u.test(digits) ? digits : null;
}

/** Derives the keys in many short runs; `turn` lets others have theirs, and throws where it is cancelled. */
export async function deriveSignalKeys(
  passphrase: string,
  salt: Buffer | null,
  turn: () => Promise<void>,
): Promise<SignalBackupKeys> {
  const digits = Buffer.from(passphrase, 'latin1');
  let digest = hash('sha512', Buffer.concat([salt ?? Buffer.alloc(0), digits, digits]), 'buffer');
  const input = Buffer.concat([digest, digits]);
  for (let round = 1; round < ROUNDS; round += 1) {
    digest.copy(input);
    digest = hash('sha512', input, 'buffer');
    if (round % ROUNDS_BETWEEN_TURNS === 0) await turn();
  }
  const keys = Buffer.from(hkdfSync('sha256', digest.subarray(0, 32), Buffer.alloc(32), 'Backup Export', 64));
  return { cipherKey: createSecretKey(keys.subarray(0, 32)), macKey: createSecretKey(keys.subarray(32)) };
}

/** What a frame or payload is deciphered from: the counter stands in the first four bytes of the IV, big-endian. */
export function blockOf({ iv }: Pick<SignalBackupHeader, 'iv'>, counter: number): Buffer {
  const block = Buffer.from(iv);
  block.writeUInt32BE(counter);
  return block;
}

export function decipherFrom(cipherKey: KeyObject, block: Uint8Array): Decipheriv {
  return createDecipheriv('aes-256-ctr', cipherKey, block);
}

/** The counter behind another; it goes round. */
export function counterAfter(counter: number, steps: number): number {
  return (counter + steps) % 2 ** 32;
}

/** The first bytes of key stream of each of these counters: 16 of each, one after the other. */
export function keyStreams({ cipherKey }: SignalBackupKeys, blocks: readonly Uint8Array[]): Buffer {
  return createCipheriv('aes-256-ecb', cipherKey, null).setAutoPadding(false).update(Buffer.concat(blocks));
}

/** The block of a position inside a run: the whole 16 bytes count upwards there. Source: NIST SP 800-38A, section 6.5. */
export function blockInside(block: Uint8Array, position: number): Buffer {
  const wanted = Buffer.from(block);
  let carry = Math.floor(position / BLOCK_BYTES);
  for (let at = wanted.length - 1; at >= 0 && carry > 0; at -= 1) {
    carry += wanted[at] ?? 0;
    wanted[at] = carry % 256;
    carry = Math.floor(carry / 256);
  }
  return wanted;
}

/** An authentication value in the making: the first ten bytes of HMAC-SHA256. */
export class SignalMac {
  readonly #mac;

  constructor({ macKey }: SignalBackupKeys) {
    this.#mac = createHmac('sha256', macKey);
  }

  update(bytes: Uint8Array): this {
    this.#mac.update(bytes);
    return this;
  }

  holds(stored: Uint8Array): boolean {
    return stored.length === MAC_BYTES && timingSafeEqual(this.#mac.digest().subarray(0, MAC_BYTES), stored);
  }
}
