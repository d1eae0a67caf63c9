import type { Attachment, Extracted, RowLocator, Stored, StoredColumns } from '../../model/index.ts';
import type { StoredRow } from '../../sqlite/evidence-db.ts';
import { scan, tellingRows } from '../scan-rows.ts';
import { integer, text } from '../stored-cells.ts';
import { contentKindOf, type ContentKind } from '../wechat/codes-message.ts';
import { directionOf, serverIdOf } from '../wechat/message-maker.ts';
import type { StoredPicture } from '../wechat/message-parts.ts';
import type { Said } from '../wechat/said.ts';
import type { FileTable } from './file-table.ts';
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
  readonly #files: readonly FileTable[];
  readonly #places: Readonly<Record<string, number>>;

  /** `images` and `files` belong to the table `message` alone. */
  constructor(store: Store, table: string, images: ImageTable | null, files: readonly FileTable[] = []) {
    this.#store = store;
    this.#table = new StoredTable(store.db, table, COLUMNS);
    this.#images = images;
    this.#files = files;
    this.#places = Object.fromEntries([...COLUMNS, 'lvbuffer'].map((column) => [column, this.#table.place(column)]));
  }

  *read(): Generator<Extracted> {
    const { run } = this.#store;
    yield* scan(run, this.#table, (row, at, out) => this.#visit(row, at, out), tellingRows(run));
    if (this.#images !== null) yield* this.#images.finish();
    for (const files of this.#files) {
      run.signal.throwIfAborted();
      yield* files.finish();
    }
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
        picture: this.#pictureOf(
          at,
          text(this.#cell(row, 'talker')),
          code === null ? null : Number(code),
          content,
          out,
        ),
        transcript: null,
        // The frame around the message's source is not published, so it is looked for as text.
        source: lvbuffer instanceof Uint8Array ? text(lvbuffer) : null,
        columns: NAMES,
        stored: (one) => this.#carried(row, one, imgPath, content),
      },
      out,
    );
    if (this.#images !== null) out.push(...this.#images.drain());
    for (const files of this.#files) out.push(...files.drain());
    return undefined;
  }

  /** The files of a message: those of `ImgInfo2` first, then those that the index of files lists. */
  #pictureOf(
    at: RowLocator,
    talker: string | null,
    code: number | null,
    content: string,
    out: Extracted[],
  ): StoredPicture | null {
    const { rowid } = at;
    if (rowid === null) return null;
    const image = this.#images?.take(rowid, this.#store.media) ?? null;
    const listed = this.#files.flatMap((files) => files.take(rowid, talker) ?? []);
    const kind = code === null ? null : contentKindOf(code);
    const [first] = listed;
    if (first === undefined) return image;
    const whole = image === null ? joined(first, listed.slice(1)) : joined(image, listed);
    if (image !== null || (kind !== null && WITH_FILES.has(kind)) || (kind === 'app' && FILE.test(content)))
      return whole;
    out.push(...listed.map((one, index) => besideMessage(`${this.#table.name}:${String(rowid)}`, one, at, index)));
    return null;
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

/** Messages whose content lies in a file. Others may have files too: previews of links, pictures of cards. */
const WITH_FILES: ReadonlySet<ContentKind> = new Set(['image', 'voice', 'video', 'sticker']);

/** `appmsg/type` of a file, and of one that is still being sent. 2440893398/PyWxDump@881b0e5. */
const FILE = /<type>(?:6|74)<\/type>/u;

function joined(first: StoredPicture, others: readonly StoredPicture[]): StoredPicture {
  const all = [first, ...others];
  return {
    ...first,
    more: [...(first.more ?? []), ...others.flatMap(({ at, more }) => [at, ...(more ?? [])])],
    candidates: all.flatMap(({ candidates }) => candidates),
    previews: all.flatMap(({ previews }) => previews),
    stored: Object.assign({}, ...all.map(({ stored }) => stored)) as StoredColumns,
  };
}

/** A file that the index lists with a message of another kind. */
function besideMessage(
  message: string,
  { at, more, candidates, previews, stored }: StoredPicture,
  row: RowLocator,
  index: number,
): Attachment {
  return {
    kind: 'attachment',
    key: `${message} listed ${index + 1}`,
    from: { at: [row, at, ...(more ?? [])], state: 'live' },
    stored,
    message,
    type: candidates.length === 0 ? 'thumbnail' : 'other',
    mediaType: null,
    name: null,
    caption: null,
    path: null,
    candidates: candidates.length === 0 ? previews : candidates,
    sha256: null,
    sizeBytes: null,
    durationS: null,
    width: null,
    height: null,
    thumbnail: null,
    transcript: null,
  };
}
