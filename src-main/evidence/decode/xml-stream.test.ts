import { expect, test } from 'vitest';
import { seededRandom } from '../../../fixtures/random.ts';
import { XmlReader } from './xml-stream.ts';
import type { XmlSink } from './xml-stream.ts';

/** What a document tells, as lines; texts that follow each other are joined, for pieces depend on how bytes come. */
class Lines implements XmlSink {
  readonly wantsText = true;
  readonly lines: string[] = [];
  readonly spans: (readonly [string, number, number])[] = [];
  #text = '';

  open(name: string, attributes: ReadonlyMap<string, string>): void {
    this.#end();
    this.lines.push(`<${name} ${JSON.stringify([...attributes])}`);
  }
  text(text: string, start: number, end: number): void {
    this.#text += text;
    this.spans.push([text, start, end]);
  }
  close(name: string, end: number): void {
    this.#end();
    this.lines.push(`>${name} ${end}`);
  }
  #end(): void {
    if (this.#text.trim() !== '') this.lines.push(`= ${this.#text}`);
    this.#text = '';
  }
}

function read(document: string | Uint8Array, size: number): { readonly lines: Lines; readonly fault: string | null } {
  const bytes = Buffer.from(document as string);
  const lines = new Lines();
  const reader = new XmlReader(lines);
  for (let at = 0; at < bytes.length; at += size) reader.write(bytes.subarray(at, at + size));
  reader.end();
  return { lines, fault: reader.fault?.what ?? null };
}

const DOCUMENT = `\uFEFF<?xml version="1.0"?><!-- a > b --><!DOCTYPE a [<!ENTITY lol "lol"><!ENTITY file SYSTEM "file:///etc/passwd">]>
<a x="1 &lt; 2" y='"'><b>é &amp; &#x1F600; &lol; &file; &#x0;</b><c/><d><![CDATA[<not> & ]] > 陈 😀]]></d></a>`;

test('tells elements, attributes, text and bytes; resolves the five entities of XML and no other', () => {
  const { lines, fault } = read(DOCUMENT, 1 << 16);
  expect(fault).toBeNull();
  expect(lines.lines.map((line) => line.replace(/^(>\w) \d+$/u, '$1'))).toEqual([
    '<a [["x","1 < 2"],["y","\\""]]',
    '<b []',
    '= é & 😀 &lol; &file; &#x0;',
    '>b',
    '<c []',
    '>c',
    '<d []',
    '= <not> & ]] > 陈 😀',
    '>d',
    '>a',
  ]);
  const bytes = Buffer.from(DOCUMENT);
  const cdata = lines.spans.find(([text]) => text.startsWith('<not>'));
  expect(bytes.toString('utf8', cdata?.[1], cdata?.[2])).toBe('<not> & ]] > 陈 😀');
});

test.each([1, 2, 3, 5, 7, 64])('tells the same when bytes come %i at a time', (size) => {
  expect(read(DOCUMENT, size).lines.lines).toEqual(read(DOCUMENT, 1 << 16).lines.lines);
});

test('hands long texts on in pieces that are whole characters and references', () => {
  const text = '陈😀&amp;a'.repeat(60_000);
  for (const body of [text, `<![CDATA[${text}]]>`]) {
    const { lines, fault } = read(`<a>${body}</a>`, 10_007);
    expect(fault).toBeNull();
    expect(lines.spans.length).toBeGreaterThan(3);
    expect(
      lines.spans.map(([piece]) => piece).join('') === (body === text ? text.replaceAll('&amp;', '&') : text),
    ).toBe(true);
  }
});

test.each([
  ['<a><b></a>', 'an element ends that did not begin'],
  ['<a><b></b>', 'the document ends before its elements do'],
  ['<a', 'the document ends before its elements do'],
  ['<a><![CDATA[x', 'the document ends before its elements do'],
  ['<a =1></a>', 'a tag is not written as XML'],
  ['<a>'.repeat(300), 'elements are nested deeper than is read'],
  [`<!DOCTYPE a [${'<!ENTITY a "b">'.repeat(10_000)}`, 'a document type is longer than is read'],
  [`<a b="${'x'.repeat(1 << 21)}`, 'a tag is longer than is read'],
])('says what is wrong with %.30s', (document, what) => {
  expect(read(document, 1 << 14).fault).toBe(what);
});

test('says that UTF-16 is not read', () => {
  for (const text of ['\uFEFF<a/>', '<a/>'])
    for (const bytes of [Buffer.from(text, 'utf16le'), Buffer.from(text, 'utf16le').swap16()])
      expect(read(bytes, 64).fault).toBe('the text is UTF-16, which is not read');
});

test('ends on 4,000 broken documents, with every element closed or a fault', () => {
  const random = seededRandom(17);
  const sound = Buffer.from(DOCUMENT);
  for (let round = 0; round < 4000; round += 1) {
    let bytes = Buffer.from(sound);
    const changes = 1 + Math.floor(random() * 4);
    for (let change = 0; change < changes; change += 1) {
      const at = Math.floor(random() * bytes.length);
      const kind = random();
      if (kind < 0.4) bytes[at] = Math.floor(random() * 256);
      else if (kind < 0.6) bytes = bytes.subarray(0, at);
      else if (kind < 0.8) bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(Math.floor(random() * at))]);
      else bytes = Buffer.concat([bytes.subarray(0, at), Buffer.from('<>"\'&]![-?/'[Math.floor(random() * 11)] ?? '<'), bytes.subarray(at)]); // prettier-ignore
    }
    const { lines, fault } = read(bytes, 1 + Math.floor(random() * 40));
    const opened = lines.lines.filter((line) => line.startsWith('<')).length;
    const closed = lines.lines.filter((line) => line.startsWith('>')).length;
    if (fault === null) expect(closed).toBe(opened);
    for (const [, start, end] of lines.spans) expect(start <= end && end <= bytes.length).toBe(true);
  }
});

test('a tag like one before it but for its values is read as it would be alone', () => {
  const random = seededRandom(20_261_124);
  const pick = <T>(list: readonly [T, ...T[]]): T => list[Math.floor(random() * list.length)] ?? list[0];
  const value = () => pick<string>(['', 'a', 'ab', 'abc', 'a&amp;b', '&#xe9;', '\u9648', '>', "'", ' x="1" y="2"', '/', '1234']); // prettier-ignore
  const one = (): string => {
    const names = pick<readonly string[]>([['id'], ['id', 'x'], ['x', 'id', 'y'], ['id', 'id'], ['x', 'y', 'x']]);
    const attributes = names.map((name) => {
      const text = value();
      const quote = text.includes('"') ? "'" : '"';
      return ` ${name}=${quote}${quote === '"' ? text : text.replaceAll("'", '')}${quote}`;
    });
    return `<${pick(['model', 'm'] as const)}${attributes.join('')}${pick([' ', ''] as const)}/>`;
  };
  const openOf = (document: string, size: number) => read(document, size).lines.lines.filter((line) => line.startsWith('<')); // prettier-ignore
  for (let round = 0; round < 40; round += 1) {
    const tags = Array.from({ length: round % 4 === 0 ? 400 : 100 }, one);
    const alone = tags.flatMap((tag) => openOf(tag, 1000));
    expect(openOf(`<r>${tags.join('')}</r>`, pick([7, 64, 100_000] as const)).slice(1)).toEqual(alone);
  }
});
