import type { Extracted, RowLocator, Stored } from '../../model/index.ts';
import type { StoredRow } from '../../sqlite/evidence-db.ts';
import type { Holds } from '../expected-cell.ts';
import { StoredTable } from '../stored-table.ts';
import { differenceOf, otherWords, recovered } from './copies.ts';
import { messageKey } from './message-row.ts';
import { readMessage } from './messages.ts';
import { dialogPeer } from './peers.ts';
import type { Reading } from './reading.ts';
import { readTl, wholeTl } from './tl-cell.ts';

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

/** The column of a row that holds a copy of a message, where no message could be read of it, with an issue for why. */
export function unreadCopy(
  table: StoredTable,
  row: StoredRow,
  at: RowLocator,
  column: string,
  out: Extracted[],
): Record<string, Stored> {
  const cell = table.cell(row, column) ?? null;
  const { fields, carried } = readTl(cell, 'Message', at, column, out, 'more');
  if (carried !== null) return { [column]: carried };
  return fields !== null && fields.whole('id') === null ? { [column]: cell } : {};
}

/** The records of the message that a row holds a copy of: all of them where the list does not hold it, else its words or file where they are others. */
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
  const original = originalOf(reading, list, id, uid);
  const difference = original === null ? null : differenceOf(cell, original.data);
  if (original !== null && difference === null) return [];
  const out: Extracted[] = [];
  const words = difference?.words ?? null;
  const message = messageKey(dialogPeer(uid, reading, null) ?? 'peer0', id);
  if (words !== null) out.push(otherWords(table, row, message, words));
  if (difference?.hasOtherFile === false) return out;
  const at = table.at(row);
  const copy = new CopyTable(reading, table.name, interpreted, places, { mid: id, date: object.whole('date') });
  readMessage(reading, copy, row, at, out, 'messages', `@${table.name}:${String(at.rowid)}`);
  return out.map(recovered);
}

/** Whether the list of messages holds a number of a conversation. */
export function isListed(reading: Reading, list: string, id: number, uid: Stored): boolean {
  return originalOf(reading, list, id, uid) !== null;
}

/** The object of a message in the list; null where the list does not hold it. */
function originalOf({ db }: Reading, list: string, id: number, uid: Stored): { readonly data: Stored } | null {
  if (!['mid', 'uid'].every((column) => db.has(list, column))) return null;
  const column = db.has(list, 'data') ? 'data' : 'NULL';
  const numbers = [id, ...(typeof uid === 'number' && uid < 0 ? [(BigInt(-uid) << 32n) | BigInt(id >>> 0)] : [])];
  for (const mid of numbers)
    for (const [data = null] of db.arrays(`SELECT ${column} FROM ${list} WHERE mid = ? AND uid = ? LIMIT 1`, mid, uid)) return { data }; // prettier-ignore
  return null;
}
