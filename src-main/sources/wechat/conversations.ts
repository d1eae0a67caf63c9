import type { Conversation, Extracted, Key, Locator, Stored } from '../../model/index.ts';
import type { Accounts } from './accounts.ts';
import { conversationTypeOf, isRoom, isUnnamed } from './identifier.ts';

/** What the rows of one conversation say of it. */
export interface Gathered {
  readonly at: Locator[];
  readonly stored: Record<string, Stored>;
  title: string | null;
  draft: string | null;
  description: string | null;
}

/** The conversations of one store, from the list of conversations, the groups, and the messages themselves. */
export class ConversationBook {
  readonly #gathered = new Map<string, Gathered>();
  readonly #known = new Set<string>();

  /** What is known of a conversation so far, for a reader of a table to add to. */
  gather(identifier: string): Gathered {
    let one = this.#gathered.get(identifier);
    if (one === undefined) this.#gathered.set(identifier, (one = nothing()));
    return one;
  }

  /** The conversations of the tables read so far. */
  *gathered(accounts: Accounts): Generator<Extracted> {
    for (const [identifier, one] of this.#gathered) {
      const [first, ...more] = one.at;
      if (first === undefined) continue;
      const out: Extracted[] = [];
      this.#known.add(identifier);
      const record = conversation(identifier, [first, ...more], one, accounts, out);
      yield* out;
      yield record;
    }
    this.#gathered.clear();
  }

  /** The key of a conversation that a message names; one that no table lists becomes a record of that row. */
  refer(identifier: string, at: Locator, accounts: Accounts, out: Extracted[]): Key {
    if (!this.#known.has(identifier)) {
      this.#known.add(identifier);
      out.push(conversation(identifier, [at], nothing(), accounts, out));
    }
    return identifier;
  }

  /** The other account of a one-to-one conversation; null for groups. */
  partnerOf(conversation: Key): Key | null {
    return hasPartner(conversation) ? conversation : null;
  }
}

function nothing(): Gathered {
  return { at: [], stored: {}, title: null, draft: null, description: null };
}

function hasPartner(identifier: string): boolean {
  return !isRoom(identifier) && !isUnnamed(identifier) && identifier !== '';
}

function conversation(
  identifier: string,
  at: readonly [Locator, ...Locator[]],
  { stored, title, draft, description }: Gathered,
  accounts: Accounts,
  out: Extracted[],
): Conversation {
  return {
    kind: 'conversation',
    key: identifier,
    from: { at, state: 'live' },
    stored,
    type: conversationTypeOf(identifier),
    identifier,
    title,
    account: hasPartner(identifier) ? accounts.refer(identifier, at[0], out) : null,
    parent: null,
    created: null,
    archived: null,
    hidden: null,
    description,
    draft,
    disappearingS: null,
  };
}
