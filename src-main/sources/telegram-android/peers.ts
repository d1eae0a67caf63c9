import type { ConversationType, Stored } from '../../model/index.ts';
import type { JsonFields } from '../json-fields.ts';
import { integer } from '../stored-cells.ts';

/** Bits of a conversation's number that say its kind. Source: DialogObject of the client. */
const SECRET = 0x4000000000000000n;
const FOLDER = 0x2000000000000000n;
const LOW = 0xffffffffn;

/** Marks a conversation that no account and no group stands behind. */
export type PeerKind = 'user' | 'chat' | 'channel' | 'secret' | 'folder' | 'peer';

/** A group or channel that the store knows, and what conversation is held in it. */
export interface KnownChat {
  readonly identifier: string;
  readonly type: ConversationType;
}

/** What is needed to tell conversations of one number apart. */
export interface KnownPeers {
  /** By the number in `chats`. */
  readonly chats: ReadonlyMap<number, KnownChat>;
  /** Numbers of secret chats. */
  readonly secrets: ReadonlySet<number>;
}

/**
 * The identifier of the conversation that a `uid` or `did` names: `user…`, `chat…`, `channel…`, `secret…`, `folder…`; `peer…` for a
 * group or channel of which neither the store nor the message says which. Null for what is no number.
 */
export function dialogPeer(
  cell: Stored | undefined,
  { chats, secrets }: KnownPeers,
  stated: string | null,
): string | null {
  const value = integer(cell);
  if (value === null || value === 0) return null;
  const big = BigInt(value);
  if (big < 0n) {
    const number = Number(-big);
    const known = chats.get(number)?.identifier;
    if (known !== undefined) return known;
    return stated === `chat${number}` || stated === `channel${number}` ? stated : `peer${-big}`;
  }
  if ((big & SECRET) !== 0n) return `secret${Number(BigInt.asIntN(32, big & LOW))}`;
  if ((big & FOLDER) !== 0n) return `folder${big & LOW}`;
  // Before numbers of 64 bits a secret chat stood in the upper half.
  const upper = Number(BigInt.asIntN(32, big >> 32n));
  if ((big & LOW) === 0n && secrets.has(upper)) return `secret${upper}`;
  return `user${big}`;
}

/** The identifier of a `Peer`; null where the field is none. */
export function peerOf(fields: JsonFields | null): string | null {
  if (fields === null) return null;
  for (const kind of ['user', 'chat', 'channel'] as const) {
    const number = fields.whole(`${kind}_id`);
    if (number !== null) return `${kind}${number}`;
  }
  return null;
}

/** Who a field names: a peer, or in older layers the number of a user. */
export function whoOf(fields: JsonFields, name: string): string | null {
  const number = fields.whole(name);
  return number === null ? peerOf(fields.object(name)) : `user${number}`;
}

export function kindOfPeer(identifier: string): PeerKind {
  return (/^[a-z]+/u.exec(identifier)?.[0] ?? 'peer') as PeerKind;
}

/** The app's mark on rows whose channel and number stand in one number: the channel above the lower 32 bits. */
export function messageNumber(mid: Stored | undefined, uid: Stored | undefined): number | null {
  const value = integer(mid);
  if (value === null) return null;
  const big = BigInt(value);
  const upper = big >> 32n;
  const dialog = integer(uid);
  if (dialog !== null && upper > 0n && upper === -BigInt(dialog)) return Number(BigInt.asIntN(32, big & LOW));
  return BigInt.asIntN(32, big) === big ? Number(big) : null;
}
