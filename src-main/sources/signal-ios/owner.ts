import type { Extracted, Locator, Stored } from '../../model/index.ts';
import type { StoredRow } from '../../sqlite/evidence-db.ts';
import { rowIssue, storeIssue } from '../store-issues.ts';
import { scanTable, StoredTable } from '../stored-table.ts';
import { unarchived } from './archived.ts';
import { live, serviceId, type Reading } from './reading.ts';

/** Settings that name the own account, the strongest first. Source: signalapp/Signal-iOS, Account/TSAccountManager (`TSAccountManagerImpl.AccountState.Keys`). */
const OWN = [
  'TSStorageRegisteredUUIDKey',
  'TSStorageRegisteredNumberKey',
  'TSAccountManager_RegisteredPNIKey',
] as const;
/** The number of this device in the account: 1 is the phone, others are linked to it. Source: as above. */
const DEVICE = 'TSAccountManager_DeviceId';
const COLLECTION = 'TSStorageUserAccountCollection';

/** `keyvalue`: settings and keys of the app, of which those that name the own account alone are read; the others are left where they are. */
export function* findOwner(reading: Reading): Generator<Extracted> {
  const found = new Map<string, { readonly identifier: string; readonly at: Locator }>();
  const device: { value: Stored } = { value: null };
  const names = new Map((reading.db.tables.get('keyvalue') ?? []).map((name) => [name.toLowerCase(), name]));
  const [key, collection, value] = ['key', 'collection', 'value'].map((name) => names.get(name) ?? name) as [string, string, string]; // prettier-ignore
  const table = new StoredTable(reading.db, 'keyvalue', { [key]: 'text', [collection]: 'text', [value]: 'anything' });
  yield* scanTable(reading.run, table, (row, at, out) => {
    const name = table.text(row, key) ?? '';
    const isOwn = OWN.some((one) => one === name);
    // Without its collection a key of this name is still the app's own; none other bears it.
    const isHere = table.text(row, collection) === COLLECTION || !table.has(collection);
    if (!isHere || (!isOwn && name !== DEVICE)) return 'a setting or key of the app, which is not read';
    const text = textIn(table, row, value);
    if (text === null) {
      out.push(rowIssue('warning', 'undecodable-payload', at, value, null, NO_SETTING));
      return undefined;
    }
    if (name === DEVICE) {
      device.value = text;
      return undefined;
    }
    const identifier = name.includes('PNI') ? pniOf(text) : (serviceId(text) ?? text);
    found.set(name, { identifier, at });
    reading.accounts.see(identifier, at);
    return undefined;
  });
  const own = OWN.map((name) => ({ name, ...found.get(name) })).find(({ identifier }) => identifier !== undefined);
  if (own?.identifier === undefined || own.at === undefined) {
    yield storeIssue('warning', 'owner-unknown', 'keyvalue', NO_OWNER);
    return;
  }
  reading.accounts.claimOwner(own.identifier, own.at, { claim: `the app's settings, ${own.name}`, assumed: false });
  if (device.value !== null) reading.accounts.describe(own.identifier, own.at, [], { [`keyvalue.${DEVICE}`]: device.value }); // prettier-ignore
  reading.owner = own.identifier;
  for (const [name, { identifier, at }] of found) {
    if (name === own.name) continue;
    const [a, b] = [reading.accounts.see(own.identifier, at), reading.accounts.see(identifier, at)];
    yield { kind: 'account-link', key: `keyvalue:${a}:${b}`, from: live(at), a, b, method: `keyvalue.${own.name}` };
  }
}

const NO_SETTING = 'no setting of the app can be read here';
const NO_OWNER =
  'Nothing in the store names the account it belongs to; messages marked as sent from it have no sender account.';

/** A setting is an archived text or number in older versions, the value itself in newer ones. */
function textIn(table: StoredTable, row: StoredRow, column: string): string | null {
  const cell = table.cell(row, column);
  if (!(cell instanceof Uint8Array)) return table.text(row, column);
  const value = unarchived(cell);
  return typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : null;
}

/** The number identity is stored with or without what tells it from an account id. */
function pniOf(text: string): string {
  const id = serviceId(text) ?? text;
  return id.startsWith('PNI:') ? id : `PNI:${id}`;
}
