/** One record of a CSV file: where its bytes lie, and its cells. */
export interface CsvRow {
  /** Offset of the first byte, in bytes from the file's start; length with the line end. */
  readonly offset: number;
  readonly length: number;
  readonly cells: readonly string[];
  /** False when the bytes are no UTF-8; they were then read as GB 18030. */
  readonly decodable: boolean;
  /** False when the file ended inside quotes, or the record is longer than is kept. */
  readonly isWhole: boolean;
}

/** A record longer than this is cut. Bounds memory on files with an open quote. */
export const LONGEST_ROW_BYTES = 4 * 1024 * 1024;

const QUOTE = 0x22;
const COMMA = 0x2c;
const LF = 0x0a;
const CR = 0x0d;

const UTF8 = new TextDecoder('utf-8', { fatal: true });
const GB18030 = new TextDecoder('gb18030');

/**
 * The records of a CSV file by RFC 4180: a quote counts at the beginning of a cell, doubled inside it, and ends it. Streams: holds one
 * record. Yields those of each chunk together; a line without any byte is a record with one empty cell.
 */
export async function* csvRows(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<readonly CsvRow[]> {
  const scan = new Scan();
  for await (const chunk of chunks) {
    const rows = scan.add(chunk);
    if (rows.length > 0) yield rows;
  }
  const last = scan.end();
  if (last !== null) yield [last];
}

/** Where in a cell the scan stands; `closed`: behind a quote that ends the cell, or doubled goes on. */
type CellState = 'start' | 'plain' | 'quoted' | 'closed';

class Scan {
  readonly #held: Uint8Array[] = [];
  #heldBytes = 0;
  #start = 0;
  #offset = 0;
  #cell: CellState = 'start';

  add(chunk: Uint8Array): readonly CsvRow[] {
    const rows: CsvRow[] = [];
    let from = 0;
    for (let at = 0; at < chunk.length; at += 1) {
      const byte = chunk[at];
      if (byte === QUOTE) {
        if (this.#cell === 'quoted') this.#cell = 'closed';
        else if (this.#cell !== 'plain') this.#cell = 'quoted';
      } else if (this.#cell === 'quoted') continue;
      else if (byte === LF) {
        rows.push(this.#take(chunk.subarray(from, at + 1), true));
        from = at + 1;
        this.#start = this.#offset + from;
      } else if (byte === COMMA) this.#cell = 'start';
      else if (this.#offset + at > 2 || !isMarkOfOrder(byte)) this.#cell = 'plain';
    }
    this.#hold(chunk.slice(from));
    this.#offset += chunk.length;
    return rows;
  }

  end(): CsvRow | null {
    return this.#heldBytes === 0 ? null : this.#take(new Uint8Array(0), this.#cell !== 'quoted');
  }

  #hold(bytes: Uint8Array): void {
    const kept = Math.max(0, LONGEST_ROW_BYTES - this.#heldBytes);
    this.#heldBytes += bytes.length;
    if (kept > 0 && bytes.length > 0) this.#held.push(bytes.length > kept ? bytes.subarray(0, kept) : bytes);
  }

  #take(last: Uint8Array, isClosed: boolean): CsvRow {
    this.#hold(last);
    const length = this.#heldBytes;
    const bytes = Buffer.concat(this.#held);
    const isWhole = isClosed && bytes.length === length;
    const { text, decodable } = textOf(withoutEnd(bytes));
    this.#held.length = 0;
    this.#heldBytes = 0;
    this.#cell = 'start';
    return { offset: this.#start, length, cells: cellsOf(this.#start === 0 ? text.replace(/^\uFEFF/u, '') : text), decodable, isWhole }; // prettier-ignore
  }
}

/** A mark of byte order before the first cell. */
function isMarkOfOrder(byte: number | undefined): boolean {
  return byte === 0xbf || byte === 0xbb || byte === 0xef;
}

function withoutEnd(bytes: Buffer): Buffer {
  let end = bytes.length;
  if (bytes[end - 1] === LF) end -= 1;
  if (bytes[end - 1] === CR) end -= 1;
  return bytes.subarray(0, end);
}

function textOf(bytes: Uint8Array): { readonly text: string; readonly decodable: boolean } {
  try {
    return { text: UTF8.decode(bytes), decodable: true };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return { text: GB18030.decode(bytes), decodable: false };
  }
}

function cellsOf(text: string): readonly string[] {
  const cells: string[] = [];
  let at = 0;
  for (;;) {
    if (text[at] !== '"') {
      const comma = text.indexOf(',', at);
      cells.push(comma === -1 ? text.slice(at) : text.slice(at, comma));
      if (comma === -1) return cells;
      at = comma + 1;
      continue;
    }
    let cell = '';
    at += 1;
    for (;;) {
      const quote = text.indexOf('"', at);
      if (quote === -1) {
        cells.push(cell + text.slice(at));
        return cells;
      }
      cell += text.slice(at, quote);
      at = quote + 1;
      if (text[at] !== '"') break;
      cell += '"';
      at += 1;
    }
    // What stands between a closing quote and the next comma belongs to the cell.
    const comma = text.indexOf(',', at);
    cells.push(cell + (comma === -1 ? text.slice(at) : text.slice(at, comma)));
    if (comma === -1) return cells;
    at = comma + 1;
  }
}
