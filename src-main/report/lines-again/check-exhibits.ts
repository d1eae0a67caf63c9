import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Difference } from '../../contract/index.ts';
import type { IntakeRequest } from '../../evidence/index.ts';
import type { ReportRun } from '../report-request.ts';
import { NOT_A_LINE, type LinesChecked } from './check-lines.ts';
import { findFiles, type ExhibitAtHand, type FoundFile } from './exhibit-copies.ts';
import { LeftOut } from './left-out.ts';
import { LineValues } from './line-values.ts';
import { LINES_FILE, readPrintedLines, type PrintedLineAgain, type PrintedRange } from './printed-lines.ts';
import { RangeReader } from './range-reader.ts';

export interface ExhibitsChecked extends LinesChecked {
  /** Files of the exhibits that the report cites and that were hashed again. */
  readonly files: number;
  readonly bytes: number;
}

/**
 * Reads the lines of a report again from the original exhibits: finds each file that a line cites, compares its SHA-256
 * with the one printed, hashes the byte ranges of the lines again, also where the file as a whole has changed, and compares
 * what the lines say with what those bytes say. `sample`
 * checks so many lines, evenly; null checks them all. Needs room in the system's temporary folder for the cited files.
 * Throws the signal's reason when cancelled.
 */
export async function checkExhibits(
  folder: string,
  exhibits: readonly ExhibitAtHand[],
  sample: number | null,
  run: ReportRun & Pick<IntakeRequest, 'limits'> = {},
): Promise<ExhibitsChecked> {
  const scratch = mkdtempSync(path.join(tmpdir(), 'affiant-verify-'));
  const check = new ExhibitCheck();
  try {
    const cited = await citedFiles(folder);
    const step = sample === null ? 1 : Math.max(1, Math.floor(cited.lines / sample));
    for (const [index, exhibit] of exhibits.entries()) {
      const wanted = cited.files.get(exhibit.reference);
      if (wanted === undefined) {
        check.add({
          subject: 'report',
          kind: 'missing',
          path: uncited(exhibit.reference),
          expected: null,
          found: null,
        });
        continue;
      }
      const place = path.join(scratch, String(index));
      mkdirSync(place);
      check.found(exhibit.reference, wanted, await findFiles(exhibit, new Set(wanted.keys()), place, run));
    }
    let number = 0;
    for await (const line of readPrintedLines(folder)) {
      run.signal?.throwIfAborted();
      number += 1;
      if ((number - 1) % step !== 0 || (sample !== null && check.lines >= sample)) continue;
      check.line(number, line);
    }
  } catch (error) {
    if (!(error instanceof Error && 'path' in error && String(error.path).endsWith('.jsonl'))) throw error;
    check.add({ subject: 'report', kind: 'unreadable', path: LINES_FILE, expected: null, found: null });
  } finally {
    check.close();
    rmSync(scratch, { recursive: true, force: true });
  }
  return check.result();
}

/** Files that lines cite, by exhibit and path, each with the hashes under which it is cited: one, in a sound report. */
type Cited = ReadonlyMap<string, ReadonlyMap<string, ReadonlySet<string>>>;

async function citedFiles(folder: string): Promise<{ readonly lines: number; readonly files: Cited }> {
  const files = new Map<string, Map<string, Set<string>>>();
  const cite = (exhibit: string, file: string, sha256: string): void => {
    const inside = files.get(exhibit) ?? new Map<string, Set<string>>();
    files.set(exhibit, inside);
    inside.set(file, (inside.get(file) ?? new Set()).add(sha256));
  };
  let lines = 0;
  for await (const line of readPrintedLines(folder)) {
    lines += 1;
    for (const place of line?.places ?? []) {
      cite(place.exhibit, place.file, place.sha256);
      for (const range of place.ranges) cite(place.exhibit, range.file, range.fileSha256);
    }
  }
  return { lines, files };
}

function uncited(reference: string): string {
  return `a line that cites exhibit ${reference}`;
}

const NOT_GIVEN = 'its exhibit was not given';
const NO_FILE = 'its file was not found in the exhibit';
const UNLOCKED = 'it came out of a locked file of the exhibit; open that with its key and compare the hash';
const NO_HASH = 'no hash is printed for it, and the hash of its file differs';

