import { decodeHtmlReferences } from '../../evidence/decode/html-references.ts';
import { HtmlReader, type HtmlToken } from '../../evidence/decode/html-stream.ts';
import { JsonFields } from '../json-fields.ts';
import { parseObject } from '../json-object.ts';
import { readLines, type TextLine } from '../text-lines.ts';
import { PageMessage, type GatheredMessage } from './page-message.ts';
import type { Ending, Row } from './row.ts';
import { scriptStrings } from './script-strings.ts';

/** A message with copies of others that the page shows below it: they belong to what it forwards. */
class Grouped {
  #last: { message: GatheredMessage; forwarded: string[]; size: number } | null = null;

  /** The message before this one, where this one begins another. */
  add(message: GatheredMessage): Row | null {
    const isCopy = /(?:^|\s)fmsg(?:tag)?(?:\s|$)/u.test(message.fields.class ?? '');
    if (!isCopy || this.#last === null) {
      const row = this.end();
      this.#last = { message, forwarded: [], size: 0 };
      return row;
    }
    const { name, time, text, other, link, image, video, audio } = message.fields;
    const words = [[name, time].filter((one) => one !== undefined).join(' '), text ?? link ?? image ?? video ?? audio ?? other ?? ''].filter((one) => one !== '').join(': '); // prettier-ignore
    this.#last.size += words.length + 1;
    const isKept = this.#last.size <= LONGEST_COPIES;
    if (isKept) this.#last.forwarded.push(words);
    this.#last.message = { ...this.#last.message, end: message.end, isWhole: this.#last.message.isWhole && message.isWhole, isCut: this.#last.message.isCut || message.isCut || !isKept }; // prettier-ignore
    return null;
  }

  end(): Row | null {
    if (this.#last === null) return null;
    const { message, forwarded } = this.#last;
    this.#last = null;
    return rowOf(message, forwarded);
  }
}

/** Copies beyond this many characters are in the exhibit alone, and the message is called cut. */
const LONGEST_COPIES = 4 * 1024 * 1024;

function rowOf({ start, end, fields, isWhole, isCut }: GatheredMessage, forwarded: readonly string[]): Row {
  const value = forwarded.length === 0 ? fields : { ...fields, forwarded: forwarded.join('\n') };
  return { offset: start, length: end - start, path: ['message'], fields: new JsonFields(value), text: null, decodable: isWhole, isBlank: false, isCut }; // prettier-ignore
}

/** Messages of one run of HTML, and the name that stands in its head. */
class PageReading {
  readonly #grouped = new Grouped();
  #message: PageMessage | null = null;
  #title: { start: number; text: string } | null = null;

  get isInside(): boolean {
    return this.#message !== null;
  }

