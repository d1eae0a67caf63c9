import type { Extracted, Locator, Stored } from '../../model/index.ts';
import type { EvidenceDb } from '../../sqlite/evidence-db.ts';
import { readErrorOf, scanTable, StoredTable } from '../stored-table.ts';
import { storeIssue } from '../store-issues.ts';
import { MESSAGE_TABLES } from './message-rows.ts';
import { live, type Reading } from './reading.ts';

/** Settings that name the own account, the strongest first. Source: signalapp/Signal-Android, keyvalue/AccountValues. */
const OWN = ['account.aci', 'account.e164', 'account.pni'] as const;
/** The number of this device in the account: 1 is the phone, others are linked to it. Source: as above. */
const DEVICE = 'account.device_id';

/** How many own messages are looked at where no setting names the owner. */
const SAMPLE_ROWS = 2000;

/** `key_value` of the settings' database: those that name the own account are read, the others are left where they are. */
export function* findOwner(reading: Reading, settings: EvidenceDb | null): Generator<Extracted> {
  const found = new Map<string, { readonly identifier: string; readonly at: Locator }>();
  const device: { cell: Stored } = { cell: null };
  if (settings !== null) {
    const table = new StoredTable(settings, 'key_value', { key: 'text', value: 'text' });
    yield* scanTable(reading.run, table, (row, at) => {
      const key = table.text(row, 'key');
      const value = table.text(row, 'value');
      if (key === DEVICE) device.cell = table.cell(row, 'value') ?? null;
      const name = OWN.find((one) => one === key);
      if (name === undefined && key !== DEVICE) return 'a setting or key of the app, which is not read';
      if (name === undefined || value === null) return undefined;
      found.set(name, { identifier: value, at });
      reading.accounts.see(value, at);
      const cell = table.cell(row, 'value');
      if (typeof cell !== 'string') reading.accounts.describe(value, at, [], { 'key_value.value': cell ?? null });
      return undefined;
    });
  }
  const own = OWN.map((name) => ({ name, ...found.get(name) })).find(({ identifier }) => identifier !== undefined);
  if (own?.identifier === undefined || own.at === undefined) {
    yield* assumeOwner(reading);
    return;
  }
  reading.accounts.claimOwner(own.identifier, own.at, { claim: `the app's settings, ${own.name}`, assumed: false });
  if (device.cell !== null)
    reading.accounts.describe(own.identifier, own.at, [], { [`key_value.${DEVICE}`]: device.cell });
  reading.owner = own.identifier;
  for (const [name, { identifier, at }] of found) {
    if (name === own.name) continue;
    const [a, b] = [reading.accounts.see(own.identifier, at), reading.accounts.see(identifier, at)];
    yield { kind: 'account-link', key: `key_value:${a}:${b}`, from: live(at), a, b, method: `key_value.${own.name}` };
  }
}

/** The sender of own messages; used only where all of a sample agree. Before version 185 a row does not name who sent it. */
function* assumeOwner(reading: Reading): Generator<Extracted> {
  const { db } = reading;
  const senders = new Map<string, number | bigint>();
  try {
    if (db.has('message', 'from_recipient_id') && db.has('message', 'type'))
      for (const [rowid, sender] of db.arrays(
        `SELECT rowid, from_recipient_id FROM message WHERE (type & 31) IN (21, 22, 23, 24) LIMIT ${SAMPLE_ROWS}`,
      )) {
        const identifier = typeof sender === 'number' ? reading.identifierOf(sender) : null;
        if (identifier !== null && typeof rowid === 'number' && !senders.has(identifier))
          senders.set(identifier, rowid);
      }
  } catch (error) {
    readErrorOf(error); // the reading of messages says so
  }
  const [first, ...others] = senders;
  if (first === undefined || others.length > 0) {
    const detail =
      'Nothing in the store names the account it belongs to; messages marked as sent from it have no sender account.';
    yield storeIssue('warning', 'owner-unknown', MESSAGE_TABLES[0], detail);
    return;
  }
  const [identifier, rowid] = first;
  const claim = 'inferred: the account that own messages name as their sender';
  const at = { kind: 'row', file: db.file, table: 'message', rowid } as const;
  reading.accounts.claimOwner(identifier, at, { claim, assumed: true });
  reading.owner = identifier;
  yield storeIssue('note', 'owner-assumed', 'message', `The owner's account is assumed (${claim}).`);
}
