import Database from 'better-sqlite3';
import { EvidenceUnreadable, type UnreadableCode } from './evidence-unreadable.ts';

/**
 * SQLite's or the operating system's error about an evidence file as the typed one; anything else stays as it is: a defect,
 * or what this machine lacks, which says nothing of the evidence.
 */
export function unreadable(error: unknown): Error {
  if (error instanceof EvidenceUnreadable) return error;
  if (isMachineFault(error)) return error;
  if (error instanceof Database.SqliteError)
    return new EvidenceUnreadable(codeOf(error.code), error.message, { cause: error });
  if (error instanceof Error && 'code' in error && typeof error.code === 'string' && /^E[A-Z]+$/.test(error.code)) {
    return new EvidenceUnreadable('file-unreadable', error.message, { cause: error });
  }
  return error instanceof Error ? error : new Error(String(error));
}

/** True for a full disk and for what else this machine lacks to read a file: space, memory, handles. */
export function isMachineFault(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && MACHINE_FAULT.test(error.code);
}

/** Codes of the operating system (errno.h) and of SQLite (sqlite.org/rescode.html) for writing and for memory. */
const MACHINE_FAULT =
  /^(?:E(?:NOSPC|DQUOT|FBIG|ROFS|MFILE|NFILE|NOMEM)|SQLITE_(?:FULL|NOMEM|IOERR_(?:WRITE|FSYNC|DIR_FSYNC|TRUNCATE|NOMEM|GETTEMPPATH|SHM\w+)))$/u;

function codeOf(sqliteCode: string): UnreadableCode {
  if (sqliteCode.startsWith('SQLITE_NOTADB')) return 'not-sqlite';
  if (/^SQLITE_(CORRUPT|IOERR|TOOBIG|FORMAT|READONLY)/.test(sqliteCode)) return 'damaged';
  if (/^SQLITE_(CANTOPEN|PERM|AUTH)/.test(sqliteCode)) return 'file-unreadable';
  return 'schema-unsupported';
}
