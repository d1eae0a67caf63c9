import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto';

/** How the passphrase of a key ring becomes a key, as the case stores it; `check` tells a wrong passphrase. */
export interface RingSeal {
  readonly kdf: 'scrypt';
  readonly N: number;
  readonly r: number;
  readonly p: number;
  /** Hexadecimal. */
  readonly salt: string;
  readonly check: string;
}

/**
 * The description of a seal as a case stores it; null where it is none, or asks for more work than one that was made here: a changed
 * description must not stop the program.
 */
export function parseSeal(text: string): RingSeal | null {
  const seal = parsed(text);
  if (seal?.kdf !== 'scrypt') return null;
  const { N, r, p, salt, check } = seal;
  const isWork = isCount(N, 2 ** 20) && Number.isInteger(Math.log2(N)) && isCount(r, 32) && isCount(p, 16);
  const isHex = [salt, check].every((one) => typeof one === 'string' && /^(?:[0-9a-f]{2})+$/u.test(one));
  return isWork && isHex ? (seal as RingSeal) : null;
}

function parsed(text: string): Partial<RingSeal> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' ? value : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function isCount(value: unknown, most: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= most;
}

/** 128 MiB and about half a second: RFC 7914 names N = 2^20 for files and 2^14 for logins. */
const COST = { N: 2 ** 17, r: 8, p: 1 };
const CHECK = Buffer.from('affiant key ring', 'latin1');
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Makes a seal for a passphrase that was chosen now. */
export async function newSeal(passphrase: string): Promise<{ readonly seal: RingSeal; readonly key: Buffer }> {
  const salt = randomBytes(16);
  const key = await derive(passphrase, { ...COST, salt });
  return { seal: { kdf: 'scrypt', ...COST, salt: salt.toString('hex'), check: sealValue(key, CHECK, '') }, key };
}

/** The key of a seal; null where the passphrase is another. */
export async function keyOfSeal(seal: RingSeal, passphrase: string): Promise<Buffer | null> {
  const key = await derive(passphrase, { ...seal, salt: Buffer.from(seal.salt, 'hex') });
  return unsealValue(key, seal.check, '') === null ? null : key;
}

/** AES-256-GCM: IV, ciphertext and tag in hexadecimal. `about` is authenticated with it. */
export function sealValue(key: Buffer, value: Uint8Array, about: string): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(about, 'utf8'));
  return Buffer.concat([iv, cipher.update(value), cipher.final(), cipher.getAuthTag()]).toString('hex');
}

/** Null where the key or `about` is another, or the value was changed. */
export function unsealValue(key: Buffer, sealed: string, about: string): Buffer | null {
  const bytes = Buffer.from(sealed, 'hex');
  if (bytes.length < IV_BYTES + TAG_BYTES) return null;
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(about, 'utf8')).setAuthTag(bytes.subarray(-TAG_BYTES));
  const plain = decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES));
  try {
    decipher.final();
    return plain;
  } catch {
    return null;
  }
}

function derive(
  passphrase: string,
  { N, r, p, salt }: { readonly N: number; readonly r: number; readonly p: number; readonly salt: Buffer },
): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  scrypt(Buffer.from(passphrase.normalize('NFC'), 'utf8'), salt, 32, { N, r, p, maxmem: 256 * N * r }, (error, key) => {
    if (error === null) resolve(key);
    else reject(error);
  });
  return promise;
}
