import type { Extracted, Key, Receipt, RowLocator } from '../../model/index.ts';
import type { StoredRow } from '../../sqlite/evidence-db.ts';
import { detailOther } from './details.ts';
import { orphanEvent } from './orphan.ts';
import { scan, Table } from './scan.ts';
import { accountOf, chatKey, joinMessage, messageKey } from './store.ts';
import type { Store } from './store.ts';
import { readTime, timesOf } from './times.ts';

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
  yield* readWithoutMessage(store);
}

function* readUsers(store: Store): Generator<Extracted> {
  const table = new Table(store.db, 'receipt_user', ['_id', ...USER_COLUMNS]);
  const place = USER_COLUMNS.map((name) => table.place(name));
  const [message, user, delivered, read, played] = place as [number, number, number, number, number];
  const exists = table.columns.length;
  yield* scan(
    store.run,
    table,
    (row, at, out) => {
      const account = accountOf(store, row[user], at);
      const times = [
        readTime(row[delivered], 'delivered', at, 'receipt_timestamp', out),
        readTime(row[read], 'read', at, 'read_timestamp', out),
        readTime(row[played], 'played', at, 'played_timestamp', out),
      ] as const;
      if (row[exists] === null) {
        const accounts = account === null ? [] : [account];
        out.push(orphanEvent(table, row, { times: timesOf(...times), accounts }));
        return undefined;
      }
      const receipt: Receipt = {
        kind: 'receipt',
        key: `receipt:${String(at.rowid)}`,
        from: { at: [at], state: 'live' },
        stored: table.rest(row),
        message: messageKey(row[message]),
        account,
        delivered: times[0],
        read: times[1],
        played: times[2],
      };
      out.push(receipt);
      return undefined;
    },
    joinMessage(store, table, 'message_row_id'),
  );
}

function* readDevices(store: Store): Generator<Extracted> {
  for (const [name, device, time] of [
    ['receipt_device', 'receipt_device_jid_row_id', 'receipt_device_timestamp'],
    ['played_self_receipt', 'participant_jid_row_id', ''],
  ] as const) {
    const table = new Table(store.db, name, ['_id', 'message_row_id', device]);
    const [message, jid] = [table.place('message_row_id'), table.place(device)];
    const exists = table.columns.length;
    yield* scan(
      store.run,
      table,
      (row, at, out) => {
        const account = accountOf(store, row[jid], at);
        if (row[exists] === null) {
          out.push(
            orphanEvent(table, row, {
              times: timesOf(readTime(row[table.place(time)], 'delivered', at, time, out)),
              accounts: account === null ? [] : [account],
            }),
          );
          return undefined;
        }
        const values = { [device]: row[jid] ?? null, account, ...table.rest(row) };
        out.push(detailOther(name, at, messageKey(row[message]), values));
        return undefined;
      },
      joinMessage(store, table, 'message_row_id'),
    );
  }
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
      const account: Key | null = accountOf(store, row[jid], at);
      out.push(
        orphanEvent(table, row, {
          times: timesOf(readTime(row[time], 'sent', at, timeColumn, out)),
          accounts: account === null ? [] : [account],
          conversation: chatKey(row[chat]),
        }),
      );
      return undefined;
    });
  }
}
