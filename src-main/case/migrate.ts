import type { CaseDb } from '../sqlite/index.ts';
import { CaseFailure } from './case-failure.ts';

/** One step of the case schema; versions are numbered in tens or fives and stored in `PRAGMA user_version`. */
export interface Migration {
  readonly version: number;
  readonly script: string;
  /** Fills, in the same transaction, what SQL cannot make of the rows of an older case. */
  readonly fill?: (db: CaseDb) => void;
}

/** Brings the database to the last of `steps`, each in a transaction of its own. Fails with `case-newer`. */
export function migrate(db: CaseDb, steps: readonly Migration[], path: string): void {
  const newest = checkVersion(db, steps, path);
  for (const step of steps.filter(({ version }) => version > newest)) {
    db.transaction(() => {
      db.exec(step.script);
      step.fill?.(db);
      db.pragma(`user_version = ${step.version}`);
    }, 'immediate');
  }
}

/** The version of the database. Fails with `case-newer` when no step of ours reaches it. */
export function checkVersion(db: CaseDb, steps: readonly Migration[], path: string): number {
  const found = Number(db.pragma('user_version'));
  const known = steps.at(-1)?.version ?? 0;
  if (found > known) throw new CaseFailure('case-newer', { subject: path, found, known });
  return found;
}
