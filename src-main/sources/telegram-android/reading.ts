import type { Conversation, Extracted, Locator, Provenance, StoredColumns, Timestamp } from '../../model/index.ts';
import type { EvidenceDb } from '../../sqlite/evidence-db.ts';
import type { Detection, Run } from '../parser.ts';
import { conversationKey, Participants } from '../telegram-participants.ts';
import { accountKey, People } from '../telegram-people.ts';
import type { Owner } from '../telegram-people.ts';
import { CachePaths } from './cache-paths.ts';
import { kindOfPeer } from './peers.ts';
import type { KnownChat } from './peers.ts';
import { placeOf } from './place.ts';
import type { Place } from './place.ts';

/** What is known of a conversation before its row of `dialogs` is read. */
export interface ConversationFacts {
  readonly at: readonly Locator[];
  readonly type: Conversation['type'];
  readonly title: string | null;
  readonly created: Timestamp | null;
  /** The other account of a secret chat. */
  readonly account: string | null;
  readonly disappearingS: number | null;
  readonly stored: StoredColumns;
}

/** What a row of `dialogs` adds. */
export interface DialogFacts {
  readonly at: Locator;
  readonly archived: boolean | null;
  readonly disappearingS: number | null;
  readonly stored: StoredColumns;
}

/** Words that belong to a conversation, with where they stand: a text typed and not sent, a description. */
export interface Words {
  readonly at: Locator;
  readonly text: string | null;
  readonly stored: StoredColumns;
}

/** The state of one read: what later tables need of earlier ones. Memory grows with accounts and conversations. */
export class Reading {
  readonly run: Run;
  readonly db: EvidenceDb;
  readonly place: Place;
  readonly people: People;
  readonly cachePaths: CachePaths;
  readonly chats = new Map<number, KnownChat>();
  readonly secrets = new Set<number>();
  readonly bots = new Set<string>();
  readonly facts = new Map<string, ConversationFacts>();
  readonly dialogs = new Map<string, DialogFacts>();
  readonly descriptions = new Map<string, Words>();
  readonly drafts = new Map<string, Words>();
  readonly members = new Participants();
  readonly #told = new Set<string>();

  constructor(found: Detection, run: Run, db: EvidenceDb, owner: Owner | null) {
    this.run = run;
    this.db = db;
    this.place = placeOf(found.files.messages?.path ?? '');
    this.people = new People(owner);
    this.cachePaths = new CachePaths(found.files.paths, run);
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
    const dialog = this.dialogs.get(identifier);
    const [description, draft] = [this.descriptions.get(identifier), this.drafts.get(identifier)];
    const [first = at, ...more] = [
      ...(dialog === undefined ? [] : [dialog.at]),
      ...(facts?.at ?? []),
      ...[description, draft].flatMap((words) => (words === undefined ? [] : [words.at])),
    ];
    const from: Provenance = { at: [first, ...more], state: 'live' };
    const other = facts?.account ?? (kindOfPeer(identifier) === 'user' ? identifier : null);
    if (other !== null) yield* this.people.meet(other, null, from);
    yield {
      kind: 'conversation',
      key: conversationKey(identifier),
      from,
      type: facts?.type ?? this.#typeOf(identifier),
      identifier,
      title: facts?.title ?? null,
      account: other === null ? null : accountKey(other),
      parent: null,
      created: facts?.created ?? null,
      archived: dialog?.archived ?? null,
      hidden: null,
      description: description?.text ?? null,
      draft: draft?.text ?? null,
      disappearingS: dialog?.disappearingS ?? facts?.disappearingS ?? null,
      stored: { ...facts?.stored, ...dialog?.stored, ...description?.stored, ...draft?.stored },
    };
  }

  #typeOf(identifier: string): Conversation['type'] {
    if (kindOfPeer(identifier) !== 'user') return kindOfPeer(identifier) === 'chat' ? 'group' : 'unknown';
    if (identifier === this.people.owner) return 'self';
    return this.bots.has(identifier) ? 'bot' : 'one-to-one';
  }
}
