import type { Page, Place } from '../../contract/index.ts';
import { Sql, joinSql, sql, type CaseDb, type SqlValue } from '../../sqlite/index.ts';
import { CaseFailure } from '../case-failure.ts';
import type { Landmarks } from './landmarks.ts';

/** So many rows from an end are walked sooner than landmarks are read. */
const NEAR = 2000;

/** A list that is paged by key: rows of `from` that meet `where`, ordered by `key` and then by `id`. */
export interface KeyedList {
  /** FROM clause; an index may be named in it. */
  readonly from: Sql;
  readonly where: Sql;
  /** The column ordered by; never null. */
  readonly key: Sql;
  readonly id: Sql;
  readonly descending?: boolean;
  /** The exact number of rows, where it is known cheaper than by counting. */
  readonly total?: number;
  readonly withheld?: number;
  /** How many rows stand before one, where that is known cheaper than by counting. */
  readonly before?: (row: KeyRow) => number;
  /** Leads into a long list without a walk through it; asked for only where a question is about its middle. */
  readonly landmarks?: () => Landmarks | null;
  /** The condition that a row is not before a time, for `{ timeMs }`. */
  readonly notBefore?: (timeMs: number) => Sql;
}

export interface KeyRow {
  readonly id: number;
  readonly key: SqlValue;
}

/** Which rows are on the page, in order; the caller turns ids into views. */
export type KeyPage = Omit<Page<never>, 'rows'> & { readonly ids: readonly number[] };

/** A list whose ids are known, in order, and are its cursors. */
export interface KnownList {
  readonly ids: Uint32Array | Float64Array;
  readonly withheld: number;
  /** Position of the first row that is not before a time; -1 when there is none. */
  readonly notBefore: (timeMs: number) => number;
  /** Position of the first row that does not stand before one that the list need not hold; the length when there is none. */
  readonly notBeforeRow?: (id: number) => number;
}

/** The same as `readKeyPage` for a list whose ids are known. */
export function cutKeyPage(list: KnownList, at: Place | undefined, limit: number): KeyPage {
  const total = list.ids.length;
  const first = Math.max(0, Math.min(total, firstOf(list, at ?? { index: 0 }, limit)));
  const stop = at !== undefined && 'cursor' in at && at.direction === 'before' ? positionOf(list, Number(at.cursor)) : total; // prettier-ignore
  const ids = [...list.ids.subarray(first, Math.min(first + limit, stop))];
  const start = ids[0];
  const end = ids.at(-1);
  return {
    ids,
    total,
    withheld: list.withheld,
    first,
    before: start === undefined || first === 0 ? null : String(start),
    after: end === undefined || first + ids.length >= total ? null : String(end),
  };
}

function firstOf(list: KnownList, at: Place, limit: number): number {
  if ('index' in at) return at.index;
  if ('cursor' in at) {
    const position = positionOf(list, Number(at.cursor));
    return at.direction === 'after' ? position + 1 : position - limit;
  }
  if ('timeMs' in at) {
    const position = list.notBefore(at.timeMs);
    return position === -1 ? list.ids.length - limit : position;
  }
  if ('from' in at) {
    if (list.notBeforeRow === undefined) throw new CaseFailure('bad-parameters', { subject: 'from' });
    return Math.min(list.notBeforeRow(at.from), list.ids.length - 1);
  }
  return positionOf(list, at.item) - Math.floor(limit / 2);
}

function positionOf(list: KnownList, id: number): number {
  const position = list.ids.indexOf(id);
  if (position === -1) throw new CaseFailure('not-found', { subject: String(id) });
  return position;
}

/** Reads one page of ids. `{ item }` and `{ timeMs }` start at the row meant; unknown rows fail with `not-found`. */
export function readKeyPage(db: CaseDb, list: KeyedList, at: Place | undefined, limit: number): KeyPage {
  const total = list.total ?? countRows(db, list);
  const { rows, first } = readRows(db, list, at ?? { index: 0 }, limit, total);
  const start = rows[0];
  const end = rows.at(-1);
  return {
    ids: rows.map(({ id }) => id),
    total,
    withheld: list.withheld ?? 0,
    first,
    before: start === undefined || first === 0 ? null : String(start.id),
    after: end === undefined || first + rows.length >= total ? null : String(end.id),
  };
}

