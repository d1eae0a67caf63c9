import type { EvidenceFile } from '../evidence/index.ts';
import type { Issue, Sha256, Tally } from '../model/index.ts';
import { EvidenceUnreadable, type EvidenceDb } from '../sqlite/index.ts';
import { issueOf } from './issues.ts';

/** A table that no parser claims, with its rows counted. */
export interface Unclaimed {
  readonly file: Sha256;
  readonly table: string;
  readonly rows: number;
}

/** Collects a run's tallies and compares them with the tables themselves. */
export interface Ledger {
  add(tally: Tally): void;
  /**
   * Issues where a tally does not close or counts other rows than the table holds, and the tables nobody claims. Counts
   * every table once.
   */
  close(databases: Iterable<{ readonly db: EvidenceDb; readonly file: EvidenceFile }>): {
    readonly issues: readonly Issue[];
    readonly unclaimed: readonly Unclaimed[];
  };
}

export function openLedger(): Ledger {
  const tallies = new Map<string, Tally>();
  return {
    add(tally) {
      tallies.set(nameOf(tally.file, tally.table), tally);
    },
    close(databases) {
      const issues: Issue[] = [...tallies.values()].flatMap(openTally);
      const unclaimed: Unclaimed[] = [];
      for (const { db, file } of databases) {
        for (const table of db.tables.keys()) {
          const tally = tallies.get(nameOf(db.file, table));
          const rows = countRows(db, file, table);
          if (typeof rows !== 'number') issues.push(rows);
          else if (tally === undefined) unclaimed.push({ file: db.file, table, rows });
          else if (tally.rows !== rows) issues.push(otherCount(tally, rows, file));
        }
      }
      return { issues, unclaimed };
    },
  };
}

/** True when every row is used or skipped with a reason. */
function closes(tally: Tally): boolean {
  const skipped = Object.values(tally.skipped).reduce((sum, count) => sum + count, 0);
  return tally.rows === tally.used + skipped;
}

function openTally(tally: Tally): readonly Issue[] {
  if (closes(tally)) return [];
  const skipped = Object.values(tally.skipped).reduce((sum, count) => sum + count, 0);
  const detail = `the account of the table does not close: ${tally.rows} rows, ${tally.used} used, ${skipped} skipped`;
  return [issueOf('error', 'ledger-open', tally.table, detail)];
}

function otherCount(tally: Tally, rows: number, file: EvidenceFile): Issue {
  const detail = `the table holds ${rows} rows, the parser read ${tally.rows}`;
  return issueOf('error', 'ledger-open', `${file.path} ${tally.table}`, detail);
}

function countRows(db: EvidenceDb, file: EvidenceFile, table: string): number | Issue {
  try {
    return db.count(table);
  } catch (error) {
    if (!(error instanceof EvidenceUnreadable)) throw error;
    return issueOf('error', 'table-unreadable', `${file.path} ${table}`, error.detail);
  }
}

function nameOf(file: Sha256, table: string): string {
  return `${file} ${table}`;
}
