import type { Message, Stored, Timestamp } from '../../model/index.ts';
import { rowIssue } from '../store-issues.ts';
import { readTime } from '../stored-times.ts';
import { addressIn } from './archived.ts';
import { RECIPIENT_STATES } from './codes.ts';
import { objectOf } from './message-parts.ts';
import type { MessageRow } from './message-row.ts';
import { live } from './reading.ts';

/** Times of older versions, the furthest first; newer ones have one time with the state. Source: signalapp/Signal-iOS, Messages/Interactions/TSOutgoingMessageRecipientState.swift. */
const OLDER = [
  ['viewedTimestamp', 'played'],
  ['readTimestamp', 'read'],
  ['deliveryTimestamp', 'delivered'],
] as const;

/** `recipientAddressStates`: a receipt for each account the message went to; gives the state that is furthest. */
export function readReceipts(message: MessageRow): Message['status'] {
  const { reading, at, key, out } = message;
  let furthest: readonly [Message['status'], number] = [null, -1];
  const states = objectOf(message, 'recipientAddressStates')?.objects('root') ?? [];
  for (const [index, pair] of states.entries()) {
    const state = pair.object('value');
    if (state === null) {
      Object.assign(message.stored, pair.rest(`recipientAddressStates.${index}.`));
      continue;
    }
    const account = reading.see(addressIn(pair, 'key'), at);
    const code = state.whole('state');
    const known = code === null ? undefined : RECIPIENT_STATES.get(code);
    if (known === undefined)
      out.push(rowIssue('warning', 'unknown-code', at, 'recipientAddressStates', code === null ? null : String(code), 'a state of sending that this parser does not know')); // prettier-ignore
    const times: Partial<Record<'delivered' | 'read' | 'played', Timestamp | null>> = {};
    let status = known ?? [null, 0];
    for (const [name, what] of OLDER) {
      const ms = state.whole(name);
      if (ms === null || ms === 0) continue;
      times[what] = readTime(ms, what, at, 'recipientAddressStates', out);
      const own = [...RECIPIENT_STATES.values()].find(([meaning]) => meaning === what);
      if (own !== undefined && own[1] > status[1]) status = own;
    }
    const [meaning] = known ?? [null];
    const ms = state.whole('statusTimestamp');
    const stored: Record<string, Stored> = { 'recipientAddressStates.state': code };
    if (ms !== null && ms !== 0) {
      if (meaning === 'delivered' || meaning === 'read' || meaning === 'played')
        times[meaning] ??= readTime(ms, meaning, at, 'recipientAddressStates', out); // prettier-ignore
      else stored['recipientAddressStates.statusTimestamp'] = ms;
    }
    Object.assign(stored, state.rest('recipientAddressStates.'));
    if (status[1] > furthest[1]) furthest = status;
    out.push({ kind: 'receipt', key: `receipt:${key}:${index}`, from: live(at), message: key, account, delivered: times.delivered ?? null, read: times.read ?? null, played: times.played ?? null, stored }); // prettier-ignore
  }
  return furthest[0];
}
