import { bytesField, concat } from '../../../fixtures/protobuf-writer.ts';
import type { Plain } from './decode-message.ts';
import { shapeOf, type Field } from './shapes.ts';

type Value = Readonly<Record<string, Plain | undefined>>;

/** A value of the JSON form as the bytes of a message. `field 23` stands for one that the format does not have. */
export function encodeMessage(value: Value, type: string): Buffer {
  const byName = new Map([...(shapeOf(type) ?? [])].map(([number, field]) => [field.name, { number, field }]));
  const parts = Object.entries(value).flatMap(([name, one]) => {
    if (one === undefined) return [];
    const known = byName.get(name);
    if (known === undefined) return [varints(Number(/^field (\d+)$/u.exec(name)?.[1] ?? NaN), BigInt(one as string))];
    const list = known.field.isRepeated ? (one as readonly Plain[]) : [one];
    return list.map((each) => encodeField(known.number, known.field, each));
  });
  return concat(parts);
}

function encodeField(number: number, { type, codes, name }: Field, value: Plain): Buffer {
  if (codes !== null)
    return varints(number, BigInt(typeof value === 'number' ? value : codes.indexOf(value as string)));
  if (type === 'u32' || type === 'u64') return varints(number, BigInt(value as string | number));
  if (type === 'bool') return varints(number, value === true ? 1n : 0n);
  if (type === 'text') return bytesField(number, value as string);
  if (type === 'bytes') return bytesField(number, Buffer.from(value as string, 'base64'));
  if (shapeOf(type) === null) throw new Error(`no writer for ${type} of ${name}`);
  return bytesField(number, encodeMessage(value as Value, type));
}

function varints(number: number, value: bigint): Buffer {
  return Buffer.concat([varint(BigInt(number) * 8n), varint(value)]);
}

/** A length before each message, as a varint. */
export function delimited(message: Buffer): Buffer {
  return Buffer.concat([varint(BigInt(message.length)), message]);
}

function varint(value: bigint): Buffer {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, value);
  while (rest > 0x7fn) {
    bytes.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  bytes.push(Number(rest));
  return Buffer.from(bytes);
}
