import type { Stored } from '../model/index.ts';
import { csvTexts } from './csv-texts.ts';
import { heldTexts } from './held-texts.ts';
import type { Recorded, RecordedValue } from './queries/recorded.ts';
import { jsonTexts } from './json-texts.ts';
import { withoutLineMarks } from './line-marks.ts';
import { holdsInFields, isInFields } from './message-bytes.ts';
import { holdsPageText, isMadeOfPage } from './page-texts.ts';
import { holdsPlistNumber, holdsPlistText } from './plist-bytes.ts';
import { xmlTexts, xmlValues } from './xml-texts.ts';

/** What the places of a record hold, read again from the working copies. */
export interface Evidence {
  readonly rows: readonly { readonly table: string; readonly values: ReadonlyMap<string, Stored> }[];
  /** Bytes of places that are not rows. */
  readonly bytes: readonly Buffer[];
  /** The text of a packed cell; null where it is not packed. */
  readonly unpack: (cell: Uint8Array) => string | null;
  /** False when a place could not be read again, for example a row of a database that was not copied. */
  readonly isWhole: boolean;
}

/** Why a value was not compared with the evidence. */
export type NotCompared =
  | 'made by the parser from several values'
  | 'rebuilt from what is left of a deleted record'
  | 'not a column of the rows it was read from'
  | 'a place of the record is not a row or run of bytes';

export type Comparison =
  | { readonly outcome: 'same' }
  | { readonly outcome: 'not-compared'; readonly why: NotCompared }
  | { readonly outcome: 'changed'; readonly found: string };

const SAME: Comparison = { outcome: 'same' };

/** What the comparison asks of a record besides its values. */
type Compared = Pick<Recorded, 'kind' | 'isRecovered'>;

/** Compares one value that a case holds, or a report prints, with the evidence of its record. */
export function compareValue(record: Compared, value: RecordedValue, evidence: Evidence): Comparison {
  return value.isColumn ? compareColumn(value, evidence) : compareText(record, value, evidence);
}

function compareColumn({ name, text }: RecordedValue, { rows, isWhole }: Evidence): Comparison {
  const held = rows.flatMap(({ table, values }) => {
    const column = name.startsWith(`${table}.`) ? name.slice(table.length + 1) : name;
    const value = values.get(column);
    return value === undefined ? [] : [shownStored(value)];
  });
  if (held.length === 0) return notCompared('not a column of the rows it was read from');
  if (held.includes(text)) return SAME;
  if (!isWhole) return notCompared('a place of the record is not a row or run of bytes');
  return { outcome: 'changed', found: held.map((one) => one ?? 'NULL').join(' | ') };
}

/** Text must be the value of a column, a whole field in the bytes of one, or the end of a run of text. */
function compareText(record: Compared, { name, text }: RecordedValue, evidence: Evidence): Comparison {
  if (text === null) return SAME;
  const values = evidence.rows.flatMap((row) => [...row.values.values()]);
  if (values.some((value) => shownStored(value) === text)) return SAME;
  for (const value of values) if (holdsText(value, text, evidence.unpack)) return SAME;
  if (name === 'type' && isMadeOf(text, evidence, /type$/iu)) return SAME;
  // An exhibit alone does not say how columns are called: the parts are there, and whether as a type cannot be told.
  if (name === 'type' && isMadeOf(text, evidence, /^column \d+$/u)) return notCompared('made by the parser from several values'); // prettier-ignore
  if (name === 'time' && values.some((value) => holdsSeconds(value, text))) return SAME;
  if (name === 'name' && values.some((value) => typeof value === 'string' && value.endsWith(`/${text}`))) return SAME;
  const blobs = values.filter((value) => value instanceof Uint8Array).map((value) => Buffer.from(value));
  const writings = [holdsField, holdsTlText, holdsPostboxText, holdsPlistText];
  if (blobs.some((blob) => writings.some((holds) => holds(blob, text)))) return SAME;
  // What an app packs in a cell may hold times of its own: of comments below a post, for example.
  if (name === 'time' && blobs.some((blob) => holdsPlistNumber(blob, text) || (isInFields(blob) && holdsInFields(blob, name, text)))) return SAME; // prettier-ignore
  if (name === 'type' && blobs.some((blob) => holdsConstructor(blob, text))) return SAME;
  if (name === 'name' && blobs.some((blob) => endsJavaText(blob, `/${text}`))) return SAME;
  const messages = evidence.bytes.filter(isInFields);
  if (messages.some((run) => holdsField(run, text) || holdsInFields(run, name, text))) return SAME;
  const runs = evidence.bytes.map((bytes) => bytes.toString('utf8').replaceAll('\r\n', '\n'));
  if (runs.some((run) => (name === 'body' ? endsLine(run, text) : run.includes(text)))) return SAME;
  if (name === 'body' && runs.some((run) => endsLine(withoutLineMarks(run) ?? '', text))) return SAME;
  for (const run of runs)
    if (run.startsWith('<')) for (const one of xmlTexts(run)) if (one === plainEnds(text)) return SAME;
  for (const run of runs)
    if (ELEMENT.test(run)) for (const one of xmlValues(run)) if (plainEnds(one) === plainEnds(text)) return SAME;
  if (runs.some((run) => holdsPageText(run, text) || (name === 'type' && isMadeOfPage(run, text)))) return SAME;
  for (const run of evidence.bytes)
    if (run[0] === OPEN_BRACE || run[0] === QUOTE)
      for (const one of jsonTexts(run.toString('utf8')))
        if (one === text || (name === 'body' && isWrittenAs(one, text))) return SAME;
  const cells = evidence.bytes.map((bytes) => new Set(csvTexts(bytes)));
  if (cells.some((one) => one.has(plainEnds(text)))) return SAME;
  if (name === 'type' && isMadeOfBytes(text, evidence.bytes, cells)) return SAME;
  if (name === 'shared identifier' && holdsNumber(evidence, text))
    return notCompared('made by the parser from several values');
  if (record.isRecovered) return notCompared('rebuilt from what is left of a deleted record');
  if (!evidence.isWhole) return notCompared('a place of the record is not a row or run of bytes');
  if (DERIVED.has(record.kind)) return notCompared('made by the parser from several values');
  return { outcome: 'changed', found: textsOf(evidence) };
}