  take(token: HtmlToken, rows: Row[]): void {
    if (this.#message !== null) {
      const whole = this.#message.add(token);
      if (whole === null) return;
      this.#message = null;
      push(rows, this.#grouped.add(whole));
    } else if (
      token.kind === 'open' &&
      token.name === 'div' &&
      /(?:^|\s)msg(?:\s|$)/u.test(token.attributes.get('class') ?? '')
    )
      this.#message = new PageMessage(token); // prettier-ignore
    else if (token.kind === 'lost')
      rows.push({ offset: token.start, length: token.end - token.start, path: ['message'], fields: null, text: null, decodable: true, isBlank: false, isCut: false }); // prettier-ignore
    else if (token.kind === 'open' && token.name === 'span' && token.attributes.get('class') === 'sname')
      this.#title = { start: token.start, text: '' }; // prettier-ignore
    else if (this.#title !== null && token.kind === 'text')
      this.#title.text = (this.#title.text + token.text).slice(0, LONGEST_TITLE); // prettier-ignore
    else if (this.#title !== null && token.kind === 'close' && token.name === 'span') {
      const { start, text } = this.#title;
      this.#title = null;
      rows.push({ offset: start, length: token.end - start, path: ['title'], fields: new JsonFields({ title: text.trim() }), text: null, decodable: true, isBlank: false, isCut: false }); // prettier-ignore
    }
  }

  /** `end`: where the run ends; a message that is still open is kept as far as it goes. */
  finish(end: number, rows: Row[]): void {
    if (this.#message !== null) push(rows, this.#grouped.add(this.#message.gathered(end)));
    this.#message = null;
    push(rows, this.#grouped.end());
  }
}

const LONGEST_TITLE = 1000;

function push(rows: Row[], row: Row | null): void {
  if (row !== null) rows.push(row);
}

/** Rows of a page: its messages, and its title. */
export async function* pageRows(bytes: AsyncIterable<Uint8Array>, ending: Ending): AsyncGenerator<readonly Row[]> {
  const reader = new HtmlReader();
  const reading = new PageReading();
  let end = 0;
  for await (const chunk of bytes) {
    const rows: Row[] = [];
    for (const token of reader.add(chunk)) reading.take(token, rows);
    end += chunk.byteLength;
    if (rows.length > 0) yield rows;
  }
  const rows: Row[] = [];
  for (const token of reader.end()) reading.take(token, rows);
  ending.isWhole = !reading.isInside;
  reading.finish(end, rows);
  yield rows;
}

/** Rows of a script that holds messages as texts of HTML in an array: each at the bytes of its text. */
export async function* scriptRows(bytes: AsyncIterable<Uint8Array>, ending: Ending): AsyncGenerator<readonly Row[]> {
  for await (const { offset, length, text, decodable } of scriptStrings(bytes, ending)) {
    const rows: Row[] = [];
    const reader = new HtmlReader();
    const reading = new PageReading();
    const html = Buffer.from(text ?? '');
    for (const token of [...reader.add(html), ...reader.end()]) reading.take(token, rows);
    reading.finish(html.length, rows);
    if (rows.length === 0) yield [{ offset, length, path: ['message'], fields: null, text: null, decodable, isBlank: false, isCut: text === null }]; // prettier-ignore
    else yield rows.map((row, part) => ({ ...row, offset, length, decodable: row.decodable && decodable, ...(part > 0 && { part }) })); // prettier-ignore
  }
}

/** Rows of a page or script in which each line holds one object of JSON; lines around them are passed over. */
export async function* objectRows(bytes: AsyncIterable<Uint8Array>, ending: Ending): AsyncGenerator<readonly Row[]> {
  let [isInside, isDone] = [false, false];
  for await (const lines of readLines(bytes)) {
    const rows: Row[] = [];
    for (const { offset, length, text, decodable } of lines) {
      const begins = !isDone && /^\uFEFF?\s*window\.(?:WEFLOW_DATA\s*=\s*\[|__WEFLOW_CHUNK_LOADED__\()/u.test(text);
      if (begins) isInside = true;
      const ends = isInside && /\]\s*(?:\)\s*)?;\s*$/u.test(text);
      const title = isInside
        ? undefined
        : /<h1 class="title">(?<title>[^<]*)<\/h1>|<span>(?<kind>群聊|私聊)<\/span>/u.exec(text)?.groups;
      const object = isInside ? objectIn(text) : null;
      const place = { offset, length, decodable, isBlank: false, isCut: false };
      if (title !== undefined) rows.push({ ...place, path: ['title'], fields: new JsonFields(plainTitle(title)), text: null });
      else if (object !== null) rows.push({ ...place, ...placeIn({ offset, length, text, decodable }, object), path: ['message'], fields: parseObject(object.text), text: object.text }); // prettier-ignore
      // Between the first line of the list and its last one the tool writes objects alone.
      else if (isInside && !begins && !ends && text.trim() !== '') rows.push({ ...place, path: ['message'], fields: null, text: null }); // prettier-ignore
      if (ends) [isInside, isDone] = [false, true];
    }
    if (rows.length > 0) yield rows;
  }
  ending.isWhole = !isInside;
}

/** From the first bracket of an object to the last one, with the place in the line; null without them. */
function objectIn(line: string): ObjectInLine | null {
  const start = line.indexOf('{');
  const to = line.lastIndexOf('}');
  return start === -1 || to < start ? null : { start, text: line.slice(start, to + 1) };
}

interface ObjectInLine {
  readonly start: number;
  readonly text: string;
}

/** Where the object of a line lies; the whole line where its bytes are not those of its text in UTF-8, with the line's end. */
function placeIn({ offset, length, text, decodable }: TextLine, object: ObjectInLine) {
  const end = length - Buffer.byteLength(text);
  if (!decodable || end < 0 || end > 2) return { offset, length };
  return { offset: offset + Buffer.byteLength(text.slice(0, object.start)), length: Buffer.byteLength(object.text) };
}

/** The tool escapes the title as the rest of the page. */
function plainTitle({ title, kind }: Readonly<Record<string, string | undefined>>): Readonly<Record<string, unknown>> {
  return { ...(title !== undefined && { title: decodeHtmlReferences(title) }), kind };
}
