/** One line of the export: where its bytes lie, and its text. */
export interface TextLine {
  /** Offset of the first byte, in bytes from the file's start. */
  readonly offset: number;
  /** Length in bytes, line end included. */
  readonly length: number;
  /** Text without line end. */
  readonly text: string;
  /** False when the bytes are not UTF-8: the text was then read as windows-1252. */
  readonly decodable: boolean;
}

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const western = new TextDecoder('windows-1252');

/** A line longer than this is cut into several; only the first can carry a stamp. Bounds memory on files without line ends. */
const LONGEST_BYTES = 4 * 1024 * 1024;
const LF = 0x0a;
const CR = 0x0d;

/** Splits bytes into lines at LF; a CR before it belongs to the line end. Streams; holds one line at a time. */
export async function* readLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<TextLine> {
  let held: Uint8Array = new Uint8Array(0);
  let offset = 0;
  for await (const chunk of chunks) {
    const bytes = held.length === 0 ? chunk : concat(held, chunk);
    let start = 0;
    for (;;) {
      const at = bytes.indexOf(LF, start);
      const end = at >= 0 ? at + 1 : bytes.length - start >= LONGEST_BYTES ? start + LONGEST_BYTES : -1;
      if (end < 0) break;
      yield toLine(bytes.subarray(start, end), offset + start);
      start = end;
    }
    offset += start;
    held = bytes.slice(start);
  }
  if (held.length > 0) yield toLine(held, offset);
}

function toLine(bytes: Uint8Array, offset: number): TextLine {
  let end = bytes.length;
  if (bytes[end - 1] === LF) end--;
  if (bytes[end - 1] === CR) end--;
  const content = bytes.subarray(0, end);
  const utf8 = decodeStrict(content);
  return { offset, length: bytes.length, text: utf8 ?? western.decode(content), decodable: utf8 !== null };
}

function decodeStrict(bytes: Uint8Array): string | null {
  try {
    return strict.decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

function concat(a: Uint8Array, b: Uint8Array): Uint8Array {
  const out = new Uint8Array(a.length + b.length);
  out.set(a);
  out.set(b, a.length);
  return out;
}
