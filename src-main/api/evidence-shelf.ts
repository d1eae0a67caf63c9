import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ByteRange, Locator, Sha256 } from '../model/index.ts';
import {
  EvidenceUnreadable,
  openCellReader,
  openEvidence,
  passingName,
  readRowKey,
  type CellPart,
  type CellReader,
  type DatabaseState,
  type DecodedRow,
  type EvidenceDb,
  type RowName,
  type WorkingCopy,
} from '../sqlite/index.ts';

/** One way to read a database of the case: with a log that lay beside it in an exhibit, or alone. */
export interface Reading {
  readonly copy: WorkingCopy;
  readonly state: DatabaseState;
}

/** Open working copies of one case, kept open between questions. */
export interface EvidenceShelf {
  /** With each log in turn, then alone; none when the case holds no copy of this database. */
  readings(file: Sha256): readonly Reading[];
  /** The reading in which the row lies at these bytes; null when none gives them. */
  find(locator: Locator, ranges: readonly ByteRange[]): Reading | null;
  /** Null when the database cannot be opened. */
  database(reading: Reading): EvidenceDb | null;
  /** A row decoded afresh from the pages, with its byte ranges; null when it cannot be found. */
  row(locator: Locator, reading: Reading): DecodedRow | null;
  /** The row's cell taken apart, in the order of its bytes; null as above. */
  parts(locator: Locator, reading: Reading): readonly CellPart[] | null;
  /** The bit-identical copy of a file inside the case; null when there is none. */
  pathOf(file: Sha256): string | null;
  close(): void;
}

/** `copiesOf` finds the working copies of a database by its hash: with each of its logs, then alone. */
export function openShelf(workDir: string, copiesOf: (file: Sha256) => readonly WorkingCopy[]): EvidenceShelf {
  const databases = new Map<string, EvidenceDb | null>();
  const readers = new Map<string, CellReader | null>();
  let scratchDir: string | null = null;

  function kept<T>(map: Map<string, T | null>, { copy }: Reading, open: () => T): T | null {
    const name = `${copy.file} ${copy.log?.file ?? ''}`;
    const known = map.get(name);
    if (known !== undefined) return known;
    const opened = unlessUnreadable(open);
    map.set(name, opened);
    return opened;
  }

  function reader(reading: Reading): CellReader | null {
    return kept(readers, reading, () => openCellReader(reading.copy, reading.state));
  }

  function readings(file: Sha256): readonly Reading[] {
    return copiesOf(file).map((copy) => ({ copy, state: copy.log === null ? 'without-log' : 'with-log' }));
  }

  function row(locator: Locator, reading: Reading): DecodedRow | null {
    const name = nameOf(locator);
    return locator.kind !== 'row' || name === null ? null : (reader(reading)?.row(locator.table, name) ?? null);
  }

  return {
    readings,
    find(locator, ranges) {
      for (const reading of readings(locator.file)) {
        const found = row(locator, reading);
        if (found !== null && isSame(found.ranges, ranges)) return reading;
      }
      return null;
    },
    database: (reading) =>
      kept(databases, reading, () => {
        scratchDir ??= passingName(join(workDir, 'scratch'));
        return openEvidence(reading.copy, reading.state, scratchDir);
      }),
    row,
    parts(locator, reading) {
      const name = nameOf(locator);
      return locator.kind !== 'row' || name === null ? null : (reader(reading)?.parts(locator.table, name) ?? null);
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

/** Null for what names no row. */
function nameOf(locator: Locator): RowName | null {
  if (locator.kind !== 'row') return null;
  return locator.rowid ?? (locator.key === undefined ? null : readRowKey(locator.key));
}

function isSame(a: readonly ByteRange[], b: readonly ByteRange[]): boolean {
  return (
    a.length === b.length &&
    a.every((range, index) => {
      const other = b[index];
      return other?.file === range.file && other.offset === range.offset && other.length === range.length;
    })
  );
}

function unlessUnreadable<T>(open: () => T): T | null {
  try {
    return open();
  } catch (error) {
    if (error instanceof EvidenceUnreadable) return null;
    throw error;
  }
}
