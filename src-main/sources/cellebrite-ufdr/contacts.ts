import type { Account, AccountLink, Extracted } from '../../model/index.ts';
import { kindOfIdentifier } from './account-kind.ts';
import type { Context } from './context.ts';
import { partProvenance, provenanceOf, storedOf } from './context.ts';
import { modelsOf, textOf } from './model.ts';
import type { Model } from './model.ts';
import { accountKey, serviceOfModel } from './people.ts';

const USED: ReadonlySet<string> = new Set(['Name']);

/** Entries of a contact that are identities; addresses of pages and pictures are stored values. */
const SERVICE_OF_ENTRY: Readonly<Record<string, 'phone' | 'email' | null>> = {
  PhoneNumber: 'phone',
  EmailAddress: 'email',
  UserID: null,
};

/**
 * An entry of an address book, or an account set up on the device: an account for each of its identities, linked to the first. One
 * without any is an account by its name.
 */
export function* contactRecords(context: Context, model: Model): Generator<Extracted> {
  const app = serviceOfModel(model, null);
  const name = textOf(model, 'Name');
  const isOwn = model.type === 'UserAccount';
  const stored = storedOf(context, model, USED);
  const from = provenanceOf(context, model);
  const names: Account['names'] =
    name === null ? [] : [{ name, givenBy: isOwn ? 'self' : 'owner', column: `${model.type}.Name` }];
  let first: string | null = null;
  const keys = new Set<string>();
  for (const entry of entriesOf(model)) {
    const service = SERVICE_OF_ENTRY[entry.type] ?? app;
    const key = accountKey(service, entry.identifier);
    if (keys.has(key)) continue;
    keys.add(key);
    const kind =
      entry.type === 'PhoneNumber' ? phoneKind(entry.identifier) : kindOfIdentifier(entry.identifier, service);
    yield { kind: 'account', key, from, service, identifier: entry.identifier, ...kind, names, owner: null, stored };
    if (first === null) first = key;
    else
      yield {
        kind: 'account-link',
        key: `${model.id}/${key}`,
        from: entry.model === null ? from : partProvenance(context, entry.model),
        a: first,
        b: key,
        method: `${model.type} entries`,
      } satisfies AccountLink;
  }
  if (first !== null) return;
  const identifier = name ?? textOf(model, 'Username') ?? model.id;
  const kind = { identifierKind: 'display-name' as const, phone: null };
  yield {
    kind: 'account',
    key: `contact:${model.id}`,
    from,
    service: app,
    identifier,
    ...kind,
    names,
    owner: null,
    stored,
  };
}

function phoneKind(identifier: string): Pick<Account, 'identifierKind' | 'phone'> {
  return { identifierKind: 'phone', phone: kindOfIdentifier(identifier, 'phone').phone };
}

interface Identity {
  readonly type: string;
  readonly identifier: string;
  readonly model: Model | null;
}

function entriesOf(model: Model): readonly Identity[] {
  const found: Identity[] = [];
  for (const entry of modelsOf(model, 'Entries')) {
    const identifier = textOf(entry, 'Value')?.trim() ?? '';
    if (identifier !== '' && Object.hasOwn(SERVICE_OF_ENTRY, entry.type) && !isSecondName(entry))
      found.push({ type: entry.type, identifier, model: entry });
  }
  const user = textOf(model, 'Username')?.trim() ?? '';
  if (user !== '') found.push({ type: 'UserID', identifier: user, model: null });
  return found;
}

/** `UserID` entries that hold a name and no identifier. Source: ufed-model-useraccount.xml of IPED's tests. */
function isSecondName(entry: Model): boolean {
  return textOf(entry, 'Category') === 'Additional Name';
}
