import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Authority } from '../contract/index.ts';
import { openCaseDb, removePassing, sql, type CaseDb } from '../sqlite/index.ts';
import { CaseFailure } from './case-failure.ts';
import { appendCustody } from './custody.ts';
import { lockCase, type CaseLock } from './lock.ts';
import { checkVersion, migrate } from './migrate.ts';
import { migrations } from './migrations/index.ts';
import { openSearch } from './search/search-db.ts';
import { dropUnfinished, type Unfinished } from './unfinished.ts';
import { ensureItemIndexes } from './writer/item-indexes.ts';

/** An open case. The owner holds the lock; helpers in worker threads of the same process open it without. */
export interface CaseFile {
  /** Absolute path of the case folder. */
  readonly path: string;
  readonly db: CaseDb;
  /** Working copies by hash. */
  readonly workDir: string;
  readonly reportsDir: string;
  readonly now: () => number;
  /** What opening locked files gave that their files are read with, by the lock's number; in memory only. */
  readonly secrets: Map<number, Readonly<Record<string, string>>>;
  /** What an earlier process had left half done, and names in the work folder that it left; empty but for an owner. */
  readonly dropped: Unfinished & { readonly files: readonly string[] };
  close(): void;
}

/** `owner`: reads and writes, takes the lock. `helper`: the same beside an owner of this process. `reader`: reads only. */
export type CaseAccess = 'owner' | 'helper' | 'reader';

export interface NewCase {
  readonly path: string;
  readonly number: string;
  readonly examiner: string;
  readonly authority: Authority;
  readonly note: string | null;
}

/** Makes the folder and an empty case in it, and opens it as owner. Fails with `case-exists`, `path-not-allowed`. */
export function createCase(wanted: NewCase, now: () => number): CaseFile {
  const { path } = wanted;
  if (existsSync(join(path, CASE_DB))) throw new CaseFailure('case-exists', { subject: path });
  if (existsSync(path) && (!statSync(path).isDirectory() || readdirSync(path).length > 0))
    throw new CaseFailure('path-not-allowed', { subject: path, reason: 'not an empty folder' });
  makeFolders(path);
  const lock = lockCase(path, join(path, LOCK_DB));
  const db = openCaseDb(join(path, CASE_DB), 'create');
  try {
    migrate(db, migrations, path);
    db.run(sql`INSERT INTO case_info (one, id, number, examiner, authority_kind, authority_reference, authority_issuer,
        zone, note, created_ms)
      VALUES (1, ${randomUUID()}, ${wanted.number}, ${wanted.examiner}, ${wanted.authority.kind},
        ${wanted.authority.reference}, ${wanted.authority.issuer}, 'UTC', ${wanted.note}, ${now()})`);
    appendCustody(db, now(), {
      actor: wanted.examiner,
      action: 'case.create',
      parameters: { number: wanted.number, authority: wanted.authority, note: wanted.note },
      result: {},
    });
    return opened(path, db, lock, now, 'owner');
  } catch (error) {
    db.close();
    lock.release();
    throw error;
  }
}

/** Opens a case. Fails with `case-not-found`, `case-newer`, `case-read-only`, as owner with `case-locked`, else with `case-older`. */
export function openCase(path: string, now: () => number, access: CaseAccess = 'owner'): CaseFile {
  const file = join(path, CASE_DB);
  if (!existsSync(file)) throw new CaseFailure('case-not-found', { subject: path });
  let lock: CaseLock | null = null;
  let db: CaseDb | null = null;
  try {
    if (access === 'owner') lock = lockCase(path, join(path, LOCK_DB));
    db = openCaseDb(
      file,
      access === 'reader' ? 'read' : 'write',
      access === 'helper' ? { mmapBytes: 0, cacheBytes: HELPER_CACHE } : {},
    );
    if (access === 'owner') {
      makeFolders(path);
      migrate(db, migrations, path);
      ensureItemIndexes(db);
    } else {
      const found = checkVersion(db, migrations, path);
      if (found !== migrations.at(-1)?.version) throw new CaseFailure('case-older', { subject: path, found });
    }
    return opened(path, db, lock, now, access);
  } catch (error) {
    db?.close();
    lock?.release();
    throw writable(error, path);
  }
}

/** A refusal to write into the folder, SQLite's or the file system's, as a failure that names the case; anything else as it is. */
function writable(error: unknown, path: string): unknown {
  const system = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (!/^(?:SQLITE_(?:READONLY|CANTOPEN|PERM)|E(?:ROFS|ACCES|PERM)$)/u.test(system)) return error;
  return new CaseFailure('case-read-only', { subject: path });
}

/** A helper mostly goes through the case once, in order. */
const HELPER_CACHE = 16 * 1024 * 1024;

const CASE_DB = 'case.db';
const LOCK_DB = 'case.lock';

function makeFolders(path: string): void {
  mkdirSync(join(path, 'work'), { recursive: true });
  mkdirSync(join(path, 'reports'), { recursive: true });
}

function opened(path: string, db: CaseDb, lock: CaseLock | null, now: () => number, access: CaseAccess): CaseFile {
  openSearch(db, join(path, 'search.db'), access);
  const workDir = join(path, 'work');
  const dropped =
    access === 'owner'
      ? { ...dropUnfinished(db, workDir), files: removePassing(workDir) }
      : { exhibits: [], sources: [], locks: [], files: [] };
  return {
    path,
    db,
    workDir,
    reportsDir: join(path, 'reports'),
    now,
    secrets: new Map(),
    dropped,
    close: () => {
      db.close();
      lock?.release();
    },
  };
}
