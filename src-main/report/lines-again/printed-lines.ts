import { createReadStream } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Sha256 } from '../../model/index.ts';

/** A byte range as `messages.jsonl` prints it; `file` is a path inside the exhibit. */
export interface PrintedRange {
  readonly file: string;
  readonly fileSha256: Sha256;
  readonly offset: number;
  readonly length: number;
  /** Null when no working copy was at hand to hash. */
  readonly sha256: Sha256 | null;
}

/** Where one part of a line was read, as `messages.jsonl` prints it. */
export interface PrintedPlace {
  /** Which part: `message` or `event` for the line's own record. */
  readonly gives?: unknown;
  readonly exhibit: string;
  readonly file: string;
  readonly sha256: Sha256;
  readonly ranges: readonly PrintedRange[];
  /** Of a place that is a row. */
  readonly table?: unknown;
  readonly rowid?: unknown;
  /** Of a place that is a run of bytes. */
  readonly offset?: unknown;
  readonly length?: unknown;
}

/** A line of a report as it stands in `messages.jsonl`; anybody may have changed it. */
export interface PrintedLineAgain {
  readonly places: readonly PrintedPlace[];
  readonly fields: Readonly<Record<string, unknown>>;
}

export const LINES_FILE = 'data/messages.jsonl';

const SHA256 = /^[0-9a-f]{64}$/u;

/** The lines of a report in order; null for one that is not what this program writes. Throws the file system's errors. */
export async function* readPrintedLines(folder: string): AsyncGenerator<PrintedLineAgain | null> {
  const input = createReadStream(path.join(folder, ...LINES_FILE.split('/')), 'utf8');
  for await (const text of createInterface({ input, crlfDelay: Infinity })) yield lineOf(text);
}

function lineOf(text: string): PrintedLineAgain | null {
  let line: unknown;
  try {
    line = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
  const places = fieldOf(line, 'provenance');
  if (!Array.isArray(places) || !places.every(isPlace)) return null;
  return { places, fields: line as Readonly<Record<string, unknown>> };
}

/** A field of what was read as JSON; undefined where there is none. */
export function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
}

function isPlace(value: unknown): value is PrintedPlace {
  const ranges = fieldOf(value, 'ranges');
  return (
    typeof fieldOf(value, 'exhibit') === 'string' &&
    typeof fieldOf(value, 'file') === 'string' &&
    isHash(fieldOf(value, 'sha256')) &&
    Array.isArray(ranges) &&
    ranges.every(isRange)
  );
}

function isRange(value: unknown): value is PrintedRange {
  const hash = fieldOf(value, 'sha256');
  return (
    typeof fieldOf(value, 'file') === 'string' &&
    isHash(fieldOf(value, 'fileSha256')) &&
    isSize(fieldOf(value, 'offset')) &&
    isSize(fieldOf(value, 'length')) &&
    (hash === null || isHash(hash))
  );
}

/** True for a whole number of bytes. */
export function isSize(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function isHash(value: unknown): boolean {
  return typeof value === 'string' && SHA256.test(value);
}
