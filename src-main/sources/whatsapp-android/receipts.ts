import type { Extracted, Key, Receipt, RowLocator, StoredColumns, Timestamp } from '../../model/index.ts';
import type { StoredRow } from '../../sqlite/evidence-db.ts';
import { detailOther } from './details.ts';
import { scanParts } from './message-parts.ts';
import { orphanEvent } from '../orphan-event.ts';
import { scan } from '../scan-rows.ts';
import { Table } from './scan.ts';
import { accountOf, accountsOf, chatKey } from './store.ts';
import type { Store } from './store.ts';
import { readTime, timesOf } from '../stored-times.ts';

const USER_COLUMNS = [
  'message_row_id',
  'receipt_user_jid_row_id',
  'receipt_timestamp',
  'read_timestamp',
  'played_timestamp',
] as const;

/** Receipts by account, then by device, then those that the app itself keeps without a message. */
export function* readReceipts(store: Store): Generator<Extracted> {
  yield* readUsers(store);
  yield* readDevices(store);
  yield* readOwnPlaying(store);
  yield* readWithoutMessage(store);
}

interface ReceiptTimes {
  readonly delivered: Timestamp | null;
  readonly read: Timestamp | null;
  readonly played: Timestamp | null;
}

/** A receipt of a row. */
export function receipt(
  prefix: string,
  at: RowLocator,
  message: Key,
  account: Key | null,
  times: ReceiptTimes,
  stored: StoredColumns,
): Receipt {
  const from = { at: [at], state: 'live' } as const;
  return { kind: 'receipt', key: `${prefix}:${String(at.rowid)}`, from, stored, message, account, ...times };
}

function* readUsers(store: Store): Generator<Extracted> {
  const table = new Table(store.db, 'receipt_user', ['_id', ...USER_COLUMNS]);
  const place = USER_COLUMNS.map((name) => table.place(name));
  const [, user, delivered, read, played] = place as [number, number, number, number, number];
  const timesAt = (row: StoredRow, at: RowLocator, out: Extracted[]): ReceiptTimes => ({
    delivered: readTime(row[delivered], 'delivered', at, 'receipt_timestamp', out),
    read: readTime(row[read], 'read', at, 'read_timestamp', out),
    played: readTime(row[played], 'played', at, 'played_timestamp', out),
  });
  yield* scanParts(
    store,
    table,
    (row, at, message, out) => {
      const account = accountOf(store, row[user], at);
      out.push(receipt('receipt', at, message, account, timesAt(row, at, out), table.rest(row)));
      return undefined;
    },
    {
      orphan: (row, at, out) => {
        const times = timesAt(row, at, out);
        return {
          times: timesOf(times.delivered, times.read, times.played),
          accounts: accountsOf(accountOf(store, row[user], at)),
        };
      },
    },
  );
}

/**
 * Deliveries to each device of an account; the device as stored is carried. A device of the owner's own account is no
 * receipt by somebody and stays a detail. After an edit the time is that of the edit's delivery (WAInsight).
 */
function* readDevices(store: Store): Generator<Extracted> {
  const table = new Table(store.db, 'receipt_device', [
    '_id',
    'message_row_id',
    'receipt_device_jid_row_id',
    'receipt_device_timestamp',
  ]);
  const [device, time] = [table.place('receipt_device_jid_row_id'), table.place('receipt_device_timestamp')];
  yield* scanParts(
    store,
    table,
    (row, at, message, out) => {
      const account = accountOf(store, row[device], at);
      const stored = { ...table.rest(row), receipt_device_jid_row_id: row[device] ?? null };
      if (account !== null && account === store.owner.jid) {
        const values = { account, receipt_device_timestamp: row[time] ?? null, ...stored };
        out.push(detailOther('receipt_device', at, message, values));
        return undefined;
      }
      const delivered = readTime(row[time], 'delivered', at, 'receipt_device_timestamp', out);
      out.push(receipt('device-receipt', at, message, account, { delivered, read: null, played: null }, stored));
      return undefined;
    },
    {
      orphan: (row, at, out) => ({
        times: timesOf(readTime(row[time], 'delivered', at, 'receipt_device_timestamp', out)),
        accounts: accountsOf(accountOf(store, row[device], at)),
      }),
    },
  );
}

/** Voice messages whose playing on this device is still to be told to their sender; the row holds no time. */
function* readOwnPlaying(store: Store): Generator<Extracted> {
  const table = new Table(store.db, 'played_self_receipt', ['_id', 'message_row_id', 'participant_jid_row_id']);
  const person = table.place('participant_jid_row_id');
  yield* scanParts(
    store,
    table,
    (row, at, message, out) => {
      const account = accountOf(store, row[person], at);
      out.push(detailOther(table.name, at, message, { account, ...table.rest(row) }));
      return undefined;
    },
    { orphan: (row, at) => ({ accounts: accountsOf(accountOf(store, row[person], at)) }) },
  );
}

const LOOSE: readonly (readonly [table: string, account: string, time: string])[] = [
  ['receipt_orphaned', 'receipt_device_jid_row_id', 'timestamp'],
  ['message_orphan', 'sender_jid_row_id', 'timestamp'],
  ['message_orphaned_edit', 'sender_jid_row_id', 'timestamp'],
  ['message_add_on_orphan', 'sender_jid_row_id', 'timestamp'],
  ['message_quarantine', 'sender_jid_row_id', 'timestamp'],
];

/** Rows that the app keeps because what they belong to never came, or is gone. */
function* readWithoutMessage(store: Store): Generator<Extracted> {
  for (const [name, accountColumn, timeColumn] of LOOSE) {
    const table = new Table(store.db, name, []);
    const [jid, time, chat] = [table.place(accountColumn), table.place(timeColumn), table.place('chat_row_id')];
    yield* scan(store.run, table, (row: StoredRow, at: RowLocator, out) => {
      out.push(
        orphanEvent(table, row, {
          times: timesOf(readTime(row[time], 'sent', at, timeColumn, out)),
          accounts: accountsOf(accountOf(store, row[jid], at)),
          conversation: chatKey(row[chat]),
        }),
      );
      return undefined;
    });
  }
}
