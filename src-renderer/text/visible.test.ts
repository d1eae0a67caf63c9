import { expect, it } from 'vitest';
import { drawnVisible, plainVisible, splitHidden } from './visible.ts';

it('shows direction controls, zero-width and control characters by their code', () => {
  expect(plainVisible('invoice\u202efdp.exe')).toBe('invoice⟨U+202E⟩fdp.exe');
  expect(plainVisible('a\u200bb\u0000c\ufeff')).toBe('a⟨U+200B⟩b⟨U+0000⟩c⟨U+FEFF⟩');
  expect(plainVisible('\u2067x\u2069')).toBe('⟨U+2067⟩x⟨U+2069⟩');
});

it('draws few marks on one letter, and each that a script needs', () => {
  expect(drawnVisible(`a${'\u0301'.repeat(30)}b\u202e`)).toBe('a\u0301\u0301b⟨U+202E⟩');
  for (const text of ['Việt', 'שָׁלוֹם', 'น้ำ', 'क्षि', '❤️']) expect(drawnVisible(text)).toBe(text);
});

it('names what kind of character it is', () => {
  const names = splitHidden('\u0007\u202a\u200b\u00ad\ud800\u{e0001}').flatMap((run) =>
    run.kind === 'mark' ? [run.name] : [],
  );
  expect(names).toEqual(['control', 'bidi', 'zero', 'format', 'surrogate', 'tag']);
});

it('leaves what scripts and emoji need', () => {
  for (const text of ['می‌خواهم', 'क्‍ष', '👩‍🔧', '❤️', 'line\nline\ttab', '🇩🇪', '仓库今天']) {
    expect(splitHidden(text), text).toEqual([{ kind: 'plain', text }]);
  }
});

it('loses nothing: the runs joined are the text', () => {
  const text = 'x\u0000\u0000y\u202ez';
  const runs = splitHidden(text);
  const back = runs.map((run) =>
    run.kind === 'plain' ? run.text : String.fromCodePoint(Number.parseInt(run.code.slice(2), 16)),
  );
  expect(back.join('')).toBe(text);
});
