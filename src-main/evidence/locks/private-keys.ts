import { constants, createHash, createPrivateKey, createPublicKey, privateDecrypt } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

/** A private key of RSA that was given, with its size and the SHA-256 of its public half as DER (SubjectPublicKeyInfo). */
export interface PrivateKey {
  readonly key: KeyObject;
  readonly bits: number;
  readonly fingerprint: string;
}

/** What a key file holds: its private keys of RSA; how many are under a passphrase of their own. */
export interface GivenKeys {
  readonly keys: readonly PrivateKey[];
  readonly sealed: number;
}

const LARGEST_FILE_BYTES = 65_536;
const MOST_KEYS = 16;
const BLOCK = /-----BEGIN (?<label>[A-Z ]*PRIVATE KEY)-----.*?-----END \k<label>-----/gsu;

/** Reads PEM (PKCS #1 or PKCS #8, one or several), DER, or the base64 of a DER. */
export function privateKeysIn(bytes: Buffer): GivenKeys {
  const keys: PrivateKey[] = [];
  let sealed = 0;
  if (bytes.length > LARGEST_FILE_BYTES) return { keys, sealed };
  const text = bytes.toString('latin1');
  const blocks = [...text.matchAll(BLOCK)].map(([block]) => block);
  for (const block of blocks.slice(0, MOST_KEYS)) {
    if (/BEGIN ENCRYPTED|Proc-Type:\s*4,ENCRYPTED/u.test(block)) sealed += 1;
    else add(keys, () => createPrivateKey(block));
  }
  if (blocks.length === 0) {
    const plain = text.replaceAll(/\s/gu, '');
    const der = /^[A-Za-z0-9+/]+={0,2}$/u.test(plain) ? Buffer.from(plain, 'base64') : bytes;
    for (const type of ['pkcs8', 'pkcs1'] as const)
      add(keys, () => createPrivateKey({ key: der, format: 'der', type }));
  }
  return { keys, sealed };
}

function add(keys: PrivateKey[], read: () => KeyObject): void {
  const key = refusedAs(read, null);
  const bits = key?.asymmetricKeyDetails?.modulusLength;
  if (key?.asymmetricKeyType !== 'rsa' || bits === undefined) return;
  const der = createPublicKey(key).export({ type: 'spki', format: 'der' });
  const fingerprint = createHash('sha256').update(der).digest('hex');
  if (!keys.some((known) => known.fingerprint === fingerprint)) keys.push({ key, bits, fingerprint });
}

/** Codes of OpenSSL and its binding; of an empty key the binding gives a message alone. */
const REFUSAL = /^(?:ERR_(?:OSSL|INVALID_ARG|CRYPTO)|Failed to read private key)/u;

/** Ends as `other` where OpenSSL or its binding refuses what it was given. */
function refusedAs<T>(work: () => T, other: T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof Error && REFUSAL.test('code' in error ? String(error.code) : error.message)) return other;
    throw error;
  }
}

/**
 * Takes what PKCS #1 v1.5 wraps out of its padding; null where the padding does not hold, as under any other key but one in about a
 * hundred thousand. Done here, on the bare operation, because the runtime gives invented bytes where this padding does not hold, so that
 * no server tells an attacker whether it held: here nobody outside asks. Source: RFC 8017, section 7.2.2.
 */
export function unwrapped({ key }: PrivateKey, wrapped: Buffer): Buffer | null {
  const padded = refusedAs<Buffer | null>(
    () => privateDecrypt({ key, padding: constants.RSA_NO_PADDING }, wrapped),
    null,
  );
  if (padded?.[0] !== 0 || padded[1] !== 2) return null;
  const end = padded.indexOf(0, 2);
  return end < SHORTEST_PADDING + 2 ? null : padded.subarray(end + 1);
}

const SHORTEST_PADDING = 8;
