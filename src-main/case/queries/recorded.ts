import type { ByteRange, Locator } from '../../model/index.ts';
import { Sql, sql, type CaseDb } from '../../sqlite/index.ts';
import { RECORD_KINDS, STATES, codeOf, wordOf, type RecordKind } from '../codes.ts';
import { tableOf } from '../record-tables.ts';
import { readStoredText } from '../stored-values.ts';
import { TimeForms } from '../time-forms.ts';
import { PlaceNames, locatorOf, locatorsWhere, rangesOf, type LocatorRow } from './locator-rows.ts';
import { idList } from './names.ts';

/** A value that the case holds of a record and that its evidence must hold too. */
export interface RecordedValue {
  /** `body`, `time`, `type` …, or the column's name for one that was carried and not interpreted. */
  readonly name: string;
  readonly isColumn: boolean;
  /** As stored: numbers as decimal digits, bytes as `x'00ff'`; null for a column that is NULL. */
  readonly text: string | null;
}

/** A record with where it was read and what the case holds of it. */
export interface Recorded {
  readonly kind: RecordKind;
  readonly id: number;
  readonly isRecovered: boolean;
  /** False when the scope withholds it: its values are compared and never shown. */
  readonly isShown: boolean;
  readonly places: readonly { readonly locator: Locator; readonly ranges: readonly ByteRange[] }[];
  readonly values: readonly RecordedValue[];
}

/** Records that have a place in the evidence. */
export function countRecorded(db: CaseDb): number {
  return RECORD_KINDS.reduce(
    (sum, kind) => sum + (db.value<number>(sql`SELECT count(*) FROM ${placed(kind)}`) ?? 0),
    0,
  );
}

/** The records of a kind that have a place, as the column `record`. */
function placed(kind: RecordKind): Sql {
  const table = new Sql(tableOf(kind));
  const own = sql`SELECT id AS record FROM ${table} WHERE at_place IS NOT NULL`;
  return sql`(${own} UNION ALL SELECT record FROM locator WHERE kind = ${codeOf(RECORD_KINDS, kind)} AND n = 0)`;
}

const BATCH = 2000;

/** Every `step`-th record in the order of kinds and ids, in batches. */
export function* streamRecorded(db: CaseDb, step: number): Generator<readonly Recorded[]> {
  const names = new PlaceNames(db);
  let passed = 0;
  for (const kind of RECORD_KINDS) {
    for (let last = 0; ;) {
      const ids = db
        .all<{ record: number }>(
          sql`SELECT record FROM ${placed(kind)} WHERE record > ${last} ORDER BY record LIMIT ${BATCH * step}`,
        )
        .map(({ record }) => record);
      const chosen = ids.filter((_, index) => (passed + index) % step === 0);
      passed += ids.length;
      if (chosen.length > 0) yield readRecorded(db, kind, chosen, names);
      const end = ids.at(-1);
      if (end === undefined || ids.length < BATCH * step) break;
      last = end;
    }
  }
}

function readRecorded(db: CaseDb, kind: RecordKind, ids: readonly number[], names: PlaceNames): readonly Recorded[] {
  const rows = db.all<LocatorRow>(locatorsWhere(kind, 'id', sql`record.id IN (${idList(ids)})`));
  names.learn(rows);
  const places = Map.groupBy(rows, ({ item }) => item);
  const values = kind === 'item' ? itemValues(db, ids) : otherValues(db, kind, ids);
  const columns = storedColumns(db, kind, ids);
  return ids.map((id) => {
    const own = values.get(id);
    return {
      kind,
      id,
      isRecovered: own?.isRecovered ?? false,
      isShown: own?.isShown ?? true,
      places: (places.get(id) ?? []).map((row) => ({ locator: locatorOf(row, names), ranges: rangesOf(row, names) })),
      values: [...(own?.values ?? []), ...(columns.get(id) ?? [])],
    };
  });
}

