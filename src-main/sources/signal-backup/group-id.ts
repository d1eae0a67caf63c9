import { createHmac } from 'node:crypto';

const LABEL = 'Signal_ZKGroup_20200424_GroupMasterKey_GroupSecretParams_DeriveFromMasterKey';
const MASTER_KEY_BYTES = 32;

/**
 * The id of a group, in base64 as the apps' databases hold it, out of its master key, of which a backup holds no more; null for a key of another
 * length. Source: signalapp/libsignal at b056faa6dd02961cff24064c54c089c52e1a0753, rust/zkgroup/src/api/groups/group_params.rs and
 * rust/poksho/src/shohmacsha256.rs.
 */
export function groupIdOf(masterKey: Uint8Array): string | null {
  if (masterKey.length !== MASTER_KEY_BYTES) return null;
  return squeezed(Buffer.from(LABEL), masterKey).toString('base64');
}

/** The first 32 bytes of the keyed sponge over a label and data. */
export function squeezed(label: Uint8Array, data: Uint8Array): Buffer {
  const first = hmac(Buffer.alloc(32), label, Buffer.from([0]));
  const second = hmac(first, data, Buffer.from([0]));
  return hmac(second, Buffer.alloc(8), Buffer.from([1]));
}

function hmac(key: Uint8Array, ...parts: readonly Uint8Array[]): Buffer {
  const made = createHmac('sha256', key);
  for (const part of parts) made.update(part);
  return made.digest();
}
