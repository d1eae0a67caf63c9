import type { Extracted, Key, Stored, Timestamp } from '../../model/index.ts';
import type { StoredRow } from '../../sqlite/evidence-db.ts';
import { rowIssue } from '../store-issues.ts';
import { scanTable, StoredTable } from '../stored-table.ts';
import { readTime } from '../stored-times.ts';
import { RECEIPT_STATES } from './codes.ts';
import { NO_RECIPIENT } from './groups.ts';
import { live, type Reading } from './reading.ts';

/** The message that a row of another table names. */
function messageOf(reading: Reading, table: StoredTable, row: StoredRow, column: string): Key {
  const isMms = table.flag(row, 'is_mms');
  return reading.messageOf(reading.tableOf(isMms), table.whole(row, column));
}

/** `reaction`: one a row. */
export function* readReactions(reading: Reading): Generator<Extracted> {
  const table = new StoredTable(reading.db, 'reaction', {
    _id: 'whole-number',
    message_id: 'whole-number',
    is_mms: 'flag',
    author_id: 'whole-number',
    emoji: 'text',
    date_sent: 'whole-number',
  });
  yield* scanTable(reading.run, table, (row, at, out) => {
    const account = reading.see(table.whole(row, 'author_id'), at);
    const time = readTime(table.cell(row, 'date_sent'), 'reacted', at, 'date_sent', out);
    const stored = { ...table.rest(row), ...lost(table, row, 'author_id', account) };
    const message = messageOf(reading, table, row, 'message_id');
    out.push({ kind: 'reaction', key: `reaction:${String(at.rowid)}`, from: live(at), message, account, emoji: table.text(row, 'emoji'), count: 1, time, stored }); // prettier-ignore
    return undefined;
  });
}

/** `mention`: where in the words of a message an account is named. */
export function* readMentions(reading: Reading): Generator<Extracted> {
  const table = new StoredTable(reading.db, 'mention', {
    _id: 'whole-number',
    message_id: 'whole-number',
    recipient_id: 'whole-number',
  });
  yield* scanTable(reading.run, table, (row, at, out) => {
    const account = reading.see(table.whole(row, 'recipient_id'), at);
    const message = messageOf(reading, table, row, 'message_id');
    if (account === null) {
      out.push({ kind: 'detail', key: `mention:${String(at.rowid)}`, from: live(at), message, content: { type: 'other', name: 'mention', values: table.all(row) } }); // prettier-ignore
      out.push(rowIssue('warning', 'unresolved-reference', at, 'recipient_id', String(table.whole(row, 'recipient_id')), NO_RECIPIENT)); // prettier-ignore
      return undefined;
    }
    out.push({ kind: 'mention', key: `mention:${String(at.rowid)}`, from: live(at), message, account, name: null, stored: table.rest(row) }); // prettier-ignore
    return undefined;
  });
}

/** `group_receipts`: of a message to a group, how far it came with each member. */
export function* readGroupReceipts(reading: Reading): Generator<Extracted> {
  const columns = { _id: 'whole-number', mms_id: 'whole-number', address: 'whole-number', recipient_id: 'whole-number', status: 'anything', timestamp: 'whole-number' } as const; // prettier-ignore
  const table = new StoredTable(reading.db, 'group_receipts', columns);
  yield* scanTable(reading.run, table, (row, at, out) => {
    const recipient = table.whole(row, 'address') ?? table.whole(row, 'recipient_id');
    const account = reading.see(recipient, at);
    const status = table.cell(row, 'status') ?? null;
    const is = (state: number, meaning: Timestamp['meaning']): Timestamp | null =>
      status === state ? readTime(table.cell(row, 'timestamp'), meaning, at, 'timestamp', out) : null;
    const known = Object.values(RECEIPT_STATES).find((state) => state === status);
    if (known === undefined)
      out.push(rowIssue('warning', 'unknown-code', at, 'status', status === null ? null : String(status), 'a state of sending that this parser does not know')); // prettier-ignore
    const [delivered, read, played] = [is(RECEIPT_STATES.delivered, 'delivered'), is(RECEIPT_STATES.read, 'read'), is(RECEIPT_STATES.viewed, 'played')]; // prettier-ignore
    const stored: Record<string, Stored> = { ...table.rest(row), ...lost(table, row, 'address', account), status };
    if (delivered === null && read === null && played === null) stored.timestamp = table.cell(row, 'timestamp') ?? null;
    const message = reading.messageOf(reading.tableOf(true), table.whole(row, 'mms_id'));
    out.push({ kind: 'receipt', key: `receipt:row ${String(at.rowid)}`, from: live(at), message, account, delivered, read, played, stored }); // prettier-ignore
    return undefined;
  });
}

/** `identities`: which safety number the device held for whom, and since when. The key itself stays in the store. */
export function* readIdentities(reading: Reading): Generator<Extracted> {
  const table = new StoredTable(
    reading.db,
    'identities',
    { _id: 'whole-number', address: 'anything', timestamp: 'whole-number' },
    ['identity_key', 'key'],
  );
  yield* scanTable(reading.run, table, (row, at, out) => {
    const address = table.cell(row, 'address');
    const account = typeof address === 'string' && address !== '' ? reading.accounts.see(address, at) : typeof address === 'number' ? reading.see(address, at) : null; // prettier-ignore
    const time = readTime(table.cell(row, 'timestamp'), 'changed', at, 'timestamp', out);
    out.push(...reading.accounts.drain());
    const stored = { ...table.rest(row), ...(account === null && { address: address ?? null }) };
    out.push({ kind: 'event', key: `identity:${String(at.rowid)}`, from: live(at), type: 'setting', conversation: null, actor: null, accounts: account === null ? [] : [account], direction: 'unknown', times: time === null ? [] : [time], call: null, body: null, stored }); // prettier-ignore
    return undefined;
  });
}

/** The reference itself where it leads to no account. */
function lost(
  table: StoredTable,
  row: StoredRow,
  column: string,
  account: Key | null,
): Readonly<Record<string, Stored>> {
  const cell = table.cell(row, column);
  return account === null && cell !== undefined && cell !== null ? { [column]: cell } : {};
}
