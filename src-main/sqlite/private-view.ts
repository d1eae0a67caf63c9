import Database from 'better-sqlite3';
import {
  chmodSync,
  constants,
  copyFileSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { namesSuperJournal } from './journal.ts';
import { isEmptyMain } from './page-source.ts';
import { ReadOnlyFile } from './read-only-file.ts';
import type { DatabaseState, WorkingCopy } from './working-copy.ts';

/** A file that SQLite may open without touching the working copy or anything beside it. */
export interface PrivateView {
  readonly path: string;
  /** Removes the private folder; the database must be closed. */
  remove(): void;
}

/**
 * Lays out one state of a working copy in a folder of its own inside `scratchDir`, because SQLite writes a `-shm` file
 * beside a database in WAL mode and rolls a hot journal back into the database itself.
 *
 * Without a log the database is a hard link: SQLite opens it read-only. With a log it is a real copy, and never a link:
 * SQLite shares the index of a write-ahead log between all connections of a process to the same inode, so that two logs
 * of one database, or the states with and without, would be mixed.
 */
export function makePrivateView(copy: WorkingCopy, state: DatabaseState, scratchDir: string): PrivateView {
  mkdirSync(scratchDir, { recursive: true });
  const folder = mkdtempSync(join(scratchDir, 'view-'));
  const path = join(folder, 'db');
  const remove = (): void => {
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    if (copy.log === null || state === 'without-log' || isOfSeveral(copy.log)) {
      linkOrCopy(copy.path, path);
    } else {
      copyFileSync(copy.path, path, constants.COPYFILE_FICLONE);
      if (copy.log.kind === 'wal' && isEmptyMain(statSync(path).size)) keepLogBeside(path);
      copyFileSync(copy.log.path, `${path}-${copy.log.kind}`, constants.COPYFILE_FICLONE);
      if (copy.log.kind === 'journal') rollBack(path);
    }
  } catch (error) {
    remove();
    throw error;
  }
  return { path, remove };
}

/**
 * Makes the copy of an empty database a file of zeros. SQLite deletes or passes over a write-ahead log beside an empty
 * file, and replays it, in the page size that the log states, over anything else.
 */
function keepLogBeside(path: string): void {
  chmodSync(path, 0o600);
  writeFileSync(path, Buffer.alloc(512));
}

/** True for a rollback journal that names a super-journal. */
function isOfSeveral(log: NonNullable<WorkingCopy['log']>): boolean {
  if (log.kind !== 'journal') return false;
  const file = new ReadOnlyFile(log.path);
  try {
    return namesSuperJournal(file);
  } finally {
    file.close();
  }
}

function linkOrCopy(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    copyFileSync(from, to, constants.COPYFILE_FICLONE);
  }
}

/** Lets SQLite itself decide whether the journal is hot, and roll it back into the private copy. */
function rollBack(path: string): void {
  const db = new Database(path, { fileMustExist: true });
  try {
    db.prepare('SELECT count(*) FROM sqlite_schema').get();
  } finally {
    db.close();
  }
}
