/**
 * SQLite's variable-length integers: 1 to 9 bytes, big-endian groups of seven bits, the ninth byte whole.
 * Source: sqlite.org/fileformat2.html, section 1.6. Reading beyond the bytes gives zeros; callers check the end.
 */
export function varintLength(bytes: Uint8Array, at: number): number {
  for (let length = 1; length < 9; length += 1) if ((bytes[at + length - 1] ?? 0) < 0x80) return length;
  return 9;
}

/** As a signed 64-bit integer: number where that is exact, else bigint. */
export function signedVarint(bytes: Uint8Array, at: number): number | bigint {
  const first = bytes[at] ?? 0;
  if (first < 0x80) return first;
  let value = first & 0x7f;
  for (let index = 1; index < 7; index += 1) {
    const byte = bytes[at + index] ?? 0;
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) return value;
  }
  let wide = BigInt(value);
  const eighth = bytes[at + 7] ?? 0;
  wide = (wide << 7n) | BigInt(eighth & 0x7f);
  if (eighth >= 0x80) wide = BigInt.asIntN(64, (wide << 8n) | BigInt(bytes[at + 8] ?? 0));
  const number = Number(wide);
  return Number.isSafeInteger(number) ? number : wide;
}

/** As a size: a value that is negative or beyond 2^53 gives Infinity, which no check of a bound lets through. */
export function sizeVarint(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0;
  if (first < 0x80) return first;
  const value = signedVarint(bytes, at);
  return typeof value === 'number' && value >= 0 ? value : Infinity;
}
