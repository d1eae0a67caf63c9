import type { Conversation, Extracted, Key, Locator, RowLocator, Stored } from '../../model/index.ts';
import { rowIssue } from '../store-issues.ts';
import { orphanEvent } from '../orphan-event.ts';
import { scanTable, StoredTable } from '../stored-table.ts';
import { objectIn } from './archived.ts';
import { groupModelOf, type GroupModel } from './group-model.ts';
import { live, rowNumber, serviceId, type Reading, type Thread } from './reading.ts';
import { secondsTime } from './seconds-time.ts';

const RECORDS = { group: 26, contact: 27, privateStory: 72, releaseNotes: 80 } as const;

const COLUMNS = {
  id: 'whole-number',
  recordType: 'whole-number',
  uniqueId: 'text',
  creationDate: 'number',
  contactPhoneNumber: 'text',
  contactUUID: 'text',
  groupModel: 'anything',
  isArchived: 'flag',
  messageDraft: 'text',
  name: 'text',
} as const;

/** What other tables say of a thread, by its unique id. */
interface Beside {
  archived: boolean | null;
  timer: number | null;
  readonly stored: Record<string, Stored>;
  readonly at: RowLocator[];
}

/** `model_TSThread`: each row is a conversation, with what the tables beside it say. */
export function* readThreads(reading: Reading): Generator<Extracted> {
  const beside = new Map<string, Beside>();
  yield* besides(reading, beside);
  const table = new StoredTable(reading.db, 'model_TSThread', COLUMNS);
  yield* scanTable(reading.run, table, (row, at, out) => {
    const uniqueId = table.text(row, 'uniqueId') ?? `row ${String(at.rowid)}`;
    const record = table.whole(row, 'recordType');
    const stored: Record<string, Stored> = { ...table.rest(row) };
    const fields = objectIn(table.cell(row, 'groupModel'), 'groupModel', at, stored, out);
    const model = fields === null ? null : groupModelOf(fields);
    const [id, number] = [serviceId(table.text(row, 'contactUUID')), table.text(row, 'contactPhoneNumber')];
    const isGroup = record === RECORDS.group || model !== null;
    const account = isGroup ? null : (id ?? number);
    if (isGroup || (id !== null && number !== null)) carryContact(stored, table.cell(row, 'contactUUID'), number, id === null ? null : account); // prettier-ignore
    if (account !== null && id !== null && number !== null) linkNumber(reading, id, number, at, out);
    const type = typeOf(record, isGroup, account, reading);
    const isKnown = Object.values(RECORDS).some((one) => one === record);
    if (!isKnown)
      out.push(rowIssue('warning', 'unknown-code', at, 'recordType', record === null ? null : String(record), 'a type of conversation that this parser does not know')); // prettier-ignore
    if (!isKnown && record !== null) stored.recordType ??= record;
    const key: Key = `thread:${uniqueId}`;
    const thread: Thread = { key, isGroup, account };
    reading.threads.set(uniqueId, thread);
    const rowid = rowNumber(at.rowid);
    if (rowid !== null) reading.threadRows.set(rowid, thread);
    const more = beside.get(uniqueId);
    beside.delete(uniqueId);
    const name = table.text(row, 'name');
    const own = table.flag(row, 'isArchived');
    if (own === true && more !== undefined) stored.isArchived = 1;
    const conversation: Conversation = {
      kind: 'conversation',
      key,
      from: live(at, ...(more?.at ?? [])),
      type,
      identifier: model?.groupId ?? account ?? uniqueId,
      title: model?.name ?? (isGroup ? null : name),
      account: account === null ? null : reading.accounts.see(account, at),
      parent: null,
      created: secondsTime(table.cell(row, 'creationDate'), 'created', at, 'creationDate', out),
      archived: more?.archived ?? own,
      hidden: null,
      description: model?.description ?? null,
      draft: table.text(row, 'messageDraft'),
      disappearingS: more?.timer ?? null,
      stored: { uniqueId, ...(isGroup && name !== null && { name }), ...model?.rest, ...stored, ...more?.stored },
    };
    out.push(conversation, ...participantsOf(reading, key, model, at));
    return undefined;
  });
  yield* readMembers(reading);
  for (const [uniqueId, { at, stored }] of beside) {
    const [first, ...others] = at;
    if (first !== undefined) yield { kind: 'event', key: `beside:${first.table}:${String(first.rowid)}`, from: live(first, ...others), type: 'unknown', conversation: null, actor: null, accounts: [], direction: 'unknown', times: [], call: null, body: null, stored: { uniqueId, ...stored } }; // prettier-ignore
  }
}

/** The columns of somebody that no field of the conversation takes. */
function carryContact(stored: Record<string, Stored>, id: Stored | undefined, number: string | null, shown: string | null): void {
  if (shown === null && id !== null && id !== undefined && id !== '') stored.contactUUID ??= id;
  if (number !== null) stored.contactPhoneNumber ??= number;
} // prettier-ignore

function linkNumber(reading: Reading, id: string, number: string, at: RowLocator, out: Extracted[]): void {
  const [a, b] = [reading.accounts.see(id, at), reading.accounts.see(number, at)];
  out.push({ kind: 'account-link', key: `thread:${String(at.rowid)}:${b}`, from: live(at), a, b, method: 'model_TSThread.contactUUID' }); // prettier-ignore
}

