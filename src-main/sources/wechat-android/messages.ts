import type { Extracted, RowLocator, Stored, StoredColumns } from '../../model/index.ts';
import type { StoredRow } from '../../sqlite/evidence-db.ts';
import { scan, tellingRows } from '../scan-rows.ts';
import { integer, text } from '../stored-cells.ts';
import { directionOf, serverIdOf } from '../wechat/message-maker.ts';
import type { Said } from '../wechat/said.ts';
import type { ImageTable } from './image-table.ts';
import { AndroidMedia } from './row-media.ts';
import type { Store } from './store.ts';
import { StoredTable } from './stored-table.ts';

const COLUMNS = ['msgId', 'msgSvrId', 'type', 'isSend', 'createTime', 'talker', 'content', 'imgPath', 'bizChatId']; // prettier-ignore
const NAMES = { talker: 'talker', type: 'type', content: 'content', time: 'createTime' } as const;

/** Every row of one table of messages, in storage order, with what belongs to it. */
export class MessageReader {
  readonly #store: Store;
  readonly #table: StoredTable;
  readonly #images: ImageTable | null;
  readonly #places: Readonly<Record<string, number>>;

  /** `images` belong to the table `message` alone. */
  constructor(store: Store, table: string, images: ImageTable | null) {
    this.#store = store;
    this.#table = new StoredTable(store.db, table, COLUMNS);
    this.#images = images;
    this.#places = Object.fromEntries([...COLUMNS, 'lvbuffer'].map((column) => [column, this.#table.place(column)]));
  }

  *read(): Generator<Extracted> {
    const { run } = this.#store;
    yield* scan(run, this.#table, (row, at, out) => this.#visit(row, at, out), tellingRows(run));
    if (this.#images !== null) yield* this.#images.finish();
  }

  #visit(row: StoredRow, at: RowLocator, out: Extracted[]): undefined {
    const type = this.#cell(row, 'type');
    const code = integer(type);
    const imgPath = text(this.#cell(row, 'imgPath'));
    const content = text(this.#cell(row, 'content')) ?? '';
    const lvbuffer = this.#cell(row, 'lvbuffer');
    this.#store.maker.push(
      {
        key: `${this.#table.name}:${String(at.rowid)}`,
        at,
        talker: text(this.#cell(row, 'talker')),
        direction: directionOf(this.#cell(row, 'isSend'), 'isSend', at, out),
        sender: null,
        signer: null,
        code: code === null ? null : Number(code),
        typeStored: String(type ?? ''),
        content,
        damage: null,
        time: { cell: this.#cell(row, 'createTime'), encoding: 'unix-ms' },
        serverId: serverIdOf(this.#cell(row, 'msgSvrId')),
        media: new AndroidMedia(this.#store.media, imgPath),
        picture: at.rowid === null ? null : (this.#images?.take(at.rowid, this.#store.media) ?? null),
        transcript: null,
        // The frame around the message's source is not published, so it is looked for as text.
        source: lvbuffer instanceof Uint8Array ? text(lvbuffer) : null,
        columns: NAMES,
        stored: (one) => this.#carried(row, one, imgPath, content),
      },
      out,
    );
    if (this.#images !== null) out.push(...this.#images.drain());
    return undefined;
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
