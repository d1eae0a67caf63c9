import type { Extracted, Key, Locator, Message, RowLocator, Stored, StoredColumns } from '../../model/index.ts';
import { rowIssue } from '../store-issues.ts';
import { readTime, timesOf } from '../stored-times.ts';
import type { Books } from './books.ts';
import { isRoom, isUnnamed } from './identifier.ts';
import { readContent, unreadContent } from './message-content.ts';
import { MessageParts, type StoredPicture } from './message-parts.ts';
import type { RowMedia } from './row-media.ts';
import type { Said } from './said.ts';

/** What a row of messages says, whatever its platform calls the columns. Accounts are identifiers as stored. */
export interface MessageRow {
  readonly key: Key;
  readonly at: RowLocator;
  /** Further rows that the message was made of. */
  readonly more?: readonly Locator[];
  /** The conversation; null where the row names none. */
  readonly talker: string | null;
  readonly direction: Message['direction'];
  /** Who sent it, where that is stored apart from the content; null: groups put it before the content, or name it with `signer`. */
  readonly sender: string | null;
  /** The sender of a received message to a group, where the platform stores it for these alone. */
  readonly signer: string | null;
  /** The type as a number of 32 bits with its sign; null where the cell holds none. */
  readonly code: number | null;
  readonly typeStored: string;
  readonly content: string;
  /** Why the content could not be unpacked; null where it could, or needed not. */
  readonly damage: string | null;
  readonly time: { readonly cell: Stored | undefined; readonly encoding: 'unix-s' | 'unix-ms' };
  readonly serverId: string | null;
  readonly media: RowMedia;
  readonly picture: StoredPicture | null;
  /** What the app made of a voice in words; null where none is stored. */
  readonly transcript: string | null;
  /** The message's source as XML, in which accounts that it addresses stand; null where there is none. */
  readonly source: string | null;
  /** What the platform calls the columns, for issues. */
  readonly columns: { readonly talker: string; readonly type: string; readonly content: string; readonly time: string };
  /** What no field takes, once the content is read. */
  stored(one: Said): StoredColumns;
}

/** Lines of the app come without a sender before them. */
const UNSIGNED: ReadonlySet<Message['type']> = new Set(['system', 'call', 'unknown']);

/** Makes the records of messages, the same for every platform. */
export class MessageMaker {
  readonly #books: Books;
  readonly #parts: MessageParts;

  constructor(books: Books) {
    this.#books = books;
    this.#parts = new MessageParts(books);
  }

  push(row: MessageRow, out: Extracted[]): void {
    const { accounts, conversations } = this.#books;
    const { at, talker, direction, columns } = row;
    const isGroup = talker !== null && (isRoom(talker) || isUnnamed(talker));
    const signed = isGroup && direction !== 'outgoing' ? this.#signed(row) : null;
    const one = row.damage === null ? readContent(row.code, signed?.words ?? row.content, row.media) : unreadContent(row.code, row.damage); // prettier-ignore
    if (talker === null) out.push(rowIssue('warning', 'unresolved-reference', at, columns.talker, null, 'The row names no conversation; it is kept in one without a name.')); // prettier-ignore
    const conversation = conversations.refer(talker ?? '', at, accounts, out);
    const senderName = signed?.sender ?? this.#senderOf(row, one);
    if (talker !== null && isRoom(talker) && direction === 'incoming' && senderName === null && !UNSIGNED.has(one.type))
      out.push(rowIssue('note', 'unresolved-reference', at, columns.content, null, 'No sender stands before the content of a message to a group; it is shown without one.')); // prettier-ignore
    const sender = senderName === null ? null : accounts.refer(senderName, at, out);
    tell(row, one, out);
    const message = this.#message(row, one, { conversation, sender }, out);
    out.push(message);
    this.#parts.push({ ...row, conversation, sender, times: message.times, one }, out);
  }

