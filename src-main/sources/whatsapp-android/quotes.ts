import type { Extracted, Quote } from '../../model/index.ts';
import { bytes, count, reference, text } from '../stored-cells.ts';
import { MESSAGE_TYPES } from './codes-message.ts';
import { preview } from './media.ts';
import { orphanEvent } from '../orphan-event.ts';
import { scan } from '../scan-rows.ts';
import { Table } from './scan.ts';
import { SideTable } from '../side-table.ts';
import { messageKey } from './store.ts';
import type { Store } from './store.ts';
import { readTime } from '../stored-times.ts';

const COLUMNS = [
  'message_row_id',
  'from_me',
  'sender_jid_row_id',
  'key_id',
  'timestamp',
  'message_type',
  'text_data',
] as const;
const LEFT = ['lookup_tables'];

/** Quoted copies of the table `message_quoted`, with the captions and previews of `message_quoted_media`. */
export function* readQuotes(store: Store): Generator<Extracted> {
  const { db, run, messageTable } = store;
  const table = new Table(
    db,
    'message_quoted',
    COLUMNS.filter((name) => name !== 'message_type'),
    LEFT,
  );
  const mediaTable = new Table(db, 'message_quoted_media', ['message_row_id', 'thumbnail', 'media_caption']);
  const media = new SideTable(mediaTable, 'message_row_id');
  const at = (name: (typeof COLUMNS)[number]) => table.place(name);
  const [id, fromMe, sender, key] = [at('message_row_id'), at('from_me'), at('sender_jid_row_id'), at('key_id')];
  const [time, type, body] = [at('timestamp'), at('message_type'), at('text_data')];
  const exists = table.columns.length;
  yield* scan(
    run,
    table,
    (row, where, out) => {
      const number = row[id];
      if (typeof number !== 'number' && typeof number !== 'bigint') return 'row without message';
      if (row[exists] === null) {
        out.push(orphanEvent(table, row, { body: text(row[body]) }));
        return undefined;
      }
      const side = media.one(number);
      if (media.hasNews) out.push(...media.drain());
      const chat = row[exists + 1];
      const conversation = typeof chat === 'number' || typeof chat === 'bigint' ? store.conversations.row(chat) : null;
      const own = row[fromMe] === 1 ? store.owner.jid : (conversation?.account ?? null);
      const code = count(row[type]);
      const quote: Quote = {
        kind: 'quote',
        key: `quote:${String(number)}`,
        from: { at: side === null ? [where] : [where, side.at], state: 'live' },
        stored: {
          ...table.rest(row),
          ...(side === null ? {} : mediaTable.rest(side.row)),
          ...(row[fromMe] === 1 && reference(row[sender]) !== null ? { sender_jid_row_id: row[sender] ?? null } : {}),
        },
        message: messageKey(number),
        target: { key: null, serverId: text(row[key]) },
        sender: row[fromMe] === 1 ? own : (store.jids.key(row[sender], where) ?? own),
        time: readTime(row[time], 'sent', where, 'timestamp', out),
        type: code === null ? 'unknown' : (MESSAGE_TYPES[code] ?? 'unknown'),
        body: text(row[body]) ?? (side === null ? null : text(side.row[mediaTable.place('media_caption')])),
      };
      out.push(quote);
      const image = side === null ? null : bytes(side.row[mediaTable.place('thumbnail')]);
      if (side !== null && image !== null) out.push(preview(mediaTable, side.row, messageKey(number), image));
      return undefined;
    },
    {
      tail: `LEFT JOIN ${messageTable} m ON m._id = t.message_row_id ORDER BY t.message_row_id`,
      more: ['m._id', messageTable === 'message' ? 'm.chat_row_id' : 't.chat_row_id'],
    },
  );
  yield* media.finish();
}
