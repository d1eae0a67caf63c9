import type { PageSource } from './page-source.ts';
import { signedVarint, sizeVarint, varintLength } from './varint.ts';

/** Kinds of b-tree pages. Source: sqlite.org/fileformat2.html, section 1.6. */
export const INDEX_INTERIOR = 0x02;
export const TABLE_INTERIOR = 0x05;
export const INDEX_LEAF = 0x0a;
export const TABLE_LEAF = 0x0d;

/** SQLite refuses trees deeper than 20. */
export const MAX_DEPTH = 24;

/** A b-tree page with its cell pointers; bytes are those of the whole page. */
export interface TreePage {
  readonly number: number;
  readonly bytes: Buffer;
  readonly kind: typeof INDEX_INTERIOR | typeof TABLE_INTERIOR | typeof INDEX_LEAF | typeof TABLE_LEAF;
  readonly cells: number;
  /** Where the cell pointer array starts. */
  readonly pointers: number;
}

/** Null when the page is missing or its header is impossible. */
export function treePage(source: PageSource, number: number): TreePage | null {
  const bytes = source.read(number);
  if (bytes === null) return null;
  const start = number === 1 ? 100 : 0;
  const kind = bytes[start];
  if (kind !== INDEX_INTERIOR && kind !== TABLE_INTERIOR && kind !== INDEX_LEAF && kind !== TABLE_LEAF) return null;
  const pointers = start + (kind === INDEX_INTERIOR || kind === TABLE_INTERIOR ? 12 : 8);
  const cells = bytes.readUInt16BE(start + 3);
  if (pointers + 2 * cells > source.usableSize) return null;
  return { number, bytes, kind, cells, pointers };
}

/** Offset of a cell within its page; -1 when the pointer leads out of the cell area. */
export function cellOffset(page: TreePage, index: number, usableSize: number): number {
  const at = page.pointers + 2 * index;
  const offset = ((page.bytes[at] ?? 0) << 8) | (page.bytes[at + 1] ?? 0);
  return offset < page.pointers + 2 * page.cells || offset > usableSize - 4 ? -1 : offset;
}

/** The child left of cell `index`, or the right-most one for `index === cells`. */
export function childPage(page: TreePage, index: number, usableSize: number): number {
  if (index === page.cells) return page.bytes.readUInt32BE(page.pointers - 4);
  const offset = cellOffset(page, index, usableSize);
  return offset < 0 ? 0 : page.bytes.readUInt32BE(offset);
}

/** A cell with a payload. Offsets are within its page. */
export interface Cell {
  readonly page: TreePage;
  /** Where the cell's own bytes begin, after the child pointer of an interior page. */
  readonly start: number;
  readonly payloadSize: number;
  /** Null for index b-trees. */
  readonly rowid: number | bigint | null;
  /** Where the payload begins. */
  readonly payload: number;
  readonly localSize: number;
  /** First overflow page, 0 when the payload is all local. */
  readonly overflow: number;
}

/** Null when the cell does not fit into its page. */
export function payloadCell(source: PageSource, page: TreePage, index: number): Cell | null {
  const { bytes, kind } = page;
  const offset = cellOffset(page, index, source.usableSize);
  if (offset < 0 || kind === TABLE_INTERIOR) return null;
  const start = kind === INDEX_INTERIOR ? offset + 4 : offset;
  const payloadSize = sizeVarint(bytes, start);
  let payload = start + varintLength(bytes, start);
  let rowid: number | bigint | null = null;
  if (kind === TABLE_LEAF) {
    rowid = signedVarint(bytes, payload);
    payload += varintLength(bytes, payload);
  }
  const localSize = localPayload(source.usableSize, payloadSize, kind === TABLE_LEAF);
  const end = payload + localSize;
  if (localSize === payloadSize) {
    return end > source.usableSize ? null : { page, start, payloadSize, rowid, payload, localSize, overflow: 0 };
  }
  if (end + 4 > source.usableSize || payloadSize > 0x7fff_ffff) return null;
  const overflow = bytes.readUInt32BE(end);
  return overflow === 0 ? null : { page, start, payloadSize, rowid, payload, localSize, overflow };
}

/** How much of a payload lies in its cell. Source: sqlite.org/fileformat2.html, section 1.6. */
function localPayload(usableSize: number, payloadSize: number, isTable: boolean): number {
  const most = isTable ? usableSize - 35 : Math.floor(((usableSize - 12) * 64) / 255) - 23;
  if (payloadSize <= most) return payloadSize;
  const least = Math.floor(((usableSize - 12) * 32) / 255) - 23;
  const fitting = least + ((payloadSize - least) % (usableSize - 4));
  return fitting <= most ? fitting : least;
}

/** One link of an overflow chain: the page, and how many payload bytes it holds behind its 4-byte pointer. */
export interface OverflowPart {
  readonly page: number;
  readonly length: number;
}

/** Null when the chain is longer than the database, comes back to itself, or ends early. */
export function overflowChain(source: PageSource, cell: Cell): readonly OverflowPart[] | null {
  if (cell.overflow === 0) return [];
  const perPage = source.usableSize - 4;
  let left = cell.payloadSize - cell.localSize;
  const count = Math.ceil(left / perPage);
  if (count > source.pageCount) return null;
  const parts: OverflowPart[] = [];
  const seen = new Set<number>();
  let page = cell.overflow;
  while (left > 0) {
    const bytes = seen.has(page) ? null : source.read(page);
    if (bytes === null) return null;
    seen.add(page);
    const length = Math.min(left, perPage);
    parts.push({ page, length });
    left -= length;
    page = bytes.readUInt32BE(0);
  }
  return parts;
}

/** The whole payload; null when its overflow chain is broken. */
export function readPayload(source: PageSource, cell: Cell): Buffer | null {
  const local = cell.page.bytes.subarray(cell.payload, cell.payload + cell.localSize);
  if (cell.overflow === 0) return local;
  const parts = overflowChain(source, cell);
  if (parts === null) return null;
  const pieces: Buffer[] = [local];
  for (const part of parts) {
    const bytes = source.read(part.page);
    if (bytes === null) return null;
    pieces.push(bytes.subarray(4, 4 + part.length));
  }
  return Buffer.concat(pieces);
}

/** Pages of one tree, and whether all of it could be walked. */
export interface TreeWalk {
  /** Pages that could not be read or do not belong into a tree. */
  damaged: number;
}

/**
 * All pages of a tree, parents before children, leaves in key order. Stops descending where a page is damaged or seen
 * above itself, and altogether after as many pages as the database has.
 */
export function* walkTree(source: PageSource, root: number, walk: TreeWalk): Generator<TreePage> {
  const path: { page: TreePage; next: number }[] = [];
  let budget = source.pageCount;
  let next: number | null = root;
  for (;;) {
    if (next !== null) {
      const number: number = next;
      next = null;
      const page =
        path.length >= MAX_DEPTH || path.some((step) => step.page.number === number) ? null : treePage(source, number);
      budget -= 1;
      if (page === null || budget < 0) walk.damaged += 1;
      else {
        yield page;
        if (page.kind === TABLE_INTERIOR || page.kind === INDEX_INTERIOR) path.push({ page, next: 0 });
      }
      if (budget < 0) return;
    }
    const step = path.at(-1);
    if (step === undefined) return;
    if (step.next > step.page.cells) path.pop();
    else {
      next = childPage(step.page, step.next, source.usableSize);
      step.next += 1;
    }
  }
}
