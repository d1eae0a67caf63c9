import { fieldAt, integerOf, readProtobuf, textOf, type ProtobufMessage } from '../../evidence/decode/protobuf.ts';

/** Fields of a protobuf message by number. Absent fields read as null or as an empty list. */
export class Fields {
  readonly #message: ProtobufMessage;

  constructor(bytes: Uint8Array) {
    this.#message = readProtobuf(bytes);
  }

  /** True when every byte belongs to a field, and there is one. */
  get isWhole(): boolean {
    return this.#message.damage === null && this.#message.fields.length > 0;
  }

  get numbers(): readonly number[] {
    return [...new Set(this.#message.fields.map(({ number }) => number))];
  }

  text(number: number): string | null {
    const text = textOf(fieldAt(this.#message, number));
    return text === '' ? null : text;
  }

  /** A whole number that JavaScript holds exactly; null for others. */
  whole(number: number): number | null {
    const value = integerOf(fieldAt(this.#message, number), true);
    return value === null || !Number.isSafeInteger(Number(value)) ? null : Number(value);
  }

  bytes(number: number): Uint8Array | null {
    const value = fieldAt(this.#message, number)?.value;
    return value?.wire === 'bytes' ? value.bytes : null;
  }

  message(number: number): Fields | null {
    const bytes = this.bytes(number);
    return bytes === null ? null : new Fields(bytes);
  }

  /** Every occurrence of a field that holds bytes. */
  all(number: number): readonly Uint8Array[] {
    return this.#message.fields.flatMap((one) =>
      one.number === number && one.value.wire === 'bytes' ? [one.value.bytes] : [],
    );
  }

  messages(number: number): readonly Fields[] {
    return this.all(number).map((bytes) => new Fields(bytes));
  }
}

const PNI = 0x01;

/**
 * An account id in binary: 16 bytes of an ACI, or a kind in front of 16 (1: PNI). Null for anything else, and for zeros, which stand for
 * nobody. Source: signalapp/libsignal, rust/core/src/address.rs.
 */
export function serviceIdOf(bytes: Uint8Array | null): string | null {
  if (bytes === null) return null;
  const isKinded = bytes.length === 17;
  if ((!isKinded && bytes.length !== 16) || bytes.every((byte) => byte === 0)) return null;
  if (isKinded && bytes[0] !== PNI) return null;
  const hex = Buffer.from(isKinded ? bytes.subarray(1) : bytes).toString('hex');
  const uuid = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
  return isKinded ? `PNI:${uuid}` : uuid;
}
