import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Sha256 } from '../model/index.ts';
import {
  EvidenceUnreadable,
  openCellReader,
  openEvidence,
  type CellPart,
  type CellReader,
  type DatabaseState,
  type DecodedRow,
  type EvidenceDb,
  type WorkingCopy,
} from '../sqlite/index.ts';

/** Open working copies of one case, kept open between questions. */
export interface EvidenceShelf {
  /** Null when the case holds no copy of this database, or it cannot be opened. */
  database(file: Sha256, state: DatabaseState): EvidenceDb | null;
  /** A row decoded afresh from the pages, with its byte ranges; null when it cannot be found. */
  row(locator: Locator, state: DatabaseState): DecodedRow | null;
  /** The row's cell taken apart, in the order of its bytes; null as above. */
  parts(locator: Locator, state: DatabaseState): readonly CellPart[] | null;
  /** The bit-identical copy of a file inside the case; null when there is none. */
  pathOf(file: Sha256): string | null;
  close(): void;
}

/** `copyOf` finds the working copy of a database by its hash. */
export function openShelf(workDir: string, copyOf: (file: Sha256) => WorkingCopy | null): EvidenceShelf {
  const databases = new Map<string, EvidenceDb | null>();
  const readers = new Map<string, CellReader | null>();
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

  function reader(locator: Locator, state: DatabaseState): CellReader | null {
    return kept(readers, locator.file, state, (copy) => openCellReader(copy, state));
  }

  return {
    database: (file, state) =>
      kept(databases, file, state, (copy) => {
        scratchDir ??= mkdtempSync(join(workDir, 'scratch-'));
        return openEvidence(copy, state, scratchDir);
      }),
    row(locator, state) {
      if (locator.kind !== 'row' || locator.rowid === null) return null;
      return reader(locator, state)?.row(locator.table, locator.rowid) ?? null;
    },
    parts(locator, state) {
      if (locator.kind !== 'row' || locator.rowid === null) return null;
      return reader(locator, state)?.parts(locator.table, locator.rowid) ?? null;
    },
    pathOf(file) {
      const path = join(workDir, file);
      return existsSync(path) ? path : null;
    },
    close() {
      for (const db of databases.values()) db?.close();
      for (const one of readers.values()) one?.close();
      databases.clear();
      readers.clear();
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
