import type { AccountName, Extracted, RowLocator, Stored } from '../../model/index.ts';
import type { StoredRow } from '../../sqlite/evidence-db.ts';
import { scanTable, StoredTable } from '../stored-table.ts';
import { bytes } from '../stored-cells.ts';
import { rowIssue } from '../store-issues.ts';
import { objectIn } from './archived.ts';
import { live, rowNumber, serviceId, serviceIdOfBytes, type Reading } from './reading.ts';

/** Keys of profiles and of what the app keeps for its own synchronisation stay in the store. */
const KEPT_OUT = ['profileKey', 'contactAvatarHash', 'contactAvatarJpegData', 'identityKey'] as const;

/** The row of the own profile names its owner so. Source: signalapp/Signal-iOS, Profiles/OWSUserProfile.swift (`kLocalProfileUniqueId`). */
const OWN_PROFILE = 'kLocalProfileUniqueId';

const IDS = { recipientUUID: 'text', recipientPhoneNumber: 'text', pni: 'text' } as const;

/** Everybody that the app knows. Account id, number identity, number and user name are accounts of their own. */
export function* readPeople(reading: Reading): Generator<Extracted> {
  yield* readRecipients(reading);
  yield* readProfiles(reading);
  yield* readAddressBook(reading);
  yield* readUsernames(reading);
  yield* readNicknames(reading);
  yield* readMarks(reading);
}

function identifiersOf(table: StoredTable, row: StoredRow): readonly string[] {
  const all = [
    serviceId(table.text(row, 'recipientUUID')),
    table.text(row, 'recipientPhoneNumber'),
    serviceId(table.text(row, 'pni')),
  ];
  return [...new Set(all.filter((one) => one !== null))];
}

/** `model_SignalRecipient`: the identifiers of one person stand in one row. */
function* readRecipients(reading: Reading): Generator<Extracted> {
  const table = new StoredTable(reading.db, 'model_SignalRecipient', { id: 'whole-number', ...IDS });
  yield* scanTable(reading.run, table, (row, at, out) => {
    const [first = table.text(row, 'uniqueId') ?? `recipient ${String(at.rowid)}`, ...others] = identifiersOf(table, row); // prettier-ignore
    const id = rowNumber(at.rowid);
    if (id !== null) reading.recipients.set(id, first);
    reading.accounts.describeToo(first, at, [], prefixed(table, row));
    for (const other of others) {
      const [a, b] = [reading.accounts.see(first, at), reading.accounts.see(other, at)];
      out.push({ kind: 'account-link', key: `recipient:${String(at.rowid)}:${b}`, from: live(at), a, b, method: 'model_SignalRecipient.id' }); // prettier-ignore
    }
    return undefined;
  });
}

function prefixed(table: StoredTable, row: StoredRow): Record<string, Stored> {
  return Object.fromEntries(Object.entries(table.rest(row)).map(([name, cell]) => [`${table.name}.${name}`, cell]));
}

/** `model_OWSUserProfile`: names that people give themselves; the own one has a name of its own instead of a number. */
function* readProfiles(reading: Reading): Generator<Extracted> {
  const columns = { id: 'whole-number', uniqueId: 'text', ...IDS, profileName: 'text', familyName: 'text', username: 'text' } as const; // prettier-ignore
  const table = new StoredTable(reading.db, 'model_OWSUserProfile', columns, KEPT_OUT);
  yield* scanTable(reading.run, table, (row, at, out) => {
    const found = identifiersOf(table, row);
    const isOwn = found.includes(OWN_PROFILE) || table.text(row, 'uniqueId') === OWN_PROFILE;
    const account = found.find((one) => one !== OWN_PROFILE) ?? (isOwn ? reading.owner : null) ?? `profile ${String(at.rowid)}`; // prettier-ignore
    const [given, family] = [table.text(row, 'profileName'), table.text(row, 'familyName')];
    const names = joined(given, family, 'self', 'model_OWSUserProfile.profileName');
    const stored = prefixed(table, row);
    if (family !== null && given !== null) stored['model_OWSUserProfile.familyName'] ??= family;
    reading.accounts.describeToo(account, at, names, stored);
    for (const other of found) if (other !== account && other !== OWN_PROFILE) link(reading, account, other, at, 'model_OWSUserProfile.id', out); // prettier-ignore
    link(reading, account, table.text(row, 'username'), at, 'model_OWSUserProfile.username', out);
    return undefined;
  });
}

function joined(
  given: string | null,
  family: string | null,
  givenBy: AccountName['givenBy'],
  column: string,
): readonly AccountName[] {
  const name = [given, family].filter((one) => one !== null).join(' ');
  return name === '' ? [] : [{ name, givenBy, column }];
}

function link(
  reading: Reading,
  account: string,
  other: string | null,
  at: RowLocator,
  method: string,
  out: Extracted[],
): void {
  if (other === null) return;
  const [a, b] = [reading.accounts.see(account, at), reading.accounts.see(other, at)];
  if (a !== b) out.push({ kind: 'account-link', key: `${at.table}:${String(at.rowid)}:${b}`, from: live(at), a, b, method }); // prettier-ignore
}

