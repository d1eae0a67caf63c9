import type { Extracted, Key, Message, RowLocator, Stored, StoredColumns } from '../../model/index.ts';
import type { StoredRow } from '../../sqlite/evidence-db.ts';
import { scan } from '../scan-rows.ts';
import { integer, text } from '../stored-cells.ts';
import { rowIssue } from '../store-issues.ts';
import { readTime, timesOf } from '../stored-times.ts';
import { isRoom } from './identifier.ts';
import type { ImageTable } from './image-table.ts';
import { readContent } from './message-content.ts';
import { MessageParts } from './message-parts.ts';
import type { Said } from './said.ts';
import type { Store } from './store.ts';
import { StoredTable } from './stored-table.ts';

const COLUMNS = ['msgId', 'msgSvrId', 'type', 'isSend', 'createTime', 'talker', 'content', 'imgPath', 'bizChatId']; // prettier-ignore

/** Lines of the app come without a sender before them. */
const UNSIGNED: ReadonlySet<Message['type']> = new Set(['system', 'call', 'unknown']);

/** Every row of one table of messages, in storage order, with what belongs to it. */
export class MessageReader {
  readonly #store: Store;
  readonly #table: StoredTable;
  readonly #images: ImageTable | null;
  readonly #parts: MessageParts;
  readonly #places: Readonly<Record<string, number>>;

  /** `images` belong to the table `message` alone. */
  constructor(store: Store, table: string, images: ImageTable | null) {
    this.#store = store;
    this.#table = new StoredTable(store.db, table, COLUMNS);
    this.#images = images;
    this.#parts = new MessageParts(store);
    this.#places = Object.fromEntries([...COLUMNS, 'lvbuffer'].map((column) => [column, this.#table.place(column)]));
  }

  *read(): Generator<Extracted> {
    const { run } = this.#store;
    yield* scan(run, this.#table, (row, at, out) => this.#visit(row, at, out), {
      progress: (done) => {
        run.progress(done, null, 'rows');
      },
    });
    if (this.#images !== null) yield* this.#images.finish();
  }

