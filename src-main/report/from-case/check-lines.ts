import { createReadStream } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { CaseFile } from '../../case/index.ts';
import type { Difference, VerifyResult } from '../../contract/index.ts';
import type { ByteRange, Sha256 } from '../../model/index.ts';
import { RangeHasher } from './range-hasher.ts';

export interface LinesChecked {
  readonly lines: number;
  readonly ranges: number;
  readonly notCompared: NonNullable<VerifyResult['notCompared']>;
  readonly differences: readonly Difference[];
}

interface PrintedRange {
  readonly file: string;
  readonly fileSha256: Sha256;
  readonly in: ByteRange['in'];
  readonly page: number;
  readonly offset: number;
  readonly length: number;
  readonly sha256: Sha256 | null;
}

const SAMPLE_EVERY = 10;
const SHA256 = /^[0-9a-f]{64}$/u;

/**
 * Hashes the byte ranges that `messages.jsonl` names again, from the working copies of the case, and compares them with
 * the hashes printed there. A sample takes every tenth line, from the first on.
 */
export async function checkLines(folder: string, file: CaseFile, which: 'sample' | 'all'): Promise<LinesChecked> {
  const hasher = new RangeHasher(file.workDir);
  const differences: Difference[] = [];
  const left = { unreadable: 0, absent: 0 };
  let [seen, lines, ranges] = [0, 0, 0];
  const place = path.join(folder, 'data', 'messages.jsonl');
  try {
    for await (const text of createInterface({ input: createReadStream(place, 'utf8'), crlfDelay: Infinity })) {
      seen += 1;
      if (which === 'sample' && (seen - 1) % SAMPLE_EVERY !== 0) continue;
      lines += 1;
      const printed = rangesOf(text);
      if (printed === null) left.unreadable += 1;
      for (const range of printed ?? []) {
        const found = hasher.hash({ ...range, file: range.fileSha256 });
        if (found === null || range.sha256 === null) left.absent += 1;
        else ranges += 1;
        if (found === null || range.sha256 === null || found === range.sha256) continue;
        const at = `line ${seen}: ${range.file} ${range.offset}+${range.length}`;
        differences.push({ subject: 'record', kind: 'changed', path: at, expected: range.sha256, found });
      }
    }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    differences.push({
      subject: 'report',
      kind: 'unreadable',
      path: 'data/messages.jsonl',
      expected: null,
      found: null,
    });
  } finally {
    hasher.close();
  }
  const notCompared = [
    { value: 'range', reason: 'no working copy of the file in this case', count: left.absent },
    { value: 'line', reason: 'not a line of messages.jsonl as this program writes it', count: left.unreadable },
  ].filter(({ count }) => count > 0);
  return { lines, ranges, notCompared, differences };
}

/** Null when the line is not what `itemJson` writes: a report may have been changed by anybody. */
function rangesOf(text: string): readonly PrintedRange[] | null {
  let line: unknown;
  try {
    line = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
  const places = field(line, 'provenance');
  if (!Array.isArray(places)) return null;
  const ranges = places.flatMap((entry: unknown) => {
    const list = field(entry, 'ranges');
    return Array.isArray(list) ? (list as unknown[]) : [null];
  });
  return ranges.every(isRange) ? ranges : null;
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
}

function isRange(value: unknown): value is PrintedRange {
  const isSize = (size: unknown): boolean => typeof size === 'number' && Number.isSafeInteger(size) && size >= 0;
  const hash = field(value, 'sha256');
  return (
    typeof field(value, 'file') === 'string' &&
    SHA256.test(String(field(value, 'fileSha256'))) &&
    isSize(field(value, 'offset')) &&
    isSize(field(value, 'length')) &&
    (hash === null || (typeof hash === 'string' && SHA256.test(hash)))
  );
}
