import { expect, test } from 'vitest';
import { safeExcerpt, safeText } from './safe-text.ts';

test('text of a terminal cannot move the cursor, colour, reorder or hide', () => {
  expect(safeText('a\u001B[2Jb')).toBe('a\\u{1B}[2Jb');
  expect(safeText('invoice\u202Egpj.exe')).toBe('invoice\\u{202E}gpj.exe');
  expect(safeText('one\ntwo\r\tthree\u0007\u009B')).toBe('one\\ntwo\\u{D}\\tthree\\u{7}\\u{9B}');
  expect(safeText('\u2066\u2069\u200F\u{E0041}\uD800')).toBe('\\u{2066}\\u{2069}\\u{200F}\\u{E0041}\\u{D800}');
});

test('letters of every script and joined emoji stay as they are', () => {
  const text = 'Zürich 集 شكرا ขอบคุณ 👩‍👩‍👧 नमस्ते';
  expect(safeText(text)).toBe(text);
});

test('an excerpt is cut between characters', () => {
  expect(safeExcerpt('😀😀😀😀', 3)).toBe('😀😀…');
  expect(safeExcerpt('short', 10)).toBe('short');
});