  #visit(row: StoredRow, at: RowLocator, out: Extracted[]): undefined {
    const { people, conversations, media } = this.#store;
    const key = `${this.#table.name}:${String(at.rowid)}`;
    const talker = text(this.#cell(row, 'talker'));
    const direction = this.#directionOf(row, at, out);
    const code = integer(this.#cell(row, 'type'));
    const type = code === null ? null : Number(code);
    const whole = text(this.#cell(row, 'content')) ?? '';
    const signed = talker !== null && isRoom(talker) && direction === 'incoming' ? this.#signed(whole) : null;
    const imgPath = text(this.#cell(row, 'imgPath'));
    const one = readContent(type, { text: signed?.words ?? whole, imgPath }, media);
    if (talker === null) out.push(rowIssue('warning', 'unresolved-reference', at, 'talker', null, 'The row names no conversation; it is kept in one without a name.')); // prettier-ignore
    const conversation = conversations.refer(talker ?? '', at, people, out);
    const senderName = signed?.sender ?? this.#senderOf(talker, direction, one);
    if (talker !== null && isRoom(talker) && direction === 'incoming' && senderName === null && !UNSIGNED.has(one.type))
      out.push(rowIssue('note', 'unresolved-reference', at, 'content', null, 'No sender stands before the content of a message to a group; it is shown without one.')); // prettier-ignore
    const sender = senderName === null ? null : people.refer(senderName, at, out);
    this.#tell(one, code, at, out);
    const stored = this.#carried(row, one, imgPath, whole);
    const message = this.#message(row, key, at, one, { conversation, sender, direction, stored }, out);
    out.push(message);
    const image = at.rowid === null ? null : (this.#images?.take(at.rowid) ?? null);
    this.#parts.push({ key, at, conversation, sender, direction, times: message.times, one, image, lvbuffer: this.#cell(row, 'lvbuffer') }, out); // prettier-ignore
    if (this.#images !== null) out.push(...this.#images.drain());
    return undefined;
  }

  #message(
    row: StoredRow,
    key: Key,
    at: RowLocator,
    one: Said,
    of: Pick<Message, 'conversation' | 'sender' | 'direction'> & { readonly stored: StoredColumns },
    out: Extracted[],
  ): Message {
    const meaning = of.direction === 'outgoing' ? 'sent' : of.direction === 'incoming' ? 'server' : 'created';
    const serverId = serverIdOf(this.#cell(row, 'msgSvrId'));
    const revokedId = one.revoked?.serverId ?? null;
    if (one.revoked !== null) this.#parts.noteRevoked(key, [serverId, revokedId]);
    return {
      kind: 'message',
      key,
      from: { at: [at], state: one.revoked === null ? 'live' : 'marked-deleted' },
      stored: of.stored,
      conversation: of.conversation,
      sender: of.sender,
      direction: of.direction,
      serverId,
      times: timesOf(readTime(this.#cell(row, 'createTime'), meaning, at, 'createTime', out)),
      order: null,
      type: one.type,
      typeStored: String(this.#cell(row, 'type') ?? ''),
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

  #directionOf(row: StoredRow, at: RowLocator, out: Extracted[]): Message['direction'] {
    const isSend = this.#cell(row, 'isSend');
    if (isSend === 0) return 'incoming';
    if (isSend === 1) return 'outgoing';
    if (isSend !== null && isSend !== undefined)
      out.push(rowIssue('warning', 'unknown-code', at, 'isSend', String(isSend), 'The column isSend holds neither 0 nor 1: whether the message was sent or received is not known.')); // prettier-ignore
    return 'unknown';
  }

  /**
   * Content of a message to a group begins with its sender, a colon and a line break. What stands there is taken for one where the
   * store knows the account, or where it has the form that the app gives to accounts.
   */
  #signed(content: string): { readonly sender: string; readonly words: string } | null {
    const [before, sender] = /^([\w@.-]{1,100}):\r?\n/u.exec(content) ?? [];
    if (before === undefined || sender === undefined) return null;
    if (!this.#store.people.knows(sender) && !/^wxid_|@openim$/u.test(sender)) return null;
    return { sender, words: content.slice(before.length) };
  }

  #senderOf(talker: string | null, direction: Message['direction'], one: Said): string | null {
    if (one.type === 'system') return null;
    if (direction === 'outgoing') return this.#store.people.owner;
    return direction === 'incoming' && talker !== null && !isRoom(talker) ? talker : null;
  }

  /** Says of a row what could not be read of it; it is kept all the same. */
  #tell(one: Said, code: number | bigint | null, at: RowLocator, out: Extracted[]): void {
    if (one.unknown !== null)
      out.push(
        one.unknown.what === 'type'
          ? rowIssue('note', 'unknown-code', at, 'type', one.unknown.code, 'This type of message is not known; the row is kept with its content as stored.')
          : rowIssue('note', 'unknown-code', at, 'content', one.unknown.code, 'This type of message of an app is not known; the row is kept with what its content holds.'),
      ); // prettier-ignore
    if (one.damage !== null)
      out.push(rowIssue('warning', 'undecodable-payload', at, 'content', null, `The content of a message of type ${String(code)} could not be read as what the type says (${one.damage}); it is carried as stored.`)); // prettier-ignore
  }

  /** What no field takes: columns that are not read, content that could not be, the key of a file that nothing names. */
  #carried(row: StoredRow, one: Said, imgPath: string | null, content: string): StoredColumns {
    const more: Record<string, Stored> = {};
    if (imgPath !== null && one.attachment?.path !== imgPath) more.imgPath = imgPath;
    if (one.damage !== null && content !== '') more.content = content;
    const biz = this.#cell(row, 'bizChatId');
    if (biz !== null && biz !== undefined && biz !== -1 && biz !== 0) more.bizChatId = biz;
    const id = this.#cell(row, 'msgSvrId');
    if (id !== null && id !== undefined && id !== 0 && serverIdOf(id) === null) more.msgSvrId = id;
    return { ...this.#table.rest(row), ...more };
  }

  #cell(row: StoredRow, column: string): Stored | undefined {
    return row[this.#places[column] ?? -1];
  }
}

/** The server's number as decimal text; null for the unset markers and for what is no number. */
function serverIdOf(cell: Stored | undefined): string | null {
  return (typeof cell === 'bigint' || (typeof cell === 'number' && Number.isInteger(cell))) && cell !== 0 ? String(cell) : null; // prettier-ignore
}
