import { countWithheld, getSource, readLedger } from '../case/index.ts';
import type { Params, Reply, TableRows } from '../contract/index.ts';
import type { Sha256 } from '../model/index.ts';
import { EvidenceUnreadable, quoteName, sql, type EvidenceDb } from '../sqlite/index.ts';
import { done, fail } from './answer.ts';
import type { Reading } from './evidence-shelf.ts';
import type { Session } from './session.ts';
import { storedCell } from './stored-cell.ts';

const MOST_LETTERS = 500;
const MOST_BYTES = 64;

/** The rows that a line of a source's ledger counts, read again from the working copy. */
export function readTableRows(session: Session, wanted: Params<'source.rows'>): Reply<TableRows> {
  const { db } = session.file;
  const { exhibit } = getSource(db, wanted.source);
  const line = readLedger(db, wanted.source).find(({ file, table }) => file === wanted.file && table === wanted.table);
  if (wanted.from !== undefined && BigInt.asIntN(64, BigInt(wanted.from)) !== BigInt(wanted.from))
    return fail('bad-parameters', { subject: wanted.from });
  if (line === undefined) return fail('not-found', { subject: wanted.table });
  if (countWithheld(db) > 0) return done(none('withheld'));
  const reading = readingOf(session, exhibit, wanted.file, line.path);
  const evidence = reading === null ? null : session.shelf.database(reading);
  const columns = evidence?.tables.get(wanted.table);
  if (evidence === null || columns === undefined) return done(none('unreadable'));
  try {
    return done(rowsFrom(evidence, wanted, columns));
  } catch (error) {
    if (!(error instanceof EvidenceUnreadable)) throw error;
    return done(none('unreadable'));
  }
}

function none(state: 'withheld' | 'unreadable'): TableRows {
  return { state, columns: [], rows: [], next: null };
}

/** With the log that lay beside the file in this exhibit, as the source was read. */
function readingOf(session: Session, exhibit: number, file: Sha256, path: string): Reading | null {
  const logs = session.file.db.all<{ readonly sha256: Sha256 }>(
    sql`SELECT sha256 FROM file WHERE exhibit = ${exhibit} AND path IN (${`${path}-wal`}, ${`${path}-journal`})`,
  );
  const readings = session.shelf.readings(file);
  const own = readings.find(({ copy }) => logs.some(({ sha256 }) => sha256 === copy.log?.file));
  return own ?? readings.find(({ copy }) => copy.log === null) ?? null;
}

function rowsFrom(
  evidence: EvidenceDb,
  { table, from, limit }: Params<'source.rows'>,
  columns: readonly string[],
): TableRows {
  const names = ['rowid', ...columns.map(quoteName)].join(', ');
  const text = `SELECT ${names} FROM ${quoteName(table)} ${from === undefined ? '' : 'WHERE rowid >= ?'} ORDER BY rowid LIMIT ${limit + 1}`;
  const rows: TableRows['rows'][number][] = [];
  let next: string | null = null;
  for (const [rowid, ...values] of evidence.arrays(text, ...(from === undefined ? [] : [BigInt(from)]))) {
    if (rows.length === limit) next = String(rowid);
    else
      rows.push({ rowid: String(rowid), values: values.map((value) => storedCell(value, MOST_BYTES, MOST_LETTERS)) });
  }
  return { state: 'shown', columns, rows, next };
}
