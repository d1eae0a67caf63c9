import type { Extracted, Quote } from '../../model/index.ts';
import { count, text } from '../stored-cells.ts';
import { MESSAGE_TYPES } from './codes-message.ts';
import { parseJid } from './jid.ts';
import { legacyPlace, QUOTE_COLUMNS } from './legacy-columns.ts';
import { orphanEvent } from '../orphan-event.ts';
import { receipt } from './receipts.ts';
import { scan } from '../scan-rows.ts';
import { Table } from './scan.ts';
import { accountsOf, messageKey } from './store.ts';
import type { Store } from './store.ts';
import { readTime, timesOf } from '../stored-times.ts';

/** Quoted copies of `messages_quotes`, reached from `messages.quoted_row_id`; a copy that no message names is an orphan. */
export function* readLegacyQuotes(store: Store): Generator<Extracted> {
  if (!store.db.has('messages', 'quoted_row_id')) return;
  const table = new Table(store.db, 'messages_quotes', QUOTE_COLUMNS, ['lookup_tables']);
  const place = legacyPlace(table);
  const message = table.columns.length;
  yield* scan(
    store.run,
    table,
    (row, at, out) => {
      const time = readTime(row[place.timestamp], 'sent', at, 'timestamp', out);
      if (row[message] === null) {
        out.push(orphanEvent(table, row, { body: text(row[place.data]), times: timesOf(time) }));
        return undefined;
      }
      const resource = text(row[place.remote_resource]) ?? text(row[place.key_remote_jid]);
      const code = count(row[place.media_wa_type]);
      const quote: Quote = {
        kind: 'quote',
        key: `quote:${String(at.rowid)}`,
        from: { at: [at], state: 'live' },
        stored:
          row[place.key_from_me] === 1 && text(row[place.remote_resource]) !== null
            ? { ...table.rest(row), remote_resource: row[place.remote_resource] ?? null }
            : table.rest(row),
        message: messageKey(row[message]),
        target: { key: null, serverId: text(row[place.key_id]) },
        sender: row[place.key_from_me] === 1 ? store.owner.jid : resource === null ? null : parseJid(resource).account,
        time,
        type: code === null ? 'unknown' : (MESSAGE_TYPES[code] ?? 'unknown'),
        body: text(row[place.data]) ?? text(row[place.media_caption]),
      };
      out.push(quote);
      return undefined;
    },
    {
      tail: 'LEFT JOIN (SELECT quoted_row_id AS q, min(_id) AS id FROM messages WHERE quoted_row_id > 0 GROUP BY 1) m ON m.q = t._id ORDER BY t.rowid',
      more: ['m.id'],
    },
  );
}

/** Legacy receipts name their message by conversation and identifier. */
export function* readLegacyReceipts(store: Store): Generator<Extracted> {
  const columns = [
    '_id',
    'key_remote_jid',
    'key_id',
    'remote_resource',
    'receipt_device_timestamp',
    'read_device_timestamp',
    'played_device_timestamp',
  ];
  const table = new Table(store.db, 'receipts', columns);
  if (!store.db.has('messages', 'key_id') || !columns.slice(0, 3).every((column) => table.place(column) > 0)) return;
  const at = (name: string) => table.place(name);
  const message = table.columns.length;
  yield* scan(
    store.run,
    table,
    (row, where, out) => {
      const resource = text(row[at('remote_resource')]);
      const account = resource === null ? null : parseJid(resource).account;
      const times = {
        delivered: readTime(row[at('receipt_device_timestamp')], 'delivered', where, 'receipt_device_timestamp', out),
        read: readTime(row[at('read_device_timestamp')], 'read', where, 'read_device_timestamp', out),
        played: readTime(row[at('played_device_timestamp')], 'played', where, 'played_device_timestamp', out),
      };
      if (row[message] === null) {
        const told = timesOf(times.delivered, times.read, times.played);
        out.push(orphanEvent(table, row, { times: told, accounts: accountsOf(account) }));
        return undefined;
      }
      out.push(receipt('legacy-receipt', where, messageKey(row[message]), account, times, table.rest(row)));
      return undefined;
    },
    {
      tail: 'LEFT JOIN messages m ON m.key_remote_jid = t.key_remote_jid AND m.key_from_me = 1 AND m.key_id = t.key_id ORDER BY t.rowid',
      more: ['m._id'],
    },
  );
}
