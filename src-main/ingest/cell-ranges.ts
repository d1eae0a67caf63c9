import type { ByteRange, Issue, Locator, RowLocator, Sha256 } from '../model/index.ts';
import {
  EvidenceUnreadable,
  openCells,
  readRowKey,
  type CellFinder,
  type DatabaseState,
  type WorkingCopy,
} from '../sqlite/index.ts';
import { issueOf } from './issues.ts';

/** Byte ranges of locators, for the working copies of one source in one state. */
export interface CellRanges {
  /** Ranges of a row's cell; none where the row is not in a database that was copied, or cannot be found in its pages. */
  of(locator: Locator): readonly ByteRange[];
  /** One issue for each table with rows whose cell no page of its b-tree leads to. */
  misses(): readonly Issue[];
  close(): void;
}

const NONE: readonly ByteRange[] = [];

/** Opens one finder per database, when a row of it is first asked for. */
export function cellRanges(copies: ReadonlyMap<Sha256, WorkingCopy>, state: DatabaseState): CellRanges {
  const finders = new Map<Sha256, CellFinder | null>();
  const missed = new Map<string, { count: number; readonly first: RowLocator }>();

  function finderOf(file: Sha256): CellFinder | null {
    const known = finders.get(file);
    if (known !== undefined) return known;
    const copy = copies.get(file);
    const finder = copy === undefined ? null : openFinder(copy, state);
    finders.set(file, finder);
    return finder;
  }

  return {
    of(locator) {
      if (locator.kind !== 'row' || (locator.rowid === null && locator.key === undefined)) return NONE;
      const finder = finderOf(locator.file);
      if (finder === null) return NONE;
      const ranges = find(finder, locator);
      if (ranges !== null) return ranges;
      const known = missed.get(locator.table);
      if (known === undefined) missed.set(locator.table, { count: 1, first: locator });
      else known.count += 1;
      return NONE;
    },
    misses: () =>
      [...missed].map(([table, { count, first }]) => ({
        ...issueOf('warning', 'row-unreadable', table, missing(table, count, first)),
        // The key of the first such row; that of a table with row ids stands in the words.
        stored: first.rowid === null ? (first.key ?? '').slice(0, MOST_SHOWN) : null,
      })),
    close() {
      for (const finder of finders.values()) finder?.close();
      finders.clear();
    },
  };
}

function find(finder: CellFinder, { table, rowid, key = '' }: RowLocator): readonly ByteRange[] | null {
  if (rowid !== null) return finder.find(table, rowid);
  const values = readRowKey(key);
  return values === null ? null : finder.findByKey(table, values);
}

const MOST_SHOWN = 200;

function missing(table: string, count: number, { rowid }: RowLocator): string {
  return rowid === null
    ? `${count} rows of ${table} were read whose bytes were not found by their keys in the table's pages; their place in the file is not known.`
    : `${count} rows of ${table} were read, the first with row id ${rowid}, whose bytes no key of the table's pages leads to; their place in the file is not known.`;
}

/** Null when the pages cannot be walked at all; the parser's run has an issue of the same file then. */
function openFinder(copy: WorkingCopy, state: DatabaseState): CellFinder | null {
  try {
    return openCells(copy, state);
  } catch (error) {
    if (error instanceof EvidenceUnreadable) return null;
    throw error;
  }
}
