import type { Filter, ReviewProgress } from '../../contract/index.ts';
import { sql, type CaseDb } from '../../sqlite/index.ts';
import { activityScan, scanActivity } from '../activity/scan-activity.ts';
import { CaseFailure } from '../case-failure.ts';
import { compileFilter } from '../filter.ts';
import { countItems } from '../queries/items.ts';

/** How many items a filter lets through, and how many of them carry a tag. */
export function readProgress(db: CaseDb, filter: Filter): ReviewProgress {
  const total = countItems(db, filter);
  return { total, tagged: total - countItems(db, { ...filter, untagged: true }) };
}

interface Position {
  readonly time: number;
  readonly place: number | string | null;
  readonly id: number;
}

/** The next item without a tag in the order of the filter's list; null when there is none. Fails with `not-found`. */
export function nextUntagged(db: CaseDb, asked: Filter, from: number | null): number | null {
  const filter: Filter = { ...asked, untagged: true };
  const start = from === null ? null : positionOf(db, from);
  const { where, conversation } = compileFilter(db, filter);
  if (conversation === null) return nextInTime(db, filter, start);
  const beyond = start === null ? sql`1` : sql`(item.place, item.id) > (${start.place}, ${start.id})`;
  return db.value<number>(
    sql`SELECT item.id FROM item WHERE ${where} AND ${beyond} ORDER BY item.place, item.id LIMIT 1`,
  );
}

function positionOf(db: CaseDb, item: number): Position {
  const found = db.get<Position>(sql`SELECT sort_ms AS time, place, id FROM item WHERE id = ${item}`);
  if (found === null) throw new CaseFailure('not-found', { subject: `item ${item}` });
  return found;
}

/** The first of each source in order of time, and the first of those; a million items take some tens of ms. */
function nextInTime(db: CaseDb, filter: Filter, start: Position | null): number | null {
  const scan = activityScan(db, filter);
  const fromMs = Math.max(scan.fromMs, start?.time ?? -Infinity);
  let first: { readonly time: number; readonly id: number } | null = null;
  let toMs = scan.toMs;
  for (const { times, ids, rows, count } of scanActivity(db, { ...scan, fromMs, toMs }))
    for (let at = 0; at < count; at += 1) {
      const row = rows[at] ?? 0;
      const time = times[row] ?? 0;
      if (time > toMs) break;
      const id = ids[row] ?? 0;
      if (start !== null && time === start.time && id <= start.id) continue;
      if (first === null || time < first.time || (time === first.time && id < first.id)) first = { time, id };
      toMs = Math.min(toMs, time);
      break;
    }
  return first?.id ?? null;
}
