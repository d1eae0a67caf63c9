import type { Conversation, ConversationType, Key, Participant, Provenance, StoredColumns } from '../../model/index.ts';
import { accountKey, isOutside } from './people.ts';

/** Where a message was said: a group by its id, else whoever is named as sender and receivers. */
export interface Room {
  readonly key: Key;
  readonly identifier: string;
  readonly type: ConversationType;
  readonly members: readonly string[];
}

/** The conversation of a message. `to` as stored; an archive gives no name to a conversation without a group. */
export function roomOf(roomId: string | null, from: string | null, to: readonly string[]): Room {
  const members = [...new Set([...(from === null ? [] : [from]), ...to])];
  if (roomId !== null) return { key: `room:${roomId}`, identifier: roomId, type: 'group', members };
  const identifier = [...members].sort().join(' | ');
  const type = members.length === 2 ? 'one-to-one' : members.length === 1 && to.length > 0 ? 'self' : 'unknown';
  return { key: `between:${identifier}`, identifier, type, members };
}

/** A group as a list of the company describes it. */
export interface ListedGroup {
  readonly from: Provenance;
  readonly title: string | null;
  readonly description: string | null;
  readonly created: Conversation['created'];
  readonly members: ReadonlyMap<string, ListedMember>;
  /** What the list says beside that. */
  readonly stored: StoredColumns;
}

/** A member of a group as a list of the company describes it. */
export interface ListedMember extends Pick<Participant, 'role' | 'joined'> {
  readonly from: Provenance;
  readonly stored: StoredColumns;
}

/** The conversations of an archive and who is named in them, each made known once. Memory grows with groups and members. */
export class Rooms {
  readonly #members = new Map<Key, Set<string>>();
  readonly #groups: ReadonlyMap<string, ListedGroup>;

  constructor(groups: ReadonlyMap<string, ListedGroup>) {
    this.#groups = groups;
  }

  /** Yields the conversation when nothing was said in it before, and each account that is first named in it. */
  *meet(room: Room, from: Provenance): Generator<Conversation | Participant> {
    let known = this.#members.get(room.key);
    const listed = room.type === 'group' ? this.#groups.get(room.identifier) : undefined;
    if (known === undefined) {
      known = new Set();
      this.#members.set(room.key, known);
      yield conversation(room, from, listed);
      for (const [identifier, member] of listed?.members ?? []) {
        known.add(identifier);
        yield participant(room, identifier, member.from, { ...member, membership: 'current' });
      }
    }
    for (const identifier of room.members) {
      if (known.has(identifier)) continue;
      known.add(identifier);
      yield participant(room, identifier, from, { role: 'unknown', joined: null, membership: 'unknown' });
    }
  }

  /** Groups that a list describes and no message is of. */
  *rest(): Generator<Conversation | Participant> {
    for (const [identifier, { from }] of this.#groups) yield* this.meet(roomOf(identifier, null, []), from);
  }
}

function conversation(room: Room, from: Provenance, listed: ListedGroup | undefined): Conversation {
  const outside = room.members.filter(isOutside);
  const [other] = outside;
  return {
    kind: 'conversation',
    key: room.key,
    from: listed === undefined || listed.from === from ? from : { ...from, at: [...from.at, ...listed.from.at] },
    type: room.type,
    identifier: room.identifier,
    title: listed?.title ?? null,
    // Seen from the company, the other side is the one outside; between two members neither is.
    account: room.type === 'one-to-one' && other !== undefined && outside.length === 1 ? accountKey(other) : null,
    parent: null,
    created: listed?.created ?? null,
    archived: null,
    hidden: null,
    description: listed?.description ?? null,
    draft: null,
    disappearingS: null,
    ...(listed === undefined ? {} : { stored: listed.stored }),
  };
}

function participant(
  room: Room,
  identifier: string,
  from: Provenance,
  { role, joined, membership, stored }: Pick<Participant, 'role' | 'joined' | 'membership' | 'stored'>,
): Participant {
  return {
    kind: 'participant',
    key: `participant:${room.key}:${identifier}`,
    from,
    conversation: room.key,
    account: accountKey(identifier),
    role,
    membership,
    joined,
    left: null,
    ...(stored === undefined ? {} : { stored }),
  };
}
