import type { Stored } from '../model/index.ts';
import {
  childPage,
  INDEX_INTERIOR,
  INDEX_LEAF,
  MAX_DEPTH,
  payloadCell,
  readPayload,
  treePage,
  type Cell,
  type TreePage,
} from './btree.ts';
import type { TextEncoding } from './file-header.ts';
import type { PageSource } from './page-source.ts';
import { decodeRecord, type RecordValue } from './record.ts';

/** Cells that are looked at in all, beyond one for each row that is found, where rows are compared one by one. */
const MOST_COMPARED = 2_000_000;
/** More parts of bytes are not tried in each way. */
const MOST_BYTES_PARTS = 3;

/** A value of a wanted key; bytes are those of a blob, or of a text that its encoding does not allow. */
interface Wanted {
  readonly type: 'null' | 'number' | 'text' | 'blob';
  readonly number: number | bigint;
  readonly bytes: Buffer;
}

/**
 * Looks rows of a WITHOUT ROWID table up by primary key. Such a table is an index b-tree whose cells, those of interior
 * pages too, hold whole rows with the key first (sqlite.org/withoutrowid.html). With `isPlain` the tree is descended, and the
 * leaf in which a row was found is looked at first; otherwise its key is ordered by a collation that only the app may know,
 * and each row is compared, from the last one that was found on.
 */
export class KeySeeker {
  readonly #source: PageSource;
  readonly #root: number;
  readonly #isPlain: boolean;
  #leaf: TreePage | null = null;
  #index = 0;
  #cells: Iterator<Cell> | null = null;
  #last: Cell | null = null;
  #budget = MOST_COMPARED;

  constructor(source: PageSource, root: number, isPlain: boolean) {
    this.#source = source;
    this.#root = root;
    this.#isPlain = isPlain;
  }

  /** Null when there is no such row, or a page on the way to it is damaged. */
  find(key: readonly Stored[]): Cell | null {
    const ways = this.#isPlain ? waysOf(key, this.#source.header.encoding) : null;
    if (ways === null) return this.#scan(key);
    for (const wanted of ways) {
      const cell = this.#inLeaf(wanted) ?? this.#descend(wanted);
      if (cell !== null) return cell;
    }
    return null;
  }

