import path from 'node:path';
import type { CaseFile } from '../../case/index.ts';
import type { Difference, VerifyResult } from '../../contract/index.ts';
import { LeftOut } from './left-out.ts';
import { LineValues } from './line-values.ts';
import { LINES_FILE, readPrintedLines } from './printed-lines.ts';
import { RangeReader } from './range-reader.ts';

export interface LinesChecked {
  readonly lines: number;
  /** Byte ranges that were hashed again and compared. */
  readonly ranges: number;
  /** Printed values that were compared with what those bytes say. */
  readonly values: number;
  readonly notCompared: NonNullable<VerifyResult['notCompared']>;
  readonly differences: readonly Difference[];
}

const SAMPLE_EVERY = 10;

/**
 * Hashes the byte ranges that `messages.jsonl` names again, from the working copies of the case, compares them with the
 * hashes printed there, and what the line says with what the bytes say. A sample takes every tenth line, from the first on.
 */
export async function checkLines(folder: string, file: CaseFile, which: 'sample' | 'all'): Promise<LinesChecked> {
  const hasher = new RangeReader();
  const differences: Difference[] = [];
  const left = new LeftOut();
  const copyOf = (_file: string, sha256: string): string => path.join(file.workDir, sha256);
  const values = new LineValues(hasher, copyOf, {
    add: (difference) => differences.push(difference),
    leave: (value, reason) => {
      left.add(value, reason);
    },
  });
  let [seen, lines, ranges] = [0, 0, 0];
  try {
    for await (const line of readPrintedLines(folder)) {
      seen += 1;
      if (which === 'sample' && (seen - 1) % SAMPLE_EVERY !== 0) continue;
      lines += 1;
      if (line === null) left.add('line', NOT_A_LINE);
      else values.line(seen, line);
      for (const range of line?.places.flatMap((place) => place.ranges) ?? []) {
        const found = hasher.hash(path.join(file.workDir, range.fileSha256), range);
        if (found === null || range.sha256 === null) left.add('range', 'no working copy of the file in this case');
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
  return { lines, ranges, values: values.count, notCompared: left.entries, differences };
}

/** Why a line was not compared. */
export const NOT_A_LINE = 'not a line of messages.jsonl as this program writes it';
