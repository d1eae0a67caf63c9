import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ByteRange, Locator, Sha256 } from '../model/index.ts';
import {
  EvidenceUnreadable,
  openCells,
  openEvidence,
  type CellFinder,
  type DatabaseState,
  type EvidenceDb,
  type WorkingCopy,
} from '../sqlite/index.ts';

/** Open working copies of one case, kept open between questions. */
export interface EvidenceShelf {
  /** Null when the case holds no copy of this database, or it cannot be opened. */
  database(file: Sha256, state: DatabaseState): EvidenceDb | null;
  /** Byte ranges of a row computed afresh from the pages; null when they cannot be found. */
  ranges(locator: Locator, state: DatabaseState): readonly ByteRange[] | null;
  close(): void;
}

/** `copyOf` finds the working copy of a database by its hash. */
export function openShelf(workDir: string, copyOf: (file: Sha256) => WorkingCopy | null): EvidenceShelf {
  const databases = new Map<string, EvidenceDb | null>();
  const finders = new Map<string, CellFinder | null>();
  let scratchDir: string | null = null;

  function kept<T>(
    map: Map<string, T | null>,
    file: Sha256,
    state: DatabaseState,
    open: (copy: WorkingCopy) => T,
  ): T | null {
    const name = `${file} ${state}`;
    const known = map.get(name);
    if (known !== undefined) return known;
    const copy = copyOf(file);
    const opened = copy === null ? null : unlessUnreadable(() => open(copy));
    map.set(name, opened);
    return opened;
  }

  return {
    database: (file, state) =>
      kept(databases, file, state, (copy) => {
        scratchDir ??= mkdtempSync(join(workDir, 'scratch-'));
        return openEvidence(copy, state, scratchDir);
      }),
    ranges(locator, state) {
      if (locator.kind !== 'row') return null;
      const { table, rowid } = locator;
      if (rowid === null) return null;
      return kept(finders, locator.file, state, (copy) => openCells(copy, state))?.find(table, rowid) ?? null;
    },
    close() {
      for (const db of databases.values()) db?.close();
      for (const finder of finders.values()) finder?.close();
      databases.clear();
      finders.clear();
      if (scratchDir !== null) rmSync(scratchDir, { recursive: true, force: true });
      scratchDir = null;
    },
  };
}

function unlessUnreadable<T>(open: () => T): T | null {
  try {
    return open();
  } catch (error) {
    if (error instanceof EvidenceUnreadable) return null;
    throw error;
  }
}
