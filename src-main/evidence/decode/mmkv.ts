/** Values of an MMKV store by name, the last one written of each, with where its bytes begin in the file. */
export type MmkvValues = ReadonlyMap<string, { readonly bytes: Buffer; readonly offset: number }>;

/**
 * Reads a store of Tencent's MMKV that is not encrypted: its length in four bytes, little-endian, a number that is passed over,
 * then names and values one behind another, each behind its length. Reading ends at what does not fit; an encrypted store gives
 * nothing. Source: Tencent/MMKV, "MMKV for Android: principle"; numbers are those of protobuf.
 */
export function readMmkv(file: Buffer): MmkvValues {
  const values = new Map<string, { readonly bytes: Buffer; readonly offset: number }>();
  if (file.length < 8) return values;
  const end = Math.min(file.length, 4 + file.readUInt32LE(0));
  let at = readVarint(file, 4, end)?.next ?? end;
  while (at < end) {
    const name = readPart(file, at, end);
    const value = name === null ? null : readPart(file, name.next, end);
    if (name === null || value === null || name.bytes.length === 0) break;
    values.set(name.bytes.toString('utf8'), { bytes: value.bytes, offset: value.next - value.bytes.length });
    at = value.next;
  }
  return values;
}

/** A number as MMKV stores it, the lower 32 bits with their sign; null where the bytes are none. */
export function mmkvInteger(bytes: Buffer): number | null {
  const read = readVarint(bytes, 0, bytes.length);
  return read?.next === bytes.length ? Number(BigInt.asIntN(32, read.value)) : null;
}

/** Text as MMKV stores it, behind its own length; null where the bytes are none. */
export function mmkvText(bytes: Buffer): string | null {
  const read = readPart(bytes, 0, bytes.length);
  return read?.next === bytes.length ? read.bytes.toString('utf8') : null;
}

interface Part {
  readonly bytes: Buffer;
  readonly next: number;
}

function readPart(file: Buffer, at: number, end: number): Part | null {
  const length = readVarint(file, at, end);
  if (length === null || length.value > BigInt(end - length.next)) return null;
  const next = length.next + Number(length.value);
  return { bytes: file.subarray(length.next, next), next };
}

function readVarint(
  file: Buffer,
  start: number,
  end: number,
): { readonly value: bigint; readonly next: number } | null {
  let value = 0n;
  for (let at = start; at < Math.min(end, start + 10); at += 1) {
    const byte = file.readUInt8(at);
    value |= BigInt(byte & 0x7f) << BigInt(7 * (at - start));
    if (byte < 0x80) return { value, next: at + 1 };
  }
  return null;
}
