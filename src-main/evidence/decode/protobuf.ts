/** One field of a protobuf message, without a schema. Offsets count from the start of the bytes that were read. */
export interface ProtobufField {
  readonly number: number;
  /** Where the field's key starts. */
  readonly offset: number;
  /** Key and value together, in bytes. */
  readonly length: number;
  readonly value:
    | { readonly wire: 'varint'; readonly unsigned: bigint }
    | { readonly wire: 'fixed64' | 'fixed32'; readonly bytes: Uint8Array }
    | { readonly wire: 'bytes'; readonly bytes: Uint8Array; readonly offset: number };
}

/** What was read, and why reading stopped early; `damage` is null when every byte belongs to a field. */
export interface ProtobufMessage {
  readonly fields: readonly ProtobufField[];
  readonly damage: { readonly offset: number; readonly what: string } | null;
}

const MOST_FIELDS = 100_000;
const LARGEST_NUMBER = 536_870_911;

/**
 * Reads the fields of one message in storage order. Values point into `bytes`. Nested messages are read by calling this
 * again on a field's bytes, so depth is the caller's. Source: protobuf.dev, "Encoding". Groups end the reading as damage.
 */
export function readProtobuf(bytes: Uint8Array): ProtobufMessage {
  const fields: ProtobufField[] = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  while (at < bytes.length) {
    const start = at;
    const stop = (what: string): ProtobufMessage => ({ fields, damage: { offset: start, what } });
    if (fields.length === MOST_FIELDS) return stop('too many fields');
    const key = readVarint(view, at);
    if (key === null) return stop('a key is cut off');
    at = key.next;
    const number = Number(key.value >> 3n);
    if (number < 1 || number > LARGEST_NUMBER) return stop('a field number does not exist');
    const wire = Number(key.value & 7n);
    if (wire === 0) {
      const varint = readVarint(view, at);
      if (varint === null) return stop('a number is cut off');
      at = varint.next;
      fields.push({ number, offset: start, length: at - start, value: { wire: 'varint', unsigned: varint.value } });
    } else if (wire === 1 || wire === 5) {
      const size = wire === 1 ? 8 : 4;
      if (at + size > bytes.length) return stop('a fixed value is cut off');
      const value = bytes.subarray(at, at + size);
      at += size;
      const kind = wire === 1 ? 'fixed64' : 'fixed32';
      fields.push({ number, offset: start, length: at - start, value: { wire: kind, bytes: value } });
    } else if (wire === 2) {
      const length = readVarint(view, at);
      if (length === null || length.value > BigInt(bytes.length - length.next)) return stop('a value is cut off');
      const from = length.next;
      at = from + Number(length.value);
      fields.push({
        number,
        offset: start,
        length: at - start,
        value: { wire: 'bytes', bytes: bytes.subarray(from, at), offset: from },
      });
    } else {
      return stop(`wire type ${wire} is not used`);
    }
  }
  return { fields, damage: null };
}

/** A varint of at most ten bytes, cut to 64 bits; null when it is cut off or longer. */
function readVarint(view: DataView, at: number): { readonly value: bigint; readonly next: number } | null {
  let low = 0;
  for (let i = 0; i < 4 && at + i < view.byteLength; i += 1) {
    const byte = view.getUint8(at + i);
    low += (byte & 0x7f) * 2 ** (7 * i);
    if (byte < 0x80) return { value: BigInt(low), next: at + i + 1 };
  }
  let value = 0n;
  for (let i = 0; i < 10 && at + i < view.byteLength; i += 1) {
    const byte = view.getUint8(at + i);
    value |= BigInt(byte & 0x7f) << BigInt(7 * i);
    if (byte < 0x80) return { value: BigInt.asUintN(64, value), next: at + i + 1 };
  }
  return null;
}

/**
 * The field reached by following numbers through nested messages, the last occurrence at each level as the format rules;
 * null when one is absent or not a message. `fieldAt(message, 2, 1)` is field 1 of the message in field 2.
 */
export function fieldAt(message: ProtobufMessage, ...numbers: readonly number[]): ProtobufField | null {
  let current = message;
  for (const [depth, number] of numbers.entries()) {
    const field = current.fields.findLast((candidate) => candidate.number === number);
    if (field === undefined) return null;
    if (depth === numbers.length - 1) return field;
    if (field.value.wire !== 'bytes') return null;
    current = readProtobuf(field.value.bytes);
  }
  return null;
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The field's bytes as UTF-8 text; null when it holds no bytes or they are not UTF-8. */
export function textOf(field: ProtobufField | null): string | null {
  if (field?.value.wire !== 'bytes') return null;
  try {
    return utf8.decode(field.value.bytes);
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

/** The field's number: signed as two's complement of 64 bits when `signed`. Null when it holds none. */
export function integerOf(field: ProtobufField | null, signed = false): bigint | null {
  if (field === null) return null;
  const { value } = field;
  if (value.wire === 'varint') return signed ? BigInt.asIntN(64, value.unsigned) : value.unsigned;
  if (value.wire === 'bytes') return null;
  const view = new DataView(value.bytes.buffer, value.bytes.byteOffset, value.bytes.byteLength);
  if (value.wire === 'fixed32') return BigInt(signed ? view.getInt32(0, true) : view.getUint32(0, true));
  return signed ? view.getBigInt64(0, true) : view.getBigUint64(0, true);
}
