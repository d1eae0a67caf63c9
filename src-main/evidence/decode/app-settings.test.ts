import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readJavaMap } from './java-map.ts';
import { mmkvInteger, mmkvText, readMmkv } from './mmkv.ts';

/** Written by a Java runtime: a HashMap of 8 entries with numbers, text, a truth value, a text twice and nothing. */
const MAP = Buffer.from(
  'aced0005737200116a6176612e7574696c2e486173684d61700507dac1c31660d103000246000a6c6f6164466163746f724900097468726573686f6c6478703f4000000000000c77080000001000000008737200116a6176612e6c616e672e496e746567657212e2a0a4f781873802000149000576616c7565787200106a6176612e6c616e672e4e756d62657286ac951d0b94e08b0200007870000000017371007e000299a8a8af7371007e0002000000117371007e0002000000037371007e00020000010274000f3030313031373030343030303137317371007e0002000000127372000e6a6176612e6c616e672e4c6f6e673b8be490cc8f23df0200014a000576616c75657871007e000300000000000000057371007e000200000013737200116a6176612e6c616e672e426f6f6c65616ecd207280d59cfaee0200015a000576616c75657870017371007e000200000014740001787371007e00020000001571007e00097371007e0002000000167078', // prettier-ignore
  'hex',
);

/** By the description of the format: `default_uin` twice, the later one negative, and text. */
const STORE = Buffer.concat([
  Buffer.of(51, 0, 0, 0, 0xff, 0xff, 0xff, 0x07),
  Buffer.of(11), Buffer.from('default_uin'), Buffer.of(1, 42),
  Buffer.of(4), Buffer.from('name'), Buffer.of(4, 3), Buffer.from('ada'),
  Buffer.of(11), Buffer.from('default_uin'), Buffer.of(10, 0xaf, 0xd1, 0x89, 0xd2, 0xf9, 0xff, 0xff, 0xff, 0xff, 0x01),
  Buffer.alloc(40),
]); // prettier-ignore

describe('maps that Java wrote', () => {
  it('give values and their places', () => {
    const { values, isWhole } = readJavaMap(MAP);
    expect(isWhole).toBe(true);
    expect([...values].map(([key, { value }]) => [key, value])).toEqual([
      [1, -1_717_000_017], [17, 3], [258, '001017004000171'], [18, 5n], [19, 1], [20, 'x'], [21, '001017004000171'],
    ]); // prettier-ignore
    const { offset, length } = values.get(258) ?? { offset: 0, length: 0 };
    expect(MAP.toString('latin1', offset, offset + length)).toBe('001017004000171');
  });

  it('give what came before damage', () => {
    expect(readJavaMap(MAP.subarray(0, 200)).isWhole).toBe(false);
    expect(readJavaMap(MAP.subarray(0, 200)).values.get(1)?.value).toBe(-1_717_000_017);
    expect(readJavaMap(Buffer.from('no map')).isWhole).toBe(false);
  });
});

describe('stores of MMKV', () => {
  it('give the last value of each name, and its place', () => {
    const values = readMmkv(STORE);
    const uin = values.get('default_uin');
    expect([...values.keys()]).toEqual(['default_uin', 'name']);
    expect(uin?.offset).toBe(45);
    expect(uin && mmkvInteger(uin.bytes)).toBe(-1_706_923_857);
    expect(mmkvText(values.get('name')?.bytes ?? Buffer.alloc(0))).toBe('ada');
  });
});

it('any bytes are read without an error', () => {
  let whole = 0;
  fc.assert(
    fc.property(fc.nat(1), fc.nat(MAP.length), fc.nat(255), fc.nat(MAP.length), (which, at, byte, cut) => {
      const bytes = Buffer.from(which === 0 ? MAP : STORE);
      if (at < bytes.length) bytes.writeUInt8(byte, at);
      const read = which === 0 ? readJavaMap(bytes.subarray(0, cut)).values : readMmkv(bytes.subarray(0, cut));
      whole += read.size;
    }),
    { numRuns: 5000 },
  );
  expect(whole).toBeGreaterThan(100);
});
