import Database from 'better-sqlite3';
import { EvidenceUnreadable, type UnreadableCode } from './evidence-unreadable.ts';

/** SQLite's or the operating system's error about an evidence file as the typed one; anything else is a defect and stays as it is. */
export function unreadable(error: unknown): Error {
  if (error instanceof EvidenceUnreadable) return error;
  if (error instanceof Database.SqliteError)
    return new EvidenceUnreadable(codeOf(error.code), error.message, { cause: error });
  if (error instanceof Error && 'code' in error && typeof error.code === 'string' && /^E[A-Z]+$/.test(error.code)) {
    return new EvidenceUnreadable('file-unreadable', error.message, { cause: error });
  }
  return error instanceof Error ? error : new Error(String(error));
}

function codeOf(sqliteCode: string): UnreadableCode {
  if (sqliteCode.startsWith('SQLITE_NOTADB')) return 'not-sqlite';
  if (/^SQLITE_(CORRUPT|IOERR|FULL|TOOBIG|FORMAT|READONLY)/.test(sqliteCode)) return 'damaged';
  if (/^SQLITE_(CANTOPEN|PERM|AUTH)/.test(sqliteCode)) return 'file-unreadable';
  return 'schema-unsupported';
}
