import type { Stored } from '../model/index.ts';
import {
  childPage,
  INDEX_INTERIOR,
  INDEX_LEAF,
  MAX_DEPTH,
  payloadCell,
  readPayload,
  treePage,
  walkTree,
  type Cell,
  type TreePage,
} from './btree.ts';
import type { TextEncoding } from './file-header.ts';
import type { PageSource } from './page-source.ts';
import { decodeRecord, type RecordValue } from './record.ts';

/**
 * Looks rows of a WITHOUT ROWID table up by primary key. Such a table is an index b-tree whose cells, those of interior
 * pages too, hold whole rows with the key first (sqlite.org/withoutrowid.html). Null when there is no such row or a page
 * on the way to it is damaged. With `isPlain` the tree is descended; otherwise its key is ordered by a collation that
 * only the app may know, and each row is compared.
 */
export function seekKey(source: PageSource, root: number, key: readonly Stored[], isPlain: boolean): Cell | null {
  // Bytes may stand for a broken text or a blob, which are ordered apart.
  if (!isPlain || key.some((value) => value instanceof Uint8Array)) return scanFor(source, root, key);
  let number = root;
  for (let depth = 0; depth < MAX_DEPTH; depth += 1) {
    const page = treePage(source, number);
    if (page?.kind !== INDEX_INTERIOR && page?.kind !== INDEX_LEAF) return null;
    let low = 0;
    let high = page.cells;
    while (low < high) {
      const middle = (low + high) >> 1;
      const cell = payloadCell(source, page, middle);
      const order = cell === null ? null : compareKey(source, cell, key);
      if (order === null) return null;
      if (order === 0) return cell;
      if (order < 0) low = middle + 1;
      else high = middle;
    }
    if (page.kind === INDEX_LEAF) return null;
    number = childPage(page, low, source.usableSize);
  }
  return null;
}

function scanFor(source: PageSource, root: number, key: readonly Stored[]): Cell | null {
  for (const page of walkTree(source, root, { damaged: 0 })) {
    for (const cell of cellsOf(source, page)) {
      const values = keyOf(source, cell, key.length);
      if (values?.every((value, index) => isSame(value, key[index] ?? null, source.header.encoding)) === true)
        return cell;
    }
  }
  return null;
}

function* cellsOf(source: PageSource, page: TreePage): Generator<Cell> {
  if (page.kind !== INDEX_INTERIOR && page.kind !== INDEX_LEAF) return;
  for (let index = 0; index < page.cells; index += 1) {
    const cell = payloadCell(source, page, index);
    if (cell !== null) yield cell;
  }
}

function keyOf(source: PageSource, cell: Cell, columns: number): readonly RecordValue[] | null {
  const payload = readPayload(source, cell);
  const record = payload === null ? null : decodeRecord(payload, source.header.encoding);
  return record === null || record.values.length < columns ? null : record.values.slice(0, columns);
}

/** Below, at or above the wanted key, in SQLite's order of values; null when the cell cannot be read. */
function compareKey(source: PageSource, cell: Cell, key: readonly Stored[]): number | null {
  const values = keyOf(source, cell, key.length);
  if (values === null) return null;
  for (const [index, { type, value }] of values.entries()) {
    const wanted = key[index] ?? null;
    const classes = classOf(type) - classOf(typeOf(wanted));
    if (classes !== 0) return classes;
    if (typeof wanted === 'string') {
      const order = Buffer.compare(bytesOf(value, source.header.encoding), bytesOf(wanted, source.header.encoding));
      if (order !== 0) return order;
    } else if ((typeof wanted === 'number' || typeof wanted === 'bigint') && isNumber(value) && value !== wanted) {
      // Between number and bigint these compare the exact values.
      if (value < wanted) return -1;
      if (value > wanted) return 1;
    }
  }
  return 0;
}

function isSame({ type, value }: RecordValue, wanted: Stored, encoding: TextEncoding): boolean {
  if (wanted === null) return type === 'null';
  if (typeof wanted === 'string') return type === 'text' && bytesOf(value, encoding).equals(bytesOf(wanted, encoding));
  if (wanted instanceof Uint8Array)
    return (type === 'text' || type === 'blob') && bytesOf(value, encoding).equals(Buffer.from(wanted));
  return isNumber(value) && value >= wanted && value <= wanted;
}

/** NULL, numbers, text, blobs: in this order SQLite sorts. Source: sqlite.org/datatype3.html, section 4.1. */
function classOf(type: RecordValue['type']): number {
  if (type === 'null') return 0;
  if (type === 'integer' || type === 'real') return 1;
  return type === 'text' ? 2 : 3;
}

function typeOf(value: Stored): RecordValue['type'] {
  if (value === null) return 'null';
  if (typeof value === 'string') return 'text';
  return value instanceof Uint8Array ? 'blob' : 'real';
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
