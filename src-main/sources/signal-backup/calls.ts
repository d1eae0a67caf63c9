import type { Call, Event, Key, Timestamp } from '../../model/index.ts';
import type { Line } from './line.ts';
import type { Part } from './part.ts';
import { issueAt, live, timeOf } from './reading.ts';
import { numberedCode } from './shapes.ts';

/** Of calls of two. `NOT_ACCEPTED` says of an outgoing one not who ended it. Source: signalapp/libsignal at b056faa6dd02961cff24064c54c089c52e1a0753, backup.proto. */
const STATES: ReadonlyMap<string, Call['outcome']> = new Map([
  ['ACCEPTED', 'answered'],
  ['NOT_ACCEPTED', 'rejected'],
  ['MISSED', 'missed'],
  ['MISSED_NOTIFICATION_PROFILE', 'missed'],
  ['UNKNOWN_STATE', 'unknown'],
]);

/** Of calls of groups; the same source. Of one that the owner began, `JOINED` says that the owner joined it, and of nobody else. */
const GROUP_STATES: ReadonlyMap<string, Call['outcome']> = new Map([
  ['JOINED', 'answered'],
  ['ACCEPTED', 'answered'],
  ['DECLINED', 'rejected'],
  ['MISSED', 'missed'],
  ['MISSED_NOTIFICATION_PROFILE', 'missed'],
  ['GENERIC', 'unknown'],
  ['RINGING', 'unknown'],
  ['OUTGOING_RING', 'unknown'],
  ['UNKNOWN_STATE', 'unknown'],
]);

/** The call that a line shows; false for a line that shows none. */
export function readCallLine(line: Line, update: Part, conversation: Key): boolean {
  const individual = update.object('individualCall');
  if (individual !== null) {
    individualCall(line, individual, conversation);
    return true;
  }
  const group = update.object('groupCall');
  if (group === null) return false;
  groupCall(line, group, conversation);
  return true;
}

type Made = Pick<Event, 'actor' | 'accounts' | 'direction' | 'times'> & { readonly call: Omit<Call, 'message'> };

function put({ key, at, out }: Line, conversation: Key, call: Part, made: Made): void {
  const id = call.digits('callId');
  const stored = { ...(id !== null && { callId: id }), ...call.rest() };
  out.push({ kind: 'event', key: `call:${key}`, from: live(at), type: 'call', conversation, body: null, ...made, call: { ...made.call, message: key }, stored }); // prettier-ignore
}

function outcomeOf({ at, out }: Line, states: ReadonlyMap<string, Call['outcome']>, state: string): Call['outcome'] {
  const known = states.get(state);
  if (known === undefined) out.push(issueAt('warning', 'unknown-code', live(at), 'call.state', state, UNKNOWN));
  return known ?? 'unknown';
}

function storedState({ reading }: Line, message: string, code: string | null): string {
  return reading.isPlain ? (code ?? '') : numberedCode(message, 'state', code);
}

const UNKNOWN = 'an outcome of a call that this parser does not know';

function individualCall(line: Line, call: Part, conversation: Key): void {
  const { reading, at, out, item } = line;
  const stated = call.code('direction') ?? 'UNKNOWN_DIRECTION';
  const direction = stated === 'OUTGOING' ? 'outgoing' : stated === 'INCOMING' ? 'incoming' : 'unknown';
  const type = call.code('type') ?? 'UNKNOWN_TYPE';
  const video = type === 'VIDEO_CALL' ? true : type === 'AUDIO_CALL' ? false : null;
  const stored = call.code('state');
  const state = stored ?? 'UNKNOWN_STATE';
  const found = outcomeOf(line, STATES, state);
  const outcome = direction === 'incoming' || found === 'answered' ? found : 'unknown';
  const chat = reading.chats.get(item.digits('chatId') ?? '0');
  const other = reading.accountOf(chat?.recipient ?? null, at);
  const owner = reading.see(reading.owner, at);
  const started = timeOf(call, 'startedCallTimestamp', 'started', at, out);
  put(line, conversation, call, {
    actor: direction === 'outgoing' ? owner : direction === 'incoming' ? other : null,
    accounts: other === null ? [] : [other],
    direction,
    times: started === null ? [] : [started],
    call: { video, group: false, durationS: null, outcome, outcomeStored: storedState(line, 'IndividualCall', stored) },
  });
}

/** Who rang is the caller; where nobody rang, who began it. */
function groupCall(line: Line, call: Part, conversation: Key): void {
  const { reading, at, out } = line;
  const stored = call.code('state');
  const state = stored ?? 'UNKNOWN_STATE';
  const [ringer, starter] = [call.digits('ringerRecipientId'), call.digits('startedCallRecipientId')];
  const people = [ringer, starter].map((one) => reading.accountOf(one, at)).filter((one) => one !== null);
  const caller = ringer ?? starter;
  const kind = caller === null ? undefined : reading.recipients.get(caller)?.kind;
  const found = outcomeOf(line, GROUP_STATES, state);
  const times = [
    timeOf(call, 'startedCallTimestamp', 'started', at, out),
    timeOf(call, 'endedCallTimestamp', 'ended', at, out),
  ].filter((time): time is Timestamp => time !== null);
  put(line, conversation, call, {
    actor: reading.accountOf(caller, at),
    accounts: [...new Set(people)],
    direction: kind === 'self' ? 'outgoing' : kind === 'contact' ? 'incoming' : 'unknown',
    times,
    call: { video: null, group: true, durationS: null, outcome: kind === 'self' ? 'unknown' : found, outcomeStored: storedState(line, 'GroupCall', stored) }, // prettier-ignore
  });
}
