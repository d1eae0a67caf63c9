import { TL_TABLE } from './tl-table.ts';

/** A value of a field: an object is a constructor's number and its fields. */
export type Value = number | bigint | string | boolean | Buffer | Written | readonly Value[];
export type Fields = Readonly<Record<string, Value | null | undefined>>;

/** An object as it is written. */
export class Written {
  readonly bytes: Buffer;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }
}

interface Field {
  readonly name: string;
  readonly type: string;
  readonly flags: string | null;
  readonly mask: number;
}

const fieldsById = new Map<string, readonly Field[]>();
for (const line of TL_TABLE)
  for (const one of line.slice(line.indexOf('=') + 1).split(';')) {
    const [id = '', , list = ''] = one.split(':');
    fieldsById.set(id, list === '' ? [] : list.split(',').map(fieldOf));
  }

function fieldOf(text: string): Field {
  const [, name = '', type = '', flags = null, bit = '0'] = /^([^=]+)=([^?]+)(?:\?(\w+)\.(\d+))?$/u.exec(text) ?? [];
  return { name, type, flags, mask: 1 << Number(bit) };
}

/** Writes an object of a constructor; fields that are not there set no flag. Throws for a field that the constructor lacks, and for one that another's flag says is there. */
export function tl(id: string, values: Fields = {}): Written {
  const fields = fieldsById.get(id);
  if (fields === undefined) throw new Error(`no constructor ${id}`);
  const isThere = (name: string): boolean => {
    const value = values[name];
    return value !== undefined && value !== null && value !== false;
  };
  for (const [name, value] of Object.entries(values))
    if (value !== undefined && value !== null && !fields.some((field) => field.name === name))
      throw new Error(`${id} has no field ${name}`);
  const set: Record<string, number> = {};
  for (const { name, flags, mask } of fields)
    if (flags !== null && isThere(name)) set[flags] = (set[flags] ?? 0) | mask;
  const parts: Buffer[] = [int(parseInt(id, 16))];
  for (const { name, type, flags, mask } of fields) {
    if (type === '#') {
      parts.push(int(set[name] ?? 0));
      continue;
    }
    if (flags !== null && ((set[flags] ?? 0) & mask) === 0) continue;
    const value = values[name];
    if (type === 'true') continue;
    if (value === undefined || value === null) throw new Error(`${id} needs ${name}`);
    parts.push(written(type, value));
  }
  return new Written(Buffer.concat(parts));
}

function written(type: string, value: Value): Buffer {
  if (type === 'true') return Buffer.alloc(0);
  if (type === 'int') return int(value as number);
  if (type === 'long') return long(value as number | bigint);
  if (type === 'double') return double(value as number);
  if (type === 'string') return run(Buffer.from(value as string, 'utf8'));
  if (type === 'bytes') return run(value as Buffer);
  if (type.startsWith('*')) {
    const list = value as readonly Value[];
    return Buffer.concat([int(0x1cb5c415), int(list.length), ...list.map((one) => written(type.slice(1), one))]);
  }
  return (value as Written).bytes;
}

function int(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value | 0);
  return bytes;
}

function long(value: number | bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64LE(BigInt(value));
  return bytes;
}

function double(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(value);
  return bytes;
}

/** Length, bytes, and zeros to the next four. */
export function run(bytes: Buffer): Buffer {
  const isLong = bytes.length >= 254;
  const head = isLong ? Buffer.from([254, bytes.length & 255, (bytes.length >> 8) & 255, bytes.length >> 16]) : Buffer.from([bytes.length]); // prettier-ignore
  const length = head.length + bytes.length;
  return Buffer.concat([head, bytes, Buffer.alloc(-length & 3)]);
}
