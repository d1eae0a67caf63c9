import { readLines } from '../text-lines.ts';
import type { TextLine } from '../text-lines.ts';

/** A message of a text export: a line with time and name, the lines of the text, an empty line. */
export interface TitledEntry {
  readonly offset: number;
  readonly length: number;
  readonly decodable: boolean;
  /** Null for what stands before the first such line. */
  readonly stamp: string | null;
  readonly name: string;
  readonly text: string;
  /** True where the text is longer than is kept. */
  readonly isCut: boolean;
}

/** `2024-03-01 10:00:00 'name'`. Source: hicccc77/WeFlow@9fa96cd, electron/services/export/formatters/TxtFormatter.ts. */
const TITLE = /^\uFEFF?(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) '(.*)'$/su;

/** Text beyond this many characters is in the exhibit alone, at the bytes of the message. */
const LONGEST_TEXT = 4 * 1024 * 1024;

export function isTitle(line: string): boolean {
  return TITLE.test(line);
}

/** The messages, those of each chunk together. A title counts where an empty line, or nothing, stands before it. Holds one message. */
export async function* titledEntries(
  bytes: AsyncIterable<Uint8Array>,
  ending: { isWhole: boolean },
): AsyncGenerator<readonly TitledEntry[]> {
  const joiner = new Joiner();
  for await (const lines of readLines(bytes)) yield lines.flatMap((line) => joiner.add(line) ?? []);
  // The tool writes an empty line behind the last message too.
  ending.isWhole = joiner.isAtEmptyLine;
  const last = joiner.end();
  if (last !== null) yield [last];
}

class Joiner {
  #open: { offset: number; length: number; decodable: boolean; stamp: string | null; name: string } | null = null;
  readonly #lines: string[] = [];
  #size = 0;
  #isCut = false;
  #isAfterEmpty = true;

  get isAtEmptyLine(): boolean {
    return this.#isAfterEmpty;
  }

  /** The message that ended where this line begins; null where none did. */
  add(line: TextLine): TitledEntry | null {
    const title = this.#isAfterEmpty ? TITLE.exec(line.text) : null;
    this.#isAfterEmpty = line.text.trim() === '';
    const { offset, length, decodable } = line;
    if (title === null && this.#open !== null) {
      this.#open.length += length;
      this.#open.decodable &&= decodable;
      if (this.#size <= LONGEST_TEXT) this.#lines.push(line.text);
      else if (line.text !== '') this.#isCut = true;
      this.#size += line.text.length + 1;
      return null;
    }
    const ended = this.end();
    this.#open = { offset, length, decodable, stamp: title?.[1] ?? null, name: title?.[2] ?? '' };
    if (title === null) this.#lines.push(line.text);
    return ended;
  }

  end(): TitledEntry | null {
    if (this.#open === null) return null;
    // The empty line behind a message is the tool's.
    const text = this.#lines.join('\n').replace(/\n$/u, '');
    const entry = { ...this.#open, text, isCut: this.#isCut };
    this.#isCut = false;
    this.#open = null;
    this.#lines.length = 0;
    this.#size = 0;
    return entry;
  }
}
