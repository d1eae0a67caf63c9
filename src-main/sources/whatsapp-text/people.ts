import type { Account, Key, Participant, Sha256 } from '../../model/index.ts';
import type { Owner } from './owner.ts';
import type { Entry } from './entry.ts';

/** `+49 171 …` in the forms in which the app writes numbers that are in no address book. */
const PHONE = /^\+[\d\s()\u00A0\u2010\u2011.-]{6,24}$/u;

/** `~ Name`: a name that the account gave itself, in no address book. */
const SELF_NAMED = /^~[ \u00A0\u202F]*/u;

/** The authors of one export, made known at their first message. */
export class People {
  readonly #file: Sha256;
  readonly #owner: Owner | null;
  /** Name to the place of its first line. Bounded by the number of authors. */
  readonly #first = new Map<string, { readonly offset: number; readonly length: number }>();

  constructor(file: Sha256, owner: Owner | null) {
    this.#file = file;
    this.#owner = owner;
  }

  keyOf(name: string): Key {
    return `author:${name}`;
  }

  /** Yields the author's account when this entry is the first of it. */
  *meet(entry: Entry): Generator<Account> {
    const { author } = entry;
    if (author === null || this.#first.has(author)) return;
    this.#first.set(author, { offset: entry.offset, length: entry.length });
    const phone = PHONE.test(author) ? `+${author.replace(/\D/gu, '')}` : null;
    const selfNamed = SELF_NAMED.test(author);
    const owner = this.#owner?.name === author ? this.#owner : null;
    yield {
      kind: 'account',
      key: this.keyOf(author),
      from: { at: [{ kind: 'bytes', file: this.#file, offset: entry.offset, length: entry.length }], state: 'live' },
      service: 'whatsapp',
      identifier: author,
      identifierKind: phone === null ? 'display-name' : 'phone',
      phone,
      names:
        phone === null
          ? [
              {
                name: author.replace(SELF_NAMED, ''),
                givenBy: selfNamed || owner !== null ? 'self' : 'owner',
                column: 'author',
              },
            ]
          : [],
      owner: owner === null ? null : { claim: owner.claim, assumed: owner.assumed },
    };
  }

  /** Everybody who wrote, as participants; the export does not say when they joined or left. */
  *participants(conversation: Key): Generator<Participant> {
    for (const [name, { offset, length }] of this.#first) {
      yield {
        kind: 'participant',
        key: `participant:${name}`,
        from: { at: [{ kind: 'bytes', file: this.#file, offset, length }], state: 'live' },
        conversation,
        account: this.keyOf(name),
        role: 'unknown',
        membership: 'unknown',
        joined: null,
        left: null,
      };
    }
  }
}
