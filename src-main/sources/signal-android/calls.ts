import type { Call, Event, Extracted, Key, Message, Stored } from '../../model/index.ts';
import { rowIssue } from '../store-issues.ts';
import { count } from '../stored-cells.ts';
import { readErrorOf, scanTable, StoredTable } from '../stored-table.ts';
import { readTime } from '../stored-times.ts';
import { CALL_DELETED, CALL_OUTCOMES, CALL_OUTGOING, CALL_TYPES } from './codes.ts';
import type { MessageTable } from './message-rows.ts';
import { readType } from './message-type.ts';
import { groupKey } from './groups.ts';
import { live, type Reading } from './reading.ts';

const COLUMNS = {
  _id: 'whole-number',
  call_id: 'anything',
  message_id: 'whole-number',
  peer: 'whole-number',
  type: 'whole-number',
  direction: 'whole-number',
  event: 'whole-number',
  timestamp: 'whole-number',
  ringer: 'whole-number',
  deletion_timestamp: 'whole-number',
} as const;

/** Which messages a row of `call` tells more of. */
export function noteCalls(reading: Reading): void {
  if (!reading.db.has('call', 'message_id')) return;
  const table = reading.tableOf(false);
  try {
    for (const [id] of reading.db.arrays('SELECT message_id FROM call WHERE message_id > 0')) {
      const message = count(id);
      if (message !== null) reading.calls.add(`${table}:${message}`);
    }
  } catch (error) {
    readErrorOf(error); // the reading of the table says so
  }
}

/** `call`: one call a row. How long it lasted is not stored. */
export function* readCalls(reading: Reading): Generator<Extracted> {
  const table = new StoredTable(reading.db, 'call', COLUMNS);
  const messages: MessageTable = reading.tableOf(false);
  const conversations = conversationsOf(reading);
  yield* scanTable(reading.run, table, (row, at, out) => {
    const stored: Record<string, Stored> = { ...table.rest(row) };
    const [type, way, event] = [table.whole(row, 'type'), table.whole(row, 'direction'), table.whole(row, 'event')];
    let outcome = event === null ? undefined : CALL_OUTCOMES.get(event);
    if (outcome === undefined)
      out.push(rowIssue('warning', 'unknown-code', at, 'event', event === null ? null : String(event), 'an outcome that this parser does not know')); // prettier-ignore
    const direction: Message['direction'] = way === CALL_OUTGOING ? 'outgoing' : way === 0 ? 'incoming' : 'unknown';
    const isGroup = type === CALL_TYPES.group || type === CALL_TYPES.adHoc;
    // Of a call of a group that went out, `joined` says that the owner joined it, and of nobody else.
    if (direction === 'outgoing' && (outcome !== 'answered' || isGroup)) outcome = 'unknown';
    const peer = table.whole(row, 'peer');
    const party = peer === null ? undefined : reading.parties.get(peer);
    const account = isGroup ? null : reading.see(peer, at);
    const ringer = reading.see(table.whole(row, 'ringer'), at);
    const owner = reading.owner === null ? null : reading.accounts.see(reading.owner, at);
    const actor = direction === 'outgoing' ? owner : (ringer ?? account);
    const accounts = [...new Set([actor, account, direction === 'incoming' ? owner : null])].filter((key) => key !== null); // prettier-ignore
    const id = table.whole(row, 'message_id');
    const message: Key | null = id === null || id <= 0 ? null : reading.messageOf(messages, id);
    const deleted = table.whole(row, 'deletion_timestamp') ?? 0;
    if (deleted > 0) stored.deletion_timestamp = deleted;
    const callId = table.cell(row, 'call_id');
    stored.call_id = typeof callId === 'number' || typeof callId === 'bigint' ? String(callId) : (callId ?? null);
    if (direction === 'unknown') stored.direction = table.cell(row, 'direction') ?? null;
    const by = table.whole(row, 'ringer');
    if (ringer === null && by !== null) stored.ringer = by;
    if (type !== null) stored.type = type;
    if (party === undefined && peer !== null) stored.peer = peer;
    const time = readTime(table.cell(row, 'timestamp'), 'sent', at, 'timestamp', out);
    const isDeleted = event === CALL_DELETED || deleted > 0;
    const call: Call = { video: type === CALL_TYPES.video ? true : type === CALL_TYPES.audio ? false : null, group: isGroup, durationS: null, outcome: outcome ?? 'unknown', outcomeStored: String(event), message }; // prettier-ignore
    out.push(...reading.accounts.drain());
    out.push({
      kind: 'event',
      key: `call:${String(at.rowid)}`,
      from: { at: [at], state: isDeleted ? 'marked-deleted' : 'live' },
      type: 'call',
      conversation: party?.groupId === undefined || party.groupId === null ? (peer === null ? null : (conversations.get(peer) ?? null)) : groupKey(party.groupId), // prettier-ignore
      actor,
      accounts,
      direction,
      times: time === null ? [] : [time],
      call,
      body: null,
      stored,
    });
    return undefined;
  });
}

function conversationsOf(reading: Reading): ReadonlyMap<number, Key> {
  return new Map([...reading.threads].map(([thread, recipient]) => [recipient, `thread:${thread}`]));
}

/** The call that a message tells of where no row of `call` does, as in versions without that table. */
export function callOf(reading: Reading, message: Message): Event | null {
  if (message.type !== 'call' || reading.calls.has(message.key)) return null;
  const type = readType(Number(message.typeStored));
  if (type === null || message.sender === null) return null;
  const isMissed = type.name.startsWith('MISSED_');
  const [sent] = message.times;
  return {
    kind: 'event',
    key: `call:${message.key}`,
    from: live(message.from.at[0]),
    type: 'call',
    conversation: message.conversation,
    actor: message.sender,
    accounts: [message.sender],
    direction: message.direction,
    times: sent === undefined ? [] : [sent],
    call: { video: type.name === 'GROUP_CALL_TYPE' ? null : type.isVideoCall, group: type.name === 'GROUP_CALL_TYPE', durationS: null, outcome: isMissed ? 'missed' : 'unknown', outcomeStored: type.name, message: message.key }, // prettier-ignore
    body: null,
  };
}
