import type { AccountName, Conversation, Extracted, Key, Participant, RowLocator, Stored } from '../../model/index.ts';
import type { StoredRow } from '../../sqlite/evidence-db.ts';
import { JsonFields } from '../json-fields.ts';
import { scanTable, StoredTable } from '../stored-table.ts';
import { GROUP_ROLES } from './codes.ts';
import { issueAt, live, timeOf, type Party, type Reading } from './reading.ts';

/**
 * Keys of the service, of profiles and of groups, and what the app keeps for its own synchronisation: no part of what was said, and
 * some of them open what is sealed. They stay in the store.
 */
const KEPT_OUT = [
  'accessKey', 'groupInviteLinkPassword', 'lastProfile', 'masterKey', 'pniCredential', 'profileKey', 'profileKeyCredential',
  'publicParams', 'secretParams', 'senderKeyInfo', 'storageID', 'storageUnknownFields', 'storageVersion', 'needsStorageServiceSync',
] as const; // prettier-ignore

const COLUMNS = {
  id: 'text',
  json: 'text',
  type: 'text',
  members: 'text',
  name: 'text',
  profileName: 'text',
  profileFamilyName: 'text',
  profileFullName: 'text',
  e164: 'text',
  serviceId: 'text',
  uuid: 'text',
  groupId: 'text',
} as const;

/** `conversations`: each row is a conversation, and of a private one the other's account with what identifies it. */
export function* readConversations(reading: Reading): Generator<Extracted> {
  const table = new StoredTable(reading.db, 'conversations', COLUMNS);
  yield* scanTable(reading.run, table, (row, at, out) => {
    readRow(reading, table, row, at, out);
    return undefined;
  });
}

function readRow(reading: Reading, table: StoredTable, row: StoredRow, at: RowLocator, out: Extracted[]): void {
  const stored: Record<string, Stored> = table.rest(row);
  const text = table.text(row, 'json');
  const json = text === null ? null : JsonFields.parse(text);
  const fields = json ?? new JsonFields({});
  if (text !== null && json === null) {
    out.push(issueAt('warning', 'undecodable-payload', live(at), 'conversations.json', text, NO_JSON));
    stored.json = table.cell(row, 'json') ?? null;
  }
  fields.leave(...KEPT_OUT);
  const id = table.text(row, 'id') ?? fields.text('id') ?? `row ${String(at.rowid)}`;
  fields.agree('id', id);
  const own = (column: string, ...others: readonly string[]): string | null => {
    const cell = table.text(row, column);
    fields.agree(column, cell);
    return [column, ...others].reduce<string | null>((found, name) => found ?? fields.text(name), cell);
  };
  const type = own('type');
  const [e164, groupId] = [own('e164'), own('groupId')];
  const serviceId = own('serviceId') ?? own('uuid');
  const isGroup = type === 'group' || (type === null && groupId !== null);
  if (type !== null && type !== 'group' && type !== 'private')
    out.push(issueAt('warning', 'unknown-code', live(at), 'conversations.type', type, UNKNOWN_TYPE));
  const key: Key = `conversation:${id}`;
  const pni = fields.text('pni');
  const username = fields.text('username');
  const identifiers = isGroup ? [] : [...new Set([serviceId, e164, pni, username].filter((one) => one !== null))];
  const party: Party = { key, isGroup, account: identifiers[0] ?? null };
  reading.parties.set(id, party);
  for (const one of [...identifiers, groupId]) if (one !== null) reading.byIdentifier.set(one.toLowerCase(), party);
  const names = namesOf(table, row, fields, isGroup);
  const [first, ...others] = identifiers;
  if (first !== undefined) {
    reading.accounts.describe(first, at, names.list, names.parts);
    for (const other of others) {
      const b = reading.accounts.see(other, at);
      const a = reading.accounts.see(first, at);
      out.push({
        kind: 'account-link',
        key: `${id}:${a}:${b}`,
        from: live(at),
        a,
        b,
        method: 'conversations.serviceId',
      });
    }
  }
  const members = own('members');
  if (!participants(reading, key, isGroup, members, fields, at, out) && members !== null) stored.members ??= members;
  const record: Conversation = {
    kind: 'conversation',
    key,
    from: live(at),
    type: isGroup ? 'group' : type === 'private' || first !== undefined ? 'one-to-one' : 'unknown',
    identifier: (isGroup ? groupId : first) ?? id,
    title: isGroup ? names.title : null,
    account: first === undefined ? null : reading.accounts.see(first, at),
    parent: null,
    created: null,
    archived: fields.flag('isArchived'),
    hidden: fields.has('removalStage') ? true : null,
    description: fields.text('description'),
    draft: fields.text('draft'),
    disappearingS: timerOf(fields.whole('expireTimer')),
    stored: { ...(isGroup && { id }), ...unused(table, row, isGroup), ...stored, ...fields.rest('json.') },
  };
  out.push(record);
}

