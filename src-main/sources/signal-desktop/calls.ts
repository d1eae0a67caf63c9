import type { Call, Event, Extracted, Key, RowLocator, Stored, Timestamp } from '../../model/index.ts';
import { scanTable, StoredTable } from '../stored-table.ts';
import { issueAt, live, timeOf, type Reading } from './reading.ts';

const COLUMNS = {
  callId: 'text',
  peerId: 'text',
  ringerId: 'text',
  startedById: 'text',
  mode: 'text',
  type: 'text',
  direction: 'text',
  status: 'text',
  timestamp: 'whole-number',
  endedTimestamp: 'whole-number',
} as const;

/**
 * `status`, of incoming calls. An outgoing one that nobody took has the same words, which then do not say who ended it.
 * Source: signalapp/Signal-Desktop, ts/types/CallDisposition.
 */
const OUTCOMES: ReadonlyMap<string, Call['outcome']> = new Map([
  ['Accepted', 'answered'],
  ['Joined', 'answered'],
  ['Missed', 'missed'],
  ['MissedNotificationProfile', 'missed'],
  ['Declined', 'rejected'],
  ['Pending', 'unknown'],
  ['GenericGroupCall', 'unknown'],
  ['OutgoingRing', 'unknown'],
  ['Ringing', 'unknown'],
  ['Deleted', 'unknown'],
  ['Unknown', 'unknown'],
  ['GenericAdhocCall', 'unknown'],
]);

/** `callsHistory`: one call a row. How long it lasted is not stored: between start and end lies the ringing too. */
export function* readCalls(reading: Reading): Generator<Extracted> {
  const table = new StoredTable(reading.db, 'callsHistory', COLUMNS);
  yield* scanTable(reading.run, table, (row, at, out) => {
    const stored: Record<string, Stored> = table.rest(row);
    const text = (column: keyof typeof COLUMNS): string | null => table.text(row, column);
    const status = text('status') ?? '';
    const direction =
      text('direction') === 'Outgoing' ? 'outgoing' : text('direction') === 'Incoming' ? 'incoming' : 'unknown';
    let outcome = OUTCOMES.get(status);
    if (outcome === undefined) out.push(unknown(at, 'status', status, 'an outcome that this parser does not know'));
    // Of a call of a group that went out, `Joined` says that the owner joined it, and of nobody else.
    if (direction === 'outgoing' && (outcome !== 'answered' || text('mode') !== 'Direct')) outcome = 'unknown';
    if (direction === 'unknown') stored.direction = table.cell(row, 'direction') ?? null;
    const mode = text('mode');
    const type = text('type');
    const peer = text('peerId');
    const isGroup = mode !== 'Direct';
    const party =
      peer === null ? undefined : (reading.byIdentifier.get(peer.toLowerCase()) ?? reading.parties.get(peer));
    const account = isGroup || peer === null ? null : (reading.accounts.see(party?.account ?? peer, at)); // prettier-ignore
    const caller = reading.see(text('ringerId') ?? text('startedById'), at);
    const owner = reading.owner === null ? null : reading.accounts.see(reading.owner, at);
    const actor = direction === 'outgoing' ? owner : (caller ?? account);
    for (const column of ['peerId', 'ringerId', 'startedById', 'mode', 'type'] as const)
      stored[column] = table.cell(row, column) ?? null;
    const id = text('callId') ?? `row ${String(at.rowid)}`;
    const times = [
      timeOf(table.cell(row, 'timestamp'), 'started', at, 'timestamp', out),
      timeOf(table.cell(row, 'endedTimestamp'), 'ended', at, 'endedTimestamp', out),
    ].filter((time): time is Timestamp => time !== null);
    const accounts: readonly Key[] = [...new Set([account, caller].filter((one) => one !== null))];
    const record: Event = {
      kind: 'event',
      key: `call:${id}`,
      from: { at: [at], state: status === 'Deleted' ? 'marked-deleted' : 'live' },
      type: 'call',
      conversation: party?.key ?? null,
      actor,
      accounts,
      direction,
      times,
      call: {
        video: type === 'Video' ? true : type === 'Audio' ? false : null,
        group: isGroup,
        durationS: null,
        outcome: outcome ?? 'unknown',
        outcomeStored: status,
        message: reading.calls.get(id) ?? null,
      },
      body: null,
      stored: withoutNull(stored),
    };
    out.push(...reading.accounts.drain(), record);
    return undefined;
  });
}

function unknown(at: RowLocator, column: string, stored: string, detail: string): Extracted {
  return issueAt('warning', 'unknown-code', live(at), `callsHistory.${column}`, stored, detail);
}

function withoutNull(stored: Readonly<Record<string, Stored>>): Readonly<Record<string, Stored>> {
  return Object.fromEntries(Object.entries(stored).filter(([, value]) => value !== null));
}
