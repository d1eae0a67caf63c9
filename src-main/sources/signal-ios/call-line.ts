import { readTimestamp, type Call, type Event, type Key, type Message, type Timestamp } from '../../model/index.ts';
import { rowIssue } from '../store-issues.ts';
import { LINE_CALLS, RECORDS } from './codes.ts';
import { objectOf } from './message-parts.ts';
import type { MessageRow } from './message-row.ts';
import { live, serviceId } from './reading.ts';

/** A call as the line that shows it in its conversation tells it. */
export interface CallLine {
  readonly sender: Key | null;
  readonly direction: Message['direction'];
}

const VIDEO = 1;

/** `TSCall` and `OWSGroupCallMessage`. Where the list of calls has no row for the line, it tells the call itself. */
export function callLine(message: MessageRow): CallLine {
  return message.record === RECORDS.groupCall ? groupCall(message) : ownCall(message);
}

function ownCall(message: MessageRow): CallLine {
  const { reading, table, row, at, thread, stored, out, taken } = message;
  const code = table.whole(row, 'callType');
  const known = code === null ? undefined : LINE_CALLS.get(code);
  if (known === undefined)
    out.push(rowIssue('warning', 'unknown-code', at, 'callType', code === null ? null : String(code), 'an outcome that this parser does not know')); // prettier-ignore
  taken.add('callType');
  const [direction, outcome] = known ?? ['unknown', 'unknown'];
  const partner = reading.see(thread?.account ?? null, at);
  const sender = direction === 'outgoing' ? reading.own(at) : direction === 'incoming' ? partner : null;
  const offer = table.whole(row, 'offerType');
  if (offer !== null) stored.offerType = offer;
  const video = offer === null ? null : offer === VIDEO;
  tell(message, { video, group: false, durationS: null, outcome, outcomeStored: String(code), message: message.key }, direction, sender, partner === null ? [] : [partner]); // prettier-ignore
  return { sender, direction };
}

function groupCall(message: MessageRow): CallLine {
  const { reading, table, row, at, stored, out, taken } = message;
  const creator = serviceId(table.text(row, 'creatorUuid'));
  taken.add('creatorUuid');
  const joined = objectOf(message, 'joinedMemberUuids')?.list('root') ?? [];
  const accounts = joined.flatMap((one, index) => {
    const id = typeof one === 'string' ? serviceId(one) : null;
    stored[`joinedMemberUuids.${index}`] = id ?? JSON.stringify(one);
    return id === null ? [] : [reading.accounts.see(id, at)];
  });
  const sender = reading.see(creator, at);
  const isOwn = creator !== null && creator.toLowerCase() === reading.owner?.toLowerCase();
  const direction = creator === null ? 'unknown' : isOwn ? 'outgoing' : 'incoming';
  // The owner is among those who joined, of the owner's own call somebody else; or the line does not say.
  const owner = reading.own(at);
  const isTaken = owner !== null && accounts.some((one) => (one === owner) !== isOwn);
  const outcome = isTaken ? 'answered' : 'unknown';
  out.push(...reading.accounts.drain());
  tell(message, { video: null, group: true, durationS: null, outcome, outcomeStored: String(message.record), message: message.key }, direction, sender, accounts); // prettier-ignore
  return { sender, direction };
}

function tell(
  { reading, table, row, at, key, thread, out }: MessageRow,
  call: Call,
  direction: Message['direction'],
  actor: Key | null,
  accounts: readonly Key[],
): void {
  if (reading.calls.has(key)) return;
  const ms = table.whole(row, 'timestamp');
  const time: Timestamp | null = ms === null ? null : readTimestamp(ms, 'unix-ms', 'started');
  const event: Event = { kind: 'event', key: `call:${key}`, from: live(at), type: 'call', conversation: thread?.key ?? null, actor, accounts: [...new Set([actor, ...accounts].filter((one) => one !== null))], direction, times: time === null ? [] : [time], call, body: null }; // prettier-ignore
  out.push(event);
}
