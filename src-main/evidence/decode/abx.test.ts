import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readAbx } from './abx.ts';
import { XmlDamaged } from './xml.ts';

const text = (value: string): Buffer => {
  const bytes = Buffer.from(value);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(bytes.length);
  return Buffer.concat([length, bytes]);
};
const added = (name: string): Buffer => Buffer.concat([Buffer.of(0xff, 0xff), text(name)]);
const again = (index: number): Buffer => Buffer.of(0, index);

/** As Android writes `<user id="10" flags="1072" type="…MANAGED" open="true"><name>Work</name><user/></user>`. */
const document = Buffer.concat([
  Buffer.from('ABX\0'),
  Buffer.of(0x10),
  Buffer.of(0x32), added('user'),
  Buffer.of(0x6f), added('id'), Buffer.of(0, 0, 0, 10),
  Buffer.of(0x7f), added('flags'), Buffer.of(0, 0, 4, 0x30),
  Buffer.of(0x2f), added('type'), text('android.os.usertype.profile.MANAGED'),
  Buffer.of(0xcf), added('open'),
  Buffer.of(0x32), added('name'),
  Buffer.of(0x24), text('Wörk'),
  Buffer.of(0x33), again(5),
  Buffer.of(0x32), again(0),
  Buffer.of(0x8f), again(1), Buffer.from('fffffffffffffffe', 'hex'),
  Buffer.of(0x33), again(0),
  Buffer.of(0x33), again(0),
  Buffer.of(0x11),
]); // prettier-ignore

it('reads elements, attributes of each type and text', () => {
  const tokens = [...readAbx(document)].map(
    (token) =>
    token.is === 'open' ? [token.name, Object.fromEntries(token.attributes)] : token.is === 'close' ? `/${token.name}` : token.text, // prettier-ignore
  );
  expect(tokens).toEqual([
    ['user', { id: '10', flags: '430', type: 'android.os.usertype.profile.MANAGED', open: 'true' }],
    ['name', {}],
    'Wörk',
    '/name',
    ['user', { id: '-2' }],
    '/user',
    '/user',
  ]);
});

it('ends any changed or cut bytes as tokens or as damage', () => {
  const damage = fc.array(fc.tuple(fc.nat(document.length - 1), fc.nat(255)), { maxLength: 4 });
  fc.assert(
    fc.property(damage, fc.nat(document.length), (changes, length) => {
      const bytes = Buffer.from(document);
      for (const [at, value] of changes) bytes.writeUInt8(value, at);
      try {
        for (const token of readAbx(bytes.subarray(0, length))) expect(token.is).toBeTypeOf('string');
      } catch (error) {
        expect(error).toBeInstanceOf(XmlDamaged);
      }
    }),
    { numRuns: 2000 },
  );
});
