import type { CaseDb } from '../../sqlite/index.ts';
import { ItemSet } from '../activity/item-set.ts';
import { caseStamp } from '../search/case-stamp.ts';
import { keepItems } from '../search/kept-items.ts';

/** Attachments of messages that may be shown, in columns, by message and then by id: some 30 bytes each. */
export interface MediaTable {
  readonly ids: Uint32Array;
  readonly items: Uint32Array;
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

const keptOf = new WeakMap<CaseDb, { readonly stamp: string; readonly table: MediaTable }>();

/** The table, read once for all questions until the case changes: some tenths of a second for 100,000 attachments. */
export function mediaTable(db: CaseDb): MediaTable {
  const stamp = caseStamp(db);
  const kept = keptOf.get(db);
  if (kept?.stamp === stamp) return kept.table;
  const table = readTable(db);
  keptOf.set(db, { stamp, table });
  return table;
}

type Row = [id: number, item: number, type: string, presence: number, content: number, size: number];

function readTable(db: CaseDb): MediaTable {
  const shown = new ItemSet();
  for (const item of keepItems(db, { attachments: 'any' }).ids) shown.add(item);
  const read = db.prepare<Row>(
    `SELECT id, item, type, presence, ifnull(content, 0),
      coalesce(size_bytes, (SELECT file.size_bytes FROM file WHERE file.id = content), -1)
    FROM attachment WHERE item IS NOT NULL ORDER BY item, id`,
    { shape: 'array' },
  );
  const rows = read.all().filter(([, item]) => shown.has(item));
  const typeNames = [...new Set(rows.map(([, , type]) => type))].sort();
  const codes = new Map(typeNames.map((name, code) => [name, code]));
  const table = {
    ids: new Uint32Array(rows.length),
    items: new Uint32Array(rows.length),
    types: new Uint8Array(rows.length),
    typeNames,
    presences: new Uint8Array(rows.length),
    contents: new Uint32Array(rows.length),
    sizes: new Float64Array(rows.length),
    firsts: new Uint32Array((rows.at(-1)?.[1] ?? 0) + 1),
  };
  for (let row = rows.length - 1; row >= 0; row -= 1) {
    const [id, item, type, presence, content, size] = rows[row] ?? [0, 0, '', 0, 0, -1];
    table.ids[row] = id;
    table.items[row] = item;
    table.types[row] = codes.get(type) ?? 0;
    table.presences[row] = presence;
    table.contents[row] = content;
    table.sizes[row] = size;
    table.firsts[item] = row + 1;
  }
  return table;
}
