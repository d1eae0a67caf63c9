import { describe, expect, test } from 'vitest';
import { readTlText, TlSchema } from './tl.ts';

const schema = new TlSchema([
  'Node=00000001:leaf:value=int;00000002:node:flags=#,is_set=true?flags.0,next=Node?flags.1,more=*Node?flags.2',
  'Thing=00000003:thing:name=string,blob=bytes,number=long,real=double,yes=Bool,list=*long,flags2=#,last=int?flags2.4',
]);

const u32 = (...values: readonly number[]): Buffer => Buffer.concat(values.map((value) => { const b = Buffer.alloc(4); b.writeUInt32LE(value >>> 0); return b; })); // prettier-ignore
const VECTOR = 0x1cb5c415;
const TRUE = 0x997275b5;

describe('an object', () => {
  const long = Buffer.from('ffffffffffffff7f', 'hex');
  const thing = Buffer.concat([
    u32(3),
    Buffer.from([3, 0x61, 0xc3, 0xa4]), // "aä" without padding
    Buffer.from([1, 0xff, 0, 0]),
    long,
    Buffer.from('000000000000f83f', 'hex'),
    u32(TRUE, VECTOR, 2, 5, 0),
    Buffer.from('ffffffffffffffff', 'hex'),
    u32(16 | 1, 7),
  ]);

  test('is read in the order of its fields; large numbers are texts, bytes hexadecimal, and unknown bits are told', () => {
    expect(schema.read(thing, 'Thing')).toEqual({
      object: { _: 'thing', name: 'aä', blob: 'ff', number: '9223372036854775807', real: 1.5, yes: true, list: [5, -1], flags2: 17, last: 7 }, // prettier-ignore
      end: thing.length,
      fault: null,
      hasBadText: false,
    });
  });

  test('that is cut off anywhere keeps the fields before the cut, and says so', () => {
    for (let length = 0; length < thing.length; length += 1) {
      const { object, fault, end } = schema.read(thing.subarray(0, length), 'Thing');
      expect(fault, String(length)).not.toBeNull();
      expect(end).toBeLessThanOrEqual(length);
      if (length >= 8) expect(object?.name, String(length)).toBe('aä');
    }
  });

  test('of an unknown constructor, or of one of another type, is told by its number and place', () => {
    expect(schema.read(u32(2, 2, 0xdeadbeef), 'Node')).toMatchObject({
      object: { _: 'node' },
      fault: { kind: 'unknown-constructor', offset: 8, constructor: 'deadbeef' },
    });
    expect(schema.read(u32(3), 'Node').fault?.kind).toBe('unknown-constructor');
    expect(schema.read(Buffer.alloc(0), 'Node')).toMatchObject({ object: null, fault: { kind: 'damaged', offset: 0 } });
  });

  test('with a text that is no UTF-8 says so', () => {
    const bad = Buffer.from(thing);
    bad[6] = 0xff;
    expect(schema.read(bad, 'Thing').hasBadText).toBe(true);
  });
});

describe('hostile bytes', () => {
  test('a list of four thousand million is refused before anything is made', () => {
    for (const count of [0xffffffff, 0x7fffffff, 1_000_000])
      expect(schema.read(u32(2, 4, VECTOR, count, 1, 5), 'Node').fault?.kind).toBe('damaged');
  });

  test('objects nested a hundred thousand deep end with an issue, in objects and in lists', () => {
    const objects = Buffer.concat(Array.from({ length: 100_000 }, () => u32(2, 2)));
    expect(schema.read(objects, 'Node').fault?.kind).toBe('damaged');
    const lists = Buffer.concat(Array.from({ length: 100_000 }, () => u32(2, 4, VECTOR, 1)));
    expect(schema.read(lists, 'Node').fault?.kind).toBe('damaged');
  });

  test('a cell beyond two megabytes is left as it is', () => {
    const large = Buffer.concat([u32(2, 4, VECTOR, 300_000), ...Array.from({ length: 300_000 }, () => u32(1, 9))]);
    expect(schema.read(large, 'Node')).toMatchObject({ object: null, fault: { kind: 'too-large' } });
  });

  test('a text longer than what is left is none', () => {
    expect(readTlText(Buffer.from([254, 255, 255, 255, 0x61]), 0)).toBeNull();
    expect(readTlText(Buffer.from([5, 0x61]), 0)).toBeNull();
    expect(readTlText(Buffer.from([255, 0x61, 0, 0]), 0)).toBeNull();
    expect(readTlText(Buffer.from([1, 0x61, 0, 0]), 0)).toEqual({ text: 'a', end: 4 });
  });
});
