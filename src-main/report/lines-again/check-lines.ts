import path from 'node:path';
import type { CaseFile } from '../../case/index.ts';
import type { Difference, VerifyResult } from '../../contract/index.ts';
import { LINES_FILE, readPrintedPlaces } from './printed-places.ts';
import { RangeHasher } from './range-hasher.ts';

export interface LinesChecked {
  readonly lines: number;
  /** Byte ranges that were hashed again and compared. */
  readonly ranges: number;
  readonly notCompared: NonNullable<VerifyResult['notCompared']>;
  readonly differences: readonly Difference[];
}

const SAMPLE_EVERY = 10;

/**
 * Hashes the byte ranges that `messages.jsonl` names again, from the working copies of the case, and compares them with
 * the hashes printed there. A sample takes every tenth line, from the first on.
 */
export async function checkLines(folder: string, file: CaseFile, which: 'sample' | 'all'): Promise<LinesChecked> {
  const hasher = new RangeHasher();
  const differences: Difference[] = [];
  const left = { unreadable: 0, absent: 0 };
  let [seen, lines, ranges] = [0, 0, 0];
  try {
    for await (const places of readPrintedPlaces(folder)) {
      seen += 1;
      if (which === 'sample' && (seen - 1) % SAMPLE_EVERY !== 0) continue;
      lines += 1;
      if (places === null) left.unreadable += 1;
      for (const range of places?.flatMap((place) => place.ranges) ?? []) {
        const found = hasher.hash(path.join(file.workDir, range.fileSha256), range);
        if (found === null || range.sha256 === null) left.absent += 1;
        else ranges += 1;
        if (found === null || range.sha256 === null || found === range.sha256) continue;
        const at = `line ${seen}: ${range.file} ${range.offset}+${range.length}`;
        differences.push({ subject: 'record', kind: 'changed', path: at, expected: range.sha256, found });
      }
    }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    differences.push({ subject: 'report', kind: 'unreadable', path: LINES_FILE, expected: null, found: null });
  } finally {
    hasher.close();
  }
  const notCompared = [
    { value: 'range', reason: 'no working copy of the file in this case', count: left.absent },
    { value: 'line', reason: NOT_A_LINE, count: left.unreadable },
  ].filter(({ count }) => count > 0);
  return { lines, ranges, notCompared, differences };
}

/** Why a line was not compared. */
export const NOT_A_LINE = 'not a line of messages.jsonl as this program writes it';
