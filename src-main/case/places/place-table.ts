import type { PlaceKind, PlaceTotals, PlaceUse } from '../../contract/index.ts';
import { joinSql, sql, type CaseDb } from '../../sqlite/index.ts';
import { groupTable } from '../activity/group-table.ts';
import { activityBlocks } from '../activity/kept-blocks.ts';
import { UNDATED_MS } from '../activity/undated.ts';
import { itemRanges } from '../item-ranges.ts';
import { visible, wholeItems } from '../scope.ts';
import { keptBy } from '../search/kept-by.ts';
import { atOnce, type Steps } from '../steps.ts';
import { msOf, type TimeText } from '../time-forms.ts';
import { onSquare } from './mercator.ts';

export const PLACE_KINDS: readonly PlaceKind[] = ['message', 'file'];
export const PLACE_USES: readonly PlaceUse[] = ['shown', 'zero', 'outside', 'missing', 'polar'];

/** The places of messages that may be shown, in columns, by message: some 90 bytes each. */
export interface PlaceTable {
  readonly ids: Float64Array;
  readonly items: Uint32Array;
  /** Positions in `PLACE_KINDS` and `PLACE_USES`. */
  readonly kinds: Uint8Array;
  readonly uses: Uint8Array;
  /** Degrees as stored; NaN where none are. */
  readonly latitudes: Float64Array;
  readonly longitudes: Float64Array;
  /** On the square of the map; NaN for what it does not show. */
  readonly xs: Float64Array;
  readonly ys: Float64Array;
  /** Milliseconds UTC; Infinity without a time. */
  readonly times: Float64Array;
  /** 0 for none. */
  readonly senders: Uint32Array;
  readonly conversations: Uint32Array;
  readonly names: readonly (string | null)[];
  /** 1 for a location that was shared live. */
  readonly live: Uint8Array;
  /** 0, 1 for a message marked as deleted, 2 for a recovered one. */
  readonly states: Uint8Array;
  /** By item: position of its first place, counted from 1; 0 where it has none. */
  readonly firsts: Uint32Array;
  readonly files: PlaceTotals['files'];
  /** Places of messages that the scope withholds. */
  readonly withheld: number;
}

/** What a message's place is stored as. */
export interface SentContent {
  readonly latitude: number | null;
  readonly longitude: number | null;
  readonly name: string | null;
  readonly address: string | null;
  readonly url: string | null;
  readonly liveS: number | null;
  readonly role?: 'last';
  readonly time?: TimeText | null;
}

/** Detail or attachment of a place, and which. */
export function partOfPlace(place: number): { readonly kind: PlaceKind; readonly part: number } {
  return { kind: place % 2 === 0 ? 'message' : 'file', part: Math.floor(place / 2) };
}

const keep = keptBy<PlaceTable>({ entries: 1, bytes: 256 * 1024 * 1024, sizeOf: ({ ids }) => ids.length * 90 });

/** The table, read once for all questions until the case changes: about half a second for 100,000 places. */
export function placeTable(db: CaseDb): PlaceTable {
  return keep(db, 'places', () => atOnce(readTable(db)));
}

/** Reads the table ahead of the first question. */
export function* placesAhead(db: CaseDb): Steps<void> {
  yield* keep.ahead(db, 'places', () => readTable(db));
}

interface Row {
  readonly id: number;
  readonly item: number;
  readonly kind: number;
  readonly latitude: number | null;
  readonly longitude: number | null;
  readonly name: string | null;
  readonly live: number;
  /** Its own time; null where none is stored apart from the message. */
  readonly timeMs: number | null;
}

function* readTable(db: CaseDb): Steps<PlaceTable> {
  const stored: Row[] = [];
  const contents = new Set<number>();
  for (const [after, last] of itemRanges(db)) {
    const found = [...readSent(db, after, last), ...readStated(db, after, last)];
    for (const row of found.sort((a, b) => a.item - b.item || a.id - b.id)) stored.push(row);
    for (const { content } of readContents(db, after, last)) contents.add(content);
    yield;
  }
  const shown = yield* messagesOf(db, stored);
  const rows = stored.filter(({ item }) => shown.groups[item] !== 0);
  yield;
  const table = { ...columns(rows), files: countFiles(db, contents), withheld: countWithheld(db) };
  const { senders, conversations, facets, facetOf } = groupTable(db);
  for (const [at, row] of rows.entries()) {
    if (at % ROWS_AT_ONCE === 0) yield;
    const { id, item, kind, latitude, longitude, live, timeMs } = row;
    const group = shown.groups[item] ?? 0;
    const use = useOf(row);
    table.ids[at] = id;
    table.items[at] = item;
    table.kinds[at] = kind;
    table.uses[at] = PLACE_USES.indexOf(use);
    table.latitudes[at] = latitude ?? NaN;
    table.longitudes[at] = longitude ?? NaN;
    const point = use === 'shown' ? onSquare(latitude ?? NaN, longitude ?? NaN) : null;
    table.xs[at] = point?.x ?? NaN;
    table.ys[at] = point?.y ?? NaN;
    table.times[at] = timeMs ?? shown.times[item] ?? Infinity;
    table.senders[at] = senders[group] ?? 0;
    table.conversations[at] = conversations[group] ?? 0;
    table.live[at] = live;
    table.states[at] = STATES.indexOf(facetOf.get(facets[group] ?? 0)?.state ?? 'live');
    if (table.firsts[item] === 0) table.firsts[item] = at + 1;
  }
  return table;
}

