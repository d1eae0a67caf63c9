/** One line of the export: where its bytes lie, and its text. */
export interface TextLine {
  /** Offset of the first byte, in bytes from the file's start. */
  readonly offset: number;
  /** Length in bytes, line end included. */
  readonly length: number;
  /** Text without line end. */
  readonly text: string;
  /** False when the bytes are not text in the file's encoding: what could not be read was replaced, or read as windows-1252. */
  readonly decodable: boolean;
}

interface Decoder {
  decode(bytes: Uint8Array): string;
}

/** How a file's bytes are text: two bytes a unit when its first two are a mark of UTF-16, else UTF-8. */
interface Encoding {
  /** Bytes of a line feed. */
  readonly unit: 1 | 2;
  /** Where in a line feed its 0x0A lies; the byte beside it is zero. */
  readonly low: 0 | 1;
  readonly strict: Decoder;
  readonly lenient: Decoder;
}

const UTF8: Encoding = {
  unit: 1,
  low: 0,
  strict: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }),
  lenient: new TextDecoder('windows-1252'),
};
const UTF16LE = wide('utf-16le', 0);
const UTF16BE = wide('utf-16be', 1);

function wide(name: string, low: 0 | 1): Encoding {
  return {
    unit: 2,
    low,
    strict: new TextDecoder(name, { fatal: true, ignoreBOM: true }),
    lenient: new TextDecoder(name, { ignoreBOM: true }),
  };
}

/** A line longer than this is cut into several; only the first can carry a stamp. Bounds memory on files without line ends. */
const LONGEST_BYTES = 4 * 1024 * 1024;
const LF = 0x0a;
const CR = 0x0d;

/**
 * Splits bytes into lines at LF; a CR before it belongs to the line end. Streams: yields the lines of each chunk together
 * and holds one unfinished line. Every byte belongs to one line, whatever the bytes are.
 */
export async function* readLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<readonly TextLine[]> {
  let held: Uint8Array = new Uint8Array(0);
  let offset = 0;
  let encoding: Encoding | null = null;
  // Where the search for a line end goes on: bytes before it were searched, so that a long line is not searched again.
  let searched = 0;
  for await (const chunk of chunks) {
    const bytes = held.length === 0 ? chunk : concat(held, chunk);
    if (encoding === null && bytes.length >= 2) encoding = encodingOf(bytes);
    const lines: TextLine[] = [];
    let start = 0;
    if (encoding !== null) {
      for (;;) {
        const end = endOfLine(bytes, start, Math.max(start, searched), encoding);
        if (end < 0) break;
        lines.push(toLine(bytes.subarray(start, end), offset + start, encoding));
        start = end;
      }
    }
    if (lines.length > 0) yield lines;
    offset += start;
    held = start === 0 && held.length > 0 ? bytes : bytes.slice(start);
    searched = Math.max(0, held.length - 1);
  }
  if (held.length > 0) yield [toLine(held, offset, encoding ?? UTF8)];
}

function encodingOf(bytes: Uint8Array): Encoding {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return UTF16LE;
  return bytes[0] === 0xfe && bytes[1] === 0xff ? UTF16BE : UTF8;
}

/** Behind the line feed that ends the line at `start`, or where a line without one is cut; -1 when more bytes are needed. */
function endOfLine(bytes: Uint8Array, start: number, from: number, { unit, low }: Encoding): number {
  const cut = start + LONGEST_BYTES;
  for (let at = bytes.indexOf(LF, from); at >= 0; at = bytes.indexOf(LF, at + 1)) {
    const end = at - low + unit;
    if (end > cut) break;
    if (unit === 1) return end;
    if ((at - low - start) % 2 === 0 && end <= bytes.length && bytes[at + 1 - 2 * low] === 0) return end;
  }
  return bytes.length >= cut ? cut : -1;
}

function toLine(bytes: Uint8Array, offset: number, { unit, low, strict, lenient }: Encoding): TextLine {
  let end = bytes.length;
  const endsWith = (code: number): boolean =>
    end >= unit && bytes[end - unit + low] === code && (unit === 1 || bytes[end - 1 - low] === 0);
  if (endsWith(LF)) {
    end -= unit;
    if (endsWith(CR)) end -= unit;
  }
  const content = bytes.subarray(0, end);
  const text = decoded(content, strict);
  return { offset, length: bytes.length, text: text ?? lenient.decode(content), decodable: text !== null };
}

function decoded(bytes: Uint8Array, strict: Decoder): string | null {
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
