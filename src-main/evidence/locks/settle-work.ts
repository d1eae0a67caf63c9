import { chmodSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import type { Sha256 } from '../../model/index.ts';
import { passingName } from '../../sqlite/index.ts';

/** A path for a file of the work folder that is still being written; the folder is made when missing. */
export function passingIn(workDir: string): string {
  mkdirSync(workDir, { recursive: true });
  return passingName(join(workDir, 'opening'));
}

/** Names a whole file of the work folder by its hash, read-only, in place of one that has this name. */
export function settleWork(partial: string, workDir: string, sha256: Sha256): void {
  chmodSync(partial, 0o400);
  renameSync(partial, join(workDir, sha256));
}
