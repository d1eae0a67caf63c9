import { readCopy, type EvidenceFile, type EvidenceTree } from '../evidence/index.ts';
import type { Issue, Sha256 } from '../model/index.ts';
import type { Run } from '../sources/parser.ts';
import {
  EvidenceUnreadable,
  openEvidence,
  type DatabaseState,
  type EvidenceDb,
  type WorkingCopy,
} from '../sqlite/index.ts';
import { issueOf } from './issues.ts';

export interface RunOptions {
  readonly tree: EvidenceTree;
  readonly copies: ReadonlyMap<Sha256, WorkingCopy>;
  /** Where the copies of the source's other files lie: what is read are the bytes that were hashed, and no archive is unpacked for them again. */
  readonly plain: ReadonlyMap<Sha256, string>;
  readonly state: DatabaseState;
  readonly scratchDir: string;
  readonly answers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** Called for what the run itself finds; the parser's own issues come in its stream. */
  readonly onIssue: (issue: Issue) => void;
  readonly onProgress: Run['progress'];
  readonly wanted?: NonNullable<Run['wanted']>;
}

/** One reading of one source: hands databases, bytes and answers to a parser and closes them afterwards. */
export interface EvidenceRun extends Run {
  /** Databases that were opened. */
  readonly opened: ReadonlyMap<Sha256, { readonly db: EvidenceDb; readonly file: EvidenceFile }>;
  close(): void;
}

export function openRun(options: RunOptions): EvidenceRun {
  const opened = new Map<Sha256, { readonly db: EvidenceDb; readonly file: EvidenceFile }>();
  const refused = new Set<Sha256>();

  function open(file: EvidenceFile): EvidenceDb | null {
    const copy = options.copies.get(file.sha256);
    if (copy === undefined) {
      options.onIssue(issueOf('error', 'database-damaged', file.path, 'the file is not a SQLite database'));
      return null;
    }
    try {
      const db = openEvidence(copy, options.state, options.scratchDir);
      for (const note of db.notes) options.onIssue(issueOf('warning', 'database-damaged', file.path, note));
      return db;
    } catch (error) {
      if (!(error instanceof EvidenceUnreadable)) throw error;
      options.onIssue(issueOf('error', 'database-damaged', file.path, error.detail));
      return null;
    }
  }

  return {
    signal: options.signal,
    answers: options.answers,
    tree: options.tree,
    opened,
    database(file) {
      const known = opened.get(file.sha256);
      if (known !== undefined) return known.db;
      if (refused.has(file.sha256)) return null;
      const db = open(file);
      if (db === null) refused.add(file.sha256);
      else opened.set(file.sha256, { db, file });
      return db;
    },
    ...(options.wanted !== undefined && { wanted: options.wanted }),
    bytes: (file) => {
      const copy = options.plain.get(file.sha256);
      return copy === undefined ? options.tree.bytes(file) : blocksOf(copy);
    },
    progress: options.onProgress,
    close() {
      for (const { db } of opened.values()) db.close();
      opened.clear();
    },
  };
}

async function* blocksOf(copy: string): AsyncGenerator<Uint8Array> {
  for (const block of readCopy(copy)) yield await Promise.resolve(block);
}
