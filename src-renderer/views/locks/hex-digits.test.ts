import { expect, it } from 'vitest';
import { checkHex } from './hex-digits.ts';

it('counts digits, in groups or not', () => {
  expect(checkHex('', 'whatsapp-backup')).toEqual({ kind: 'empty', wanted: [64] });
  expect(checkHex('ab cd-ef', 'whatsapp-backup')).toEqual({ kind: 'short', digits: 6, wanted: [64] });
  expect(checkHex('a1b2 '.repeat(16), 'whatsapp-backup')).toEqual({ kind: 'whole', digits: 64 });
  expect(checkHex('a'.repeat(65), 'whatsapp-backup')).toMatchObject({ kind: 'long', digits: 65 });
});

it('knows the lengths of keys of SQLCipher, in its own notation too', () => {
  for (const length of [64, 96, 160]) expect(checkHex(`x'${'0F'.repeat(length / 2)}'`, 'sqlcipher')).toEqual({ kind: 'whole', digits: length }); // prettier-ignore
  expect(checkHex('0'.repeat(80), 'sqlcipher')).toEqual({ kind: 'short', digits: 80, wanted: [64, 96, 160] });
});

it('names the first character that is no digit', () => {
  expect(checkHex('12 g4', 'sqlcipher')).toEqual({ kind: 'other', character: 'g', position: 4 });
  expect(checkHex(`${'0'.repeat(64)}\u{1F511}`, 'sqlcipher')).toEqual({ kind: 'other', character: '\u{1F511}', position: 65 }); // prettier-ignore
});
