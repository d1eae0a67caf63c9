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
  readonly bit: number;
}

const fieldsById = new Map<string, readonly Field[]>();
for (const line of TL_TABLE)
  for (const one of line.slice(line.indexOf('=') + 1).split(';')) {
    const [id = '', , list = ''] = one.split(':');
    const fields = list.split(',').filter((text) => text !== '').map((text) => {
      const [, name = '', type = '', flags = null, bit = '0'] = /^([^=]+)=([^?]+)(?:\?(\w+)\.(\d+))?$/u.exec(text) ?? [];
      return { name, type, flags, bit: Number(bit) };
    }); // prettier-ignore
    fieldsById.set(id, fields);
  }

/** Writes an object of a constructor; fields that are not there set no flag. Throws for a field that the constructor lacks. */
export function tl(id: string, values: Fields = {}): Written {
  const fields = fieldsById.get(id);
  if (fields === undefined) throw new Error(`no constructor ${id}`);
  const isThere = ({ name }: Field): boolean =>
    values[name] !== undefined && values[name] !== null && values[name] !== false;
  const stray = Object.keys(values).find((name) => values[name] !== undefined && values[name] !== null && !fields.some((field) => field.name === name)); // prettier-ignore
  if (stray !== undefined) throw new Error(`${id} has no field ${stray}`);
  const parts: Buffer[] = [int(parseInt(id, 16))];
  for (const field of fields) {
    const value = values[field.name];
    if (field.type === '#') {
      const set = fields.filter((one) => one.flags === field.name && isThere(one));
      parts.push(int(set.reduce((all, { bit }) => all | (1 << bit), 0)));
    } else if (
      field.flags === null ||
      isThere(field) ||
      fields.some((one) => isThere(one) && one.flags === field.flags && one.bit === field.bit)
    ) {
      if (value === undefined || value === null) throw new Error(`${id} needs ${field.name}`);
      parts.push(written(field.type, value));
    }
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