  /** The row of the last answer, or the one behind it. */
  #inLeaf(wanted: readonly Wanted[]): Cell | null {
    const leaf = this.#leaf;
    if (leaf === null) return null;
    for (const index of [this.#index, this.#index + 1]) {
      const cell = index < leaf.cells ? payloadCell(this.#source, leaf, index) : null;
      if (cell === null || compareKey(this.#source, cell, wanted) !== 0) continue;
      this.#index = index;
      return cell;
    }
    return null;
  }

  #descend(wanted: readonly Wanted[]): Cell | null {
    const source = this.#source;
    let number = this.#root;
    for (let depth = 0; depth < MAX_DEPTH; depth += 1) {
      const page = treePage(source, number);
      if (page?.kind !== INDEX_INTERIOR && page?.kind !== INDEX_LEAF) return null;
      let low = 0;
      let high = page.cells;
      while (low < high) {
        const middle = (low + high) >> 1;
        const cell = payloadCell(source, page, middle);
        const order = cell === null ? null : compareKey(source, cell, wanted);
        if (order === null) return null;
        if (order === 0) {
          if (page.kind === INDEX_LEAF) [this.#leaf, this.#index] = [page, middle];
          return cell;
        }
        if (order < 0) low = middle + 1;
        else high = middle;
      }
      if (page.kind === INDEX_LEAF) return null;
      number = childPage(page, low, source.usableSize);
    }
    return null;
  }

  /** Goes on where the last row was found, around the tree once, and no further than the budget. */
  #scan(key: readonly Stored[]): Cell | null {
    if (this.#last !== null && this.#holds(this.#last, key)) return this.#last;
    for (let round = 0; round < 2; round += 1) {
      const cells = (this.#cells ??= inOrder(this.#source, this.#root));
      for (let next = cells.next(); next.done !== true; next = cells.next()) {
        if (this.#holds(next.value, key)) {
          this.#budget += 1;
          this.#last = next.value;
          return next.value;
        }
        this.#budget -= 1;
        if (this.#budget < 0) return null;
      }
      this.#cells = null;
    }
    return null;
  }

  #holds(cell: Cell, key: readonly Stored[]): boolean {
    const { encoding } = this.#source.header;
    const values = keyOf(this.#source, cell, key.length);
    return values?.every((value, index) => isSame(value, key[index] ?? null, encoding)) === true;
  }
}

/** Rows in the order in which SQLite reads them: those of a child before the row behind it. */
function* inOrder(source: PageSource, root: number): Generator<Cell> {
  const path: { readonly page: TreePage; next: number }[] = [];
  let budget = source.pageCount;
  let entering: number | null = root;
  for (;;) {
    if (entering !== null) {
      const number: number = entering;
      entering = null;
      budget -= 1;
      if (budget < 0) return;
      const isAgain = path.length >= MAX_DEPTH || path.some(({ page }) => page.number === number);
      const page = isAgain ? null : treePage(source, number);
      if (page?.kind === INDEX_LEAF) {
        for (let index = 0; index < page.cells; index += 1) {
          const cell = payloadCell(source, page, index);
          if (cell !== null) yield cell;
        }
      } else if (page?.kind === INDEX_INTERIOR) path.push({ page, next: 0 });
    }
    const step = path.at(-1);
    if (step === undefined) return;
    if (step.next > step.page.cells) {
      path.pop();
      continue;
    }
    if (step.next > 0) {
      const cell = payloadCell(source, step.page, step.next - 1);
      if (cell !== null) yield cell;
    }
    entering = childPage(step.page, step.next, source.usableSize);
    step.next += 1;
  }
}

/** Each way in which a key may be meant: bytes are a blob's, or else a broken text's. Null for one with too many of them. */
function waysOf(key: readonly Stored[], encoding: TextEncoding): readonly (readonly Wanted[])[] | null {
  if (key.filter((value) => value instanceof Uint8Array).length > MOST_BYTES_PARTS) return null;
  let ways: (readonly Wanted[])[] = [[]];
  for (const value of key) {
    const meant = wantedOf(value, encoding);
    ways = meant.flatMap((one) => ways.map((way) => [...way, one]));
  }
  return ways;
}

const NO_BYTES = Buffer.alloc(0);

function wantedOf(value: Stored, encoding: TextEncoding): readonly Wanted[] {
  if (value === null) return [{ type: 'null', number: 0, bytes: NO_BYTES }];
  if (typeof value === 'number' || typeof value === 'bigint')
    return [{ type: 'number', number: value, bytes: NO_BYTES }];
  const bytes = bytesOf(value, encoding);
  if (typeof value === 'string') return [{ type: 'text', number: 0, bytes }];
  return [{ type: 'blob', number: 0, bytes }, { type: 'text', number: 0, bytes }]; // prettier-ignore
}

/** The key's values; of a row whose key lies in its page, the rest is not read. */
function keyOf(source: PageSource, cell: Cell, columns: number): readonly RecordValue[] | null {
  const { encoding } = source.header;
  const local = cell.page.bytes.subarray(cell.payload, cell.payload + cell.localSize);
  let record = decodeRecord(local, encoding, columns);
  if (record === null && cell.overflow !== 0) {
    const payload = readPayload(source, cell);
    record = payload === null ? null : decodeRecord(payload, encoding, columns);
  }
  return record === null || record.values.length < columns ? null : record.values;
}

/** Below, at or above the wanted key, in SQLite's order of values; null when the cell cannot be read. */
function compareKey(source: PageSource, cell: Cell, key: readonly Wanted[]): number | null {
  const values = keyOf(source, cell, key.length);
  if (values === null) return null;
  for (const [index, wanted] of key.entries()) {
    const { type, value } = values[index] ?? { type: 'null', value: null };
    const classes = CLASSES[type] - CLASSES[wanted.type];
    if (classes !== 0) return classes;
    if (wanted.type === 'text' || wanted.type === 'blob') {
      const order = Buffer.compare(bytesOf(value, source.header.encoding), wanted.bytes);
      if (order !== 0) return order;
    } else if (wanted.type === 'number' && isNumber(value)) {
      // Between number and bigint these compare the exact values.
      if (value < wanted.number) return -1;
      if (value > wanted.number) return 1;
    }
  }
  return 0;
}

/** NULL, numbers, text, blobs: in this order SQLite sorts. Source: sqlite.org/datatype3.html, section 4.1. */
const CLASSES = { null: 0, number: 1, integer: 1, real: 1, text: 2, blob: 3 } as const;

function isSame({ type, value }: RecordValue, wanted: Stored, encoding: TextEncoding): boolean {
  if (wanted === null) return type === 'null';
  if (typeof wanted === 'string') return type === 'text' && bytesOf(value, encoding).equals(bytesOf(wanted, encoding));
  if (wanted instanceof Uint8Array)
    return (type === 'text' || type === 'blob') && bytesOf(value, encoding).equals(Buffer.from(wanted));
  return isNumber(value) && value >= wanted && value <= wanted;
}

function isNumber(value: Stored): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint';
}

/** A text's bytes as this database stores them. */
function bytesOf(value: Stored, encoding: TextEncoding): Buffer {
  if (typeof value !== 'string') return value instanceof Uint8Array ? Buffer.from(value) : Buffer.alloc(0);
  if (encoding === 'utf8') return Buffer.from(value, 'utf8');
  const bytes = Buffer.from(value, 'utf16le');
  return encoding === 'utf16be' ? bytes.swap16() : bytes;
}
