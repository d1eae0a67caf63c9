import type { Extracted } from '../../model/index.ts';
import { scan } from '../scan-rows.ts';
import { rowIssue } from '../store-issues.ts';
import { isRoom } from '../wechat/identifier.ts';
import type { DesktopAccount, Shard } from './account.ts';
import { DesktopTable } from './tables.ts';

/** Identifiers by the row number under which the messages of one database name them. */
export type Names = Map<number | bigint, string>;

/** Reads the identifiers that a database's messages name by number: its own alone, for numbers differ between databases. */
export function* readNames(
  { run, books, hashes }: DesktopAccount,
  { db }: Shard,
  names: Names,
  name: string,
  column: string,
): Generator<Extracted> {
  // prettier-ignore
  const table = new DesktopTable(db, name, [column]);
  const place = table.place(column);
  yield* scan(run, table, (row, at, out) => {
    const identifier = row[place];
    if (typeof identifier !== 'string' || identifier === '' || at.rowid === null) {
      out.push(rowIssue('warning', 'row-unreadable', at, column, identifier instanceof Uint8Array ? Buffer.from(identifier).toString('hex') : null, 'The row names nobody.')); // prettier-ignore
      return undefined;
    }
    names.set(at.rowid, identifier);
    hashes.add(identifier);
    if (isRoom(identifier)) books.conversations.gather(identifier).at.push(at);
    else if (books.accounts.knows(identifier)) return 'name of an account that is listed already';
    else books.accounts.refer(identifier, at, out);
    return undefined;
  });
}