function readRows(db: CaseDb, list: KeyedList, at: Place, limit: number, total: number) {
  if ('index' in at) return { rows: fromIndex(db, list, at.index, limit, total), first: Math.min(at.index, total) };
  if ('cursor' in at) {
    const from = rowOf(db, list, Number(at.cursor));
    if (at.direction === 'after') {
      const rows = select(db, list, beyond(list, from, 'after'), limit, false);
      return { rows, first: countBefore(db, list, from) + 1 };
    }
    const rows = select(db, list, beyond(list, from, 'before'), limit, true).reverse();
    return { rows, first: countBefore(db, list, from) - rows.length };
  }
  if ('timeMs' in at) {
    if (list.notBefore === undefined) throw new CaseFailure('bad-parameters', { subject: 'timeMs' });
    const near = list.landmarks?.()?.beforeTime(at.timeMs) ?? sql`1`;
    const start = select(db, list, sql`${near} AND ${list.notBefore(at.timeMs)}`, 1, false)[0];
    if (start === undefined) {
      const rows = select(db, list, null, limit, true).reverse();
      return { rows, first: total - rows.length };
    }
    return { rows: select(db, list, beyond(list, start, 'from'), limit, false), first: countBefore(db, list, start) };
  }
  if ('from' in at) {
    const row = rowOf(db, { ...list, where: sql`1` }, at.from);
    const rows = select(db, list, beyond(list, row, 'from'), limit, false);
    if (rows.length > 0) return { rows, first: countBefore(db, list, row) };
    return { rows: select(db, list, null, 1, true), first: Math.max(0, total - 1) };
  }
  return aroundItem(db, list, at.item, limit);
}

/** Half of the page before the item, so that it is seen in its place. */
function aroundItem(db: CaseDb, list: KeyedList, item: number, limit: number) {
  const row = rowOf(db, list, item);
  const earlier = select(db, list, beyond(list, row, 'before'), Math.floor(limit / 2), true).reverse();
  const later = select(db, list, beyond(list, row, 'from'), limit - earlier.length, false);
  return { rows: [...earlier, ...later], first: countBefore(db, list, row) - earlier.length };
}

/** The row with this id. Fails with `not-found` when the list has none. */
function rowOf(db: CaseDb, list: KeyedList, id: number): KeyRow {
  const row = Number.isSafeInteger(id)
    ? db.get<KeyRow>(
        sql`SELECT ${list.id} AS id, ${list.key} AS key FROM ${list.from} WHERE ${list.where} AND ${list.id} = ${id}`,
      )
    : null;
  if (row === null) throw new CaseFailure('not-found', { subject: String(id) });
  return row;
}

/** Reads from the nearer end. */
function fromIndex(db: CaseDb, list: KeyedList, index: number, limit: number, total: number): readonly KeyRow[] {
  if (index >= total) return [];
  const near = index < NEAR || total - index - limit < NEAR ? undefined : list.landmarks?.()?.before(index);
  if (near !== undefined) return select(db, list, near.beyond, limit, false, index - near.rows);
  if (index <= total / 2) return select(db, list, null, limit, false, index);
  const fromEnd = Math.max(0, total - index - limit);
  return select(db, list, null, Math.min(limit, total - index), true, fromEnd).reverse();
}

function select(
  db: CaseDb,
  list: KeyedList,
  condition: Sql | null,
  limit: number,
  backwards: boolean,
  offset = 0,
): KeyRow[] {
  const order = new Sql((list.descending === true) === backwards ? 'ASC' : 'DESC');
  const where = condition === null ? list.where : joinSql([list.where, condition], ' AND ');
  return db.all<KeyRow>(sql`SELECT ${list.id} AS id, ${list.key} AS key FROM ${list.from} WHERE ${where}
    ORDER BY ${list.key} ${order}, ${list.id} ${order} LIMIT ${limit} OFFSET ${offset}`);
}

function beyond(list: KeyedList, row: KeyRow, side: 'after' | 'before' | 'from'): Sql {
  const up = (side === 'before') === (list.descending === true);
  const sign = `${up ? '>' : '<'}${side === 'from' ? '=' : ''}`;
  return sql`(${list.key}, ${list.id}) ${new Sql(sign)} (${row.key}, ${row.id})`;
}

function countRows(db: CaseDb, list: KeyedList): number {
  return db.value<number>(sql`SELECT count(*) FROM ${list.from} WHERE ${list.where}`) ?? 0;
}

function countBefore(db: CaseDb, list: KeyedList, row: KeyRow): number {
  if (list.before !== undefined) return list.before(row);
  const near = typeof row.key === 'number' ? list.landmarks?.()?.beforeRow({ id: row.id, key: row.key }) : undefined;
  const rows = db.value<number>(
    sql`SELECT count(*) FROM ${list.from} WHERE ${list.where} AND ${near?.beyond ?? sql`1`} AND ${beyond(list, row, 'before')}`,
  );
  return (near?.rows ?? 0) + (rows ?? 0);
}
