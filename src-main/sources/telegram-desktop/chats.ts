import type { Conversation, Extracted, Key, Participant, Provenance } from '../../model/index.ts';
import type { ChatHead } from './outline.ts';
import { chatType } from './peers.ts';
import { accountKey } from '../telegram-people.ts';
import type { People } from '../telegram-people.ts';

/** The chats of an export. Memory grows with chats and with who wrote in them. */
export class Chats {
  readonly #identifiers: ReadonlySet<string>;
  readonly #told = new Set<string>();
  readonly #participants = new Map<string, Set<string>>();

  constructor(heads: readonly ChatHead[]) {
    this.#identifiers = new Set(heads.map(({ identifier }) => identifier));
  }

  has(identifier: string): boolean {
    return this.#identifiers.has(identifier);
  }

  /** Yields the conversation of a chat, once; a chat that stands in the export again is the same one. `message`: its first, where its head states nothing. */
  *meet(head: ChatHead, people: People, message: Provenance | null): Generator<Extracted> {
    const { identifier, name } = head;
    const [first, ...more] = head.at;
    const from: Provenance | null = first === undefined ? message : { at: [first, ...more], state: 'live' };
    if (from === null || this.#told.has(identifier)) return;
    this.#told.add(identifier);
    const type = chatType(head.type) ?? 'unknown';
    const isOther = type === 'one-to-one' || type === 'bot';
    if (isOther) yield* people.meet(identifier, name, from, type === 'bot' ? 'bot' : undefined);
    yield conversation(head, type, isOther, from);
  }

  /** Yields the participant when an account is first named in a chat. */
  *wrote(head: ChatHead, account: string, from: Provenance): Generator<Participant> {
    let known = this.#participants.get(head.identifier);
    if (known === undefined) this.#participants.set(head.identifier, (known = new Set()));
    if (known.has(account)) return;
    known.add(account);
    yield {
      kind: 'participant',
      key: `participant:${head.identifier}:${account}`,
      from,
      conversation: conversationKey(head.identifier),
      account: accountKey(account),
      role: 'unknown',
      membership: 'unknown',
      joined: null,
      left: null,
    };
  }
}

/** The key of a chat's conversation within the source. */
export function conversationKey(identifier: string): Key {
  return `chat:${identifier}`;
}

function conversation(head: ChatHead, type: Conversation['type'], isOther: boolean, from: Provenance): Conversation {
  return {
    kind: 'conversation',
    key: conversationKey(head.identifier),
    from,
    type,
    identifier: head.identifier,
    title: isOther ? null : head.name,
    account: isOther ? accountKey(head.identifier) : null,
    parent: null,
    created: null,
    archived: null,
    hidden: null,
    description: null,
    draft: null,
    disappearingS: null,
    stored: { type: head.type, id: head.id, ...(head.isLeft && { list: 'left_chats' }) },
  };
}
