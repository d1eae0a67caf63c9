import type { PlaceKind, PlaceTotals, PlaceUse } from '../../contract/index.ts';
import { joinSql, sql, type CaseDb, type Sql } from '../../sqlite/index.ts';
import { visible, wholeItems } from '../scope.ts';
import { keptBy } from '../search/kept-by.ts';
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
  return keep(db, 'places', () => readTable(db));
}

interface Row {
  readonly id: number;
  readonly item: number;
  readonly kind: number;
  readonly latitude: number | null;
  readonly longitude: number | null;
  readonly name: string | null;
  readonly live: number;
  readonly state: string;
  readonly sender: number | null;
  readonly conversation: number | null;
  readonly timeMs: number | null;
}

function readTable(db: CaseDb): PlaceTable {
  const shown = joinSql([visible, ...wholeItems(db)], ' AND ');
  const rows = [...readSent(db, shown), ...db.all<Row>(statedSql(shown))].sort((a, b) => a.item - b.item || a.id - b.id); // prettier-ignore
  const table = {
    ids: Float64Array.from(rows, ({ id }) => id),
    items: Uint32Array.from(rows, ({ item }) => item),
    kinds: Uint8Array.from(rows, ({ kind }) => kind),
    uses: Uint8Array.from(rows, (row) => PLACE_USES.indexOf(useOf(row))),
    latitudes: Float64Array.from(rows, ({ latitude }) => latitude ?? NaN),
    longitudes: Float64Array.from(rows, ({ longitude }) => longitude ?? NaN),
    xs: new Float64Array(rows.length).fill(NaN),
    ys: new Float64Array(rows.length).fill(NaN),
    times: Float64Array.from(rows, ({ timeMs }) => timeMs ?? Infinity),
    senders: Uint32Array.from(rows, ({ sender }) => sender ?? 0),
    conversations: Uint32Array.from(rows, ({ conversation }) => conversation ?? 0),
    names: rows.map(({ name }) => name),
    live: Uint8Array.from(rows, ({ live }) => live),
    states: Uint8Array.from(rows, ({ state }) => (state === 'marked-deleted' ? 1 : state === 'recovered' ? 2 : 0)),
    firsts: new Uint32Array((rows.at(-1)?.item ?? 0) + 1),
    files: countFiles(db, shown),
    withheld: countWithheld(db),
  };
  for (let row = rows.length - 1; row >= 0; row -= 1) {
    table.firsts[table.items[row] ?? 0] = row + 1;
    if (table.uses[row] !== 0) continue;
    const point = onSquare(table.latitudes[row] ?? NaN, table.longitudes[row] ?? NaN);
    table.xs[row] = point?.x ?? NaN;
    table.ys[row] = point?.y ?? NaN;
  }
  return table;
}

/** Whether a map can show these coordinates. */
export function useOf({ latitude, longitude }: Pick<Row, 'latitude' | 'longitude'>): PlaceUse {
  if (latitude === null || longitude === null) return 'missing';
  if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180)) return 'outside';
  if (latitude === 0 && longitude === 0) return 'zero';
  return onSquare(latitude, longitude) === null ? 'polar' : 'shown';
}

/** Files of attachments in the exhibits, those looked into for a position, and those that state one. */
function countFiles(db: CaseDb, shown: Sql): PlaceTable['files'] {
  const counts = db.get<PlaceTable['files']>(sql`SELECT count(*) AS present, count(media_position.file) AS read,
      count(said_by) AS positions
    FROM (SELECT DISTINCT content FROM attachment JOIN item ON item.id = attachment.item WHERE content IS NOT NULL AND ${shown})
      LEFT JOIN media_position ON media_position.file = content`);
  return counts ?? { present: 0, read: 0, positions: 0 };
}

function countWithheld(db: CaseDb): number {
  if (db.value<number>(sql`SELECT 1 FROM item WHERE withheld <> 0 LIMIT 1`) === null) return 0;
  return (
    db.value<number>(sql`SELECT count(*) FROM detail INDEXED BY detail_place JOIN item ON item.id = detail.item
      WHERE detail.type = 'location' AND item.withheld <> 0`) ?? 0
  );
}

interface Sent extends Omit<Row, 'latitude' | 'longitude' | 'name' | 'live' | 'kind'> {
  readonly content: string;
}

/** Places of messages; one reading of each content costs a sixth of asking SQLite for its parts. */
function readSent(db: CaseDb, shown: Sql): readonly Row[] {
  const rows =
    db.all<Sent>(sql`SELECT detail.id * 2 AS id, detail.item, content, facet.state, sender, conversation, time_ms AS timeMs
    FROM detail INDEXED BY detail_place CROSS JOIN item ON item.id = detail.item JOIN facet ON facet.id = item.facet
    WHERE detail.type = 'location' AND ${shown}`);
  return rows.map(({ content, timeMs, ...row }) => {
    const { latitude, longitude, name, liveS, time } = JSON.parse(content) as SentContent;
    const live = liveS === null ? 0 : 1;
    return { ...row, kind: 0, latitude, longitude, name, live, timeMs: msOf(time ?? null) ?? timeMs };
  });
}

function statedSql(shown: Sql): Sql {
  return sql`SELECT attachment.id * 2 + 1 AS id, attachment.item, 1 AS kind, latitude, longitude, NULL AS name, 0 AS live,
      facet.state, sender, conversation, time_ms AS timeMs
    FROM attachment CROSS JOIN media_position ON media_position.file = attachment.content
      CROSS JOIN item ON item.id = attachment.item JOIN facet ON facet.id = item.facet
    WHERE said_by IS NOT NULL AND ${shown}`;
}
