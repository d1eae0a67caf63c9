import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PlistDamaged, plistAt, readPlist } from './plist.ts';
import { fieldAt, integerOf, readProtobuf, textOf } from './protobuf.ts';
import { readVcards } from './vcard.ts';
import { readPreferences } from './xml-preferences.ts';

const corpus = resolve(import.meta.dirname, '../../../../shared/corpus');
const RUNS = { seed: 20_220_601, numRuns: 2000 };

describe('protobuf', () => {
  test('reads varints, text, nested messages and fixed values with their offsets', () => {
    // 1: 150 · 2: { 1: "testing" } · 3: fixed32 1 · 4: fixed64 -2 · 5: -1
    const bytes = Buffer.from('08960112090a0774657374696e671d0100000021feffffffffffffff28ffffffffffffffffff01', 'hex');
    const message = readProtobuf(bytes);
    expect(message.damage).toBeNull();
    expect(message.fields.map(({ number, offset, length }) => [number, offset, length])).toEqual([
      [1, 0, 3],
      [2, 3, 11],
      [3, 14, 5],
      [4, 19, 9],
      [5, 28, 11],
    ]);
    expect(integerOf(fieldAt(message, 1))).toBe(150n);
    expect(textOf(fieldAt(message, 2, 1))).toBe('testing');
    expect(integerOf(fieldAt(message, 3))).toBe(1n);
    expect(integerOf(fieldAt(message, 4), true)).toBe(-2n);
    expect(integerOf(fieldAt(message, 5), true)).toBe(-1n);
    expect(integerOf(fieldAt(message, 5))).toBe(2n ** 64n - 1n);
    expect(fieldAt(message, 9)).toBeNull();
  });

  test('keeps what was read before damage, and says where it starts', () => {
    expect(readProtobuf(Buffer.from('08961212ff', 'hex'))).toMatchObject({
      fields: [{ number: 1 }],
      damage: { offset: 3, what: 'a value is cut off' },
    });
    expect(readProtobuf(Buffer.from('0b', 'hex')).damage?.what).toBe('wire type 3 is not used');
  });

  test('ends on any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        const { fields, damage } = readProtobuf(bytes);
        const covered = fields.reduce((sum, field) => sum + field.length, 0);
        expect(damage === null ? bytes.length : damage.offset).toBe(covered);
      }),
      RUNS,
    );
  });
});

