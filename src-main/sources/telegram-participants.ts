import type { Call, Event, Extracted, Key, Participant, Provenance, RowLocator, StoredColumns, Timestamp } from '../model/index.ts'; // prettier-ignore
import { timesOf } from './stored-times.ts';
import { accountKey } from './telegram-people.ts';
import type { People } from './telegram-people.ts';

/** The key of a conversation within the source. */
export function conversationKey(identifier: string): Key {
  return `chat:${identifier}`;
}

/** The app shows it. */
export function live(at: RowLocator): Provenance {
  return { at: [at], state: 'live' };
}

type Standing = Pick<Participant, 'role' | 'membership' | 'joined' | 'left' | 'stored'>;

/** Whoever wrote in a conversation; nothing says what they are in it. */
const WROTE: Standing = { role: 'unknown', membership: 'unknown', joined: null, left: null };

/** Who was named in which conversation. Memory grows with both. */
export class Participants {
  readonly #named = new Set<string>();

  /** True where `meet` yields nothing. */
  has(conversation: string, account: string): boolean {
    return this.#named.has(`${conversation}:${account}`);
  }

  /** Yields the participant when an account is first named in a conversation. */
  *meet(conversation: string, account: string, from: Provenance, standing = WROTE): Generator<Participant> {
    const name = `${conversation}:${account}`;
    if (this.#named.has(name)) return;
    this.#named.add(name);
    yield {
      kind: 'participant',
      key: `participant:${name}`,
      from,
      conversation: conversationKey(conversation),
      account: accountKey(account),
      ...standing,
    };
  }
}

/** What both stores of the app say of a call: it is a message of the conversation. */
export interface CallFacts {
  readonly at: RowLocator;
  readonly key: Key;
  /** The identifier of the conversation. */
  readonly chat: string;
  readonly sender: string | null;
  readonly isOut: boolean | null;
  readonly time: Timestamp | null;
  readonly call: Omit<Call, 'message'>;
  readonly body: string | null;
}

/** The event of a call, with whoever the store names in it. */
export function* callEvent(people: People, facts: CallFacts, stored: () => StoredColumns): Generator<Extracted> {
  const { at, key, chat, sender, isOut, time, call, body } = facts;
  const named = [...new Set([sender, chat.startsWith('user') ? chat : null].filter((one) => one !== null))];
  for (const who of named) yield* people.meet(who, null, live(at));
  const event: Event = {
    kind: 'event',
    key,
    from: live(at),
    type: 'call',
    conversation: conversationKey(chat),
    actor: sender === null ? null : accountKey(sender),
    accounts: named.map(accountKey),
    direction: isOut === null ? 'unknown' : isOut ? 'outgoing' : 'incoming',
    times: timesOf(time),
    call: { ...call, message: null },
    body,
    stored: stored(),
  };
  yield event;
}
