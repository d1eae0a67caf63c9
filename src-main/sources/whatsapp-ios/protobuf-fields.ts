/** One field of a protocol-buffer message, by its wire type. */
export type Field =
  | { readonly number: number; readonly type: 'varint' | 'fixed64' | 'fixed32'; readonly value: bigint }
  | { readonly number: number; readonly type: 'bytes'; readonly value: Uint8Array };

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** The fields of a message in stored order; null when the bytes are not one whole message. Never throws. */
export function fieldsOf(bytes: Uint8Array): readonly Field[] | null {
  const fields: Field[] = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  const varint = (): bigint | null => {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = bytes[at];
      if (byte === undefined) return null;
      at += 1;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asUintN(64, value);
    }
    return null;
  };
  while (at < bytes.length) {
    const tag = varint();
    if (tag === null || tag < 8n || tag > 0xffff_ffffn) return null;
    const number = Number(tag >> 3n);
    switch (Number(tag & 7n)) {
      case 0: {
        const value = varint();
        if (value === null) return null;
        fields.push({ number, type: 'varint', value });
        break;
      }
      case 1:
        if (at + 8 > bytes.length) return null;
        fields.push({ number, type: 'fixed64', value: view.getBigUint64(at, true) });
        at += 8;
        break;
      case 2: {
        const length = varint();
        if (length === null || length > BigInt(bytes.length - at)) return null;
        fields.push({ number, type: 'bytes', value: bytes.subarray(at, at + Number(length)) });
        at += Number(length);
        break;
      }
      case 5:
        if (at + 4 > bytes.length) return null;
        fields.push({ number, type: 'fixed32', value: BigInt(view.getUint32(at, true)) });
        at += 4;
        break;
      default:
        return null;
    }
  }
  return fields;
}

/** The first field of this number that holds bytes. */
export function bytesField(fields: readonly Field[], number: number): Uint8Array | null {
  for (const field of fields) if (field.number === number && field.type === 'bytes') return field.value;
  return null;
}

/** The first field of this number as text; null when there is none or it is not UTF-8. */
export function textField(fields: readonly Field[], number: number): string | null {
  const bytes = bytesField(fields, number);
  if (bytes === null) return null;
  try {
    return utf8.decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

/** The first varint of this number, when it is exact as a number. */
export function integerField(fields: readonly Field[], number: number): number | null {
  for (const field of fields) {
    if (field.number !== number || field.type !== 'varint') continue;
    return field.value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(field.value) : null;
  }
  return null;
}

/** Every nested message of this number; those that are not whole messages are left out. */
export function messagesOf(fields: readonly Field[], number: number): readonly (readonly Field[])[] {
  const found: (readonly Field[])[] = [];
  for (const field of fields) {
    if (field.number !== number || field.type !== 'bytes') continue;
    const nested = fieldsOf(field.value);
    if (nested !== null) found.push(nested);
  }
  return found;
}
