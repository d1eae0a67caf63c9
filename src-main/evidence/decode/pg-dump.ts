import { createInflate } from 'node:zlib';
import { BytesReader, DumpDamaged } from './pg-dump-bytes.ts';

/** An entry of a dump's table of contents. */
export interface DumpEntry {
  readonly id: number;
  /** `TABLE`, `TABLE DATA`, `SCHEMA` … */
  readonly kind: string;
  readonly schema: string;
  readonly name: string;
  /** The statement that makes it. */
  readonly definition: string;
  /** The COPY statement of table data; empty in some dumps. */
  readonly copy: string;
  /** Where its data lie in the dump, in bytes; null where none are said to. */
  readonly offset: number | null;
}

/** What a dump says of itself before its data. */
export interface DumpHead {
  /** For example `1.14`. */
  readonly version: string;
  readonly compression: 'none' | 'zlib' | 'other';
  readonly database: string;
  readonly entries: readonly DumpEntry[];
}

const MAGIC = 'PGDMP';
const MOST_ENTRIES = 100_000;
const CUSTOM = 1;

/**
 * Reads the head of an archive that pg_dump wrote in its custom format, versions 1.12 to 1.16. `bytes`: its beginning, in which all
 * entries must lie. Source: PostgreSQL's pg_backup_archiver.c and pg_backup_custom.c; 1.14 was checked with own dumps. Throws `DumpDamaged`.
 */
export function readDumpHead(bytes: Buffer): DumpHead {
  const read = new BytesReader(bytes);
  if (read.ascii(MAGIC.length) !== MAGIC) throw new DumpDamaged('no dump begins so', 0);
  const major = read.byte();
  const minor = read.byte();
  read.byte();
  if (major !== 1 || minor < 12 || minor > 16) throw new DumpDamaged('the version is not known', 5);
  read.intBytes = read.byte();
  read.offsetBytes = read.byte();
  if (read.intBytes !== 4 || (read.offsetBytes !== 8 && read.offsetBytes !== 4)) throw new DumpDamaged('sizes of numbers are not known', 8); // prettier-ignore
  if (read.byte() !== CUSTOM) throw new DumpDamaged('the form is not the custom one', 10);
  const compression = compressionOf(read, minor);
  for (let n = 0; n < 7; n += 1) read.int(); // when it was made
  const database = read.text() ?? '';
  read.text();
  read.text();
  const count = read.int();
  if (count < 0 || count > MOST_ENTRIES) throw new DumpDamaged('more entries are stated than are read', read.at);
  const entries: DumpEntry[] = [];
  for (let n = 0; n < count; n += 1) entries.push(entryOf(read, minor));
  return { version: `${major}.${minor}`, compression, database, entries };
}

/** Before 1.15 a level, of which 0 is none; from then on a byte for the method. */
function compressionOf(read: BytesReader, minor: number): DumpHead['compression'] {
  if (minor < 15) return read.int() === 0 ? 'none' : 'zlib';
  const method = read.byte();
  return method === 0 ? 'none' : method === 1 ? 'zlib' : 'other';
}

function entryOf(read: BytesReader, minor: number): DumpEntry {
  const id = read.int();
  read.int();
  read.text();
  read.text();
  const name = read.text() ?? '';
  const kind = read.text() ?? '';
  read.int();
  const definition = read.text() ?? '';
  read.text();
  const copy = read.text() ?? '';
  const schema = read.text() ?? '';
  read.text();
  if (minor >= 14) read.text();
  if (minor >= 16) read.int();
  read.text();
  read.text();
  // What it depends on.
  for (let depends = read.text(); depends !== null; depends = read.text());
  const offset = read.offset();
  return { id, kind, schema, name, definition, copy, offset };
}

const DATA = 1;

/** Gives bytes of the dump from `start` to `end`, fewer at its end. */
export type ReadRange = (start: number, end: number) => AsyncIterable<Uint8Array>;

/**
 * The rows of a table's data, each as its fields; NULL is null. They are told with what `COPY` escapes undone. Streams; throws `DumpDamaged` at
 * the first byte that cannot be read, and when more than `most` bytes come out.
 */