const OPEN_BRACE = 0x7b;
/** A text alone, which pages of exports keep in an array of a script. */
const QUOTE = 0x22;

/** Of a text message in XML the words are an attribute. */
const ELEMENT = /^<(?:sms|mms)\s/u;

/** How carderne/signal-export writes texts: two blanks behind that of a message, empty lines around that of an answered one. */
function isWrittenAs(one: string, text: string): boolean {
  return one === `${text}  ` || withoutLineMarks(one)?.replace(/^\n\n/u, '').replace(/\n\n$/u, '') === text;
}

/** Line ends as the runs have them. */
function plainEnds(text: string): string {
  return text.replaceAll('\r\n', '\n');
}

/** Records that name something by what several rows say of it. */
const DERIVED: ReadonlySet<Recorded['kind']> = new Set(['account', 'conversation', 'mention']);

/** The text as a length-delimited field, the form of nested messages: its size in bytes, then its bytes. */
function holdsField(blob: Buffer, text: string): boolean {
  const bytes = Buffer.from(text, 'utf8');
  const size: number[] = [];
  for (let left = bytes.length; ; left = Math.floor(left / 128)) {
    size.push(left > 127 ? (left % 128) + 128 : left);
    if (left <= 127) break;
  }
  return blob.includes(Buffer.concat([Buffer.from(size), bytes]));
}

/** The text as Telegram's type language writes it: its size in one byte, or 254 and three bytes, then its bytes. */
function holdsTlText(blob: Buffer, text: string): boolean {
  const bytes = Buffer.from(text, 'utf8');
  const { length } = bytes;
  const size = length < 254 ? [length] : [254, length & 255, (length >> 8) & 255, length >> 16];
  return length < 2 ** 24 && blob.includes(Buffer.concat([Buffer.from(size), bytes]));
}

/** The text as Telegram's postbox writes it: its size in four bytes, the lowest first, then its bytes; a chosen piece of words as JSON. */
function holdsPostboxText(blob: Buffer, text: string): boolean {
  const bytes = Buffer.from(text, 'utf8');
  const size = Buffer.alloc(4);
  size.writeInt32LE(bytes.length);
  return blob.includes(Buffer.concat([size, bytes])) || blob.includes(JSON.stringify(text).replaceAll('/', '\\/'));
}

/** A constructor of that language, `name#number`: its number stands in the bytes, the lowest byte first. */
function holdsConstructor(blob: Buffer, text: string): boolean {
  const number = /^\w+#([0-9a-f]{8})$/u.exec(text)?.[1];
  return number !== undefined && blob.includes(Buffer.from(number, 'hex').reverse());
}

/** The text is one of those that a cell holds, packed or not; line ends may differ. */
function holdsText(value: Stored, text: string, unpack: Evidence['unpack']): boolean {
  const held = value instanceof Uint8Array ? unpack(value) : typeof value === 'string' ? value : null;
  if (held === null) return false;
  const wanted = plainEnds(text);
  for (const one of heldTexts(held)) if (plainEnds(one) === wanted) return true;
  return false;
}

/** The parts of a type such as `49/57` are values of columns with such names. */
function isMadeOf(text: string, { rows }: Evidence, names: RegExp): boolean {
  const parts = text.split('/');
  const types = rows.flatMap(({ values }) => [...values].flatMap(([column, value]) => (names.test(column) ? [shownStored(value)] : []))); // prettier-ignore
  return parts.length > 1 && parts.every((part) => types.includes(part));
}

