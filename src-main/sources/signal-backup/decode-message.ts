import { readProtobuf, type ProtobufField } from '../../evidence/decode/protobuf.ts';
import { shapeOf, type Field } from './shapes.ts';

/** A value of the JSON form: 64-bit numbers as digits, bytes in base64, codes by name. */
export type Plain = string | number | boolean | readonly Plain[] | { readonly [name: string]: Plain };

/** What of the bytes the value does not say, or not in the way that the format is known to have. */
export interface Doubt {
  readonly what: 'unknown-field' | 'wrong-type' | 'no-text' | 'other-text' | 'twice' | 'damaged' | 'too-deep';
  /** The message's type and the field's name or number. */
  readonly where: string;
}

/** Wordings of an edited message lie in it; anything deeper than this is no backup of the app. */
const DEEPEST = 16;
const MOST_DOUBTS = 50;

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const lenient = new TextDecoder('utf-8', { ignoreBOM: true });

/** The bytes of a message as the value that its JSON form has. Unknown fields stay, by their numbers. */
export function decodeMessage(
  bytes: Uint8Array,
  type: string,
  doubts: Doubt[],
  depth = 0,
): Readonly<Record<string, Plain>> {
  const value: Record<string, Plain> = {};
  const say = (what: Doubt['what'], where: string): void => {
    if (doubts.length < MOST_DOUBTS) doubts.push({ what, where: `${type}.${where}` });
  };
  const { fields, damage } = readProtobuf(bytes);
  const shape = shapeOf(type);
  for (const field of fields) {
    const known = shape?.get(field.number);
    const name = known?.name ?? `field ${field.number}`;
    if (known === undefined) say('unknown-field', name);
    const found = known === undefined ? null : valueOf(field, known, say, doubts, depth);
    if (known !== undefined && found === null) say('wrong-type', name);
    if (known?.isRepeated === true && found !== null) {
      const list = (value[name] ??= []) as Plain[];
      for (const one of Array.isArray(found) ? (found as readonly Plain[]) : [found]) list.push(one);
      continue;
    }
    const put = found ?? asStored(field);
    const place = found === null && known !== undefined ? `field ${field.number}` : name;
    if (value[place] === undefined) value[place] = put;
    else if (known === undefined || found === null) beside(value, place, put);
    else {
      // The format takes the last one.
      say('twice', name);
      beside(value, `field ${field.number}`, value[place]);
      value[place] = put;
    }
  }
  if (damage !== null) {
    say('damaged', `byte ${damage.offset}`);
    value['bytes not read'] = Buffer.from(bytes.subarray(damage.offset, damage.offset + 1000)).toString('base64');
  }
  return value;
}

/** Adds a value to those under a name; lists grow in place, for a frame may hold one field a hundred thousand times. */
function beside(value: Record<string, Plain>, name: string, one: Plain): void {
  const held = value[name];
  if (held === undefined) value[name] = one;
  else if (Array.isArray(held)) (held as Plain[]).push(one);
  else value[name] = [held, one];
}

type Say = (what: Doubt['what'], where: string) => void;

/** Null where the field's bytes are of another kind than its type. A list stands for numbers packed into one field. */
function valueOf({ value }: ProtobufField, field: Field, say: Say, doubts: Doubt[], depth: number): Plain | null {
  const { type, codes, name } = field;
  switch (value.wire) {
    case 'varint':
      if (codes !== null) return codes[Number(value.unsigned)] ?? Number(BigInt.asIntN(32, value.unsigned));
      if (type === 'u64') return String(value.unsigned);
      if (type === 'u32') return Number(BigInt.asUintN(32, value.unsigned));
      return type === 'bool' ? value.unsigned !== 0n : null;
    case 'fixed32':
      return type === 'fixed32' || type === 'float' ? numberIn(value.bytes, 0, type) : null;
    case 'fixed64':
      return null;
    case 'bytes': {
      if (type === 'text') {
        const text = textOf(value.bytes);
        if (text === null) say('no-text', name);
        return text ?? lenient.decode(value.bytes);
      }
      if (type === 'bytes') return Buffer.from(value.bytes).toString('base64');
      if (shapeOf(type) === null) return field.isRepeated ? packed(value.bytes, field) : null;
      if (depth < DEEPEST) return decodeMessage(value.bytes, type, doubts, depth + 1);
      say('too-deep', name);
      return { 'bytes not read': Buffer.from(value.bytes.subarray(0, 1000)).toString('base64') };
    }
  }
}

function textOf(bytes: Uint8Array): string | null {
  try {
    return strict.decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

function numberIn(bytes: Uint8Array, at: number, type: string): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return type === 'float' ? view.getFloat32(at, true) : view.getUint32(at, true);
}

/** Numbers of one kind behind each other in one field. Source: protobuf.dev, "Encoding". */
function packed(bytes: Uint8Array, { type, codes }: Field): readonly Plain[] | null {
  const found: Plain[] = [];
  if (type === 'fixed32' || type === 'float') {
    if (bytes.length % 4 !== 0) return null;
    for (let at = 0; at < bytes.length; at += 4) found.push(numberIn(bytes, at, type));
    return found;
  }
  let number = 0n;
  let shift = 0n;
  for (const byte of bytes) {
    number |= BigInt(byte & 0x7f) << shift;
    shift += 7n;
    if (byte >= 0x80 && shift <= 63n) continue;
    if (byte >= 0x80) return null;
    const unsigned = BigInt.asUintN(64, number);
    found.push(codes === null ? String(unsigned) : (codes[Number(unsigned)] ?? Number(unsigned)));
    [number, shift] = [0n, 0n];
  }
  return shift === 0n ? found : null;
}

function asStored({ value }: ProtobufField): Plain {
  return value.wire === 'varint' ? String(value.unsigned) : Buffer.from(value.bytes).toString('base64');
}
