import { sql, type CaseDb, type Sql } from '../../sqlite/index.ts';
import { canonicalJson } from '../canonical-json.ts';
import { UNDATED_MS } from '../activity/undated.ts';
import { keptBy } from '../search/kept-by.ts';

/** Rows between two landmarks: what one question walks through. */
const STEP = 512;

/** Shorter lists are walked through as fast as landmarks are looked up. */
const LONG = 4 * STEP;

/** A long list of items in the app's own order, as its landmarks are read. */
export interface LandmarkedList {
  readonly where: Sql;
  /** The column ordered by, before `item.id`. */
  readonly key: Sql;
  readonly total: number;
}

/** Every 512th row of a list, so that positions, keys and dates lead to each other without a walk through it. */
export interface Landmarks {
  /** Rows before the nearest landmark at or before a position, and the condition that leaves them out. */
  before(position: number): { readonly rows: number; readonly beyond: Sql };
  /** The same for a row by its key. */
  beforeRow(row: { readonly id: number; readonly key: number }): { readonly rows: number; readonly beyond: Sql };
  /** The condition that leaves out rows that no first item at or after a time is among. */
  beforeTime(timeMs: number): Sql;
}

/** The last row of a run of 512, and the latest time of it and of all rows before. */
interface Landmark {
  readonly id: number;
  readonly key: number;
  readonly latestMs: number;
}

/** Null: of a list whose key cannot lead. */
interface Kept {
  readonly found: Landmarks | null;
  readonly marks: number;
}

/** What is open, and what was just before. */
const keep = keptBy<Kept>({ entries: 8, bytes: 8 * 1024 * 1024, sizeOf: ({ marks }) => marks * 64 });

/** Reads the landmarks of a long list once, in some tens of ms for 350,000 rows; null for a short one. */
export function landmarksOf(db: CaseDb, name: object, list: LandmarkedList): Landmarks | null {
  if (list.total < LONG) return null;
  return keep(db, canonicalJson(name), () => {
    const marks = readLandmarks(db, list);
    return { found: marks === null ? null : landmarks(list.key, marks), marks: marks?.length ?? 0 };
  }).found;
}

/** Null where a key is no number that JavaScript orders as SQLite does. */
function readLandmarks(db: CaseDb, { where, key }: LandmarkedList): readonly Landmark[] | null {
  const marks: Landmark[] = [];
  let latestMs = -Infinity;
  for (;;) {
    const from = beyondSql(key, marks.at(-1));
    const end = db.get<{ id: number; key: unknown }>(sql`SELECT item.id AS id, ${key} AS key FROM item
      WHERE ${where} AND ${from} ORDER BY ${key}, item.id LIMIT 1 OFFSET ${STEP - 1}`);
    if (end === null) return marks;
    if (typeof end.key !== 'number') return null;
    const latest = db.value<number>(sql`SELECT max(item.sort_ms) FROM item WHERE ${where} AND ${from}
      AND (${key}, item.id) <= (${end.key}, ${end.id}) AND item.sort_ms < ${UNDATED_MS}`);
    latestMs = Math.max(latestMs, latest ?? -Infinity);
    marks.push({ id: end.id, key: end.key, latestMs });
  }
}

function landmarks(key: Sql, marks: readonly Landmark[]): Landmarks {
  /** Runs for which a condition holds that holds for the first of them, or for none. */
  const runs = (holds: (mark: Landmark) => boolean): number => {
    let [from, to] = [0, marks.length];
    while (from < to) {
      const middle = Math.floor((from + to) / 2);
      const mark = marks[middle];
      if (mark !== undefined && holds(mark)) from = middle + 1;
      else to = middle;
    }
    return from;
  };
  const after = (run: number): { rows: number; beyond: Sql } => ({
    rows: run * STEP,
    beyond: beyondSql(key, marks[run - 1]),
  });
  return {
    before: (position) => after(Math.min(marks.length, Math.floor(position / STEP))),
    beforeRow: (row) => after(runs((mark) => mark.key < row.key || (mark.key === row.key && mark.id < row.id))),
    beforeTime: (timeMs) => after(runs((mark) => mark.latestMs < timeMs)).beyond,
  };
}

function beyondSql(key: Sql, mark: Landmark | undefined): Sql {
  return mark === undefined ? sql`1` : sql`(${key}, item.id) > (${mark.key}, ${mark.id})`;
}
