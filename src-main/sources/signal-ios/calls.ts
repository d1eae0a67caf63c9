import type { Event, Extracted, Key, Message, Stored, Timestamp } from '../../model/index.ts';
import type { StoredRow } from '../../sqlite/evidence-db.ts';
import { bytes, text as textOf } from '../stored-cells.ts';
import { rowIssue } from '../store-issues.ts';
import { scanTable, StoredTable } from '../stored-table.ts';
import { readTime } from '../stored-times.ts';
import { BARE_EVENT } from '../bare-event.ts';
import { CALL_STATES, CALL_TYPES } from './codes.ts';
import { live, messageKey, serviceId, serviceIdOfBytes, type Reading, type Thread } from './reading.ts';

/** The list of calls, under its present and its first name. Source: signalapp/Signal-iOS, Calls/CallRecord/CallRecord.swift @056fb3a, Resources/schema.sql @0d8ef0f. */
const TABLES = ['CallRecord', 'model_CallRecord'] as const;

const COLUMNS = {
  id: 'whole-number',
  callId: 'text',
  interactionRowId: 'whole-number',
  interactionUniqueId: 'text',
  threadRowId: 'whole-number',
  peerUuid: 'text',
  type: 'whole-number',
  direction: 'whole-number',
  status: 'whole-number',
  timestamp: 'whole-number',
  callBeganTimestamp: 'whole-number',
  callEndedTimestamp: 'whole-number',
  groupCallRingerAci: 'anything',
} as const;

/** Which lines a row of the list tells more of. */
export function noteCalls(reading: Reading): void {
  for (const [row] of reading.each('CallRecord', 'interactionRowId')) {
    const message = typeof row === 'number' ? reading.messageOf(row) : null;
    if (message !== null) reading.calls.add(message);
  }
  for (const [id] of reading.each('model_CallRecord', 'interactionUniqueId')) {
    const uniqueId = textOf(id);
    if (uniqueId !== null) reading.calls.add(messageKey(uniqueId));
  }
}

/** One call a row. How long it lasted is not stored: between start and end lies the ringing too. */
export function* readCalls(reading: Reading): Generator<Extracted> {
  for (const name of TABLES) {
    const table = new StoredTable(reading.db, name, COLUMNS);
    yield* scanTable(reading.run, table, (row, at, out) => {
      const stored: Record<string, Stored> = { ...table.rest(row) };
      const [type, way, status] = [table.whole(row, 'type'), table.whole(row, 'direction'), table.whole(row, 'status')];
      let outcome = status === null ? undefined : CALL_STATES.get(status);
      if (outcome === undefined)
        out.push(rowIssue('warning', 'unknown-code', at, 'status', status === null ? null : String(status), 'an outcome that this parser does not know')); // prettier-ignore
      const direction: Message['direction'] = way === 1 ? 'outgoing' : way === 0 ? 'incoming' : 'unknown';
      const isGroup = type !== CALL_TYPES.audio && type !== CALL_TYPES.video;
      // Of a call of a group that went out the state says that this device rang or joined, and of nobody else.
      if (direction === 'outgoing' && (outcome !== 'answered' || isGroup)) outcome = 'unknown';
      if (direction === 'unknown') stored.direction = table.cell(row, 'direction') ?? null;
      const { message, thread } = placeOf(reading, table, row, stored);
      const peer = serviceId(table.text(row, 'peerUuid'));
      const account = isGroup ? null : reading.see(thread?.account ?? peer, at);
      if (peer !== null && (isGroup || (thread?.account ?? peer) !== peer)) stored.peerUuid = peer;
      const ringer = reading.see(ringerOf(table, row, stored), at);
      const owner = reading.own(at);
      const actor = direction === 'outgoing' ? owner : (ringer ?? account);
      const accounts = [...new Set([actor, account, direction === 'incoming' ? owner : null])].filter((key) => key !== null); // prettier-ignore
      const times = [
        readTime(table.cell(row, 'callBeganTimestamp') ?? table.cell(row, 'timestamp'), 'started', at, table.has('callBeganTimestamp') ? 'callBeganTimestamp' : 'timestamp', out), // prettier-ignore
        readTime(table.cell(row, 'callEndedTimestamp'), 'ended', at, 'callEndedTimestamp', out),
      ].filter((time): time is Timestamp => time !== null);
      stored.callId = table.cell(row, 'callId') ?? null;
      if (type !== null) stored.type = type;
      const record: Event = {
        kind: 'event',
        key: `call:${name}:${String(at.rowid)}`,
        from: live(at),
        type: 'call',
        conversation: thread?.key ?? null,
        actor,
        accounts,
        direction,
        times,
        call: {
          video: type === CALL_TYPES.video ? true : type === CALL_TYPES.audio ? false : null,
          group: isGroup,
          durationS: null,
          outcome: outcome ?? 'unknown',
          outcomeStored: String(status),
          message,
        },
        body: null,
        stored,
      };
      out.push(...reading.accounts.drain(), record);
      return undefined;
    });
  }
  yield* readDeleted(reading);
}

