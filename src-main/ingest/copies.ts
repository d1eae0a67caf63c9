import type { EvidenceFile, EvidenceTree } from '../evidence/index.ts';
import { workingCopy } from '../evidence/index.ts';
import type { Issue, Sha256 } from '../model/index.ts';
import { EvidenceUnreadable, compareLog, logFaults, type LogDifference, type WorkingCopy } from '../sqlite/index.ts';
import { issueOf } from './issues.ts';

/** The working copies of a source's databases, and what their logs change. */
export interface Copies {
  readonly byFile: ReadonlyMap<Sha256, WorkingCopy>;
  /** Where the copies of files lie that are no databases. */
  readonly plain: ReadonlyMap<Sha256, string>;
  readonly differences: ReadonlyMap<Sha256, readonly LogDifference[]>;
  readonly issues: readonly Issue[];
}

const MAGIC = 'SQLite format 3\0';

/** Copies every file of the source, databases with their logs, and compares the two states of each database. */
export async function prepareCopies(
  tree: EvidenceTree,
  files: readonly EvidenceFile[],
  workDir: string,
  signal: AbortSignal,
): Promise<Copies> {
  const byFile = new Map<Sha256, WorkingCopy>();
  const plain = new Map<Sha256, string>();
  const differences = new Map<Sha256, readonly LogDifference[]>();
  const issues: Issue[] = [];
  const seen = new Map<Sha256, EvidenceFile>();
  for (const file of files) {
    const same = seen.get(file.sha256);
    if (same !== undefined) {
      if (!(await haveSameLog(tree, same, file))) issues.push(otherLog(same, file));
      continue;
    }
    seen.set(file.sha256, file);
    signal.throwIfAborted();
    const copy = await workingCopy(tree, file, workDir, signal);
    const head = await tree.head(file, 20);
    if (Buffer.from(head.subarray(0, 16)).toString('latin1') !== MAGIC && copy.log === null) {
      plain.set(file.sha256, copy.path);
      continue;
    }
    byFile.set(file.sha256, copy);
    if (copy.log === null && expectsLog(head)) issues.push(logMissing(file));
    if (copy.log !== null) {
      const compared = compare(copy, file);
      differences.set(file.sha256, compared.differences);
      issues.push(...compared.issues);
    }
  }
  return { byFile, plain, differences, issues };
}

/** Rows are known by the hash of their database's file, which two empty files share. */
async function haveSameLog(tree: EvidenceTree, one: EvidenceFile, other: EvidenceFile): Promise<boolean> {
  return (await tree.logOf(one))?.sha256 === (await tree.logOf(other))?.sha256;
}

function otherLog(same: EvidenceFile, file: EvidenceFile): Issue {
  const detail = `the file has the bytes of ${same.path} and another log beside it; only the log of that file was read`;
  return issueOf('error', 'database-damaged', file.path, detail);
}

/** Bytes 18 and 19 of the header are 2 in a database that writes ahead (sqlite.org/fileformat2.html, section 1.3.3). */
function expectsLog(head: Uint8Array): boolean {
  return head[18] === 2 || head[19] === 2;
}

function logMissing(file: EvidenceFile): Issue {
  const detail =
    'the database is in write-ahead mode and no -wal file lies beside it: rows written last may be missing, ' +
    'unless the app had closed the database, which removes the file';
  return issueOf('note', 'log-missing', file.path, detail);
}

function compare(
  copy: WorkingCopy,
  file: EvidenceFile,
): { readonly differences: readonly LogDifference[]; readonly issues: readonly Issue[] } {
  try {
    const faults = logFaults(copy).map((fault) => issueOf('warning', 'log-damaged', file.path, fault));
    const differences = compareLog(copy);
    return { differences, issues: [...faults, ...differences.map((difference) => rowsDiffer(difference, file))] };
  } catch (error) {
    if (!(error instanceof EvidenceUnreadable)) throw error;
    return { differences: [], issues: [issueOf('warning', 'log-damaged', file.path, error.detail)] };
  }
}

function rowsDiffer(difference: LogDifference, file: EvidenceFile): Issue {
  const { onlyWith, onlyWithout, changed } = difference.keys ?? difference;
  const counts = [
    `${onlyWith.length} rows exist only with the log`,
    `${onlyWithout.length} only without it`,
    `${changed.length} in both with different bytes`,
  ];
  const end = difference.incomplete === undefined ? '.' : '; not all of its rows could be compared.';
  return issueOf('note', 'log-rows-differ', `${file.path} ${difference.table}`, `${counts.join(', ')}${end}`);
}
