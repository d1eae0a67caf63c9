import type { EventType, Extracted, TimeMeaning } from '../../model/index.ts';
import type { EvidenceDb } from '../../sqlite/evidence-db.ts';
import { BARE_EVENT } from '../bare-event.ts';
import type { Run } from '../parser.ts';
import { scan, StoreTable } from '../scan-rows.ts';
import { text } from '../stored-cells.ts';
import { readTime, timesOf, unitOf } from '../stored-times.ts';
import type { Books } from '../wechat/books.ts';
import { guarded } from '../wechat/guarded.ts';
import { isRoom } from '../wechat/identifier.ts';

/** A table beside the messages whose rows become events, with the columns that an event has fields for; each row is carried whole. */
interface Side {
  readonly table: string;
  readonly type: EventType;
  /** Columns that name accounts, or a group. */
  readonly names?: readonly string[];
  readonly body?: string;
  readonly time?: readonly [column: string, meaning: TimeMeaning];
}

/**
 * Tables and columns: Base<table> in bitren/wxwork@33a5ee0 (`com/tencent/mm/autogen/table`), which make them; that `SafeDeviceInfo` lists the devices
 * on which the account has logged in, and `WalletBankcard` its bank cards: P79N6A/pa_script@3e60490 (`android_wechat.py`). Units of
 * times are told by their digits; what numbers of states and kinds mean, and the unit of amounts, no source says.
 */
const SIDES: readonly Side[] = [
  { table: 'SafeDeviceInfo', type: 'login', body: 'name', time: ['createtime', 'created'] },
  { table: 'BizInfo', type: 'unknown', names: ['username', 'enterpriseFather'] },
  { table: 'BizEnterprise', type: 'unknown', names: ['userName'] },
  { table: 'BizChatInfo', type: 'unknown', names: ['brandUserName'], body: 'chatName' },
  { table: 'BizChatConversation', type: 'unknown', names: ['brandUserName'], body: 'content', time: ['lastMsgTime', 'changed'] }, // prettier-ignore
  { table: 'BizChatUserInfo', type: 'unknown', names: ['brandUserName'], body: 'userName' },
  { table: 'BizChatMyUserInfo', type: 'unknown', names: ['brandUserName'] },
  { table: 'OpenIMWordingInfo', type: 'unknown', body: 'wording' },
  { table: 'OpenIMAppIdInfo', type: 'unknown' },
  { table: 'OpenIMAccTypeInfo', type: 'unknown' },
  { table: 'WalletUserInfo', type: 'setting', body: 'true_name' },
  { table: 'WalletBankcard', type: 'setting', body: 'bankName' },
  { table: 'WalletKindInfo', type: 'setting', body: 'wallet_name' },
  { table: 'WalletLuckyMoney', type: 'payment', time: ['receiveTime', 'received'] },
  { table: 'RemittanceRecord', type: 'payment' },
  { table: 'AAPayRecord', type: 'payment', names: ['chatroom'] },
  { table: 'DelayTransferRecord', type: 'payment' },
];

/** Columns without which rows of these tables are not what they are told to be. */
export const SIDE_COLUMNS: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  SIDES.map(({ table, names = [], body, time }) => [table, [...names, ...(body === undefined ? [] : [body]), ...(time === undefined ? [] : [time[0]])]]),
); // prettier-ignore

/** Devices, accounts of brands and enterprises, and traces of the wallet. */
export function* readSideTables(run: Run, db: EvidenceDb, books: Books): Generator<Extracted> {
  for (const side of SIDES) {
    if (!db.tables.has(side.table)) continue;
    run.signal.throwIfAborted();
    yield* guarded(side.table, () => readSide(run, db, books, side));
  }
}

function* readSide(run: Run, db: EvidenceDb, { accounts, conversations }: Books, side: Side): Generator<Extracted> {
  const table = new StoreTable(db, side.table, [], new Map());
  yield* scan(run, table, (row, at, out) => {
    const named = (side.names ?? []).flatMap((column) => text(row[table.place(column)]) ?? []);
    const [room] = named.filter(isRoom);
    const people = [...new Set(named.filter((one) => !isRoom(one)))];
    const cell = side.time === undefined ? undefined : row[table.place(side.time[0])];
    const time = side.time === undefined ? null : readTime(cell, side.time[1], at, side.time[0], out, unitOf(cell));
    out.push({
      kind: 'event',
      key: `${side.table}:${String(at.rowid)}`,
      from: { at: [at], state: 'live' },
      type: side.type,
      ...BARE_EVENT,
      conversation: room === undefined ? null : conversations.refer(room, at, accounts, out),
      accounts: people.map((one) => accounts.refer(one, at, out)),
      times: timesOf(time),
      body: side.body === undefined ? null : text(row[table.place(side.body)]),
      stored: { 'table of the app': side.table, ...table.all(row) },
    });
    return undefined;
  });
}