  #message(row: MessageRow, one: Said, of: Pick<Message, 'conversation' | 'sender'>, out: Extracted[]): Message {
    const { at, key, direction, serverId, time } = row;
    const meaning = direction === 'outgoing' ? 'sent' : direction === 'incoming' ? 'server' : 'created';
    const revokedId = one.revoked?.serverId ?? null;
    if (one.revoked !== null) this.#parts.noteRevoked(key, [serverId, revokedId]);
    return {
      kind: 'message',
      key,
      from: { at: [at, ...(row.more ?? [])], state: one.revoked === null ? 'live' : 'marked-deleted' },
      stored: row.stored(one),
      conversation: of.conversation,
      sender: of.sender,
      direction,
      serverId,
      times: timesOf(readTime(time.cell, meaning, at, row.columns.time, out, time.encoding)),
      order: null,
      type: one.type,
      typeStored: row.typeStored,
      body: one.body === '' ? null : one.body,
      // No public source says what the numbers of `status` mean: they are carried as stored.
      status: null,
      forwarded: null,
      edited: null,
      deleted: one.revoked === null ? null : { by: null, time: null, originalServerId: revokedId === serverId ? null : revokedId }, // prettier-ignore
      viewOnce: false,
      starred: false,
      expires: null,
      system: one.system,
    };
  }

  /**
   * Content of a message to a group begins with its sender, a colon and a line break. What stands there is taken for one where it is
   * the sender that the row names, where the store knows the account, or where it has the form that the app gives to accounts.
   */
  #signed({
    content,
    sender: stated,
    signer,
    direction,
  }: MessageRow): { readonly sender: string; readonly words: string } | null {
    const [before, sender] = /^([\w@.-]{1,100}):\r?\n/u.exec(content) ?? [];
    if (before === undefined || sender === undefined) return null;
    const named = stated ?? signer;
    const isTaken = named !== null ? sender === named : direction === 'incoming' && (this.#books.accounts.knows(sender) || /^wxid_|@openim$/u.test(sender)); // prettier-ignore
    return isTaken ? { sender, words: content.slice(before.length) } : null;
  }

  #senderOf({ sender, signer, talker, direction }: MessageRow, one: Said): string | null {
    if (one.type === 'system') return null;
    if (sender !== null) return sender;
    if (direction === 'outgoing') return this.#books.accounts.owner;
    if (signer !== null && talker !== null && isRoom(talker)) return signer;
    const hasPartner = talker !== null && this.#books.conversations.partnerOf(talker) !== null;
    return direction === 'incoming' && hasPartner ? talker : null;
  }
}

/** Says of a row what could not be read of it; it is kept all the same. */
function tell({ at, columns, typeStored }: MessageRow, one: Said, out: Extracted[]): void {
  if (one.unknown !== null)
    out.push(
      one.unknown.what === 'type'
        ? rowIssue('note', 'unknown-code', at, columns.type, one.unknown.code, 'This type of message is not known; the row is kept with its content as stored.')
        : rowIssue('note', 'unknown-code', at, columns.content, one.unknown.code, 'This type of message of an app is not known; the row is kept with what its content holds.'),
    ); // prettier-ignore
  if (one.damage !== null)
    out.push(rowIssue('warning', 'undecodable-payload', at, columns.content, null, `The content of a message of type ${typeStored} could not be read as what the type says (${one.damage}); it is carried as stored.`)); // prettier-ignore
}

/** A flag that says whether a message was sent: 1, or received: 0. */
export function directionOf(
  cell: Stored | undefined,
  column: string,
  at: RowLocator,
  out: Extracted[],
): Message['direction'] {
  // prettier-ignore
  if (cell === 0) return 'incoming';
  if (cell === 1) return 'outgoing';
  if (cell !== null && cell !== undefined)
    out.push(rowIssue('warning', 'unknown-code', at, column, String(cell), `The column ${column} holds neither 0 nor 1: whether the message was sent or received is not known.`)); // prettier-ignore
  return 'unknown';
}

/** The server's number as decimal text; null for the unset markers and for what is no number. */
export function serverIdOf(cell: Stored | undefined): string | null {
  return (typeof cell === 'bigint' || (typeof cell === 'number' && Number.isInteger(cell))) && cell !== 0 ? String(cell) : null; // prettier-ignore
}
