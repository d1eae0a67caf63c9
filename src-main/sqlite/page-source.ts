import type { ByteRange, Sha256 } from '../model/index.ts';
import { EvidenceUnreadable } from './evidence-unreadable.ts';
import { parseFileHeader, type FileHeader } from './file-header.ts';
import { readJournal } from './journal.ts';
import { ReadOnlyFile } from './read-only-file.ts';
import { readWal } from './wal.ts';
import type { DatabaseState, WorkingCopy } from './working-copy.ts';

/** Where a page's bytes lie. */
export type PagePlace = Pick<ByteRange, 'in' | 'file' | 'offset'>;

const CACHE_BYTES = 8 * 1024 * 1024;

/** Pages of one state of a database, each from the file that holds its newest content in that state. */
export class PageSource {
  readonly header: FileHeader;
  readonly pageSize: number;
  readonly usableSize: number;
  /** Size of the database in this state, and never more than the files can hold. */
  readonly pageCount: number;
  /** Pages that come from the log. */
  readonly logged: ReadonlyMap<number, number>;
  /** What is odd about the files, one sentence each; empty for a sound database. */
  readonly notes: readonly string[];
  readonly #main: ReadOnlyFile;
  readonly #log: ReadOnlyFile | null;
  readonly #mainHash: Sha256;
  readonly #logPlace: { readonly in: 'wal' | 'journal'; readonly file: Sha256 } | null;
  readonly #cache = new Map<number, Buffer>();
  readonly #cached: number;

  /** Throws `EvidenceUnreadable` when this state has no readable header. */
  constructor(copy: WorkingCopy, state: DatabaseState) {
    this.#main = new ReadOnlyFile(copy.path);
    this.#mainHash = copy.file;
    let log: ReadOnlyFile | null = null;
    try {
      const head = this.#main.read(0, 4096);
      let applied: AppliedLog | null = null;
      if (state === 'with-log' && copy.log !== null && (copy.log.kind === 'wal' || !isEmptyMain(this.#main.size))) {
        log = new ReadOnlyFile(copy.log.path);
        applied = copy.log.kind === 'wal' ? applyWal(log) : readJournal(log, mainPageSize(head));
      }
      this.logged = applied?.pages ?? new Map<number, number>();
      const first = this.logged.get(1);
      this.header = parseFileHeader(
        first === undefined || log === null ? head : log.read(first, Math.min(4096, applied?.pageSize ?? 4096)),
      );
      this.notes = first === undefined ? [] : notesOn(head, this.#main.size);
      this.pageSize = this.header.pageSize;
      this.usableSize = this.header.usableSize;
      if (applied !== null && applied.pageSize !== this.pageSize) {
        throw new EvidenceUnreadable(
          'damaged',
          `pages of ${this.pageSize} in the database and of ${applied.pageSize} in its log`,
        );
      }
      this.pageCount =
        applied?.pageCount ?? Math.min(this.header.pageCount ?? Infinity, Math.ceil(this.#main.size / this.pageSize));
    } catch (error) {
      this.#main.close();
      log?.close();
      throw error;
    }
    this.#log = log;
    this.#logPlace = copy.log === null ? null : { in: copy.log.kind, file: copy.log.file };
    this.#cached = Math.max(16, Math.floor(CACHE_BYTES / this.pageSize));
  }

  /** The page's bytes, not to be written to; null when the page is not in the database or not in the file. */
  read(page: number): Buffer | null {
    const kept = this.#cache.get(page);
    if (kept !== undefined) return kept;
    if (page < 1 || page > this.pageCount) return null;
    const inLog = this.logged.get(page);
    const bytes =
      inLog === undefined || this.#log === null
        ? this.#main.read((page - 1) * this.pageSize, this.pageSize)
        : this.#log.read(inLog, this.pageSize);
    if (bytes.length < this.pageSize) return null;
    if (this.#cache.size >= this.#cached) this.#dropHalf();
    this.#cache.set(page, bytes);
    return bytes;
  }

  place(page: number): PagePlace {
    const inLog = this.logged.get(page);
    if (inLog === undefined || this.#logPlace === null) {
      return { in: 'main', file: this.#mainHash, offset: (page - 1) * this.pageSize };
    }
    return { in: this.#logPlace.in, file: this.#logPlace.file, offset: inLog };
  }

  close(): void {
    this.#cache.clear();
    this.#main.close();
    this.#log?.close();
  }

  /** The older half goes at once: cheaper than keeping an order of use, and interior pages come back with the next descent. */
  #dropHalf(): void {
    let left = this.#cache.size >> 1;
    for (const page of this.#cache.keys()) {
      if (left === 0) break;
      this.#cache.delete(page);
      left -= 1;
    }
  }
}

/** SQLite takes a file of one byte for empty too: it once wrote that byte itself (os_unix.c, unixFileSize). */
export function isEmptyMain(sizeBytes: number): boolean {
  return sizeBytes <= 1;
}

/** On a main file whose first page lies in the log, so that its own header is not needed. */
function notesOn(head: Buffer, sizeBytes: number): readonly string[] {
  if (isEmptyMain(sizeBytes))
    return [
      'the database file is empty; its rows are those of its log, which SQLite itself passes over beside an empty file',
    ];
  try {
    parseFileHeader(head);
    return [];
  } catch (error) {
    if (!(error instanceof EvidenceUnreadable)) throw error;
    return [
      `the database file alone cannot be read (${error.detail}); its first page comes from its log, as SQLite takes it`,
    ];
  }
}

interface AppliedLog {
  readonly pageSize: number;
  readonly pageCount: number;
  readonly pages: ReadonlyMap<number, number>;
}

function applyWal(log: ReadOnlyFile): AppliedLog | null {
  const wal = readWal(log);
  return wal === null || wal.committedFrames === 0 ? null : wal;
}

/** Zero when the main file's header cannot tell. */
function mainPageSize(head: Buffer): number {
  try {
    return parseFileHeader(head).pageSize;
  } catch (error) {
    if (error instanceof EvidenceUnreadable) return 0;
    throw error;
  }
}