/** Columns that rows of the other kind use, where this row holds something in them. */
function unused(table: StoredTable, row: StoredRow, isGroup: boolean): Record<string, Stored> {
  const found: Record<string, Stored> = {};
  const columns = isGroup
    ? ['profileName', 'profileFamilyName', 'profileFullName', 'e164', 'serviceId', 'uuid']
    : ['groupId', 'members'];
  for (const column of columns) {
    const cell = table.cell(row, column) ?? null;
    if (cell !== null && cell !== '') found[column] = cell;
  }
  return found;
}

function timerOf(seconds: number | null): number | null {
  return seconds === null || seconds <= 0 ? null : seconds;
}

const NO_JSON = 'not an object of JSON; it is carried as stored';
const UNKNOWN_TYPE = 'a type of conversation that this parser does not know';

function namesOf(table: StoredTable, row: StoredRow, fields: JsonFields, isGroup: boolean) {
  const list: AccountName[] = [];
  const column = (name: string): string | null => {
    const cell = table.text(row, name);
    fields.agree(name, cell);
    return cell ?? fields.text(name);
  };
  const put = (name: string | null, givenBy: AccountName['givenBy'], from: string): void => {
    if (name !== null) list.push({ name, givenBy, column: `conversations.${from}` });
  };
  const title = column('name');
  if (!isGroup) put(title, 'owner', 'name');
  const nickname = [fields.text('nicknameGivenName'), fields.text('nicknameFamilyName')].filter((one) => one !== null);
  put(nickname.length === 0 ? null : nickname.join(' '), 'owner', 'json.nicknameGivenName');
  const given = column('profileName');
  const family = column('profileFamilyName');
  const full = column('profileFullName');
  const joined = [given, family].filter((one) => one !== null).join(' ');
  put(full, 'self', 'profileFullName');
  const parts: Record<string, Stored> = {};
  if (joined !== (full ?? '')) {
    put(joined === '' ? null : joined, 'self', 'profileName');
    if (family !== null) parts['conversations.profileFamilyName'] = family;
  }
  return { title, list, parts };
}

/** Members of a group: of the second kind with roles, of the first a list of ids; false where the list of ids differs from them. Source: signalapp/Signal-Desktop, ts/model-types.d.ts. */
function participants(
  reading: Reading,
  conversation: Key,
  isGroup: boolean,
  members: string | null,
  fields: JsonFields,
  at: RowLocator,
  out: Extracted[],
): boolean {
  const seen = new Set<Key>();
  const put = (
    who: string | null,
    more: Pick<Participant, 'role' | 'membership'>,
    from: JsonFields | null,
    list: string,
  ): void => {
    if (who === null) return;
    const account = reading.see(who, at) ?? reading.accounts.see(who, at);
    if (seen.has(`${account} ${more.membership}`)) return;
    seen.add(`${account} ${more.membership}`);
    const time = from === null ? null : timeOf(from.whole('timestamp'), 'changed', at, 'json', out);
    out.push({
      kind: 'participant',
      key: `${conversation}:${account}:${more.membership}`,
      from: live(at),
      conversation,
      account,
      role: more.role,
      membership: more.membership,
      joined: null,
      left: null,
      stored: { ...from?.rest('json.'), ...(time !== null && { [`json.${list}.timestamp`]: time.utcMs }) },
    });
  };
  const roleOf = (one: JsonFields): Participant['role'] => GROUP_ROLES.get(one.whole('role') ?? -1) ?? 'unknown';
  for (const one of fields.objects('membersV2'))
    put(one.text('aci') ?? one.text('uuid'), { role: roleOf(one), membership: 'current' }, one, 'membersV2');
  for (const one of fields.objects('pendingMembersV2'))
    put(
      one.text('serviceId') ?? one.text('uuid'),
      { role: roleOf(one), membership: 'pending' },
      one,
      'pendingMembersV2',
    );
  for (const one of fields.objects('pendingAdminApprovalV2'))
    put(one.text('aci') ?? one.text('uuid'), { role: 'unknown', membership: 'pending' }, one, 'pendingAdminApprovalV2');
  // a ban does not tell that the banned one was ever a member
  for (const one of fields.objects('bannedMembersV2'))
    put(one.text('serviceId') ?? one.text('uuid'), { role: 'unknown', membership: 'unknown' }, one, 'bannedMembersV2');
  const older = [...(members ?? '').split(' '), ...fields.texts('members')].filter((one) => one !== '');
  const current = new Set([...seen].filter((one) => one.endsWith(' current')));
  if (isGroup && current.size === 0)
    for (const one of older) put(one, { role: 'unknown', membership: 'current' }, null, 'members');
  else return older.length === current.size && older.every((one) => current.has(`${one.toLowerCase()} current`));
  return true;
}
