import { createHash, type Hash } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import { open, rename, type FileHandle } from 'node:fs/promises';
import { resolve } from 'node:path';
import { CaseFailure, itemsOfTerms, readCaseInfo, readHits, readOrigins, type CaseFile } from '../../case/index.ts';
import type { OriginView, Params, SearchHit } from '../../contract/index.ts';
import { CSV_START, csvLine } from '../text/csv.ts';
import { utcText } from '../text/time.ts';
import { visible } from '../text/visible.ts';

/** What is said while hits are written; aborting leaves no file. */
export interface HitsRun {
  readonly signal: AbortSignal;
  readonly progress: (done: number, total: number) => void;
}

/** What was written, for the custody log. */
export interface WrittenHits {
  readonly path: string;
  readonly hits: number;
  readonly sizeBytes: number;
  readonly sha256: string;
}

type Cells = readonly (string | number | null)[];
type Request = Params<'search.export'>;

/** Hits read and written in one go. */
const STEP = 500;

const COLUMNS = ['id', 'conversation', 'conversation_title', 'sender', 'sender_identifier', 'direction', 'time_utc', 'wall_clock', 'type', 'state', 'found_in', 'found', 'text', 'file', 'file_sha256', 'table', 'rowid']; // prettier-ignore

/**
 * Writes a search and its hits, in the order of the list: who asked what of which case when, how many hits, then a line
 * for each with its place in the evidence. Text of tables is made safe for spreadsheets; JSON Lines hold it as stored.
 * Fails with `report-exists`; what was begun is removed when it ends early.
 */
export async function writeHits(file: CaseFile, request: Request, { signal, progress }: HitsRun): Promise<WrittenHits> {
  const path = resolve(request.out);
  if (existsSync(path)) throw new CaseFailure('report-exists', { subject: path });
  const ids = itemsOfTerms(file.db, request.filter, request.terms ?? []);
  const part = `${path}.part`;
  const output = new Output(await openNew(part), createHash('sha256'));
  try {
    await output.write(headOf(file, request, ids.length));
    for (let from = 0; from < ids.length; from += STEP) {
      signal.throwIfAborted();
      progress(from, ids.length);
      const page = [...ids.subarray(from, from + STEP)];
      const origins = new Map(readOrigins(file.db, page).map((origin) => [origin.item, origin]));
      const lines = readHits(file.db, request.filter, request.terms ?? [], page).map((hit) =>
        lineOf(request.format, hit, origins.get(hit.item.id) ?? null),
      );
      await output.write(lines.join(''));
    }
    progress(ids.length, ids.length);
    const { sizeBytes, sha256 } = await output.end();
    await rename(part, path);
    return { path, hits: ids.length, sizeBytes, sha256 };
  } catch (error) {
    await output.close();
    rmSync(part, { force: true });
    throw error;
  }
}

async function openNew(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'wx');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code === 'EEXIST') throw new CaseFailure('report-exists', { subject: path });
    if (code === 'ENOENT' || code === 'ENOTDIR') throw new CaseFailure('path-not-found', { subject: path });
    if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') throw new CaseFailure('path-not-allowed', { subject: path, reason: 'not writable' }); // prettier-ignore
    throw error;
  }
}

/** A file that is hashed while it is written. */
class Output {
  readonly #file: FileHandle;
  readonly #hash: Hash;
  #size = 0;

  constructor(file: FileHandle, hash: Hash) {
    this.#file = file;
    this.#hash = hash;
  }

  async write(text: string): Promise<void> {
    const bytes = Buffer.from(text, 'utf8');
    this.#hash.update(bytes);
    this.#size += bytes.length;
    await this.#file.writeFile(bytes);
  }

  async end(): Promise<{ readonly sizeBytes: number; readonly sha256: string }> {
    await this.#file.sync();
    await this.close();
    return { sizeBytes: this.#size, sha256: this.#hash.digest('hex') };
  }

  async close(): Promise<void> {
    await this.#file.close();
  }
}

/** Who asked what, as the first lines. */
function headOf(file: CaseFile, request: Request, hits: number): string {
  const info = readCaseInfo(file);
  const terms = request.terms ?? [];
  const { text = null, regex = null } = request.filter;
  const search = { case: info.number, caseId: info.id, examiner: info.examiner, writtenUtc: utcText(file.now()), query: text, pattern: regex, patternFlags: request.filter.regexFlags ?? null, terms, filter: request.filter, hits }; // prettier-ignore
  if (request.format === 'jsonl') return `${JSON.stringify({ search })}\n`;
  const facts: readonly Cells[] = [
    ['case', search.case],
    ['case_id', search.caseId],
    ['examiner', search.examiner],
    ['written_utc', search.writtenUtc],
    ...(text === null ? [] : [['query', text]]),
    ...(regex === null ? [] : [['pattern', regex]]),
    ...terms.map((term) => ['term', term]),
    ['filter', JSON.stringify(request.filter)],
    ['hits', hits],
  ];
  const line = request.format === 'csv' ? csvLine : tsvLine;
  return `${request.format === 'csv' ? CSV_START : ''}${facts.map(line).join('')}${line([''])}${line(COLUMNS)}`;
}

function lineOf(format: Request['format'], { item, places }: SearchHit, origin: OriginView | null): string {
  const isZoned = item.timeZone !== 'unstated';
  const found = places.flatMap(({ text, marks }) =>
    marks.map(({ start, length }) => text.slice(start, start + length)),
  );
  const iso = item.timeMs === null ? null : utcText(item.timeMs);
  if (format === 'jsonl') {
    const { id, conversation, conversationTitle, sender, direction, timeMs, timeZone, times, type, state, body } = item;
    return `${JSON.stringify({ id, conversation, conversationTitle, sender, direction, timeMs, timeZone, times, type, state, body, places, origin })}\n`;
  }
  const cells: Cells = [
    item.id,
    item.conversation,
    item.conversationTitle,
    item.sender?.name ?? null,
    item.sender?.identifier ?? null,
    item.direction,
    isZoned ? iso : null,
    isZoned ? null : (iso?.replace(/Z$/u, '') ?? null),
    item.type,
    item.state,
    [...new Set(places.map(({ field }) => field))].join(' '),
    [...new Set(found)].join(' | '),
    item.body,
    origin?.path ?? null,
    origin?.sha256 ?? null,
    origin?.table ?? null,
    origin?.rowid ?? null,
  ];
  return format === 'csv' ? csvLine(cells) : tsvLine(cells);
}

/** Cells parted by tabs; tabs and line ends inside a text become blanks, so that a line stays a line. */
function tsvLine(cells: Cells): string {
  return `${cells.map((cell) => (cell === null ? '' : visible(String(cell)).replaceAll(/[\t\r\n]+/gu, ' '))).join('\t')}\n`;
}