export async function* readDumpRows(
  range: ReadRange,
  entry: DumpEntry,
  compression: DumpHead['compression'],
  sizeBytes: number,
  most: number,
): AsyncGenerator<readonly (string | null)[]> {
  if (entry.offset === null) return;
  if (compression === 'other') throw new DumpDamaged('the data are packed in a way that is not read', entry.offset);
  const blocks = dataOf(range, entry, sizeBytes);
  let held: Buffer = Buffer.alloc(0);
  let done = 0;
  for await (const piece of compression === 'zlib' ? inflated(blocks, entry.offset) : blocks) {
    done += piece.length;
    if (done > most) throw new DumpDamaged('more comes out than is read', entry.offset);
    held = held.length === 0 ? piece : Buffer.concat([held, piece]);
    let start = 0;
    for (let end = held.indexOf(0x0a); end !== -1; end = held.indexOf(0x0a, start)) {
      const line = held.toString('utf8', start, end);
      start = end + 1;
      if (line === '\\.') return;
      if (line !== '') yield line.split('\t').map(fieldOf);
    }
    held = held.subarray(start);
    if (held.length > LONGEST_ROW) throw new DumpDamaged('a row is longer than is read', entry.offset);
  }
}

const LONGEST_ROW = 16 * 1024 * 1024;
const ESCAPES: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };

function fieldOf(field: string): string | null {
  if (field === '\\N') return null;
  return field.includes('\\') ? field.replace(/\\([\s\S])/gu, (_all, char: string) => ESCAPES[char] ?? char) : field;
}

/** The data blocks of an entry, joined: chunks of a length and bytes, ended by the length 0. */
async function* dataOf(range: ReadRange, entry: DumpEntry, sizeBytes: number): AsyncGenerator<Buffer> {
  const from = entry.offset ?? 0;
  let held: Buffer = Buffer.alloc(0);
  let at = from;
  let left = -1;
  for await (const chunk of range(from, sizeBytes)) {
    held = Buffer.concat([held, chunk]);
    if (left === -1) {
      if (held.length < 6) continue;
      const head = new BytesReader(held);
      if (head.byte() !== DATA || head.int() !== entry.id)
        throw new DumpDamaged('the data of another entry lie there', at);
      held = held.subarray(6);
      at += 6;
      left = 0;
    }
    for (;;) {
      if (left === 0) {
        if (held.length < 5) break;
        left = new BytesReader(held).int();
        if (left < 0) throw new DumpDamaged('a length is not one', at);
        held = held.subarray(5);
        at += 5;
        if (left === 0) return;
      }
      if (held.length === 0) break;
      const part = held.subarray(0, left);
      yield part;
      left -= part.length;
      at += part.length;
      held = held.subarray(part.length);
    }
  }
  throw new DumpDamaged('the data end before they should', at);
}

async function* inflated(blocks: AsyncIterable<Buffer>, at: number): AsyncGenerator<Buffer> {
  const inflate = createInflate();
  const feeding = (async () => {
    for await (const block of blocks)
      if (!inflate.write(block)) await new Promise((resolve) => inflate.once('drain', resolve));
    inflate.end();
  })();
  feeding.catch((error: unknown) => inflate.destroy(error instanceof Error ? error : new Error('stopped')));
  try {
    for await (const piece of inflate as AsyncIterable<Buffer>) yield piece;
  } catch (error) {
    if (error instanceof DumpDamaged) throw error;
    if (error instanceof Error && 'code' in error) throw new DumpDamaged('the packed data are damaged', at);
    throw error;
  } finally {
    inflate.destroy();
  }
}

/** The columns of a table's data: as its COPY statement lists them, else as the statement that makes the table does. */
export function columnsOfData(head: DumpHead, data: DumpEntry): readonly string[] {
  const listed = /^COPY [^(]*\(([\s\S]{0,100000}?)\) FROM stdin/u.exec(data.copy)?.[1];
  if (listed !== undefined) return listed.split(',').map(unquoted);
  const table = head.entries.find(
    ({ kind, schema, name }) => kind === 'TABLE' && schema === data.schema && name === data.name,
  );
  const body = table === undefined ? null : table.definition.slice(table.definition.indexOf('(') + 1);
  return (body ?? '')
    .split('\n')
    .map((line) => /^\s+("(?:[^"]|"")+"|[a-z_][\w$]*) /u.exec(line)?.[1])
    .filter((name) => name !== undefined && name !== 'CONSTRAINT')
    .map((name) => unquoted(name ?? ''));
}

function unquoted(name: string): string {
  const bare = name.trim();
  return bare.startsWith('"') ? bare.slice(1, -1).replaceAll('""', '"') : bare;
}