interface OwnValues {
  readonly isRecovered: boolean;
  readonly isShown: boolean;
  readonly values: readonly RecordedValue[];
}

interface ItemValues {
  readonly id: number;
  readonly withheld: number;
  readonly state: string;
  readonly typeStored: string;
  readonly body: string | null;
  readonly serverId: string | null;
  readonly timeMs: number | null;
  readonly timeForm: number | null;
  readonly timeStored: string | null;
}

function itemValues(db: CaseDb, ids: readonly number[]): ReadonlyMap<number, OwnValues> {
  const forms = new TimeForms(db);
  const rows = db.all<ItemValues>(sql`SELECT item.id, withheld, facet.state, facet.type_stored AS typeStored, body,
      server_id AS serverId, time_ms AS timeMs, time_form AS timeForm, time_stored AS timeStored
    FROM item JOIN facet ON facet.id = item.facet WHERE item.id IN (${idList(ids)})`);
  return new Map(
    rows.map((row) => {
      const time =
        row.timeMs === null || row.timeForm === null
          ? null
          : forms.read(
              row.timeStored === null ? [row.timeMs, row.timeForm] : [row.timeMs, row.timeForm, row.timeStored],
            ).stored;
      const values = named({ body: row.body, time, type: row.typeStored, 'shared identifier': row.serverId });
      return [row.id, { isRecovered: row.state === 'recovered', isShown: row.withheld === 0, values }];
    }),
  );
}

/** Columns that hold text of the evidence, as it stands there; what the writer derives is left out. */
const TEXTS: Readonly<Partial<Record<RecordKind, readonly string[]>>> = {
  account: ['identifier'],
  conversation: ['identifier', 'stored_title'],
  quote: ['body'],
  version: ['body'],
  attachment: ['name', 'caption', 'path'],
  reaction: ['emoji'],
  mention: ['name'],
};

function otherValues(db: CaseDb, kind: RecordKind, ids: readonly number[]): ReadonlyMap<number, OwnValues> {
  const texts = TEXTS[kind] ?? [];
  const columns = new Sql(['id', 'state', ...texts].join(', '));
  // Words rebuilt from a search index are not spelled as they were: a version says so itself.
  const inexact = new Sql(kind === 'version' ? 'verbatim = 0' : '0');
  const rows = db.all<Readonly<Record<string, string | number | null>>>(
    sql`SELECT ${columns}, ${inexact} AS inexact FROM ${new Sql(tableOf(kind))} WHERE id IN (${idList(ids)})`,
  );
  return new Map(
    rows.map((row) => {
      const isRecovered = wordOf(STATES, Number(row.state)) === 'recovered' || row.inexact === 1;
      const values = named(Object.fromEntries(texts.map((name) => [name, row[name] ?? null])));
      return [Number(row.id), { isRecovered, isShown: true, values }];
    }),
  );
}

function named(values: Readonly<Record<string, string | number | null>>): readonly RecordedValue[] {
  return Object.entries(values).flatMap(([name, value]) =>
    value === null || value === '' ? [] : [{ name: name.replace('_', ' '), isColumn: false, text: String(value) }],
  );
}

function storedColumns(
  db: CaseDb,
  kind: RecordKind,
  ids: readonly number[],
): ReadonlyMap<number, readonly RecordedValue[]> {
  const rows = db.all<{
    record: number;
    columns: string;
    vals: string;
  }>(sql`SELECT record.id AS record, columns, stored AS vals
    FROM ${new Sql(tableOf(kind))} AS record JOIN stored_shape ON stored_shape.id = record.stored_shape
    WHERE record.id IN (${idList(ids)})`);
  return new Map(
    rows.map(({ record, columns, vals }) => {
      const values = readStoredText(vals);
      const names = JSON.parse(columns) as readonly string[];
      const texts = names.map((name, index): RecordedValue => {
        const value = values[index] ?? null;
        return { name, isColumn: true, text: value === null ? null : String(value) };
      });
      return [record, texts];
    }),
  );
}
