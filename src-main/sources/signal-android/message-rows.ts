import type { RowLocator, Stored, StoredColumns } from '../../model/index.ts';
import type { EvidenceDb, StoredRow } from '../../sqlite/evidence-db.ts';
import type { Holds } from '../expected-cell.ts';
import { StoredTable, type Joined } from '../stored-table.ts';

/** The tables that hold messages, newest generation first. */
export const MESSAGE_TABLES = ['message', 'mms', 'sms'] as const;
export type MessageTable = (typeof MESSAGE_TABLES)[number];

/**
 * What the reader asks of a message, and under which names the generations of the schema hold it, the newest first. Source:
 * signalapp/Signal-Android, database/helpers/migration (V166, V174, V185, V211).
 */
const ROLES = {
  sent: ['whole-number', 'date_sent', 'date'],
  received: ['whole-number', 'date_received', 'date'],
  server: ['whole-number', 'date_server'],
  thread: ['whole-number', 'thread_id'],
  from: ['whole-number', 'from_recipient_id', 'recipient_id', 'address'],
  type: ['anything', 'type', 'msg_box'],
  body: ['text', 'body'],
  expiresIn: ['whole-number', 'expires_in'],
  expireStarted: ['whole-number', 'expire_started'],
  viewOnce: ['flag', 'view_once', 'reveal_duration'],
  deleted: ['flag', 'remote_deleted'],
  quoteId: ['whole-number', 'quote_id'],
  quoteAuthor: ['whole-number', 'quote_author'],
  quoteBody: ['text', 'quote_body'],
  contacts: ['text', 'shared_contacts'],
  previews: ['text', 'link_previews', 'previews'],
  ranges: ['anything', 'message_ranges', 'ranges'],
  extras: ['anything', 'message_extras'],
  storyType: ['whole-number', 'story_type'],
  latest: ['whole-number', 'latest_revision_id'],
  original: ['whole-number', 'original_message_id'],
  delivered: ['whole-number', 'has_delivery_receipt', 'delivery_receipt_count'],
  seen: ['whole-number', 'has_read_receipt', 'read_receipt_count'],
  viewed: ['whole-number', 'viewed', 'viewed_receipt_count'],
  receiptTime: ['whole-number', 'receipt_timestamp'],
  reactions: ['anything', 'reactions'],
} as const satisfies Readonly<Record<string, readonly [Holds, ...string[]]>>;

export type Role = keyof typeof ROLES;

/** Old `date` is the time of sending in `mms`, of receiving in `sms`. */
function namesOf(table: MessageTable, role: Role): readonly string[] {
  const [, ...names] = ROLES[role];
  const isOther = (role === 'sent' && table !== 'mms') || (role === 'received' && table !== 'sms');
  return isOther ? names.filter((name) => name !== 'date') : names;
}

/** The column that holds this in the store's generation of the table; null where none does. */
export function columnOf(db: EvidenceDb, table: MessageTable, role: Role): string | null {
  return namesOf(table, role).find((name) => db.has(table, name)) ?? null;
}

/** A table of messages, asked by what is meant instead of by the name that its generation gives it. */
export class MessageRows {
  readonly name: MessageTable;
  readonly table: StoredTable;
  readonly #columns: ReadonlyMap<Role, string>;

  constructor(db: EvidenceDb, name: MessageTable, joined: Joined) {
    this.name = name;
    const roles = Object.keys(ROLES) as Role[];
    const found = roles.flatMap((role): (readonly [Role, string])[] => {
      const column = columnOf(db, name, role);
      return column === null ? [] : [[role, column]];
    });
    this.#columns = new Map(found);
    const own: Record<string, Holds> = { _id: 'whole-number' };
    for (const [role, column] of found) own[column] = ROLES[role][0];
    this.table = new StoredTable(db, name, own, [], joined);
  }

  /** The column's name, for locators and issues; the newest one where the table has none. */
  column(role: Role): string {
    return this.#columns.get(role) ?? ROLES[role][1];
  }

  cell(row: StoredRow, role: Role): Stored | undefined {
    const column = this.#columns.get(role);
    return column === undefined ? undefined : this.table.cell(row, column);
  }

  text(row: StoredRow, role: Role): string | null {
    const column = this.#columns.get(role);
    return column === undefined ? null : this.table.text(row, column);
  }

  whole(row: StoredRow, role: Role): number | null {
    const column = this.#columns.get(role);
    return column === undefined ? null : this.table.whole(row, column);
  }

  is(row: StoredRow, role: Role): boolean {
    return this.whole(row, role) === 1;
  }

  rest(row: StoredRow): StoredColumns {
    return this.table.rest(row);
  }
}

/** One row of a table of messages while records are made of it. */
export interface MessageRow {
  readonly rows: MessageRows;
  readonly row: StoredRow;
  readonly at: RowLocator;
}
