import type { CaseDb } from '../../sqlite/index.ts';
import type { ActivityBlock } from '../activity/activity-block.ts';
import { readOrdered } from '../activity/ordered-items.ts';
import { activityScan } from '../activity/scan-activity.ts';
import { itemRanges } from '../item-ranges.ts';
import { keptBy } from '../search/kept-by.ts';
import { atOnce, type Steps } from '../steps.ts';

/** Attachments of messages that may be shown, in columns, by the time of the message, the message and then by id: some 40 bytes each. */
export interface MediaTable {
  readonly ids: Uint32Array;
  /** What the messages share, row by row, as filters are asked; `ids` are theirs. */
  readonly messages: ActivityBlock;
  /** Positions in `typeNames`. */
  readonly types: Uint8Array;
  readonly typeNames: readonly string[];
  /** Positions in `PRESENCES`. */
  readonly presences: Uint8Array;
  /** The file with the content; 0 when it is absent. */
  readonly contents: Uint32Array;
  /** As the app stored it, else of the file; -1 when neither is known. */
  readonly sizes: Float64Array;
  /** By item: position of its first attachment, counted from 1; 0 where it has none. */
  readonly firsts: Uint32Array;
}

const keep = keptBy<MediaTable>({
  entries: 1,
  bytes: 256 * 1024 * 1024,
  sizeOf: ({ ids, firsts }) => ids.length * 40 + firsts.byteLength,
});

/** The table, read once for all questions until the case changes: some tenths of a second for 100,000 attachments. */
export function mediaTable(db: CaseDb): MediaTable {
  return keep(db, 'media', () => atOnce(readTable(db)));
}

/** Reads the table ahead of the first question. */
export function* mediaAhead(db: CaseDb): Steps<void> {
  yield* keep.ahead(db, 'media', () => readTable(db));
}

type Row = [id: number, item: number, type: string, presence: number, content: number, size: number];

/** Messages whose attachments are put in order in one piece. */
const MESSAGES_AT_ONCE = 10_000;

function* readTable(db: CaseDb): Steps<MediaTable> {
  const read = db.prepare<Row>(
    `SELECT id, item, type, presence, ifnull(content, 0),
      coalesce(size_bytes, (SELECT file.size_bytes FROM file WHERE file.id = content), -1)
    FROM attachment WHERE item > ? AND item <= ? ORDER BY item, id`,
    { shape: 'array' },
  );
  const rows: Row[] = [];
  for (const [after, last] of itemRanges(db)) {
    for (const row of read.all(after, last)) rows.push(row);
    yield;
  }
  const firstOf = new Uint32Array((rows.at(-1)?.[1] ?? 0) + 1);
  for (let at = rows.length - 1; at >= 0; at -= 1) firstOf[rows[at]?.[1] ?? 0] = at + 1;
  const messages = readOrdered(db, activityScan(db, { attachments: 'any' }));
  yield;
  const typeNames = [...new Set(rows.map(([, , type]) => type))].sort();
  const codes = new Map(typeNames.map((name, code) => [name, code]));
  const table = emptyTable(rows.length, firstOf.length, typeNames);
  let row = 0;
  for (const [message, item] of messages.ids.entries()) {
    if (message % MESSAGES_AT_ONCE === 0) yield;
    table.firsts[item] = row + 1;
    for (let at = (firstOf[item] ?? 0) - 1; at >= 0 && rows[at]?.[1] === item; at += 1) {
      const [id, , type, presence, content, size] = rows[at] ?? [0, 0, '', 0, 0, -1];
      table.ids[row] = id;
      table.messages.times[row] = messages.times[message] ?? 0;
      table.messages.groups[row] = messages.groups[message] ?? 0;
      table.messages.ids[row] = item;
      table.types[row] = codes.get(type) ?? 0;
      table.presences[row] = presence;
      table.contents[row] = content;
      table.sizes[row] = size;
      row += 1;
    }
  }
  return row === rows.length ? table : cutTable(table, row);
}

function emptyTable(size: number, items: number, typeNames: readonly string[]): MediaTable {
  return {
    ids: new Uint32Array(size),
    messages: { times: new Float64Array(size), groups: new Uint32Array(size), ids: new Uint32Array(size) },
    types: new Uint8Array(size),
    typeNames,
    presences: new Uint8Array(size),
    contents: new Uint32Array(size),
    sizes: new Float64Array(size),
    firsts: new Uint32Array(items),
  };
}

/** The first rows: those of messages that may not be shown were left out. */
function cutTable({ messages, typeNames, firsts, ...table }: MediaTable, rows: number): MediaTable {
  const { times, groups, ids } = messages;
  return {
    ids: table.ids.slice(0, rows),
    messages: { times: times.slice(0, rows), groups: groups.slice(0, rows), ids: ids.slice(0, rows) },
    types: table.types.slice(0, rows),
    typeNames,
    presences: table.presences.slice(0, rows),
    contents: table.contents.slice(0, rows),
    sizes: table.sizes.slice(0, rows),
    firsts,
  };
}