/** The parts of such a type are numbers of one object of JSON, or cells of one record of CSV. */
function isMadeOfBytes(text: string, bytes: readonly Buffer[], cells: readonly ReadonlySet<string>[]): boolean {
  const parts = /^\d{1,15}(?:\/\d{1,15})?$/u.test(text) ? text.split('/') : [];
  if (parts.length === 0) return false;
  const inJson = (run: Buffer): boolean => run[0] === OPEN_BRACE && parts.every((part) => new RegExp(`type"\\s*:\\s*${part}\\b`, 'iu').test(run.toString('utf8'))); // prettier-ignore
  return bytes.some(inJson) || cells.some((one) => parts.every((part) => one.has(part)));
}

/**
 * Of an identifier such as `channel17:4` or that of an account with a time behind a stroke the number stands in the row, alone
 * or below another one, or in the bytes of an object of JSON.
 */
function holdsNumber({ rows, bytes }: Evidence, text: string): boolean {
  const number = /^(?:(?:user|channel)\d+:|[\w+: .-]+\/)(\d+)$/u.exec(text)?.[1];
  if (number === undefined) return false;
  const isIn = (value: Stored): boolean =>
    isPostboxKey(value, number) || (typeof value === 'number' || typeof value === 'bigint') && Number.isInteger(Number(value)) && [BigInt(value), BigInt.asUintN(32, BigInt(value))].includes(BigInt(number)); // prettier-ignore
  const inJson = new RegExp(`"(?:id|sent_at)"\\s*:\\s*${number}\\b`, 'u');
  return (
    rows.some(({ values }) => [...values.values()].some(isIn)) ||
    bytes.some(
      (run) =>
        (isInFields(run) && holdsInFields(run, '', number)) ||
        run.includes(`"${number}"`) ||
        inJson.test(run.toString('utf8')),
    )
  );
}

/** Seconds as Telegram's stores write them within bytes: in values the lowest byte first, in keys the highest. */
function holdsSeconds(value: Stored, text: string): boolean {
  if (!(value instanceof Uint8Array) || !/^\d{9,10}$/u.test(text) || Number(text) >= 2 ** 31) return false;
  const seconds = Buffer.alloc(4);
  seconds.writeInt32LE(Number(text));
  const bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  return bytes.includes(seconds) || (bytes.length <= LONGEST_KEY && bytes.includes(seconds.reverse()));
}

const LONGEST_KEY = 32;

/** The key of a message in Telegram's postbox ends with its time and number, of each the highest byte first. */
function isPostboxKey(value: Stored, number: string, at = 16): boolean {
  return value instanceof Uint8Array && value.length === 20 && Buffer.from(value).readInt32BE(at) === Number(number);
}

/** The text ends a string of a serialised Java object: two bytes of length, then the string. */
function endsJavaText(blob: Buffer, text: string): boolean {
  const length = Buffer.byteLength(text);
  for (let at = blob.indexOf(text); at >= 0; at = blob.indexOf(text, at + 1)) {
    const end = at + length;
    for (let start = at; start >= Math.max(2, at - MOST_PATH); start -= 1)
      if (blob.readUInt16BE(start - 2) === end - start) return true;
  }
  return false;
}

const MOST_PATH = 4096;

/** The text stands between separators, so that neither its beginning nor its end is missing. */
function endsLine(run: string, text: string): boolean {
  // Exports put marks of direction around what they add themselves: such a mark separates, or is left out of the text.
  return [run.replaceAll(MARKS, '\n'), run.replaceAll(MARKS, '')].some((plain) => {
    const wanted = text.replaceAll(MARKS, plain.length === run.length ? '\n' : '');
    for (let at = plain.indexOf(wanted); at >= 0; at = plain.indexOf(wanted, at + 1)) {
      const isStart = at === 0 || /[:\-\n>\]*] ?$/u.test(plain.slice(Math.max(0, at - 2), at));
      if (isStart && /^(?:\s*(?:$|[\n<(•])| {2}!?\[)/u.test(plain.slice(at + wanted.length))) return true;
    }
    return false;
  });
}

const MARKS = /[\u200E\u200F\uFEFF]/gu;

function notCompared(why: NotCompared): Comparison {
  return { outcome: 'not-compared', why };
}

const MOST_TEXTS = 3;

/** The longest texts of the rows, with their columns: among them is most likely what stood in the value's place. */
function textsOf({ rows, bytes }: Evidence): string {
  const texts = rows
    .flatMap(({ table, values }) => [...values].map(([column, value]) => ({ name: `${table}.${column}`, value })))
    .filter((one): one is { name: string; value: string } => typeof one.value === 'string' && one.value !== '')
    .sort((a, b) => b.value.length - a.value.length)
    .slice(0, MOST_TEXTS)
    .map(({ name, value }) => `${name}: ${value}`);
  const runs = bytes.map((run) => run.toString('utf8'));
  return [...texts, ...runs].join(' | ') || 'no text';
}

function shownStored(value: Stored): string | null {
  if (value === null) return null;
  return value instanceof Uint8Array ? `x'${Buffer.from(value).toString('hex')}'` : String(value);
}
