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
  readonly exhibit: string;
  readonly file: string;
  readonly sha256: Sha256;
  readonly ranges: readonly PrintedRange[];
}

export const LINES_FILE = 'data/messages.jsonl';

const SHA256 = /^[0-9a-f]{64}$/u;

/**
 * The places of each line of a report, in order. Null for a line that is not what this program writes: a report may have
 * been changed by anybody. Throws the file system's errors.
 */
export async function* readPrintedPlaces(folder: string): AsyncGenerator<readonly PrintedPlace[] | null> {
  const input = createReadStream(path.join(folder, ...LINES_FILE.split('/')), 'utf8');
  for await (const text of createInterface({ input, crlfDelay: Infinity })) yield placesOf(text);
}

function placesOf(text: string): readonly PrintedPlace[] | null {
  let line: unknown;
  try {
    line = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
  const places = field(line, 'provenance');
  return Array.isArray(places) && places.every(isPlace) ? places : null;
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
}

function isPlace(value: unknown): value is PrintedPlace {
  const ranges = field(value, 'ranges');
  return (
    typeof field(value, 'exhibit') === 'string' &&
    typeof field(value, 'file') === 'string' &&
    isHash(field(value, 'sha256')) &&
    Array.isArray(ranges) &&
    ranges.every(isRange)
  );
}

function isRange(value: unknown): value is PrintedRange {
  const isSize = (size: unknown): boolean => typeof size === 'number' && Number.isSafeInteger(size) && size >= 0;
  const hash = field(value, 'sha256');
  return (
    typeof field(value, 'file') === 'string' &&
    isHash(field(value, 'fileSha256')) &&
    isSize(field(value, 'offset')) &&
    isSize(field(value, 'length')) &&
    (hash === null || isHash(hash))
  );
}

function isHash(value: unknown): boolean {
  return typeof value === 'string' && SHA256.test(value);
}
