import type { ByteRange } from '../model/index.ts';
import { overflowChain, payloadCell, TABLE_INTERIOR, walkTree, type TreePage } from './btree.ts';
import { freelistPages } from './freelist.ts';
import { PageSource } from './page-source.ts';
import { readSchema } from './schema.ts';
import type { DatabaseState, WorkingCopy } from './working-copy.ts';

/**
 * Bytes of a page that hold no live content, and may hold what was there before:
 * - `freeblock`: a former cell, without its first four bytes, which SQLite wrote over with the chain
 * - `gap`: between the cell pointers and the cells
 * - `overflow-rest`: behind the end of a payload on its last overflow page
 * - `free-page`: a whole page of the freelist
 * - `trunk-rest`: behind the list of pages on a page that the freelist itself uses
 * Source: sqlite.org/fileformat2.html, sections 1.5 and 1.6.
 */
export interface UnusedArea {
  readonly kind: 'freeblock' | 'gap' | 'overflow-rest' | 'free-page' | 'trunk-rest';
  /** The table or index whose page it is; null for the freelist. */
  readonly owner: string | null;
  readonly range: ByteRange;
}

/** Shorter than a cell of one value can be. */
const SHORTEST = 4;

/**
 * Areas of one state of a working copy, tree by tree in schema order, then the freelist. An area ends where a page is
 * damaged: nothing that may be live is given out as unused. Reads every page of every tree. Throws `EvidenceUnreadable`.
 */
export function* unusedAreas(copy: WorkingCopy, state: DatabaseState): Generator<UnusedArea> {
  const source = new PageSource(copy, state);
  // Cells of a crafted file can all lead into one long chain.
  const budget = { pages: 4 * source.pageCount };
  try {
    for (const entry of readSchema(source)) {
      for (const page of walkTree(source, entry.rootPage, { damaged: 0 })) {
        yield* areasOf(source, page, entry.name);
        yield* overflowRests(source, page, entry.name, budget);
      }
    }
    for (const { page, role } of freelistPages(source)) {
      const bytes = source.read(page);
      if (bytes === null) continue;
      const from = role === 'leaf' ? 0 : 8 + 4 * bytes.readUInt32BE(4);
      const length = source.usableSize - from;
      if (length < SHORTEST) continue;
      yield {
        kind: role === 'leaf' ? 'free-page' : 'trunk-rest',
        owner: null,
        range: range(source, page, from, length),
      };
    }
  } finally {
    source.close();
  }
}

function* areasOf(source: PageSource, page: TreePage, owner: string): Generator<UnusedArea> {
  const { bytes, number } = page;
  const header = number === 1 ? 100 : 0;
  const content = bytes.readUInt16BE(header + 5);
  // A page of 65,536 bytes without cells stores 0 for its size.
  const cellsAt = content === 0 ? 65_536 : content;
  const pointersEnd = page.pointers + 2 * page.cells;
  if (cellsAt < pointersEnd || cellsAt > source.usableSize) return;
  if (cellsAt - pointersEnd >= SHORTEST)
    yield { kind: 'gap', owner, range: range(source, number, pointersEnd, cellsAt - pointersEnd) };
  let last = cellsAt;
  for (let at = bytes.readUInt16BE(header + 1); at !== 0;) {
    if (at < last || at > source.usableSize - SHORTEST) return;
    const length = bytes.readUInt16BE(at + 2);
    if (length < SHORTEST || at + length > source.usableSize) return;
    yield { kind: 'freeblock', owner, range: range(source, number, at, length) };
    last = at + length;
    at = bytes.readUInt16BE(at);
  }
}

function* overflowRests(
  source: PageSource,
  page: TreePage,
  owner: string,
  budget: { pages: number },
): Generator<UnusedArea> {
  if (page.kind === TABLE_INTERIOR) return;
  for (let index = 0; index < page.cells && budget.pages > 0; index += 1) {
    const cell = payloadCell(source, page, index);
    const chain = cell === null ? null : overflowChain(source, cell);
    budget.pages -= chain?.length ?? 0;
    const end = chain?.at(-1);
    if (end === undefined) continue;
    const length = source.usableSize - 4 - end.length;
    if (length >= SHORTEST)
      yield { kind: 'overflow-rest', owner, range: range(source, end.page, 4 + end.length, length) };
  }
}

function range(source: PageSource, page: number, from: number, length: number): ByteRange {
  const place = source.place(page);
  return { file: place.file, in: place.in, page, offset: place.offset + from, length };
}
