import type { Extracted, Stored } from '../../model/index.ts';
import type { StoredRow } from '../../sqlite/evidence-db.ts';
import type { Holds } from '../expected-cell.ts';
import { StoredTable } from '../stored-table.ts';
import { recovered } from './copies.ts';
import { readMessage } from './messages.ts';
import type { Reading } from './reading.ts';
import { wholeTl } from './tl-cell.ts';

/** In which columns of a table lie the object of a message, and the number of its conversation. */
export interface CopyPlaces {
  readonly data: string;
  readonly uid: string;
}

/**
 * A table whose rows hold a message beside other things, as a table of messages: number and time are those of the object, and what the
 * row says besides is told elsewhere.
 */
class CopyTable extends StoredTable {
  readonly #places: CopyPlaces;
  readonly #own: Readonly<Record<string, Stored>>;

  constructor(
    reading: Reading,
    name: string,
    interpreted: Readonly<Record<string, Holds>>,
    places: CopyPlaces,
    own: Readonly<Record<string, Stored>>,
  ) {
    // prettier-ignore
    super(reading.db, name, interpreted);
    this.#places = places;
    this.#own = own;
  }

  override cell(row: StoredRow, column: string): Stored | undefined {
    if (column === 'data' || column === 'uid') return super.cell(row, this.#places[column]);
    return Object.hasOwn(this.#own, column) ? this.#own[column] : undefined;
  }

  override rest(): Record<string, Stored> {
    return {};
  }
}

/** The records of the message that a row holds a copy of, where the list of messages does not hold it; none otherwise. */
export function copyRecords(
  reading: Reading,
  table: StoredTable,
  row: StoredRow,
  interpreted: Readonly<Record<string, Holds>>,
  places: CopyPlaces,
  list: string,
): readonly Extracted[] {
  const cell = table.cell(row, places.data);
  const object = cell instanceof Uint8Array ? wholeTl(cell, 'Message') : null;
  const id = object?.whole('id') ?? null;
  if (object === null || id === null) return [];
  const uid = table.cell(row, places.uid) ?? null;
  if (isListed(reading, list, id, uid)) return [];
  const out: Extracted[] = [];
  const at = table.at(row);
  const copy = new CopyTable(reading, table.name, interpreted, places, { mid: id, date: object.whole('date') });
  readMessage(reading, copy, row, at, out, 'messages', `@${table.name}:${String(at.rowid)}`);
  return out.map(recovered);
}

/** Whether the list of messages holds a number of a conversation. */
export function isListed({ db }: Reading, list: string, id: number, uid: Stored): boolean {
  if (!['mid', 'uid'].every((column) => db.has(list, column))) return false;
  const numbers = [id, ...(typeof uid === 'number' && uid < 0 ? [(BigInt(-uid) << 32n) | BigInt(id >>> 0)] : [])];
  return numbers.some((mid) => db.arrays(`SELECT 1 FROM ${list} WHERE mid = ? AND uid = ? LIMIT 1`, mid, uid).next().done === false); // prettier-ignore
}
