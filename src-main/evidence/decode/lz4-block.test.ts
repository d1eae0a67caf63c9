import { describe, expect, it } from 'vitest';
import { unpackLz4Block } from './lz4-block.ts';

const hex = (digits: string): Uint8Array => new Uint8Array(Buffer.from(digits.replaceAll(' ', ''), 'hex'));
const text = (packed: Uint8Array, most = 1000): string | null => {
  const unpacked = unpackLz4Block(packed, most);
  return unpacked === null ? null : Buffer.from(unpacked).toString();
};

describe('unpackLz4Block', () => {
  // By the description of the format: a token (literals, match - 4), literals, distance.
  it.each([
    ['literals alone', '50 68656c6c6f', 'hello'],
    ['a match that reaches into itself', '1a 61 0100 50 62626262 62', `${'a'.repeat(15)}bbbbb`],
    ['a match of several bytes', '40 61626364 0400 10 65', 'abcdabcde'],
    ['long literals', `f0 05 ${'7a'.repeat(20)}`, 'z'.repeat(20)],
    ['a long match', '1f 61 0100 ff06 10 62', `${'a'.repeat(1 + 4 + 15 + 255 + 6)}b`],
  ])('unpacks %s', (_, packed, wanted) => {
    expect(text(hex(packed))).toBe(wanted);
  });

  it.each([
    ['nothing', ''],
    ['literals that are cut off', '50 6865'],
    ['a distance before the start', '10 61 0200 10 62'],
    ['a distance of none', '10 61 0000 10 62'],
    ['a match without an end', '1f 61 0100 ffff'],
    ['a distance that is cut off', '10 61 01'],
  ])('refuses %s', (_, packed) => {
    expect(text(hex(packed))).toBeNull();
  });

  it('refuses what unpacks to more than is allowed', () => {
    const bomb = hex(`1f 61 0100 ${'ff'.repeat(200)} 00 10 62`);
    expect(text(bomb, 10_000)).toBeNull();
    expect(text(bomb, 100_000)).toHaveLength(1 + 4 + 15 + 200 * 255 + 1);
  });
});