function typeOf(
  record: number | null,
  isGroup: boolean,
  account: string | null,
  reading: Reading,
): Conversation['type'] {
  if (isGroup) return 'group';
  if (record === RECORDS.privateStory) return 'broadcast';
  if (record === RECORDS.releaseNotes) return 'channel';
  if (record !== RECORDS.contact && account === null) return 'unknown';
  return account !== null && account.toLowerCase() === reading.owner?.toLowerCase() ? 'self' : 'one-to-one';
}

function* participantsOf(reading: Reading, conversation: Key, model: GroupModel | null, at: Locator): Generator<Extracted> {
  const told = new Set<string>();
  for (const { identifier, role, membership, stored } of model?.members ?? []) {
    const account = reading.accounts.see(identifier, at);
    const key = `${conversation}:${account}:${membership}`;
    if (told.has(key)) continue;
    told.add(key);
    yield { kind: 'participant', key, from: live(at), conversation, account, role, membership, joined: null, left: null, stored }; // prettier-ignore
    if (membership === 'current') reading.members.add(`${conversation}:${account}`);
  }
} // prettier-ignore

/** `model_TSGroupMember`: those whom the model names too are told there; another is a participant whose role is not stored. */
function* readMembers(reading: Reading): Generator<Extracted> {
  const columns = { id: 'whole-number', recordType: 'whole-number', uniqueId: 'text', groupThreadId: 'text', uuidString: 'text', phoneNumber: 'text' } as const; // prettier-ignore
  const table = new StoredTable(reading.db, 'model_TSGroupMember', columns);
  yield* scanTable(reading.run, table, (row, at, out) => {
    const thread = reading.threads.get(table.text(row, 'groupThreadId') ?? '');
    const identifier = serviceId(table.text(row, 'uuidString')) ?? table.text(row, 'phoneNumber');
    if (thread === undefined || identifier === null) {
      out.push(orphanEvent(table, row, { conversation: thread?.key ?? null, accounts: identifier === null ? [] : [reading.accounts.see(identifier, at)] })); // prettier-ignore
      return undefined;
    }
    const account = reading.accounts.see(identifier, at);
    const isKnown = reading.members.has(`${thread.key}:${account}`);
    const rest = table.rest(row);
    if (isKnown && Object.keys(rest).length === 0) return 'a member whom the model of the group names too';
    out.push({ kind: 'participant', key: `${thread.key}:${account}:row ${String(at.rowid)}`, from: live(at), conversation: thread.key, account, role: 'unknown', membership: isKnown ? 'unknown' : 'current', joined: null, left: null, stored: rest }); // prettier-ignore
    return undefined;
  });
}

/** `thread_associated_data` and `model_OWSDisappearingMessagesConfiguration`, by the thread that they name. */
function* besides(reading: Reading, found: Map<string, Beside>): Generator<Extracted> {
  const of = (uniqueId: string, at: RowLocator): Beside => {
    const known = found.get(uniqueId) ?? { archived: null, timer: null, stored: {}, at: [] };
    known.at.push(at);
    found.set(uniqueId, known);
    return known;
  };
  const data = new StoredTable(reading.db, 'thread_associated_data', { id: 'whole-number', threadUniqueId: 'text', isArchived: 'flag', audioPlaybackRate: 'number' }); // prettier-ignore
  yield* scanTable(reading.run, data, (row, at) => {
    const one = of(data.text(row, 'threadUniqueId') ?? `row ${String(at.rowid)}`, at);
    one.archived = data.flag(row, 'isArchived');
    const rate = data.cell(row, 'audioPlaybackRate') ?? 1;
    if (rate !== 1 && typeof rate === 'number') one.stored['thread_associated_data.audioPlaybackRate'] = rate;
    for (const [name, cell] of Object.entries(data.rest(row))) one.stored[`thread_associated_data.${name}`] = cell;
    return undefined;
  });
  const name = 'model_OWSDisappearingMessagesConfiguration';
  const timers = new StoredTable(reading.db, name, { id: 'whole-number', recordType: 'whole-number', uniqueId: 'text', durationSeconds: 'whole-number', enabled: 'flag' }); // prettier-ignore
  yield* scanTable(reading.run, timers, (row, at) => {
    const one = of(timers.text(row, 'uniqueId') ?? `row ${String(at.rowid)}`, at);
    const seconds = timers.whole(row, 'durationSeconds');
    const isOn = timers.flag(row, 'enabled') !== false;
    one.timer = isOn && seconds !== null && seconds > 0 ? seconds : null;
    if (!isOn && seconds !== null && seconds > 0) one.stored[`${name}.durationSeconds`] = seconds;
    for (const [column, cell] of Object.entries(timers.rest(row))) one.stored[`${name}.${column}`] = cell;
    return undefined;
  });
}

/** A conversation that has no row of its own. */
export function threadWithout(key: Key, identifier: string, type: 'status' | 'unknown', at: RowLocator): Conversation {
  return { kind: 'conversation', key, from: live(at), type, identifier, title: null, account: null, parent: null, created: null, archived: null, hidden: null, description: null, draft: null, disappearingS: null }; // prettier-ignore
}
