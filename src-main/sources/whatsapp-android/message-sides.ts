import type { Extracted, Key, Locator, Message, RowLocator, Stored } from '../../model/index.ts';
import { count, text } from '../stored-cells.ts';
import { VIEW_ONCE_STATES } from './codes-message.ts';
import { onlyWanted, type WantedMessages } from './messages-wanted.ts';
import { Table } from './scan.ts';
import { nextKeyOf, SideTable } from '../side-table.ts';
import type { SideRow } from '../side-table.ts';
import type { Store } from './store.ts';
import { readTime } from '../stored-times.ts';

/** What tables beside a message's own row add to it. */
export interface SideFacts {
  readonly at: readonly Locator[];
  readonly stored: Record<string, Stored>;
  readonly forwarded: Message['forwarded'];
  readonly edited: Message['edited'];
  readonly deleted: Message['deleted'];
  readonly expires: Message['expires'];
  readonly viewOnce: boolean;
}

/** The side tables of a message. */
export const SIDE_TABLES = [
  'message_revoked',
  'message_edit_info',
  'message_forwarded',
  'message_ephemeral',
  'message_view_once_media',
  'newsletter_message',
  'message_details',
] as const;

/**
 * Tables with one row a message at most that add fields to it, read in step with the messages. Names and columns:
 * published schema dump of frozenspider/chat-history-manager-rust, sepinf-inc/IPED, KnugiHK/WhatsApp-Chat-Exporter.
 */
export class MessageSides {
  readonly #store: Store;
  readonly #revoked: SideTable;
  readonly #edited: SideTable;
  readonly #forwarded: SideTable;
  readonly #ephemeral: SideTable;
  readonly #viewOnce: SideTable;
  readonly #channel: SideTable;
  readonly #details: SideTable;
  readonly all: readonly SideTable[];
  #due: number | bigint;

  constructor(store: Store, wanted: WantedMessages) {
    this.#store = store;
    const side = (name: (typeof SIDE_TABLES)[number], ...interpreted: string[]) =>
      new SideTable(
        new Table(store.db, name, ['message_row_id', ...interpreted]),
        'message_row_id',
        undefined,
        onlyWanted(store, { name, key: 'message_row_id' }, wanted),
      );
    this.#revoked = side('message_revoked', 'revoked_key_id', 'admin_jid_row_id', 'revoke_timestamp');
    this.#edited = side('message_edit_info', 'edited_timestamp');
    this.#forwarded = side('message_forwarded', 'forward_score');
    this.#ephemeral = side('message_ephemeral', 'duration', 'expire_timestamp');
    this.#viewOnce = side('message_view_once_media');
    this.#channel = side('newsletter_message', 'chat_row_id');
    this.#details = side('message_details', 'author_device_jid');
    this.all = [
      this.#revoked,
      this.#edited,
      this.#forwarded,
      this.#ephemeral,
      this.#viewOnce,
      this.#channel,
      this.#details,
    ];
    this.#due = nextKeyOf(this.all);
  }

  /** The facts for this message; null when no table has a row for it. Numbers must rise from call to call. */
  take(id: number | bigint, message: RowLocator, out: Extracted[]): SideFacts | null {
    if (id < this.#due) return null;
    let found = false;
    const rows: (SideRow | null)[] = [];
    for (const side of this.all) {
      const row = side.one(id);
      rows.push(row);
      if (row !== null) found = true;
      if (side.hasNews) out.push(...side.drain());
    }
    this.#due = nextKeyOf(this.all);
    if (!found) return null;
    const [revoked, edited, forwarded, ephemeral, viewOnce, channel, details] = rows;
    const at: Locator[] = [];
    const stored: Record<string, Stored> = {};
    this.all.forEach((side, i) => {
      const row = rows[i];
      if (row === null || row === undefined) return;
      at.push(row.at);
      for (const [column, value] of Object.entries(side.rest(row))) stored[`${side.table.name}.${column}`] = value;
    });
    if (viewOnce) {
      const state = viewOnce.row[this.#viewOnce.table.place('state')] ?? null;
      stored['message_view_once_media.state'] = state;
      const words = VIEW_ONCE_STATES[Number(state)];
      if (words !== undefined) stored['message_view_once_media.state in words'] = words;
    }
    if (details) {
      const device = cellOf(details, this.#details, 'author_device_jid');
      if (device !== null) stored['message_details.author_device_jid'] = device;
    }
    if (channel) stored.newsletter_message ??= 1;
    return {
      at,
      stored,
      forwarded: forwarded ? { score: count(cellOf(forwarded, this.#forwarded, 'forward_score')) } : null,
      edited: edited
        ? readTime(cellOf(edited, this.#edited, 'edited_timestamp'), 'edited', edited.at, 'edited_timestamp', out)
        : null,
      deleted: revoked
        ? {
            by: this.#account(cellOf(revoked, this.#revoked, 'admin_jid_row_id'), message),
            time: readTime(
              cellOf(revoked, this.#revoked, 'revoke_timestamp'),
              'deleted',
              revoked.at,
              'revoke_timestamp',
              out,
            ),
            originalServerId: text(cellOf(revoked, this.#revoked, 'revoked_key_id')),
          }
        : null,
      expires: ephemeral
        ? {
            durationS: count(cellOf(ephemeral, this.#ephemeral, 'duration')),
            at: readTime(
              cellOf(ephemeral, this.#ephemeral, 'expire_timestamp'),
              'expires',
              ephemeral.at,
              'expire_timestamp',
              out,
            ),
          }
        : null,
      viewOnce: viewOnce !== null && viewOnce !== undefined,
    };
  }

  #account(cell: Stored, at: RowLocator): Key | null {
    return this.#store.jids.key(cell, at);
  }
}

export function cellOf(side: SideRow, table: SideTable, column: string): Stored {
  return side.row[table.table.place(column)] ?? null;
}
