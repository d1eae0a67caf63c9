import type {
  Conversation,
  Extracted,
  Locator,
  Provenance,
  Stored,
  StoredColumns,
  Timestamp,
} from '../../model/index.ts';
import type { EvidenceDb } from '../../sqlite/evidence-db.ts';
import type { Run } from '../parser.ts';
import { conversationKey, Participants } from '../telegram-participants.ts';
import { accountKey, People } from '../telegram-people.ts';
import type { Owner } from '../telegram-people.ts';
import type { MediaFolder } from './media-folder.ts';
import { MessageIndex } from './message-index.ts';
import { kindOfPeer } from './peer-id.ts';

/** What is known of a conversation before it is told. */
export interface ConversationFacts {
  readonly type: Conversation['type'];
  readonly title: string | null;
  readonly created: Timestamp | null;
  /** The other account of a secret chat. */
  readonly account: string | null;
}

/** What further tables add to a conversation. */
interface Added {
  readonly at: Locator[];
  archived: boolean | null;
  description: string | null;
  draft: string | null;
  disappearingS: number | null;
  readonly stored: Record<string, Stored>;
}

/** The state of one read: what later tables need of earlier ones. Memory grows with accounts, conversations and media files. */
export class Reading {
  readonly run: Run;
  readonly db: EvidenceDb;
  readonly people: People;
  readonly media: MediaFolder;
  readonly index: MessageIndex;
  readonly facts = new Map<string, ConversationFacts>();
  readonly bots = new Set<string>();
  readonly #added = new Map<string, Added>();
  readonly members = new Participants();
  readonly #told = new Set<string>();

  constructor(run: Run, db: EvidenceDb, owner: Owner | null, media: MediaFolder) {
    this.run = run;
    this.db = db;
    this.people = new People(owner);
    this.media = media;
    this.index = new MessageIndex(db);
  }

  /** What tables beside the list of peers say of a conversation; told with it. */
  add(identifier: string, at: Locator, more: Partial<Omit<Added, 'at' | 'stored'>>, stored: StoredColumns): void {
    const added = this.#added.get(identifier) ?? { at: [], archived: null, description: null, draft: null, disappearingS: null, stored: {} }; // prettier-ignore
    added.at.push(at);
    Object.assign(added, more);
    Object.assign(added.stored, stored);
    this.#added.set(identifier, added);
  }

  /** Conversations of which some table beside the list of peers tells, in the order in which they were met. */
  get added(): Iterable<string> {
    return this.#added.keys();
  }

  /** True where `meet` yields nothing. */
  isMet(identifier: string): boolean {
    return this.#told.has(identifier);
  }

  /** Yields the conversation where nothing told of it before. `at`: what names it, where it has no row of its own. */
  *meet(identifier: string, at: Locator): Generator<Extracted> {
    if (this.#told.has(identifier)) return;
    this.#told.add(identifier);
    const facts = this.facts.get(identifier);
    const added = this.#added.get(identifier);
    const [first = at, ...more] = added?.at ?? [];
    const from: Provenance = { at: [first, ...more], state: 'live' };
    const other = facts?.account ?? (kindOfPeer(identifier) === 'user' ? identifier : null);
    if (other !== null) yield* this.people.meet(other, null, from);
    yield {
      kind: 'conversation',
      key: conversationKey(identifier),
      from,
      type: this.#typeOf(identifier, facts),
      identifier,
      title: facts?.title ?? null,
      account: other === null ? null : accountKey(other),
      parent: null,
      created: facts?.created ?? null,
      archived: added?.archived ?? null,
      hidden: null,
      description: added?.description ?? null,
      draft: added?.draft ?? null,
      disappearingS: added?.disappearingS ?? null,
      stored: added?.stored ?? {},
    };
  }

  #typeOf(identifier: string, facts: ConversationFacts | undefined): Conversation['type'] {
    const kind = kindOfPeer(identifier);
    if (kind === 'user') {
      if (identifier === this.people.owner) return 'self';
      return this.bots.has(identifier) ? 'bot' : 'one-to-one';
    }
    return facts?.type ?? (kind === 'chat' ? 'group' : kind === 'secret' ? 'one-to-one' : 'unknown');
  }
}
