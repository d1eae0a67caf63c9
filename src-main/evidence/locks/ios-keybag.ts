import { createDecipheriv } from 'node:crypto';
import type { Derive } from './derive-key.ts';

/**
 * The keybag of an iOS backup (`BackupKeyBag` in `Manifest.plist`). Layout: jsharkey13/iphone_backup_decrypt,
 * matan1008/pyiosbackup and dinosec/iphone-dataprotection, which agree.
 */
export interface IosKeybag {
  readonly version: number;
  readonly salt: Buffer;
  readonly rounds: number;
  /** The first derivation, since iOS 10.2. */
  readonly first: { readonly salt: Buffer; readonly rounds: number } | null;
  readonly classes: readonly IosClassKey[];
}

/** A wrapped key of a protection class. */
export interface IosClassKey {
  readonly number: number;
  /** 1: by the device; 2: by the password; 3: by both, which a backup alone does not open. */
  readonly wrap: number;
  /** 0: AES; 1: Curve25519. */
  readonly type: number;
  readonly wrapped: Buffer;
}

/** Four times what devices ask for: the count comes from the file and is paid in time. */
const MOST_ROUNDS = 40_000_000;
const BY_PASSWORD = 2;

/** The password opens the class: alone, or (then this does not suffice) with the device. */
export function wantsPassword({ wrap, type }: IosClassKey): boolean {
  return (wrap & BY_PASSWORD) !== 0 && type === 0;
}

/** Reads tags in any order inside their blocks; null when the bytes are no keybag of a backup. */
export function readIosKeybag(bytes: Uint8Array): IosKeybag | null {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const blocks = [new Map<string, Buffer>()];
  for (let at = 0; at < data.length;) {
    if (at + 8 > data.length) return null;
    const tag = data.toString('latin1', at, at + 4);
    const length = data.readUInt32BE(at + 4);
    const value = data.subarray(at + 8, at + 8 + length);
    if (value.length !== length) return null;
    // The first UUID is the keybag's own; each later one begins a class.
    if (tag === 'UUID' && blocks[0]?.has('UUID') === true) blocks.push(new Map());
    blocks.at(-1)?.set(tag, value);
    at += 8 + length;
  }
  const [own, ...others] = blocks;
  const salt = own?.get('SALT');
  const rounds = numberOf(own?.get('ITER'));
  const firstSalt = own?.get('DPSL');
  const firstRounds = numberOf(own?.get('DPIC'));
  if (salt === undefined || rounds === null || !isPayable(rounds) || !isPayable(firstRounds ?? 1)) return null;
  return {
    version: numberOf(own?.get('VERS')) ?? 0,
    salt,
    rounds,
    first: firstSalt === undefined || firstRounds === null ? null : { salt: firstSalt, rounds: firstRounds },
    classes: others.flatMap((block) => {
      const number = numberOf(block.get('CLAS'));
      const wrapped = block.get('WPKY');
      if (number === null || wrapped === undefined) return [];
      return [{ number: number & 0xf, wrap: numberOf(block.get('WRAP')) ?? 0, type: numberOf(block.get('KTYP')) ?? 0, wrapped }]; // prettier-ignore
    }),
  };
}

function isPayable(rounds: number): boolean {
  return rounds >= 1 && rounds <= MOST_ROUNDS;
}

function numberOf(value: Buffer | undefined): number | null {
  return value?.length === 4 ? value.readUInt32BE(0) : null;
}

/**
 * The class keys that a password opens, by class; null when it opens none of those that it should, which is how a wrong one
 * shows. Takes seconds for backups since iOS 10.2.
 */
export async function openIosKeybag(
  { first, salt, rounds, classes }: IosKeybag,
  password: Uint8Array,
  derive: Derive,
): Promise<ReadonlyMap<number, Buffer> | null> {
  const given = first === null ? password : await derive(password, first.salt, first.rounds, 'sha256');
  const key = await derive(given, salt, rounds, 'sha1');
  const opened = new Map<number, Buffer>();
  for (const one of classes.filter(wantsPassword)) {
    const unwrapped = unwrapKey(key, one.wrapped);
    if (unwrapped?.length === 32) opened.set(one.number, unwrapped);
  }
  return opened.size === 0 ? null : opened;
}

const WRAP_CHECK = Buffer.alloc(8, 0xa6);

/** AES key unwrap (RFC 3394, section 2.2.2); null when its integrity value does not hold or the length is none of a wrapped key. */
export function unwrapKey(key: Uint8Array, wrapped: Uint8Array): Buffer | null {
  const blocks = wrapped.length / 8 - 1;
  if (!Number.isInteger(blocks) || blocks < 2 || blocks > 64) return null;
  const check = Buffer.from(wrapped.subarray(0, 8));
  const rest = Buffer.from(wrapped.subarray(8));
  // One for all steps: in this mode a block depends on no other.
  const decipher = createDecipheriv('aes-256-ecb', key, null).setAutoPadding(false);
  for (let round = 5; round >= 0; round -= 1)
    for (let block = blocks; block >= 1; block -= 1) {
      const count = blocks * round + block;
      check.writeUInt32BE((check.readUInt32BE(4) ^ count) >>> 0, 4);
      const part = rest.subarray((block - 1) * 8, block * 8);
      const opened = decipher.update(Buffer.concat([check, part]));
      opened.copy(check, 0, 0, 8);
      opened.copy(part, 0, 8, 16);
    }
  decipher.final();
  return check.equals(WRAP_CHECK) ? rest : null;
}

/** The class of a stored file key; 0, which is none, for bytes of another length. */
export function fileClass(stored: Uint8Array): number {
  return stored.length === 44 ? Buffer.from(stored.buffer, stored.byteOffset, 4).readUInt32LE(0) : 0;
}

/** The key of a file, or of the manifest, from its 44 stored bytes: the class in little endian, then the wrapped key. */
export function openFileKey(classes: ReadonlyMap<number, Buffer>, stored: Uint8Array): Buffer | null {
  const bytes = Buffer.from(stored);
  const classKey = classes.get(fileClass(bytes));
  const key = classKey === undefined ? null : unwrapKey(classKey, bytes.subarray(4));
  return key?.length === 32 ? key : null;
}
