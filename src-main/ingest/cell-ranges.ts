import type { ByteRange, Locator, Sha256 } from '../model/index.ts';
import {
  EvidenceUnreadable,
  openCells,
  type CellFinder,
  type DatabaseState,
  type WorkingCopy,
} from '../sqlite/index.ts';

/** Byte ranges of locators, for the working copies of one source in one state. */
export interface CellRanges {
  /** Ranges of a row's cell; none where the row is not in a database that was copied, or cannot be found in its pages. */
  of(locator: Locator): readonly ByteRange[];
  close(): void;
}

const NONE: readonly ByteRange[] = [];

/** Opens one finder per database, when a row of it is first asked for. */
export function cellRanges(copies: ReadonlyMap<Sha256, WorkingCopy>, state: DatabaseState): CellRanges {
  const finders = new Map<Sha256, CellFinder | null>();

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
      if (locator.kind !== 'row' || locator.rowid === null) return NONE;
      return finderOf(locator.file)?.find(locator.table, locator.rowid) ?? NONE;
    },
    close() {
      for (const finder of finders.values()) finder?.close();
      finders.clear();
    },
  };
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
