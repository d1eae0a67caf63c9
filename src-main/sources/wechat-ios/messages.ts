import type { Event, Extracted, Message, RowLocator, Stored, StoredColumns } from '../../model/index.ts';
import type { StoredRow } from '../../sqlite/evidence-db.ts';
import { orphanEvent } from '../orphan-event.ts';
import { scan, tellingRows } from '../scan-rows.ts';
import { SideTable, type SideRow } from '../side-table.ts';
import { integer } from '../stored-cells.ts';
import { directionOf, serverIdOf } from '../wechat/message-maker.ts';
import { unpackColumn } from '../wechat/packed-column.ts';
import { renamed } from '../wechat/renamed.ts';
import type { Said } from '../wechat/said.ts';
import type { IosAccount, Shard } from './account.ts';
import { IosMedia } from './row-media.ts';
import { IosTable } from './tables.ts';

const COLUMNS = ['CreateTime', 'Des', 'Message', 'MesSvrID', 'Type'] as const;
const ALSO = ['WCDB_CT_Message'] as const;
const NAMES = { talker: 'Chat', type: 'Type', content: 'Message', time: 'CreateTime' } as const;

type Column = (typeof COLUMNS)[number] | (typeof ALSO)[number];

/** Every row of one conversation's table in one database, with the row beside it in `ChatExt2_…`. */
export class ChatMessages {
  readonly #account: IosAccount;
  readonly #shard: Shard;
  readonly #table: IosTable;
  readonly #beside: IosTable;
  readonly #side: SideTable | null;
  readonly #talker: string;
  readonly #chat: string;
  readonly #places: ReadonlyMap<string, number>;

  constructor(account: IosAccount, shard: Shard, table: string) {
    this.#account = account;
    this.#shard = shard;
    this.#chat = table.slice(table.indexOf('_') + 1);
    this.#table = new IosTable(shard.db, table, COLUMNS);
    this.#beside = new IosTable(shard.db, `ChatExt2_${this.#chat}`, ['MesLocalID']);
    const hasSide = table.startsWith('Chat_') && this.#beside.exists;
    this.#side = hasSide ? new SideTable(this.#beside, 'MesLocalID', (row) => this.#orphan(row)) : null;
    this.#talker = account.hashes.talkerOf(table);
    this.#places = new Map([...COLUMNS, ...ALSO].map((column) => [column, this.#table.place(column)]));
  }

  *read(): Generator<Extracted> {
    const { run } = this.#account;
    yield* scan(run, this.#table, (row, at, out) => this.#visit(row, at, out), tellingRows(run));
    if (this.#side === null) return;
    run.signal.throwIfAborted();
    yield* this.#side.finish();
  }

  #visit(row: StoredRow, at: RowLocator, out: Extracted[]): undefined {
    const content = unpackColumn(this.#cell(row, 'Message'), this.#cell(row, 'WCDB_CT_Message'));
    const type = this.#cell(row, 'Type');
    const code = integer(type);
    const side = at.rowid === null ? null : (this.#side?.one(at.rowid) ?? null);
    this.#account.maker.push(
      {
        key: `${this.#shard.name}.${this.#table.name}:${String(at.rowid)}`,
        at,
        more: side === null ? [] : [side.at],
        talker: this.#talker,
        direction: this.#directionOf(row, at, out),
        sender: null,
        signer: null,
        code: code === null ? null : Number(code),
        typeStored: String(type ?? ''),
        content: content.text ?? '',
        damage: content.damage,
        time: { cell: this.#cell(row, 'CreateTime'), encoding: 'unix-s' },
        serverId: serverIdOf(this.#cell(row, 'MesSvrID')),
        media: new IosMedia(this.#chat, String(at.rowid)),
        picture: null,
        transcript: null,
        source: side === null ? null : this.#sourceOf(side),
        columns: NAMES,
        stored: (one) => this.#carried(row, one, content.text, side),
      },
      out,
    );
    if (this.#side !== null) out.push(...this.#side.drain());
    return undefined;
  }

  /** `Des`: 0 sent, 1 received. BlueMatthew/WechatExporter@8f8ce41. */
  #directionOf(row: StoredRow, at: RowLocator, out: Extracted[]): Message['direction'] {
    const des = this.#cell(row, 'Des');
    return directionOf(des === 0 ? 1 : des === 1 ? 0 : des, 'Des', at, out);
  }

  #sourceOf({ row }: SideRow): string | null {
    const [source, kind] = ['MsgSource', 'WCDB_CT_MsgSource'].map((column) => row[this.#beside.place(column)]);
    return unpackColumn(source, kind).text;
  }

  #orphan(row: StoredRow): Event {
    return { ...orphanEvent(this.#beside, row), key: `orphan:${this.#shard.name}.${this.#beside.name}:${String(this.#beside.at(row).rowid)}` }; // prettier-ignore
  }

  /** What no field takes: columns that are not read, content that could not be. */
  #carried(row: StoredRow, one: Said, content: string | null, side: SideRow | null): StoredColumns {
    const more: Record<string, Stored> = {};
    const cell = this.#cell(row, 'Message') ?? null;
    if (one.damage !== null && cell !== null) more.Message = content ?? short(cell);
    else if (cell instanceof Uint8Array && content?.includes('\uFFFD') === true) more.Message = short(cell);
    const id = this.#cell(row, 'MesSvrID');
    if (id !== null && id !== undefined && id !== 0 && serverIdOf(id) === null) more.MesSvrID = id;
    const beside = side === null ? {} : renamed(this.#beside.rest(side.row), 'ChatExt2.');
    return { ...this.#table.rest(row), ...beside, ...more };
  }

  #cell(row: StoredRow, column: Column): Stored | undefined {
    return row[this.#places.get(column) ?? -1];
  }
}

const LONGEST_CARRIED = 4096;

/** Long bytes are left to the locator. */
function short(cell: Stored): Stored {
  return cell instanceof Uint8Array && cell.length > LONGEST_CARRIED ? null : cell;
}
