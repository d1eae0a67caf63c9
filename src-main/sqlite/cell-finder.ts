import type { ByteRange } from '../model/index.ts';
import {
  cellOffset,
  childPage,
  MAX_DEPTH,
  overflowChain,
  payloadCell,
  TABLE_INTERIOR,
  TABLE_LEAF,
  treePage,
  type Cell,
  type TreePage,
} from './btree.ts';
import type { CellFinder } from './evidence-db.ts';
import { KeySeeker } from './key-seeker.ts';
import { PageSource } from './page-source.ts';
import { findTable, readSchema, type SchemaEntry } from './schema.ts';
import { signedVarint, varintLength } from './varint.ts';
import type { DatabaseState, WorkingCopy } from './working-copy.ts';

type Rowid = number | bigint;
type Ranges = readonly [ByteRange, ...ByteRange[]];

/**
 * Finds the bytes of rows in one state of a working copy. The first range is the local part of a cell from its
 * payload-size varint on; each further one is what an overflow page holds of the payload. The 4-byte page pointers of
 * the chain are left out, so that the ranges put together are payload size, rowid and the record, whole.
 * Throws `EvidenceUnreadable` when the file is not a database.
 */
export function openCells(copy: WorkingCopy, state: DatabaseState): CellFinder {
  const source = new PageSource(copy, state);
  let schema: readonly SchemaEntry[];
  try {
    schema = readSchema(source);
  } catch (error) {
    source.close();
    throw error;
  }
  const seekers = new Map<string, Seeker | null>();
  const keys = new Map<string, KeyedTable | null>();
  return {
    findByKey(table, key) {
      let keyed = keys.get(table);
      if (keyed === undefined) {
        keyed = keyedTable(source, findTable(schema, table));
        keys.set(table, keyed);
      }
      const cell = keyed?.columns === key.length ? keyed.seeker.find(key) : null;
      return cell === null ? null : cellRanges(source, cell);
    },
    find(table, rowid) {
      let seeker = seekers.get(table);
      if (seeker === undefined) {
        const entry = findTable(schema, table);
        seeker = entry === null ? null : new Seeker(source, entry.rootPage);
        seekers.set(table, seeker);
      }
      const cell = seeker?.seek(rowid) ?? null;
      return cell === null ? null : cellRanges(source, cell);
    },
    close() {
      source.close();
    },
  };
}

/** A table WITHOUT ROWID, with the number of its key's columns. */
export interface KeyedTable {
  readonly seeker: KeySeeker;
  readonly columns: number;
}

/** Null for a table that has rowids, or whose key its statement does not say. */
export function keyedTable(source: PageSource, entry: SchemaEntry | null): KeyedTable | null {
  const declared = entry?.declared ?? null;
  if (entry === null || declared?.withoutRowid !== true || declared.primaryKey.length === 0) return null;
  return { seeker: new KeySeeker(source, entry.rootPage, declared.hasPlainKey), columns: declared.primaryKey.length };
}

/** Null when the overflow chain is broken. */
export function cellRanges(source: PageSource, cell: Cell): Ranges | null {
  const { number } = cell.page;
  const place = source.place(number);
  const first = {
    file: place.file,
    in: place.in,
    page: number,
    offset: place.offset + cell.start,
    length: cell.payload + cell.localSize - cell.start,
  };
  if (cell.overflow === 0) return [first];
  const chain = overflowChain(source, cell);
  if (chain === null) return null;
  const further = chain.map(({ page, length }): ByteRange => {
    const { file, in: where, offset } = source.place(page);
    return { file, in: where, page, offset: offset + 4, length };
  });
  return [first, ...further];
}

/** Looks rows of one table up; remembers the leaf it is in, so that ascending rowids cost one step each. */
export class Seeker {
  readonly #source: PageSource;
  readonly #root: number;
  #leaf: TreePage | null = null;
  #index = 0;
  /** The leaf holds every rowid of the table above `#above` and up to `#upTo`. */
  #above: Rowid = -Infinity;
  #upTo: Rowid = -Infinity;

  constructor(source: PageSource, root: number) {
    this.#source = source;
    this.#root = root;
  }

  /** Null when there is no such row, or a page on the way to it is damaged. */
  seek(wanted: Rowid): Cell | null {
    const rowid = typeof wanted === 'bigint' && Number.isSafeInteger(Number(wanted)) ? Number(wanted) : wanted;
    if (this.#leaf === null || !(rowid > this.#above && rowid <= this.#upTo)) this.#descend(rowid);
    const leaf = this.#leaf;
    if (leaf === null) return null;
    const next = this.#index + 1;
    if (next < leaf.cells && this.#rowidAt(leaf, next) === rowid) this.#index = next;
    else if (!this.#search(leaf, rowid)) return null;
    return payloadCell(this.#source, leaf, this.#index);
  }

  #descend(rowid: Rowid): void {
    this.#leaf = null;
    this.#index = -1;
    this.#above = -Infinity;
    this.#upTo = Infinity;
    let number = this.#root;
    for (let depth = 0; depth < MAX_DEPTH; depth += 1) {
      const page = treePage(this.#source, number);
      if (page?.kind === TABLE_LEAF) {
        this.#leaf = page;
        return;
      }
      if (page?.kind !== TABLE_INTERIOR) return;
      let low = 0;
      let high = page.cells;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (this.#keyAt(page, middle) < rowid) low = middle + 1;
        else high = middle;
      }
      if (low > 0) this.#above = this.#keyAt(page, low - 1);
      if (low < page.cells) this.#upTo = this.#keyAt(page, low);
      number = childPage(page, low, this.#source.usableSize);
    }
  }

  #search(leaf: TreePage, rowid: Rowid): boolean {
    let low = 0;
    let high = leaf.cells - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const found = this.#rowidAt(leaf, middle);
      if (found === rowid) {
        this.#index = middle;
        return true;
      }
      if (found < rowid) low = middle + 1;
      else high = middle - 1;
    }
    return false;
  }

  #rowidAt(leaf: TreePage, index: number): Rowid {
    const at = cellOffset(leaf, index, this.#source.usableSize);
    return at < 0 ? NaN : signedVarint(leaf.bytes, at + varintLength(leaf.bytes, at));
  }

  #keyAt(page: TreePage, index: number): Rowid {
    const at = cellOffset(page, index, this.#source.usableSize);
    return at < 0 ? NaN : signedVarint(page.bytes, at + 4);
  }
}
