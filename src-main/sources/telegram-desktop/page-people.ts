import type { Account, Extracted, Key, Provenance } from '../../model/index.ts';
import type { Author, PageChat } from './page-chats.ts';

/**
 * The accounts of exported pages. Pages have names alone: an account is a name in a colour in one chat. Two people of one name and
 * colour in a chat are one account here, and one person in two chats is two.
 */
export class PagePeople {
  readonly #told = new Set<Key>();
  readonly #writers = new Set<string>();
  /** The name under which the one who exported writes, as the examiner stated it; null: not known. */
  readonly owner: string | null;

  constructor(owner: string | null) {
    this.owner = owner;
  }

  /** Whether the name that was stated as the owner's stands over a message. */
  get ownerWrote(): boolean {
    return this.owner !== null && this.#writers.has(this.owner);
  }

  keyOf(chat: PageChat, { name, colour }: Author): Key {
    return `account:${chat.folder}:${colour ?? ''}:${name}`;
  }

  /** Yields the account and the participant when a name is first met in a chat. */
  *meet(chat: PageChat, author: Author, from: Provenance, column: string): Generator<Extracted> {
    const key = this.keyOf(chat, author);
    if (column === 'from_name') this.#writers.add(author.name);
    if (this.#told.has(key)) return;
    this.#told.add(key);
    const { name, colour } = author;
    const account: Account = {
      kind: 'account',
      key,
      from,
      service: 'telegram',
      identifier: name,
      identifierKind: 'display-name',
      phone: null,
      names: [{ name, givenBy: 'app', column }],
      owner: name === this.owner ? { claim: 'stated by the examiner', assumed: true } : null,
      ...(colour !== null && { stored: { colour } }),
    };
    yield account;
    yield {
      kind: 'participant',
      key: `participant:${key}`,
      from,
      conversation: chat.key,
      account: key,
      role: 'unknown',
      membership: 'unknown',
      joined: null,
      left: null,
    };
  }
}
