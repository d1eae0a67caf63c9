import { setImmediate } from 'node:timers/promises';
import type { CaseFile } from '../case/index.ts';
import type { Difference } from '../contract/index.ts';
import { sql, noSql } from '../sqlite/index.ts';
import type { JobContext } from './job-context.ts';
import { openShelf } from './evidence-shelf.ts';
import { copyInCase } from './session.ts';

interface LocatedRow {
  readonly kind: number;
  readonly record: number;
  readonly n: number;
  readonly file: string;
  readonly table: string;
  readonly rowid: number;
  readonly rangeFile: string;
  readonly page: number;
  readonly offset: number;
  readonly length: number;
}

const SAMPLE = 1000;
const BATCH = 2000;

/**
 * Finds the cells of recorded rows again in the working copies and compares where they lie with what the case holds.
 * A sample takes every so many rows, evenly over the case. Gives how many were checked.
 */
export async function checkRecords(
  file: CaseFile,
  which: 'sample' | 'all',
  context: JobContext,
  differences: Difference[],
): Promise<number> {
  const total = file.db.value<number>(sql`SELECT count(*) FROM locator WHERE range_place IS NOT NULL`) ?? 0;
  const step = which === 'all' ? 1 : Math.max(1, Math.floor(total / SAMPLE));
  const shelf = openShelf(file.workDir, (sha256) => copyInCase(file, sha256));
  let [checked, seen] = [0, 0];
  let last: LocatedRow | null = null;
  try {
    for (;;) {
      const rows: readonly LocatedRow[] = nextRows(file, last);
      if (rows.length === 0) return checked;
      for (const row of rows) {
        seen += 1;
        if (seen % step !== 0 && which === 'sample') continue;
        checked += 1;
        const locator = { kind: 'row', file: row.file, table: row.table, rowid: row.rowid } as const;
        const found = (['with-log', 'without-log'] as const).map((state) => shelf.ranges(locator, state)?.[0] ?? null);
        if (!found.some((range) => range !== null && isSame(range, row))) differences.push(differenceOf(row, found[0]));
      }
      last = rows.at(-1) ?? null;
      context.progress('finding records again', seen, total, 'rows');
      await setImmediate();
      context.signal.throwIfAborted();
    }
  } finally {
    shelf.close();
  }
}

interface Place {
  readonly page: number;
  readonly offset: number;
  readonly length: number;
}

function isSame(range: Place & { readonly file: string }, row: LocatedRow): boolean {
  return (
    range.file === row.rangeFile &&
    range.page === row.page &&
    range.offset === row.offset &&
    range.length === row.length
  );
}

function differenceOf(row: LocatedRow, found: Place | null | undefined): Difference {
  const path = `${row.file} ${row.table} ${row.rowid}`;
  const at = (place: Place): string => `page ${place.page}, offset ${place.offset}, length ${place.length}`;
  const [kind, where] =
    found === null || found === undefined ? (['missing', null] as const) : (['changed', at(found)] as const);
  return { subject: 'record', kind, path, expected: at(row), found: where };
}

function nextRows(file: CaseFile, last: LocatedRow | null): readonly LocatedRow[] {
  const after = last === null ? noSql : sql`AND (kind, record, n) > (${last.kind}, ${last.record}, ${last.n})`;
  return file.db.all<LocatedRow>(sql`SELECT kind, record, n, place_name.file AS file, place_name.name AS "table",
      row AS rowid, range_name.file AS rangeFile, page, offset, length
    FROM locator JOIN place_name ON place_name.id = place JOIN place_name AS range_name ON range_name.id = range_place
    WHERE range_place IS NOT NULL AND form = 0 ${after} ORDER BY kind, record, n LIMIT ${BATCH}`);
}
