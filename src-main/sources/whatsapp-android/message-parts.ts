import type { Extracted, Key, RowLocator } from '../../model/index.ts';
import type { StoredRow } from '../../sqlite/evidence-db.ts';
import { orphanEvent } from '../orphan-event.ts';
import type { OrphanFacts } from '../orphan-event.ts';
import { quoted, scan } from '../scan-rows.ts';
import type { Table } from './scan.ts';
import { messageKey } from './store.ts';
import type { Store } from './store.ts';

/** What is made of a row whose message is there: it pushes to `out` and returns the reason when the row is left out. */
type ReadPart = (row: StoredRow, at: RowLocator, message: Key, out: Extracted[]) => string | undefined;

interface PartOptions {
  /** The column with the message's row number; `message_row_id` by default. */
  readonly column?: string;
  /** What a row says whose message is gone. */
  readonly orphan?: (row: StoredRow, at: RowLocator, out: Extracted[]) => OrphanFacts;
  /** Further SQL expressions; `t` is the table, `m` the message. Their values follow the table's columns and one more. */
  readonly more?: readonly string[];
  /** Reads the rows of one message one after another instead of in the order of the table. */
  readonly byMessage?: boolean;
}

/** Reads a table whose rows belong to messages, once; a row whose message is gone becomes an orphan record. */
export function* scanParts(
  store: Store,
  table: Table,
  read: ReadPart,
  options: PartOptions = {},
): Generator<Extracted> {
  const column = options.column ?? 'message_row_id';
  const place = table.place(column);
  const key = place > 0 ? `t.${quoted(column)}` : 'NULL';
  const exists = table.columns.length;
  yield* scan(
    store.run,
    table,
    (row, at, out) => {
      if (row[exists] !== null) return read(row, at, messageKey(row[place]), out);
      out.push(orphanEvent(table, row, options.orphan?.(row, at, out)));
      return undefined;
    },
    {
      tail: `LEFT JOIN ${store.messageTable} m ON m._id = ${key} ORDER BY ${options.byMessage === true ? `${key}, ` : ''}t.rowid`,
      more: ['m._id', ...(options.more ?? [])],
    },
  );
}

/** The first place behind a table's own columns that `PartOptions.more` fills. */
export function morePlace(table: Table): number {
  return table.columns.length + 1;
}
