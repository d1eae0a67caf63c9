import type { AccountName, Extracted, RowLocator, Stored } from '../../model/index.ts';
import { rowIssue } from '../store-issues.ts';
import { integer } from '../stored-cells.ts';
import { scanTable, StoredTable } from '../stored-table.ts';
import { accountKey } from '../telegram-people.ts';
import type { Reading } from './reading.ts';

/** A name in the phone's address book. */
interface Entry {
  readonly names: readonly AccountName[];
  /** The account that the service found for it. */
  readonly user: string | null;
  readonly at: RowLocator;
  readonly stored: Readonly<Record<string, Stored>>;
}

/** `user_contacts_v7` and `user_phones_v7`: entries of the phone's address book; each number is an account of its own. */
export function* readAddressBook(reading: Reading): Generator<Extracted> {
  const entries = new Map<string, Entry>();
  const withNumber = new Set<string>();
  yield* readEntries(reading, entries);
  const phones = new StoredTable(reading.db, 'user_phones_v7', {});
  yield* scanTable(reading.run, phones, (row, at, out) => {
    const key = phones.text(row, 'key') ?? '';
    const number = phones.text(row, 'phone') ?? phones.text(row, 'sphone');
    const entry = entries.get(key);
    if (number === null) {
      out.push(rowIssue('warning', 'row-unreadable', at, 'phone', null, 'The row names nobody.'));
      return undefined;
    }
    withNumber.add(key);
    const stored = { ...entry?.stored, ...prefixed('user_phones_v7', phones.rest(row)) };
    out.push(...reading.people.tell(number, entry?.names ?? [], at, stored, 'phone'));
    if (entry !== undefined && entry.user !== null)
      out.push({
        kind: 'account-link',
        key: `${String(at.rowid)}:${number}:${entry.user}`,
        from: { at: [at, entry.at], state: 'live' },
        a: accountKey(number),
        b: accountKey(entry.user),
        method: 'user_contacts_v7.uid',
      });
    return undefined;
  });
  for (const [key, { names, user, at }] of entries) {
    if (user !== null || withNumber.has(key)) continue;
    const detail = 'An entry of the address book with neither an account nor a number.';
    yield rowIssue('note', 'unresolved-reference', at, 'fname', names[0]?.name ?? key, detail);
  }
}

function* readEntries(reading: Reading, entries: Map<string, Entry>): Generator<Extracted> {
  const table = new StoredTable(reading.db, 'user_contacts_v7', {});
  yield* scanTable(reading.run, table, (row, at, out) => {
    const key = table.text(row, 'key') ?? `row ${String(at.rowid)}`;
    const cell = table.cell(row, 'uid') ?? null;
    const uid = integer(cell);
    const user = uid === null || uid === 0 ? null : `user${uid}`;
    if (uid === null && cell !== null)
      out.push(rowIssue('warning', 'unknown-column-type', at, 'uid', table.text(row, 'uid'), 'The row names nobody.'));
    const name = [table.text(row, 'fname'), table.text(row, 'sname')].filter((part) => part !== null).join(' ');
    const names: AccountName[] = name === '' ? [] : [{ name, givenBy: 'owner', column: 'user_contacts_v7.fname' }];
    const stored = prefixed('user_contacts_v7', table.rest(row));
    entries.set(key, { names, user, at, stored });
    if (user !== null)
      out.push(...reading.people.tell(user, names, at, stored, reading.bots.has(user) ? 'bot' : undefined));
    return undefined;
  });
}

function prefixed(table: string, stored: Readonly<Record<string, Stored>>): Record<string, Stored> {
  return Object.fromEntries(Object.entries(stored).map(([name, value]) => [`${table}.${name}`, value]));
}