class ExhibitCheck {
  readonly #hasher = new RangeReader();
  readonly #exhibits = new Map<string, ReadonlyMap<string, FoundFile | null>>();
  readonly #differences: Difference[] = [];
  readonly #left = new LeftOut();
  readonly #values: LineValues;
  /** The exhibits' copies of the files that the line being checked cites, by path and hash. */
  #cited = new Map<string, string>();
  lines = 0;
  #ranges = 0;
  #files = 0;
  #bytes = 0;

  constructor() {
    this.#values = new LineValues(this.#hasher, (file, sha256) => this.#cited.get(`${sha256} ${file}`) ?? null, {
      add: (difference) => {
        this.add(difference);
      },
      leave: (value, reason) => {
        this.#left.add(value, reason);
      },
    });
  }

  /** Takes what an exhibit gave, and names the cited files that it lacks or holds with another hash. */
  found(
    reference: string,
    wanted: ReadonlyMap<string, ReadonlySet<string>>,
    given: Awaited<ReturnType<typeof findFiles>>,
  ): void {
    this.#exhibits.set(reference, given.files);
    this.#bytes += given.bytes;
    this.#differences.push(...given.differences);
    for (const [name, hashes] of wanted) {
      const file = given.files.get(name) ?? null;
      if (file !== null) this.#files += 1;
      if (file === null && given.differences.length > 0) continue;
      if (file === null && given.unlocked.has(name)) {
        this.#left.add(`file ${name}`, UNLOCKED);
        continue;
      }
      for (const expected of hashes) {
        if (file?.sha256 === expected) continue;
        const at = { subject: 'exhibit', path: `${reference}/${name}`, expected } as const;
        this.add(
          file === null ? { ...at, kind: 'missing', found: null } : { ...at, kind: 'changed', found: file.sha256 },
        );
      }
    }
  }

  line(number: number, line: PrintedLineAgain | null): void {
    this.lines += 1;
    this.#cited = new Map();
    if (line === null) this.#left.add('line', NOT_A_LINE);
    for (const place of line?.places ?? []) {
      const files = this.#exhibits.get(place.exhibit);
      if (files === undefined) {
        this.#left.add('place', NOT_GIVEN);
        continue;
      }
      // Rows cite their file by their ranges; a run of text is compared only in the file that was cited.
      if (place.ranges.length > 0 || files.get(place.file)?.sha256 === place.sha256)
        this.#cite(place.file, place.sha256, files);
      for (const range of place.ranges) this.#cite(range.file, range.fileSha256, files);
      // A place without ranges, such as a run of text in an export, stands on the hash of its file alone.
      if (place.ranges.length === 0) this.#whole(files.get(place.file) ?? null, place.sha256);
      for (const range of place.ranges) this.#range(number, range, files.get(range.file) ?? null);
    }
    if (line !== null) this.#values.line(number, line);
  }

  #cite(name: string, sha256: string, files: ReadonlyMap<string, FoundFile | null>): void {
    const file = files.get(name) ?? null;
    if (file !== null) this.#cited.set(`${sha256} ${name}`, file.copy);
  }

  add(difference: Difference): void {
    this.#differences.push(difference);
  }

  result(): ExhibitsChecked {
    return {
      lines: this.lines,
      ranges: this.#ranges,
      values: this.#values.count,
      files: this.#files,
      bytes: this.#bytes,
      notCompared: this.#left.entries,
      differences: this.#differences,
    };
  }

  close(): void {
    this.#hasher.close();
  }

  #whole(file: FoundFile | null, expected: string): void {
    if (file === null) this.#left.add('place', NO_FILE);
    else if (file.sha256 === expected) this.#ranges += 1;
    else this.#left.add('place', NO_HASH);
  }

  #range(number: number, range: PrintedRange, file: FoundFile | null): void {
    if (file === null) {
      this.#left.add('range', NO_FILE);
      return;
    }
    if (range.sha256 === null) {
      this.#whole(file, range.fileSha256);
      return;
    }
    this.#ranges += 1;
    const found = this.#hasher.hash(file.copy, range);
    if (found === range.sha256) return;
    const at = `line ${number}: ${range.file} ${range.offset}+${range.length}`;
    const kind = found === null ? 'missing' : 'changed';
    this.add({ subject: 'record', kind, path: at, expected: range.sha256, found });
  }
}
