import type { Account, Key, Provenance, StoredColumns } from '../../model/index.ts';

/**
 * What an identifier is, by how it begins. Source: identifiers of the service's documentation, by the dossier, section 4.5.
 * `wm`, `wo`: people outside the company, by an id that each company has of its own; `wb`: a robot; anything else: a member of the
 * company by the name that its administrator chose.
 */
export function kindOf(identifier: string): Account['identifierKind'] {
  if (isOutside(identifier)) return 'hidden-id';
  if (identifier.startsWith(DEPARTMENT)) return 'other';
  return /^wb[\w-]{8,}$/u.test(identifier) ? 'bot' : 'user-name';
}

/** Stands before the number of a department, which is no account of a person. */
export const DEPARTMENT = 'department ';

/**
 * Whether an identifier is one of somebody outside the company. Administrators choose names that begin so too (`wonderwoman`): those of
 * the service are long, 32 characters in public tests and 24 in the shortest of its documentation.
 */
export function isOutside(identifier: string): boolean {
  return /^w[mo][\w-]{22,}$/u.test(identifier);
}

/** The key of an account within the source. */
export function accountKey(identifier: string): Key {
  return `account:${identifier}`;
}

/** What a list of the company says of an account. */
export interface Listed {
  readonly from: Provenance;
  readonly names: Account['names'];
  /** What the list says beside names. */
  readonly stored?: StoredColumns;
}

/** The accounts of an archive, each made known once. Memory grows with their number. */
export class People {
  readonly #met = new Set<string>();
  readonly #listed: ReadonlyMap<string, Listed>;

  constructor(listed: ReadonlyMap<string, Listed>) {
    this.#listed = listed;
  }

  /** Yields the account when nothing named it before. */
  *meet(identifier: string, from: Provenance): Generator<Account> {
    if (this.#met.has(identifier)) return;
    this.#met.add(identifier);
    const listed = this.#listed.get(identifier);
    yield {
      kind: 'account',
      key: accountKey(identifier),
      from: listed === undefined || listed.from === from ? from : { ...from, at: [...from.at, ...listed.from.at] },
      service: 'wecom',
      identifier,
      identifierKind: kindOf(identifier),
      phone: null,
      names: listed?.names ?? [],
      ...(listed?.stored === undefined ? {} : { stored: listed.stored }),
      owner: null,
    };
  }

  /** Those whom only a list names. */
  *rest(): Generator<Account> {
    for (const [identifier, { from }] of this.#listed) yield* this.meet(identifier, from);
  }
}
