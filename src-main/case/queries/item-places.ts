import { Sql, sql, type CaseDb } from '../../sqlite/index.ts';
import type { RecordKind } from '../codes.ts';
import { tableOf } from '../record-tables.ts';
import { readStoredText } from '../stored-values.ts';
import { PART_KINDS } from '../writer/part-columns.ts';
import { PlaceNames, locatorOf, locatorsWhere, rangesOf, type KeptLocator, type LocatorRow } from './locator-rows.ts';

/** A run of the places at which an item and its parts were read. */
export interface KeptPlaces {
  /** How many places the item has altogether. */
  readonly places: number;
  /** The item's own first, then those of its parts by kind. */
  readonly locators: readonly KeptLocator[];
  /**
   * Columns carried and not interpreted of the records that these places gave; those of a part are named `quote.column`, of
   * a second one `quote 2.column`.
   */
  readonly stored: Readonly<Record<string, string | number | null>>;
}

/** What the places of one item are named after. */
interface Head {
  readonly id: number;
  readonly class: string;
  readonly source: number;
  readonly exhibit: number;
}

/** The places of an item from position `first`, at most `limit`: a message can have tens of thousands of reactions. */
export function readItemPlaces(db: CaseDb, head: Head, first: number, limit: number): KeptPlaces {
  const names = new PlaceNames(db);
  const locators: KeptLocator[] = [];
  const stored: (readonly [string, string | number | null])[] = [];
  let places = 0;
  for (const kind of ['item', ...PART_KINDS] as const) {
    const all = locatorsWhere(kind, ownerOf(kind), sql`record.${new Sql(ownerOf(kind))} = ${head.id}`);
    const count = db.get<{ n: number }>(sql`SELECT count(*) AS n FROM (${all})`)?.n ?? 0;
    const skipped = Math.max(0, first - places);
    places += count;
    const room = limit - locators.length;
    if (room <= 0 || skipped >= count) continue;
    const rows = db.all<LocatorRow & { readonly record: number }>(sql`${all} LIMIT ${room} OFFSET ${skipped}`);
    names.learn(rows);
    for (const row of rows) {
      const locator = locatorOf(row, names);
      const gives = kind === 'item' ? head.class : kind;
      locators.push({ gives, ...names.pathOf(locator.file, head), locator, ranges: rangesOf(row, names) });
    }
    stored.push(...storedOf(db, kind, head.id, rows.at(0)?.record ?? 0, rows.at(-1)?.record ?? 0));
  }
  return { places, locators, stored: Object.fromEntries(stored) };
}

const ownerOf = (kind: RecordKind): 'id' | 'item' => (kind === 'item' ? 'id' : 'item');

/** The carried columns of the item's records of one kind from one id to another. */
function storedOf(
  db: CaseDb,
  kind: RecordKind,
  item: number,
  from: number,
  to: number,
): readonly (readonly [string, string | number | null])[] {
  const those = sql`FROM ${new Sql(tableOf(kind))} AS record JOIN stored_shape ON stored_shape.id = record.stored_shape
    WHERE record.${new Sql(ownerOf(kind))} = ${item}`;
  const before = db.get<{ n: number }>(sql`SELECT count(*) AS n ${those} AND record.id < ${from}`)?.n ?? 0;
  const rows = db.all<{ columns: string; vals: string }>(
    sql`SELECT columns, stored AS vals ${those} AND record.id BETWEEN ${from} AND ${to} ORDER BY record.id`,
  );
  return rows.flatMap((row, index) => {
    const number = before + index + 1;
    const prefix = kind === 'item' ? '' : number === 1 ? `${kind}.` : `${kind} ${number}.`;
    const values = readStoredText(row.vals);
    const columns = JSON.parse(row.columns) as readonly string[];
    return columns.map((name, column) => [`${prefix}${name}`, values[column] ?? null] as const);
  });
}
