import type { Extracted, Participant, RowLocator, Stored } from '../../model/index.ts';
import { BARE_EVENT } from '../bare-event.ts';
import type { JsonFields } from '../json-fields.ts';
import { rowIssue } from '../store-issues.ts';
import { readTime, timesOf } from '../stored-times.ts';
import { live } from '../telegram-participants.ts';
import { accountKey } from '../telegram-people.ts';
import { keyText, scanKeys } from './key-table.ts';
import { peerOf } from './peer-id.ts';
import { readCell, restOf } from './postbox-cell.ts';
import type { Reading } from './reading.ts';

/** Sections of the table and what it keeps. Source: TelegramMessenger/Telegram-iOS @1fe0d4a ItemCacheTable.swift, @02a86fa SyncCore_Namespaces.swift, @952d90a CachedChannelAdmins.swift. */
const ITEMS = 0;
const RESOLVED_NAMES = 0;
const RESOLVED_PHONES = 20;
const ADMINS = 100;

/** `t25`: what the app keeps of questions to the service, by kind: of these, who manages supergroups and channels, and whose names and numbers it asked for. */
export function* readItemCache(reading: Reading): Generator<Extracted> {
  yield* scanKeys(reading.run, reading.db, 't25', ({ key, value, at }, out) => {
    const bytes = key instanceof Uint8Array && key.length >= 2 ? Buffer.from(key) : null;
    const kind = bytes?.readInt8(0) === ITEMS ? bytes.readInt8(1) : null;
    if (bytes === null || (kind !== ADMINS && kind !== RESOLVED_NAMES && kind !== RESOLVED_PHONES))
      return 'entry of a cache of the app that is not of its administrators, names or numbers';
    const { fields, carried } = readCell(value, at, 'value', out);
    const rest = carried === null ? {} : { 't25.value': carried };
    if (kind === ADMINS) out.push(...admins(reading, bytes.subarray(2), fields, at, rest));
    else out.push(...resolved(reading, kind, bytes.subarray(2), fields, at, rest));
    return undefined;
  });
}

type Rest = Readonly<Record<string, Stored>>;

/** What an administrator is. A number above these stood for one with a title first, and stands for a member with one since 2026. */
const ROLES: Readonly<Record<number, Participant['role']>> = { 0: 'owner', 1: 'admin' };

function* admins(reading: Reading, key: Buffer, fields: JsonFields | null, at: RowLocator, rest: Rest): Generator<Extracted> {
  const chat = key.length === 8 ? peerOf(key.readBigInt64BE(0)) : null;
  if (chat === null) {
    yield rowIssue('error', 'row-unreadable', at, 'key', keyText(key), 'The row names no conversation.');
    return;
  }
  const ranks = fields?.objects('ranks') ?? [];
  reading.add(chat, at, {}, { ...rest, ...restOf(fields, 't25.') });
  yield* reading.meet(chat, at);
  const unread: unknown[] = [];
  for (const entry of ranks) {
    const who = peerOf(entry.object('key')?.peek('k') as Stored | undefined);
    const rank = entry.object('value');
    if (who === null || rank === null || reading.members.has(chat, who)) {
      unread.push(entry.all);
      continue;
    }
    const kind = rank.whole('v') ?? 0;
    const stored = { ...(ROLES[kind] === undefined && { 't25.v': kind }), ...restOf(rank, 't25.') };
    yield* reading.people.meet(who, null, live(at));
    yield* reading.members.meet(chat, who, live(at), { role: ROLES[kind] ?? 'unknown', membership: 'current', joined: null, left: null, stored }); // prettier-ignore
  }
  if (unread.length === 0) return;
  const words = 'An entry of the list of administrators names nobody, or somebody again.';
  yield rowIssue('warning', 'unresolved-reference', at, 'value', JSON.stringify(unread).slice(0, MOST_SHOWN), words);
} // prettier-ignore

const MOST_SHOWN = 2000;

/** Which account the service said that a user name or a number of a telephone is of; none where it knew of none. */
function* resolved(reading: Reading, kind: number, key: Buffer, fields: JsonFields | null, at: RowLocator, rest: Rest): Generator<Extracted> {
  const who = peerOf(fields?.peek('p') as Stored | undefined);
  const issues: Extracted[] = [];
  const time = readTime(fields?.whole('t') ?? null, 'changed', at, 'value', issues, 'unix-s');
  fields?.leave('p');
  if (who !== null) yield* reading.people.meet(who, null, live(at));
  yield {
    ...BARE_EVENT,
    kind: 'event',
    key: `resolved:${kind}/${keyText(key)}`,
    from: live(at),
    type: 'unknown',
    accounts: who === null ? [] : [accountKey(who)],
    times: timesOf(time),
    body: null,
    stored: { table: 't25', [kind === RESOLVED_NAMES ? 't25.name' : 't25.phone']: key.toString('utf8'), ...rest, ...restOf(fields, 't25.') },
  };
  yield* issues;
} // prettier-ignore
