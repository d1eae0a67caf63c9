import type { Conversation, Extracted, Locator, Message, Provenance, Stored } from '../../model/index.ts';
import { integerOf } from './cells.ts';
import { conversationTypeOf, isAccountJid } from './jid.ts';
import type { Reading, Session } from './reading.ts';

/** Conversations for messages whose session has no row: the messages are kept under what names them. */
export class Orphans {
  readonly #reading: Reading;
  readonly #known = new Map<string, Session>();
  #pending: Conversation[] = [];

  constructor(reading: Reading) {
    this.#reading = reading;
  }

  session(
    stored: Stored | undefined,
    fromJid: string | null,
    toJid: string | null,
    direction: Message['direction'],
    from: Provenance,
    at: Locator,
  ): Session {
    this.#reading.issue(
      'warning',
      'orphan-row',
      from,
      'ZWAMESSAGE.ZCHATSESSION',
      stored,
      'a message whose session has no row',
    );
    const pk = integerOf(stored);
    const jid = direction === 'outgoing' ? toJid : fromJid;
    const name = pk === null ? (jid ?? 'none') : `${pk}`;
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const session: Session = { key: `session-without-row:${name}`, jid: jid ?? `session ${name}` };
    this.#known.set(name, session);
    this.#pending.push({
      kind: 'conversation',
      key: session.key,
      from: {
        at: [at],
        state: 'recovered',
        recovery: {
          method: 'session-named-by-message',
          confidence: 'medium',
          otherwise: 'The session may never have been stored, or lie in pages that could not be read.',
        },
      },
      type: jid === null ? 'unknown' : conversationTypeOf(jid),
      identifier: session.jid,
      title: null,
      account: jid !== null && isAccountJid(jid) ? this.#reading.accounts.see(jid, at) : null,
      parent: null,
      created: null,
      archived: null,
      hidden: null,
      description: null,
      draft: null,
      disappearingS: null,
    });
    return session;
  }

  *drain(): Generator<Extracted> {
    if (this.#pending.length === 0) return;
    const pending = this.#pending;
    this.#pending = [];
    yield* this.#reading.accounts.drain();
    yield* pending;
  }
}