/** `model_SignalAccount`: names out of the device's address book, in older versions inside an archived contact. */
function* readAddressBook(reading: Reading): Generator<Extracted> {
  const columns = { id: 'whole-number', uniqueId: 'text', ...IDS, contact: 'anything', givenName: 'text', familyName: 'text', nickname: 'text', fullName: 'text' } as const; // prettier-ignore
  const table = new StoredTable(reading.db, 'model_SignalAccount', columns, KEPT_OUT);
  yield* scanTable(reading.run, table, (row, at, out) => {
    const [account = table.text(row, 'uniqueId') ?? `entry ${String(at.rowid)}`, ...others] = identifiersOf(table, row);
    const stored = prefixed(table, row);
    const contact: Record<string, Stored> = {};
    const fields = objectIn(table.cell(row, 'contact'), 'contact', at, contact, out);
    const full = table.text(row, 'fullName') ?? fields?.text('fullName') ?? null;
    const given = table.text(row, 'givenName') ?? fields?.text('firstName') ?? null;
    const family = table.text(row, 'familyName') ?? fields?.text('lastName') ?? null;
    const nickname = table.text(row, 'nickname') ?? fields?.text('nickname') ?? null;
    const names = [
      ...(full === null ? joined(given, family, 'owner', 'model_SignalAccount.givenName') : joined(full, null, 'owner', 'model_SignalAccount.fullName')), // prettier-ignore
      ...joined(nickname, null, 'owner', 'model_SignalAccount.nickname'),
    ];
    if (full !== null && full !== [given, family].filter((one) => one !== null).join(' '))
      for (const [name, part] of Object.entries({ givenName: given, familyName: family }))
        if (part !== null) stored[`model_SignalAccount.${name}`] ??= part;
    for (const [name, value] of Object.entries({ ...contact, ...fields?.rest('contact.') })) stored[`model_SignalAccount.${name}`] ??= value; // prettier-ignore
    reading.accounts.describeToo(account, at, names, stored);
    for (const other of others) link(reading, account, other, at, 'model_SignalAccount.id', out);
    return undefined;
  });
}

/** `UsernameLookupRecord`: the user name under which somebody was found. */
function* readUsernames(reading: Reading): Generator<Extracted> {
  const table = new StoredTable(reading.db, 'UsernameLookupRecord', { aci: 'anything', username: 'text' });
  yield* scanTable(reading.run, table, (row, at, out) => {
    const raw = bytes(table.cell(row, 'aci'));
    const account = raw === null ? serviceId(table.text(row, 'aci')) : serviceIdOfBytes(raw);
    const username = table.text(row, 'username');
    if (account === null || username === null) {
      const stored = table.text(row, 'username') ?? (raw === null ? null : Buffer.from(raw).toString('hex'));
      out.push(rowIssue('warning', 'unresolved-reference', at, account === null ? 'aci' : 'username', stored, 'no account and user name that belong together')); // prettier-ignore
      reading.accounts.describeToo(username ?? account ?? `username ${String(at.rowid)}`, at, [], { 'UsernameLookupRecord.aci': table.cell(row, 'aci') ?? null }); // prettier-ignore
      return undefined;
    }
    link(reading, account, username, at, 'UsernameLookupRecord.aci', out);
    reading.accounts.describeToo(username, at, [], prefixed(table, row));
    return undefined;
  });
}

/** `NicknameRecord`: names and notes that the owner gave. */
function* readNicknames(reading: Reading): Generator<Extracted> {
  const columns = { recipientRowID: 'whole-number', givenName: 'text', familyName: 'text' } as const;
  const table = new StoredTable(reading.db, 'NicknameRecord', columns);
  yield* scanTable(reading.run, table, (row, at) => {
    const id = table.whole(row, 'recipientRowID');
    const account = (id === null ? undefined : reading.recipients.get(id)) ?? `nickname ${String(at.rowid)}`;
    const names = joined(table.text(row, 'givenName'), table.text(row, 'familyName'), 'owner', 'NicknameRecord.givenName'); // prettier-ignore
    reading.accounts.describeToo(account, at, names, prefixed(table, row));
    return undefined;
  });
}

/** Lists of people who are blocked or hidden. */
function* readMarks(reading: Reading): Generator<Extracted> {
  for (const [name, mark] of [
    ['BlockedRecipient', 'blocked'],
    ['HiddenRecipient', 'hidden'],
  ] as const) {
    const table = new StoredTable(reading.db, name, { recipientId: 'whole-number' });
    yield* scanTable(reading.run, table, (row, at) => {
      const id = table.whole(row, 'recipientId');
      const account = (id === null ? undefined : reading.recipients.get(id)) ?? `recipient ${String(id)}`;
      reading.accounts.describeToo(account, at, [], { [`${name}.recipientId`]: mark, ...prefixed(table, row) });
      return undefined;
    });
  }
}