/** Rows put into columns in one go. */
const ROWS_AT_ONCE = 5000;
const STATES = ['live', 'marked-deleted', 'recovered'] as const;

function columns(rows: readonly Row[]): Omit<PlaceTable, 'files' | 'withheld'> {
  const size = rows.length;
  return {
    ids: new Float64Array(size),
    items: new Uint32Array(size),
    kinds: new Uint8Array(size),
    uses: new Uint8Array(size),
    latitudes: new Float64Array(size),
    longitudes: new Float64Array(size),
    xs: new Float64Array(size),
    ys: new Float64Array(size),
    times: new Float64Array(size),
    senders: new Uint32Array(size),
    conversations: new Uint32Array(size),
    names: rows.map(({ name }) => name),
    live: new Uint8Array(size),
    states: new Uint8Array(size),
    firsts: new Uint32Array((rows.at(-1)?.item ?? 0) + 1),
  };
}

/** Whether a map can show these coordinates. */
export function useOf({ latitude, longitude }: Pick<Row, 'latitude' | 'longitude'>): PlaceUse {
  if (latitude === null || longitude === null) return 'missing';
  if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180)) return 'outside';
  if (latitude === 0 && longitude === 0) return 'zero';
  return onSquare(latitude, longitude) === null ? 'polar' : 'shown';
}

/** Files of attachments in the exhibits, those looked into for a position, and those that state one. */
function countFiles(db: CaseDb, contents: ReadonlySet<number>): PlaceTable['files'] {
  const counts = { present: contents.size, read: 0, positions: 0 };
  for (const { file, isStated } of db.all<{ file: number; isStated: number }>(
    sql`SELECT file, said_by IS NOT NULL AS isStated FROM media_position`,
  )) {
    if (!contents.has(file)) continue;
    counts.read += 1;
    counts.positions += isStated;
  }
  return counts;
}

function readContents(db: CaseDb, after: number, last: number): readonly { readonly content: number }[] {
  const shown = joinSql([visible, ...wholeItems(db)], ' AND ');
  return db.all(sql`SELECT DISTINCT content FROM attachment CROSS JOIN item ON item.id = attachment.item
    WHERE content IS NOT NULL AND attachment.item > ${after} AND attachment.item <= ${last} AND ${shown}`);
}

function countWithheld(db: CaseDb): number {
  if (db.value<number>(sql`SELECT 1 FROM item WHERE withheld <> 0 LIMIT 1`) === null) return 0;
  return (
    db.value<number>(sql`SELECT count(*) FROM detail INDEXED BY detail_place JOIN item ON item.id = detail.item
      WHERE detail.type = 'location' AND item.withheld <> 0`) ?? 0
  );
}

/**
 * Group and time of the messages with a place, by item: 0 and nothing for those that may not be shown. Taken from the blocks of
 * activity, which hold no others; looking each up among the items costs ten times as much.
 */
function* messagesOf(
  db: CaseDb,
  places: readonly Row[],
): Steps<{ readonly groups: Uint32Array; readonly times: Float64Array }> {
  const size = (places.at(-1)?.item ?? 0) + 1;
  const groups = new Uint32Array(size);
  const times = new Float64Array(size);
  const isPlace = new Uint8Array(size);
  for (const { item } of places) isPlace[item] = 1;
  const { heads, read } = activityBlocks(db);
  for (const head of places.length === 0 ? [] : heads) {
    const block = read(head);
    block?.ids.forEach((item, row) => {
      if (isPlace[item] !== 1) return;
      groups[item] = block.groups[row] ?? 0;
      times[item] = block.times[row] === UNDATED_MS ? Infinity : (block.times[row] ?? Infinity);
    });
    yield;
  }
  return { groups, times };
}

/** Places of some messages; one reading of each content costs a sixth of asking SQLite for its parts. */
function readSent(db: CaseDb, after: number, last: number): readonly Row[] {
  const rows = db.all<{ id: number; item: number; content: string }>(sql`SELECT id * 2 AS id, item, content
    FROM detail INDEXED BY detail_place WHERE type = 'location' AND item > ${after} AND item <= ${last}`);
  return rows.map(({ content, ...row }) => {
    const { latitude, longitude, name, liveS, time } = JSON.parse(content) as SentContent;
    return { ...row, kind: 0, latitude, longitude, name, live: liveS === null ? 0 : 1, timeMs: msOf(time ?? null) };
  });
}

function readStated(db: CaseDb, after: number, last: number): readonly Row[] {
  return db.all<Row>(sql`SELECT attachment.id * 2 + 1 AS id, item, 1 AS kind, latitude, longitude, NULL AS name, 0 AS live,
      NULL AS timeMs
    FROM attachment CROSS JOIN media_position ON media_position.file = attachment.content
    WHERE said_by IS NOT NULL AND item > ${after} AND item <= ${last}`);
}
