import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { CaseDb } from '../sqlite/index.ts';
import { dropIncompleteExhibits } from './exhibits.ts';
import { dropUnfinishedOpenings } from './locks.ts';
import { clearCutOff } from './writer/clear-source.ts';

/** What was taken away of work whose process or thread ended in the middle of it. */
export interface Unfinished {
  /** References of exhibits whose intake was cut off: each can be taken in again. */
  readonly exhibits: readonly string[];
  /** Sources whose reading was cut off: each is `aborted` and can be read again. */
  readonly sources: readonly number[];
  /** Locks whose opening was cut off: each is locked and can be opened again. */
  readonly locks: readonly number[];
}

/** Takes away what is half done. Only for who holds the case, and while no job writes into it. */
export function dropUnfinished(db: CaseDb, workDir: string): Unfinished {
  const sources = clearCutOff(db);
  const { locks, hashes } = dropUnfinishedOpenings(db);
  for (const sha256 of hashes) rmSync(join(workDir, sha256), { force: true });
  return { sources, locks, exhibits: dropIncompleteExhibits(db) };
}
