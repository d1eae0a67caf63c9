import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { CaseFile } from '../case/index.ts';
import type { Sha256 } from '../model/index.ts';
import { sql, type WorkingCopy } from '../sqlite/index.ts';
import { openShelf, type EvidenceShelf } from './evidence-shelf.ts';

/** The open case as handlers see it. */
export interface Session {
  readonly file: CaseFile;
  readonly shelf: EvidenceShelf;
  /** Another process holds the case: it is asked, not changed. */
  readonly beside: boolean;
}

/** Holds at most one open case. */
export interface Sessions {
  current(): Session | null;
  /** Closes the case that was open. */
  set(file: CaseFile, beside?: boolean): Session;
  close(): void;
}

export function openSessions(): Sessions {
  let session: Session | null = null;
  function close(): void {
    session?.shelf.close();
    session?.file.close();
    session = null;
  }
  return {
    current: () => session,
    set(file, beside = false) {
      close();
      session = { file, shelf: openShelf(file.workDir, (sha256) => copyInCase(file, sha256)), beside };
      return session;
    },
    close,
  };
}

/** The working copy of a database with the log that lay beside it in the exhibit; null when the case has none. */
export function copyInCase(file: CaseFile, sha256: Sha256): WorkingCopy | null {
  const path = join(file.workDir, sha256);
  if (!existsSync(path)) return null;
  for (const kind of ['wal', 'journal'] as const) {
    const log = file.db.value<string>(sql`SELECT log.sha256 FROM file AS main
      JOIN file AS log ON log.exhibit = main.exhibit AND log.path = main.path || ${`-${kind}`}
      WHERE main.sha256 = ${sha256} AND log.size_bytes > 0 LIMIT 1`);
    if (log !== null && existsSync(join(file.workDir, log))) {
      return { file: sha256, path, log: { kind, file: log, path: join(file.workDir, log) } };
    }
  }
  return { file: sha256, path, log: null };
}
