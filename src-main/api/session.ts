import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { CaseFile } from '../case/index.ts';
import type { GivenKey } from '../evidence/index.ts';
import type { Sha256 } from '../model/index.ts';
import { sql, type WorkingCopy } from '../sqlite/index.ts';
import { openShelf, type EvidenceShelf } from './evidence-shelf.ts';

/** The open case as handlers see it. */
export interface Session {
  readonly file: CaseFile;
  readonly shelf: EvidenceShelf;
  /** Values of keys that were given since the case was opened, by their number in the key ring. */
  readonly keys: Map<number, GivenKey>;
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
    for (const { bytes } of session?.keys.values() ?? []) bytes.fill(0);
    session?.keys.clear();
    session?.file.secrets.clear();
    session?.shelf.close();
    session?.file.close();
    session = null;
  }
  return {
    current: () => session,
    set(file, beside = false) {
      close();
      session = { file, shelf: openShelf(file.workDir, (sha256) => copiesInCase(file, sha256)), keys: new Map(), beside }; // prettier-ignore
      return session;
    },
    close,
  };
}

/**
 * The working copies of a database: with each log that lay beside it in an exhibit, then alone; none when the case has none.
 * Two extractions of one device often hold the same database beside another log.
 */
export function copiesInCase(file: CaseFile, sha256: Sha256): readonly WorkingCopy[] {
  const path = join(file.workDir, sha256);
  if (!existsSync(path)) return [];
  const withLogs = (['wal', 'journal'] as const).flatMap((kind) => {
    const logs = file.db.all<{ sha256: Sha256 }>(sql`SELECT log.sha256 FROM file AS main
      JOIN file AS log ON log.exhibit = main.exhibit AND log.path = main.path || ${`-${kind}`}
      WHERE main.sha256 = ${sha256} AND log.size_bytes > 0 GROUP BY log.sha256 ORDER BY min(log.id)`);
    return logs.map((log) => ({ kind, file: log.sha256, path: join(file.workDir, log.sha256) }));
  });
  const copied = withLogs.filter((log) => existsSync(log.path));
  return [...copied.map((log) => ({ file: sha256, path, log })), { file: sha256, path, log: null }];
}
