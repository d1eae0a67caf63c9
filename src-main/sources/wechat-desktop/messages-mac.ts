import type { Extracted, Message, RowLocator, Stored, StoredColumns } from '../../model/index.ts';
import type { StoredRow } from '../../sqlite/evidence-db.ts';
import { scan, tellingRows } from '../scan-rows.ts';
import { integer, text } from '../stored-cells.ts';
import { directionOf, serverIdOf } from '../wechat/message-maker.ts';
import type { Said } from '../wechat/said.ts';
import type { DesktopAccount, Shard } from './account.ts';
import type { FileLinks } from './file-links.ts';
import { ChatMedia } from './media-places.ts';
import { DesktopTable } from './tables.ts';

const COLUMNS = ['mesSvrID', 'msgCreateTime', 'msgContent', 'messageType', 'mesDes'] as const;
const ALSO = ['msgSource', 'msgVoiceText', 'mesLocalID'] as const;
const NAMES = { talker: 'Chat', type: 'messageType', content: 'msgContent', time: 'msgCreateTime' } as const;

type Column = (typeof COLUMNS)[number] | (typeof ALSO)[number];

/** Every row of one conversation's table in one database of version 3 of macOS. */
export class ChatMessages {
  readonly #account: DesktopAccount;
  readonly #shard: Shard;
  readonly #table: DesktopTable;
  readonly #links: FileLinks;
  readonly #talker: string;
  readonly #places: ReadonlyMap<string, number>;

  constructor(account: DesktopAccount, shard: Shard, table: string, links: FileLinks) {
    this.#account = account;
    this.#shard = shard;
    this.#table = new DesktopTable(shard.db, table, COLUMNS);
    this.#links = links;
    this.#talker = account.hashes.talkerOf(table);
    this.#places = new Map([...COLUMNS, ...ALSO].map((column) => [column, this.#table.place(column)]));
  }

  *read(): Generator<Extracted> {
    const { run } = this.#account;
    yield* scan(run, this.#table, (row, at, out) => this.#visit(row, at, out), tellingRows(run));
  }

  #visit(row: StoredRow, at: RowLocator, out: Extracted[]): undefined {
    const type = integer(this.#cell(row, 'messageType'));
    const code = type === null ? null : Number(BigInt.asIntN(32, BigInt(type)));
    const content = text(this.#cell(row, 'msgContent'));
    const seconds = integer(this.#cell(row, 'msgCreateTime'));
    this.#account.maker.push(
      {
        key: `${this.#shard.name}.${this.#table.name}:${String(at.rowid)}`,
        at,
        talker: this.#talker,
        direction: this.#directionOf(row, at, out),
        sender: null,
        signer: null,
        code,
        typeStored: String(this.#cell(row, 'messageType') ?? ''),
        content: content ?? '',
        damage: null,
        time: { cell: this.#cell(row, 'msgCreateTime'), encoding: 'unix-s' },
        serverId: serverIdOf(this.#cell(row, 'mesSvrID')),
        media: new ChatMedia(this.#table.name.slice('Chat_'.length), at.rowid, seconds),
        picture: this.#links.take(code, content),
        transcript: text(this.#cell(row, 'msgVoiceText')),
        source: text(this.#cell(row, 'msgSource')),
        columns: NAMES,
        stored: (one) => this.#carried(row, one),
      },
      out,
    );
    return undefined;
  }

  /** `mesDes`: 0 sent, 1 received. sjzar/chatlog@a638aa9, internal/model/message_darwinv3.go. */
  #directionOf(row: StoredRow, at: RowLocator, out: Extracted[]): Message['direction'] {
    const stored = this.#cell(row, 'mesDes');
    return directionOf(stored === 0 ? 1 : stored === 1 ? 0 : stored, 'mesDes', at, out);
  }

  /** What no field takes: columns that are not read, content that could not be. */
  #carried(row: StoredRow, one: Said): StoredColumns {
    const more: Record<string, Stored> = {};
    const content = this.#cell(row, 'msgContent') ?? null;
    if (one.damage !== null && content !== null) more.msgContent = content;
    const id = this.#cell(row, 'mesSvrID');
    if (id !== null && id !== undefined && id !== 0 && serverIdOf(id) === null) more.mesSvrID = id;
    return { ...this.#table.rest(row), ...more };
  }

  #cell(row: StoredRow, column: Column): Stored | undefined {
    return row[this.#places.get(column) ?? -1];
  }
}