/** The line and the conversation of a call; numbers that lead nowhere are carried. */
function placeOf(reading: Reading, table: StoredTable, row: StoredRow, stored: Record<string, Stored>) {
  const line = table.whole(row, 'interactionRowId');
  const uniqueId = table.text(row, 'interactionUniqueId');
  const message: Key | null = uniqueId !== null ? messageKey(uniqueId) : reading.messageOf(line);
  if (message === null && line !== null) stored.interactionRowId = line;
  const number = table.whole(row, 'threadRowId');
  let thread: Thread | undefined = number === null ? undefined : reading.threadRows.get(number);
  if (thread === undefined && number !== null) stored.threadRowId = number;
  if (thread === undefined && uniqueId !== null) {
    const id = textOf(reading.one('model_TSInteraction', 'uniqueThreadId', 'uniqueId', uniqueId));
    thread = id === null ? undefined : reading.threads.get(id);
  }
  return { message, thread };
}

function ringerOf(table: StoredTable, row: StoredRow, stored: Record<string, Stored>): string | null {
  const cell = table.cell(row, 'groupCallRingerAci') ?? null;
  const raw = bytes(cell);
  const found = raw === null ? (typeof cell === 'string' ? serviceId(cell) : null) : serviceIdOfBytes(raw);
  if (found === null && cell !== null && cell !== '') stored.groupCallRingerAci = cell;
  return found;
}

/** `DeletedCallRecord`: that a call of this number was taken off the list, and when. */
function* readDeleted(reading: Reading): Generator<Extracted> {
  const table = new StoredTable(reading.db, 'DeletedCallRecord', { id: 'whole-number', threadRowId: 'whole-number', deletedAtTimestamp: 'whole-number' }); // prettier-ignore
  yield* scanTable(reading.run, table, (row, at, out) => {
    const cell = table.cell(row, 'deletedAtTimestamp');
    // Seconds in some versions, milliseconds in others: ten digits or thirteen.
    const isSeconds = typeof cell === 'number' && cell < 100_000_000_000;
    const time = readTime(cell, 'deleted', at, 'deletedAtTimestamp', out, isSeconds ? 'unix-s' : 'unix-ms');
    const number = table.whole(row, 'threadRowId');
    const thread = number === null ? undefined : reading.threadRows.get(number);
    const stored = { ...table.rest(row), ...(thread === undefined && number !== null && { threadRowId: number }) };
    out.push({ kind: 'event', key: `deleted-call:${String(at.rowid)}`, from: live(at), type: 'deletion', ...BARE_EVENT, conversation: thread?.key ?? null, times: time === null ? [] : [time], body: null, stored }); // prettier-ignore
    return undefined;
  });
}
