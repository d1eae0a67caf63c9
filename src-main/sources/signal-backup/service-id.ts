/** Accounts have two ids: the one of the account (ACI) is written bare, that of its number (PNI) behind `PNI:`. */
const BYTES = 16;

/** Of 16 bytes, the account's id. Null for another length. */
export function aciOf(bytes: Uint8Array | null): string | null {
  return bytes?.length === BYTES ? uuidOf(bytes) : null;
}

/** Of 16 bytes, the id of the account's number. */
export function pniOf(bytes: Uint8Array | null): string | null {
  return bytes?.length === BYTES ? `PNI:${uuidOf(bytes)}` : null;
}

/** Either: 17 bytes begin with the kind, of which 1 is that of a number. Source: signalapp/libsignal, rust/core, `ServiceId::parse_from_service_id_binary`. */
export function serviceIdOf(bytes: Uint8Array | null): string | null {
  if (bytes?.length === BYTES + 1 && bytes[0] === 1) return pniOf(bytes.subarray(1));
  return aciOf(bytes);
}

export function uuidOf(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes).toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
