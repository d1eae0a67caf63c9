import type { ProtobufField } from '../../evidence/decode/protobuf.ts';
import { readProtobuf, textOf } from '../../evidence/decode/protobuf.ts';

export type Fields = readonly ProtobufField[];

/** The fields of a message in stored order; null when the bytes are not one whole message. */
export function fieldsOf(bytes: Uint8Array): Fields | null {
  const { fields, damage } = readProtobuf(bytes);
  return damage === null ? fields : null;
}

/** The field of this number, the last one as the format rules. */
function fieldOf(fields: Fields, number: number): ProtobufField | null {
  return fields.findLast((field) => field.number === number) ?? null;
}

/** The bytes of the field of this number; null when it is absent or of another type. */
export function bytesField(fields: Fields, number: number): Uint8Array | null {
  const field = fieldOf(fields, number);
  return field?.value.wire === 'bytes' ? field.value.bytes : null;
}

/** The text of the field of this number; null when it is absent, of another type or not UTF-8. */
export function textField(fields: Fields, number: number): string | null {
  return textOf(fieldOf(fields, number));
}

/** The varint of this number, where it is exact as a number; null when absent or of another type. */
export function integerField(fields: Fields, number: number): number | null {
  const field = fieldOf(fields, number);
  if (field?.value.wire !== 'varint' || field.value.unsigned > BigInt(Number.MAX_SAFE_INTEGER)) return null;
  return Number(field.value.unsigned);
}

/** The nested message of this number; null when it is absent or no whole message. */
export function messageField(fields: Fields, number: number): Fields | null {
  const bytes = bytesField(fields, number);
  return bytes === null ? null : fieldsOf(bytes);
}

/** Every nested message of this number; those that are no whole messages are left out. */
export function messageFields(fields: Fields, number: number): readonly Fields[] {
  const found: Fields[] = [];
  for (const field of fields) {
    if (field.number !== number || field.value.wire !== 'bytes') continue;
    const nested = fieldsOf(field.value.bytes);
    if (nested !== null) found.push(nested);
  }
  return found;
}