describe('property lists', () => {
  const PYTHON = `
import plistlib, sys, datetime
v = {'text': 'Ünï 🦊', 'ascii': 'abc', 'int': 42, 'neg': -7, 'big': 2**63 - 1, 'real': 1.5, 'yes': True, 'no': False,
     'data': b'\\x00\\xff', 'date': datetime.datetime(2022, 6, 1, 10, 20, 30), 'list': [1, 'two', [3]], 'dict': {'a': {}},
     'uid' if sys.argv[1] == 'bin' else 'u': plistlib.UID(300) if sys.argv[1] == 'bin' else 'x', 'long': 'x' * 70000}
sys.stdout.buffer.write(plistlib.dumps(v, fmt=plistlib.FMT_BINARY if sys.argv[1] == 'bin' else plistlib.FMT_XML))
`;
  const python = hasPython();

  test.skipIf(!python).each(['bin', 'xml'])('agrees with plistlib of Python (%s)', (format) => {
    const list = readPlist(execFileSync('python3', ['-c', PYTHON, format], { maxBuffer: 2 ** 24 }));
    expect(plistAt(list, 'text')).toBe('Ünï 🦊');
    expect(plistAt(list, 'int')).toBe(42);
    expect(plistAt(list, 'neg')).toBe(-7);
    expect(plistAt(list, 'big')).toBe(2n ** 63n - 1n);
    expect(plistAt(list, 'real')).toBe(1.5);
    expect([plistAt(list, 'yes'), plistAt(list, 'no')]).toEqual([true, false]);
    expect(plistAt(list, 'data')).toEqual(Buffer.from([0, 255]));
    expect(plistAt(list, 'date')).toEqual({ dateMs: Date.UTC(2022, 5, 1, 10, 20, 30) });
    expect(plistAt(list, 'list')).toEqual([1, 'two', [3]]);
    expect(plistAt(list, 'list', 2, 0)).toBe(3);
    expect(plistAt(list, 'dict', 'a')).toEqual(new Map());
    expect(plistAt(list, 'long')).toHaveLength(70_000);
    if (format === 'bin') expect(plistAt(list, 'uid')).toEqual({ uid: 300 });
    expect(plistAt(list, 'absent', 'x')).toBeUndefined();
  });

  test.each([
    '<!DOCTYPE plist [<!ENTITY a "aaaa">]><plist><string>&a;</string></plist>',
    '<plist><dict><string>x</string></dict></plist>',
    '<plist><dict>',
    `<plist>${'<array>'.repeat(100_000)}`,
    '',
    'bplist00',
  ])('refuses or leaves as it is: %.60s', (xml) => {
    let read: unknown;
    try {
      read = readPlist(Buffer.from(xml));
    } catch (error) {
      expect(error).toBeInstanceOf(PlistDamaged);
      return;
    }
    expect(read).toBe('&a;');
  });

  test('a list that holds itself is refused', () => {
    const body = Buffer.from('bplist00\xa1\x00', 'latin1');
    const trailer = Buffer.alloc(32);
    trailer.set([1, 1], 6);
    trailer.writeBigUInt64BE(1n, 8);
    trailer.writeBigUInt64BE(10n, 24);
    expect(() => readPlist(Buffer.concat([body, Buffer.from([8]), trailer]))).toThrow(PlistDamaged);
  });

  test.skipIf(!python)('throws nothing else on damaged lists', () => {
    const seed = execFileSync('python3', ['-c', PYTHON.replace('70000', '20'), 'bin']);
    fc.assert(
      fc.property(fc.nat(seed.length - 1), fc.nat(255), fc.nat(seed.length - 1), fc.nat(255), (a, x, b, y) => {
        const bytes = Buffer.from(seed);
        bytes[a] = x;
        bytes[b] = y;
        try {
          readPlist(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(PlistDamaged);
        }
      }),
      RUNS,
    );
  });

  const backup = join(corpus, 'containers/ios_backup_enc_pyiosbackup');
  test.skipIf(!existsSync(backup))('reads the lists of a backup made by others', () => {
    for (const name of readdirSync(backup).filter((file) => file.endsWith('.plist')))
      expect(readPlist(readFileSync(join(backup, name))), name).toBeInstanceOf(Map);
  });
});

describe('settings of Android', () => {
  test('reads every type', () => {
    const { values, damage } = readPreferences(
      Buffer.from(`<?xml version='1.0' encoding='utf-8' standalone='yes' ?>
<map>
  <string name="ph">4915550100 &amp; &#128578;</string>
  <string name="empty" />
  <int name="cc" value="49" />
  <long name="wide" value="9007199254740993" />
  <float name="f" value="1.5" />
  <boolean name="on" value="true" />
  <set name="s"><string>a</string><string>b</string></set>
  <null name="n" />
</map>`),
    );
    expect(damage).toBeNull();
    expect(Object.fromEntries(values)).toEqual({
      ph: '4915550100 & 🙂',
      empty: '',
      cc: 49,
      wide: 9_007_199_254_740_993n,
      f: 1.5,
      on: true,
      s: ['a', 'b'],
      n: null,
    });
  });

  test('keeps what stands before damage', () => {
    const { values, damage } = readPreferences(Buffer.from('<map><int name="a" value="1"/><int name="b" value='));
    expect(values.get('a')).toBe(1);
    expect(damage).not.toBeNull();
    expect(readPreferences(Buffer.from('ABX\0')).damage).not.toBeNull();
  });
});

test('contact cards give names, numbers and the identifiers of accounts', () => {
  const card = `BEGIN:VCARD\r\nVERSION:3.0\r\nN:Berg;Anna\\, Maria;;Dr.;\r\nFN:Dr. Anna Berg\r\nORG:Harbour Café;Kitchen\r
item1.TEL;type=CELL;waid=4915550100:+49 1555\r\n 0100\r\nTEL;VALUE=uri:tel:+1-555-0101\r\nEMAIL:anna@example.org\r\nEND:VCARD\r\n`;
  expect(readVcards(card)).toEqual([
    {
      name: 'Dr. Anna Berg',
      phones: [
        { number: '+49 15550100', waid: '4915550100' },
        { number: '+1-555-0101', waid: null },
      ],
      emails: ['anna@example.org'],
      organisation: 'Harbour Café, Kitchen',
    },
  ]);
  const old = 'BEGIN:VCARD\nVERSION:2.1\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=C3=9Cber;J=\n=C3=BCrgen\nEND:VCARD';
  expect(readVcards(old)[0]?.name).toBe('Jürgen Über');
  expect(readVcards('no card')).toEqual([]);
});

function hasPython(): boolean {
  try {
    execFileSync('python3', ['--version'], { stdio: 'ignore' });
    return true;
  } catch (error) {
    if (error instanceof Error) return false;
    throw error;
  }
}
