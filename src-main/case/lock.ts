import { existsSync } from 'node:fs';
import { openCaseDb, sqliteCode, type CaseDb } from '../sqlite/index.ts';
import { CaseFailure } from './case-failure.ts';

/** Holds a case for one process; the operating system lets go when the process ends, however it ends. */
export interface CaseLock {
  release(): void;
}

/** Takes the lock of the case in `folder`. Fails with `case-locked` when another process or handle holds it. */
export function lockCase(folder: string, lockPath: string): CaseLock {
  let db: CaseDb | null = null;
  try {
    db = openCaseDb(lockPath, existsSync(lockPath) ? 'write' : 'create', { busyMs: 0, mmapBytes: 0 });
    db.pragma('journal_mode = DELETE');
    db.pragma('locking_mode = EXCLUSIVE');
    db.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    db?.close();
    if (sqliteCode(error)?.startsWith('SQLITE_BUSY')) throw new CaseFailure('case-locked', { subject: folder });
    throw error;
  }
  const held = db;
  return {
    release: () => {
      held.close();
    },
  };
}
