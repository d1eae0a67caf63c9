import type { Account, Key, Sha256 } from '../../model/index.ts';
import { kindOfIdentifier } from './account-kind.ts';
import { isSystemParty, serviceOf } from './codes.ts';
import { modelsOf, textOf } from './model.ts';
import type { Model, Span } from './model.ts';

/** An identity as a party names it: by an identifier, else by a name alone. */
interface Named {
  readonly key: Key;
  readonly service: string;
  readonly identifier: string;
  readonly isName: boolean;
}

/** How many names of one account are kept. */
const MOST_NAMES = 20;

interface Known extends Named {
  readonly first: Span;
  readonly names: Set<string>;
  isOwner: boolean;
}

/** What is taken note of a party. */
export interface MetParty {
  readonly identifier: string | null;
  readonly name: string | null;
  readonly isOwner: boolean;
  readonly span: Span;
  /** That of its own app or of a model around it; null as long as none of them named one. */
  service: string | null;
}

/** The key of the account that a party names; null for the app's own lines and for a party without identifier and name. */
export function partyKey(party: Model | null | undefined, service: string): Key | null {
  return namedBy(textOf(party, 'Identifier'), textOf(party, 'Name'), service)?.key ?? null;
}

/** The account's key for an identifier as stored. */
export function accountKey(service: string, identifier: string): Key {
  return `${service}:${identifier}`;
}

function namedBy(stated: string | null, name: string | null, service: string): Named | null {
  const identifier = stated?.trim() ?? '';
  if (isSystemParty(identifier)) return null;
  if (identifier !== '') return { key: accountKey(service, identifier), service, identifier, isName: false };
  if (name === null || isSystemParty(name)) return null;
  return { key: `${service}:name:${name}`, service, identifier: name, isName: true };
}

/** True for a party that the tool marks as the owner of the device. */
export function isOwnerParty(party: Model | null | undefined): boolean {
  return textOf(party, 'IsPhoneOwner')?.toLowerCase() === 'true';
}

/** The service of a model: of its app, else of the model around it, else what its type stands for. */
export function serviceOfModel(model: Model, around: string | null): string {
  const own = textOf(model, 'Source') ?? textOf(model, 'SourceApplication');
  return own === null && around !== null ? around : serviceNamed(own, model.type);
}

/** The service of an app; of a model that lies in none and names no app, what its type stands for. */
export function serviceNamed(app: string | null, type: string): string {
  return serviceOf(app, BY_TYPE[type] ?? 'unstated');
}

/** Native models often name no app: inferred from their types. */
const BY_TYPE: Readonly<Record<string, string>> = {
  SMS: 'phone',
  MMS: 'phone',
  Call: 'phone',
  Email: 'email',
  Contact: 'address book',
};

/** The accounts that parties of a report name. Memory grows with their number. */
export class People {
  readonly #file: Sha256;
  readonly #known = new Map<Key, Known>();
  /** Services of which an account is marked as the owner's. */
  readonly #owned = new Set<string>();

  constructor(file: Sha256) {
    this.#file = file;
  }

  /** Takes note of a party of a service. */
  meet({ identifier, name, isOwner, span }: MetParty, service: string): void {
    const named = namedBy(identifier, name, service);
    if (named === null) return;
    let known = this.#known.get(named.key);
    if (known === undefined) {
      known = { ...named, first: span, names: new Set(), isOwner: false };
      this.#known.set(named.key, known);
    }
    if (name !== null && known.names.size < MOST_NAMES) known.names.add(name);
    if (!isOwner) return;
    known.isOwner = true;
    this.#owned.add(service);
  }

  /** True when some party with this key is marked as the owner. */
  isOwner(key: Key | null): boolean {
    return key !== null && this.#known.get(key)?.isOwner === true;
  }

  /** True when some party of this service is marked as the owner. */
  hasOwner(service: string): boolean {
    return this.#owned.has(service);
  }

  *accounts(): Generator<Account> {
    for (const { key, service, identifier, isName, first, names, isOwner } of this.#known.values()) {
      const kind: Pick<Account, 'identifierKind' | 'phone'> = isName
        ? { identifierKind: 'display-name', phone: null }
        : kindOfIdentifier(identifier, service);
      yield {
        kind: 'account',
        key,
        from: { at: [{ kind: 'bytes', file: this.#file, ...first }], state: 'live' },
        service,
        identifier,
        ...kind,
        names: [...names].map((name) => ({ name, givenBy: 'app', column: 'Party.Name' })),
        owner: isOwner
          ? { claim: 'marked as the owner of the phone by the extracting tool (Party.IsPhoneOwner)', assumed: false }
          : null,
      };
    }
  }
}

/** The parties of a model's fields, each account once, in their order. */
export function partiesOf(model: Model, ...fields: readonly string[]): readonly Model[] {
  const models = modelsOf(model, ...fields);
  if (models.length === 0) return models;
  const seen = new Set<string>();
  return models.filter((party) => {
    const name = textOf(party, 'Identifier') ?? textOf(party, 'Name') ?? party.id;
    if (party.type !== 'Party' || seen.has(name)) return false;
    seen.add(name);
    return true;
  });
}
