import type { Filter } from '../../contract/index.ts';
import type { CaseDb } from '../../sqlite/index.ts';
import { canonicalJson } from '../canonical-json.ts';
import { PRESENCES } from '../codes.ts';
import { caseStamp } from '../search/case-stamp.ts';
import { isMarkAsked, marksStamp } from '../marks/marked-items.ts';
import { keepItems } from '../search/kept-items.ts';
import type { FoundMedia, MediaRequest } from './media-request.ts';
import { mediaTable, type MediaTable } from './media-table.ts';
import { orderMedia } from './order-media.ts';
import { attachmentsOfHash } from './same-file.ts';

type Counts = Record<(typeof PRESENCES)[number], number>;

/** Attachments in the order of a list, and how many there are of each kind before kinds narrow it. */
export interface MediaList {
  readonly ids: Uint32Array;
  /** Position of each attachment in the table. */
  readonly rows: Uint32Array;
  /** By kind and then by presence. */
  readonly counts: ReadonlyMap<string, Readonly<Counts>>;
}

/** Lists kept on each connection. */
const KEPT = 6;
const keptOf = new WeakMap<CaseDb, { readonly stamp: string; readonly lists: Map<string, MediaList> }>();

/** The list that a request asks for, made once for all of its pages. */
export function mediaList(db: CaseDb, request: MediaRequest): MediaList {
  const stamp = caseStamp(db);
  let kept = keptOf.get(db);
  if (kept?.stamp !== stamp) {
    kept = { stamp, lists: new Map() };
    keptOf.set(db, kept);
  }
  const name = `${isMarkAsked(request.filter) ? marksStamp(db) : ''} ${canonicalJson(request)}`;
  const list = kept.lists.get(name) ?? makeList(db, request);
  kept.lists.delete(name);
  kept.lists.set(name, list);
  const oldest = kept.lists.keys().next();
  if (kept.lists.size > KEPT && oldest.done !== true) kept.lists.delete(oldest.value);
  return list;
}

function makeList(db: CaseDb, request: MediaRequest): MediaList {
  const table = mediaTable(db);
  const under = underFilter(db, table, request.filter);
  const wanted = request.filter.attachments ?? 'any';
  const same = request.sha256 === undefined ? null : new Set(attachmentsOfHash(db, request.sha256));
  const kinds = table.typeNames.map((name) => request.kinds?.includes(name) ?? true);
  const presences = PRESENCES.map((presence) => request.presences?.includes(presence) ?? true);
  const counted = new Uint32Array(table.typeNames.length * PRESENCES.length);
  const found: { rows: number[]; groups: number[] } = { rows: [], groups: [] };
  for (let at = 0; at < under.rows.length; at += 1) {
    const row = under.rows[at] ?? 0;
    const presence = table.presences[row] ?? 0;
    if (wanted !== 'any' && (presence === 0) !== (wanted === 'present')) continue;
    if (same?.has(table.ids[row] ?? 0) === false) continue;
    const type = table.types[row] ?? 0;
    const count = type * PRESENCES.length + presence;
    counted[count] = (counted[count] ?? 0) + 1;
    if (kinds[type] !== true || presences[presence] !== true) continue;
    found.rows.push(row);
    found.groups.push(under.groups[at] ?? 0);
  }
  const rows = orderMedia(db, table, found, request.sort ?? 'time', request.descending === true);
  return { rows, ids: rows.map((row) => table.ids[row] ?? 0), counts: countsOf(table, counted) };
}

/** The attachments of messages that the filter lets through. */
function underFilter(db: CaseDb, table: MediaTable, filter: Filter): FoundMedia {
  const { ids, of } = keepItems(db, { ...filter, attachments: 'any' });
  const rows: number[] = [];
  const groups: number[] = [];
  for (let at = 0; at < ids.length; at += 1) {
    const item = ids[at] ?? 0;
    for (let row = (table.firsts[item] ?? 0) - 1; row >= 0 && table.items[row] === item; row += 1) {
      rows.push(row);
      groups.push(of[at] ?? 0);
    }
  }
  return { rows, groups };
}

function countsOf(table: MediaTable, counted: Uint32Array): MediaList['counts'] {
  const counts = new Map<string, Counts>();
  table.typeNames.forEach((name, type) => {
    const [present = 0, thumbnail = 0, absent = 0] = counted.subarray(type * PRESENCES.length);
    if (present + thumbnail + absent > 0) counts.set(name, { present, thumbnail, absent });
  });
  return counts;
}
