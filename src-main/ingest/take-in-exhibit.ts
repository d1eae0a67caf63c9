import {
  addExhibit,
  addFiles,
  addIssue,
  digestExhibit,
  dropIncompleteExhibit,
  type CaseFile,
  type CaseFileRow,
} from '../case/index.ts';
import { takeIn, type ExtraHash, type IntakeFile, type Limits } from '../evidence/index.ts';

export interface IntakeOrder {
  readonly path: string;
  readonly reference: string;
  readonly hashes: readonly ExtraHash[];
  readonly limits: Partial<Limits>;
  readonly signal: AbortSignal;
  readonly onProgress: (doneBytes: number, totalBytes: number | null) => void;
}

const FILES_AT_ONCE = 1000;

/**
 * Hashes an exhibit into the case and gives its id; it is not complete before its sources are found. Fails with `reference-taken`, throws `IntakeRefused`, and rejects with
 * the signal's reason when cancelled; the case then holds nothing of it.
 */
export async function takeInExhibit(file: CaseFile, order: IntakeOrder): Promise<number> {
  const { db } = file;
  let exhibit: number | null = null;
  let waiting: Omit<CaseFileRow, 'id'>[] = [];
  let isWhole = false;
  try {
    for await (const event of takeIn({ ...order, workDir: file.workDir })) {
      if (event.kind === 'start') {
        const { reference, path, limits } = order;
        exhibit = addExhibit(db, { reference, kind: event.exhibit, path, limits: { ...limits } }, file.now());
        continue;
      }
      if (exhibit === null) throw new Error('intake spoke before it started');
      switch (event.kind) {
        case 'file':
          waiting.push(rowOf(event.file));
          break;
        case 'issue':
          addIssue(db, { exhibit, source: null }, event);
          break;
        case 'progress':
          order.onProgress(event.doneBytes, event.totalBytes);
          break;
        case 'end':
          break;
      }
      if (waiting.length >= FILES_AT_ONCE || event.kind === 'end') {
        addFiles(db, exhibit, waiting);
        waiting = [];
      }
      if (event.kind === 'end') {
        digestExhibit(db, exhibit, event.digest);
        isWhole = true;
      }
    }
    if (exhibit === null || !isWhole) throw new Error('intake ended without its end');
    return exhibit;
  } catch (error) {
    if (exhibit !== null) dropIncompleteExhibit(db, exhibit);
    throw error;
  }
}

function rowOf(file: IntakeFile): Omit<CaseFileRow, 'id'> {
  const { path, sha256, sizeBytes, modifiedMs, modifiedLocal, storedName, sha1, md5, place } = file;
  const row = { path, sha256, sizeBytes, modifiedMs, modifiedLocal, storedName, sha1, md5, place };
  return file.derivedFrom === undefined ? row : { ...row, derivedFrom: file.derivedFrom };
}
