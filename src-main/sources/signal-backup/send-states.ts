import type { Message, Timestamp } from '../../model/index.ts';
import type { Line } from './line.ts';
import { issueAt, live, timeOf } from './reading.ts';

/** What became of a sending, weakest first. Source: signalapp/libsignal at b056faa6dd02961cff24064c54c089c52e1a0753, backup.proto, `SendStatus`. */
const STATES = {
  failed: 'failed',
  skipped: null,
  pending: 'pending',
  sent: 'sent',
  delivered: 'delivered',
  read: 'read',
  viewed: 'played',
} as const satisfies Readonly<Record<string, Message['status']>>;

const NAMES = Object.keys(STATES) as readonly (keyof typeof STATES)[];

/** A receipt for each recipient; gives the state that the app shows, the furthest. */
export function readSendStates({ reading, item, key, at, out }: Line): Message['status'] {
  let furthest = -1;
  for (const [index, one] of (item.object('outgoing')?.objects('sendStatus') ?? []).entries()) {
    const name = one.which(NAMES);
    if (name === null)
      out.push(issueAt('warning', 'unknown-code', live(at), 'sendStatus', one.names.join(', '), UNKNOWN)); // prettier-ignore
    else furthest = Math.max(furthest, NAMES.indexOf(name));
    const recipient = one.digits('recipientId') ?? '0';
    const account = reading.accountOf(recipient, at);
    if (account === null) out.push(issueAt('warning', 'unresolved-reference', live(at), 'sendStatus.recipientId', recipient, NOBODY)); // prettier-ignore
    const is = (state: keyof typeof STATES, meaning: 'delivered' | 'read' | 'played'): Timestamp | null =>
      name === state ? timeOf(one, 'timestamp', meaning, at, out) : null;
    const [delivered, read, played] = [is('delivered', 'delivered'), is('read', 'read'), is('viewed', 'played')];
    if (name !== null) one.object(name);
    const stored = { ...(name !== null && { status: name }), ...(account === null && { recipientId: recipient }), ...one.rest() }; // prettier-ignore
    out.push({ kind: 'receipt', key: `receipt:${key}:${index}`, from: live(at), message: key, account, delivered, read, played, stored }); // prettier-ignore
  }
  const last = NAMES[furthest];
  return last === undefined ? null : STATES[last];
}

const UNKNOWN = 'a state of sending that this parser does not know';
const NOBODY = 'The state of a sending names a recipient that no frame of the backup tells of, or that has no account.';
