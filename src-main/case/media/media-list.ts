import type { Filter } from '../../contract/index.ts';
import type { CaseDb } from '../../sqlite/index.ts';
import { canonicalJson } from '../canonical-json.ts';
import { PRESENCES } from '../codes.ts';
import { activityScan, admitRows } from '../activity/scan-activity.ts';
import { filterName } from '../marks/marked-items.ts';
import { keptBy } from '../search/kept-by.ts';
import { keepItems } from '../search/kept-items.ts';
import type { MediaRequest } from './media-request.ts';
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

const keep = keptBy<MediaList>({ entries: 6, bytes: 32 * 1024 * 1024, sizeOf: ({ ids, rows }) => ids.byteLength + rows.byteLength }); // prettier-ignore

/** The list that a request asks for, made once for all of its pages. */
export function mediaList(db: CaseDb, request: MediaRequest): MediaList {
  const { filter, ...rest } = request;
  return keep(db, `${canonicalJson(rest)} ${filterName(db, filter)}`, () => makeList(db, request));
}

function makeList(db: CaseDb, request: MediaRequest): MediaList {
  const table = mediaTable(db);
  const { attachments = 'any', ...filter } = request.filter;
  const same = request.sha256 === undefined ? null : new Set(attachmentsOfHash(db, request.sha256));
  const kinds = table.typeNames.map((name) => request.kinds?.includes(name) ?? true);
  const presences = PRESENCES.map((presence) => request.presences?.includes(presence) ?? true);
  const counted = new Uint32Array(table.typeNames.length * PRESENCES.length);
  const found = rowsUnder(db, table, filter).filter((row) => {
    const presence = table.presences[row] ?? 0;
    if (attachments !== 'any' && (presence === 0) !== (attachments === 'present')) return false;
    if (same?.has(table.ids[row] ?? 0) === false) return false;
    const type = table.types[row] ?? 0;
    const count = type * PRESENCES.length + presence;
    counted[count] = (counted[count] ?? 0) + 1;
    return kinds[type] === true && presences[presence] === true;
  });
  const rows = orderMedia(db, table, found, request.sort ?? 'time', request.descending === true);
  return { rows, ids: rows.map((row) => table.ids[row] ?? 0), counts: countsOf(table, counted) };
}

/** The attachments of messages that the filter lets through: by time, those of one conversation in the app's own order. */
function rowsUnder(db: CaseDb, table: MediaTable, filter: Filter): Uint32Array {
  if (filter.conversations?.length !== 1)
    return admitRows(table.messages, activityScan(db, filter), new Uint32Array(table.ids.length));
  const rows: number[] = [];
  for (const item of keepItems(db, filter).ids)
    for (let row = (table.firsts[item] ?? 0) - 1; row >= 0 && table.messages.ids[row] === item; row += 1)
      rows.push(row);
  return Uint32Array.from(rows);
}

function countsOf(table: MediaTable, counted: Uint32Array): MediaList['counts'] {
  const counts = new Map<string, Counts>();
  table.typeNames.forEach((name, type) => {
    const [present = 0, thumbnail = 0, absent = 0] = counted.subarray(type * PRESENCES.length);
    if (present + thumbnail + absent > 0) counts.set(name, { present, thumbnail, absent });
  });
  return counts;
}
