import { readLines } from '../text-lines.ts';
import type { TextLine } from '../text-lines.ts';
import type { Ending, Piece } from './form.ts';
import type { Said } from './said.ts';

/** A run of lines that belong together: the one that begins it and those up to the next. */
export interface Block {
  readonly offset: number;
  readonly length: number;
  readonly decodable: boolean;
  readonly isCut: boolean;
  /** True where zeros stand in it, which no tool writes. */
  readonly hasZeros: boolean;
  readonly lines: readonly string[];
  /** False for what stands before the first line that begins a block. */
  readonly isBegun: boolean;
}

/** Whether a line begins a block; `next`: the line behind it, `before`: the one before it, null at the ends of the file. */
export type Begins = (line: string, next: string | null, before: string | null) => boolean;

/** Text beyond this many characters is in the exhibit alone, at the bytes of the block. */
const LONGEST_TEXT = 4 * 1024 * 1024;

/** The blocks of a text, those of each chunk together. Holds one block and one line. Tools end each line, the last one too. */
export async function* blocksOf(
  bytes: AsyncIterable<Uint8Array>,
  begins: Begins,
  ending: Ending,
): AsyncGenerator<readonly Block[]> {
  const joiner = new Joiner(begins);
  for await (const lines of readLines(bytes)) {
    const blocks = lines.flatMap((line) => joiner.add(line) ?? []);
    if (blocks.length > 0) yield blocks;
  }
  ending.isWhole = joiner.isEnded;
  const last = joiner.end();
  if (last.length > 0) yield last;
}

interface Open {
  readonly offset: number;
  length: number;
  decodable: boolean;
  isCut: boolean;
  hasZeros: boolean;
  readonly lines: string[];
  readonly isBegun: boolean;
  size: number;
}

class Joiner {
  readonly #begins: Begins;
  #open: Open | null = null;
  #held: TextLine | null = null;
  #before: string | null = null;

  constructor(begins: Begins) {
    this.#begins = begins;
  }

  /** False where the last line has no line end. */
  get isEnded(): boolean {
    const held = this.#held;
    return held?.decodable !== true || Buffer.byteLength(held.text) < held.length;
  }

  /** The block that ended where the line before this one begins; null where none did. */
  add(line: TextLine): Block | null {
    const held = this.#held;
    this.#held = line.offset === 0 ? { ...line, text: line.text.replace(/^\uFEFF/u, '') } : line;
    return held === null ? null : this.#place(held, this.#held.text);
  }

  end(): readonly Block[] {
    const ended = this.#held === null ? null : this.#place(this.#held, null);
    return [ended, this.#open].filter((one) => one !== null);
  }

  #place(line: TextLine, next: string | null): Block | null {
    const isBegun = this.#begins(line.text, next, this.#before);
    this.#before = line.text;
    const open = this.#open;
    if (open !== null && !isBegun) {
      open.length += line.length;
      open.decodable &&= line.decodable;
      open.hasZeros ||= line.text.includes('\0');
      if (open.size <= LONGEST_TEXT) open.lines.push(line.text);
      else if (line.text !== '') open.isCut = true;
      open.size += line.text.length + 1;
      return null;
    }
    this.#open = { offset: line.offset, length: line.length, decodable: line.decodable, isCut: false, hasZeros: line.text.includes('\0'), lines: [line.text], isBegun, size: line.text.length }; // prettier-ignore
    return open;
  }
}

/** Where a block stands, as a piece of its file. */
export function placeOf({ offset, length, decodable, isCut, hasZeros }: Block): Omit<Piece, 'what'> {
  return { offset, length, decodable, isCut, hasZeros };
}

/** A block that a line begins as the message that it says; what stands before the first one is empty, or nothing that is known. */
export function pieceOf(block: Block, saidIn: (lines: readonly string[]) => Said): Piece {
  const { lines, isBegun } = block;
  const place = placeOf(block);
  if (isBegun) return { ...place, what: saidIn(lines) };
  return { ...place, what: textOf(lines) === null ? { passed: 'empty line' } : null };
}

/** Lines without the empty ones at the end, which tools write behind a message; null where none is left. */
export function textOf(lines: readonly string[]): string | null {
  let end = lines.length;
  while (end > 0 && lines[end - 1] === '') end -= 1;
  return end === 0 ? null : lines.slice(0, end).join('\n');
}
