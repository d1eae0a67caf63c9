import type { Filter } from '../../contract/index.ts';
import { sql, type CaseDb } from '../../sqlite/index.ts';
import { activityScan, scanActivity } from '../activity/scan-activity.ts';
import { canonicalJson } from '../canonical-json.ts';
import { isMarkAsked, marksStamp } from '../marks/marked-items.ts';
import { caseStamp } from './case-stamp.ts';
import { hitsSql } from './hits.ts';
import { ItemSet } from '../activity/item-set.ts';

/** Results kept on each connection, so that counts, hits by conversation and further pages cost one reading together. */
const KEPT = 6;

/** The items that a filter lets through. */
export interface KeptItems {
  /** In the order of the list: one conversation's own, otherwise time and then id. 8 bytes an item, with `of`. */
  readonly ids: Uint32Array;
  /** How many items of each group, by group id. */
  readonly groups: Uint32Array;
  /** The group of each item, in the same order. */
  readonly of: Uint32Array;
}

interface Kept {
  readonly results: Map<string, KeptItems>;
  readonly stamp: string;
}

const keptOf = new WeakMap<CaseDb, Kept>();

/** Reads the items of a filter, or hands out what was read before. */
export function keepItems(db: CaseDb, filter: Filter): KeptItems {
  const stamp = caseStamp(db);
  let kept = keptOf.get(db);
  if (kept?.stamp !== stamp) {
    kept = { results: new Map(), stamp };
    keptOf.set(db, kept);
  }
  const name = `${isMarkAsked(filter) ? marksStamp(db) : ''} ${canonicalJson(filter)}`;
  const known = kept.results.get(name);
  if (known !== undefined) return known;
  const result = readItems(db, filter);
  kept.results.set(name, result);
  const oldest = kept.results.keys().next();
  if (kept.results.size > KEPT && oldest.done !== true) kept.results.delete(oldest.value);
  return result;
}

/** Items of one source in order of time. */
interface Run {
  readonly times: readonly number[];
  readonly ids: readonly number[];
  readonly of: readonly number[];
}

function readItems(db: CaseDb, filter: Filter): KeptItems {
  const runs = new Map<number, { times: number[]; ids: number[]; of: number[] }>();
  const groups = new Uint32Array((db.value<number>(sql`SELECT max(id) FROM activity_sender`) ?? 0) + 1);
  for (const block of scanActivity(db, activityScan(db, filter))) {
    const run = runs.get(block.source) ?? { times: [], ids: [], of: [] };
    runs.set(block.source, run);
    for (let at = 0; at < block.count; at += 1) {
      const row = block.rows[at] ?? 0;
      const group = block.groups[row] ?? 0;
      run.times.push(block.times[row] ?? 0);
      run.ids.push(block.ids[row] ?? 0);
      run.of.push(group);
      groups[group] = (groups[group] ?? 0) + 1;
    }
  }
  const { ids, of } = [...runs.values()].reduce<Run>(mergeRuns, { times: [], ids: [], of: [] });
  if (filter.conversations?.length !== 1) return { ids: Uint32Array.from(ids), groups, of: Uint32Array.from(of) };
  const ordered = sql`SELECT id FROM item WHERE id IN (${hitsSql(setOf(ids))}) ORDER BY place, id`;
  const placed = db.prepare<number>(ordered.text, { shape: 'value' }).all(...ordered.values);
  const groupOf = new Map(ids.map((id, at) => [id, of[at] ?? 0]));
  return { ids: Uint32Array.from(placed), groups, of: Uint32Array.from(placed, (id) => groupOf.get(id) ?? 0) };
}

function setOf(ids: readonly number[]): ItemSet {
  const set = new ItemSet();
  for (const id of ids) set.add(id);
  return set;
}

function mergeRuns(a: Run, b: Run): Run {
  if (a.ids.length === 0) return b;
  const times: number[] = [];
  const ids: number[] = [];
  const of: number[] = [];
  let atA = 0;
  let atB = 0;
  while (atA < a.ids.length || atB < b.ids.length) {
    const fromA = atB >= b.ids.length || (atA < a.ids.length && isBefore(a, atA, b, atB));
    const run = fromA ? a : b;
    const at = fromA ? atA++ : atB++;
    times.push(run.times[at] ?? 0);
    ids.push(run.ids[at] ?? 0);
    of.push(run.of[at] ?? 0);
  }
  return { times, ids, of };
}

function isBefore(a: Run, atA: number, b: Run, atB: number): boolean {
  const timeA = a.times[atA] ?? 0;
  const timeB = b.times[atB] ?? 0;
  return timeA < timeB || (timeA === timeB && (a.ids[atA] ?? 0) < (b.ids[atB] ?? 0));
}
