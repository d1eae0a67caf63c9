import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvLine } from './csv.ts';
import { isolated, markup, text } from './html.ts';
import { printTime } from './time.ts';
import { segments, shorten, visible } from './visible.ts';

describe('visible', () => {
  it('names controls, direction marks, private use and lone surrogates', () => {
    expect(visible('a\u202Eb\u0000c\u2066d\u2069e\uE000f\uD83Dg')).toBe(
      'a⟦U+202E⟧b⟦U+0000⟧c⟦U+2066⟧d⟦U+2069⟧e⟦U+E000⟧f⟦U+D83D⟧g',
    );
  });

  it('keeps what scripts and emoji are spelled with', () => {
    for (const kept of ['👩‍💻', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '❤️', 'نمی‌خواهم', 'क्‍ष', 'สวัสดี', 'a\tb\nc', '한글'])
      expect(visible(kept)).toBe(kept);
  });

  it('names tag characters outside a flag', () => {
    expect(visible('hi\u{E0041}\u{E0042}')).toBe('hi⟦U+E0041⟧⟦U+E0042⟧');
  });

  it('reads CR LF as a line feed and names a CR alone', () => {
    expect(visible('a\r\nb\rc')).toBe('a\nb⟦U+000D⟧c');
  });

  it('loses nothing and leaves no hidden character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (input) => {
        const back = segments(input)
          .map((part) =>
            part.kind === 'run' ? part.text : String.fromCodePoint(Number.parseInt(part.name.slice(2), 16)),
          )
          .join('');
        expect(back).toBe(input.replaceAll('\r\n', '\n'));
        expect(visible(input)).not.toMatch(/(?![\t\n])[\p{Cc}\u202A-\u202E\u2066-\u2069]/u);
      }),
      { seed: 17, numRuns: 2000 },
    );
  });

  it('shortens without cutting a pair and says how much', () => {
    expect(shorten('a😀b', 2)).toEqual({ text: 'a', left: 3 });
    expect(shorten('abc', 3)).toEqual({ text: 'abc', left: 0 });
  });
});

describe('markup', () => {
  it('lets no evidence become markup', () => {
    const hostile = `</td><script>alert(1)</script>"'&\u202E`;
    expect(String(markup`<td>${isolated(hostile)}</td>`)).toBe(
      '<td><bdi dir=auto>&lt;/td&gt;&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;<i class=u>U+202E</i></bdi></td>',
    );
  });

  it('escapes whatever it is given', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (input) => {
        expect(String(text(input)).replaceAll(/<i class=u>U\+[0-9A-F]+<\/i>/gu, '')).not.toMatch(/[<>"']/u);
      }),
      { seed: 17 },
    );
  });
});

describe('csvLine', () => {
  it.each(['=1+1', '+1', '-1', '@A1', '\t=1', ' =1', "'=1", '＝1', '\n=1'])('guards %j', (formula) => {
    const field = csvLine([formula]).replace(/^"/u, '');
    expect(field.startsWith("'")).toBe(true);
  });

  it('quotes by RFC 4180 and leaves numbers alone', () => {
    expect(csvLine(['a"b', 'c,d', -5, null, true, 'e\nf'])).toBe('"a""b","c,d",-5,,true,"e\nf"\r\n');
  });
});

describe('printTime', () => {
  it('follows daylight saving and half-hour zones, with UTC beside', () => {
    const before = Date.UTC(2024, 2, 31, 0, 59, 59);
    expect(printTime(before, 'Europe/Berlin', 'utc')).toEqual({
      local: '2024-03-31 01:59:59 +01:00',
      utc: '2024-03-31T00:59:59Z',
    });
    expect(printTime(before + 1000, 'Europe/Berlin', 'utc').local).toBe('2024-03-31 03:00:00 +02:00');
    expect(printTime(before, 'Asia/Kolkata', 'utc').local).toBe('2024-03-31 06:29:59 +05:30');
    expect(printTime(before + 7, 'America/St_Johns', 'utc').local).toBe('2024-03-30 22:29:59.007 -02:30');
  });

  it('does not present an unstated zone as UTC', () => {
    expect(printTime(Date.UTC(2024, 0, 2, 3, 4, 5), 'Europe/Berlin', 'unstated')).toEqual({
      local: '2024-01-02 03:04:05',
      utc: null,
    });
  });
});
