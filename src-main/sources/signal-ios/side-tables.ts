import type { Event, Extracted, Key, RowLocator, Stored, Timestamp } from '../../model/index.ts';
import { BARE_EVENT } from '../bare-event.ts';
import { orphanEvent } from '../orphan-event.ts';
import { wordsSent } from '../signal-sent-copy.ts';
import { bytes } from '../stored-cells.ts';
import { scanTable, StoredTable } from '../stored-table.ts';
import { readTime } from '../stored-times.ts';
import { live, messageKey, serviceId, type Reading } from './reading.ts';
import { secondsTime } from './seconds-time.ts';

const RECORD = { id: 'whole-number', recordType: 'whole-number', uniqueId: 'text' } as const;

/** `model_OWSReaction`: one a row. */
export function* readReactions(reading: Reading): Generator<Extracted> {
  const columns = { ...RECORD, emoji: 'text', reactorE164: 'text', reactorUUID: 'text', sentAtTimestamp: 'whole-number', uniqueMessageId: 'text' } as const; // prettier-ignore
  const table = new StoredTable(reading.db, 'model_OWSReaction', columns);
  yield* scanTable(reading.run, table, (row, at, out) => {
    const number = table.text(row, 'reactorE164');
    const who = serviceId(table.text(row, 'reactorUUID')) ?? number;
    const id = table.text(row, 'uniqueMessageId');
    const time = readTime(table.cell(row, 'sentAtTimestamp'), 'reacted', at, 'sentAtTimestamp', out);
    const stored: Record<string, Stored> = { ...(number !== null && number !== who && { reactorE164: number }), ...table.rest(row) }; // prettier-ignore
    const account = reading.see(who, at);
    if (id === null) out.push(orphanEvent(table, row, { times: time === null ? [] : [time], accounts: account === null ? [] : [account] })); // prettier-ignore
    else out.push({ kind: 'reaction', key: `reaction:${String(at.rowid)}`, from: live(at), message: messageKey(id), account, emoji: table.text(row, 'emoji'), count: 1, time, stored }); // prettier-ignore
    return undefined;
  });
}

/** `model_TSMention`: which accounts a message names. */
export function* readMentions(reading: Reading): Generator<Extracted> {
  const columns = { ...RECORD, uniqueMessageId: 'text', uniqueThreadId: 'text', uuidString: 'text' } as const;
  const table = new StoredTable(reading.db, 'model_TSMention', columns);
  yield* scanTable(reading.run, table, (row, at, out) => {
    const account = reading.see(serviceId(table.text(row, 'uuidString')), at);
    const id = table.text(row, 'uniqueMessageId');
    const thread = table.text(row, 'uniqueThreadId');
    const stored = { ...(thread !== null && !reading.threads.has(thread) && { uniqueThreadId: thread }), ...table.rest(row) }; // prettier-ignore
    if (id === null || account === null) out.push(orphanEvent(table, row, { accounts: account === null ? [] : [account] })); // prettier-ignore
    else out.push({ kind: 'mention', key: `mention:${String(at.rowid)}`, from: live(at), message: messageKey(id), account, name: null, stored }); // prettier-ignore
    return undefined;
  });
}

function settingEvent(
  key: Key,
  at: RowLocator,
  accounts: readonly Key[],
  times: readonly (Timestamp | null)[],
  stored: Event['stored'],
): Event {
  return { kind: 'event', key, from: live(at), type: 'setting', ...BARE_EVENT, accounts, times: times.filter((time) => time !== null), body: null, ...(stored !== undefined && { stored }) }; // prettier-ignore
}

/** `model_OWSRecipientIdentity`: which safety number the device held for whom, and since when. The key itself stays in the store. */
export function* readIdentities(reading: Reading): Generator<Extracted> {
  const columns = { ...RECORD, accountId: 'text', createdAt: 'number' } as const;
  const table = new StoredTable(reading.db, 'model_OWSRecipientIdentity', columns, ['identityKey']);
  yield* scanTable(reading.run, table, (row, at, out) => {
    const id = table.text(row, 'accountId');
    // The account is named by the unique id of its row of recipients.
    const known = id === null ? null : reading.one('model_SignalRecipient', 'id', 'uniqueId', id);
    const account = reading.see(typeof known === 'number' ? (reading.recipients.get(known) ?? null) : null, at);
    const time = secondsTime(table.cell(row, 'createdAt'), 'changed', at, 'createdAt', out);
    const stored = { ...(account === null && id !== null && { accountId: id }), ...table.rest(row) };
    out.push(...reading.accounts.drain(), settingEvent(`identity:${String(at.rowid)}`, at, account === null ? [] : [account], [time], stored)); // prettier-ignore
    return undefined;
  });
}

/** `model_OWSDevice`: the devices that the own account is linked to; their names are sealed. */
export function* readDevices(reading: Reading): Generator<Extracted> {
  const columns = { ...RECORD, createdAt: 'number', lastSeenAt: 'number' } as const;
  const table = new StoredTable(reading.db, 'model_OWSDevice', columns);
  yield* scanTable(reading.run, table, (row, at, out) => {
    const times = [
      secondsTime(table.cell(row, 'createdAt'), 'created', at, 'createdAt', out),
      secondsTime(table.cell(row, 'lastSeenAt'), 'seen', at, 'lastSeenAt', out),
    ];
    const owner = reading.own(at);
    out.push(settingEvent(`device:${String(at.rowid)}`, at, owner === null ? [] : [owner], times, table.rest(row)));
    return undefined;
  });
}

/** `MessageSendLog_Payload`: what was sent, kept for some days so that it can be sent again: also words of a message that has a row. */
export function* readSendLog(reading: Reading): Generator<Extracted> {
  const columns = { payloadId: 'whole-number', plaintextContent: 'anything', sentTimestamp: 'whole-number', uniqueThreadId: 'text' } as const; // prettier-ignore
  const table = new StoredTable(reading.db, 'MessageSendLog_Payload', columns);
  yield* scanTable(reading.run, table, (row, at, out) => {
    const cell = table.cell(row, 'plaintextContent') ?? null;
    const raw = bytes(cell);
    const body = raw === null ? null : wordsSent(raw);
    const id = table.text(row, 'uniqueThreadId');
    const thread = id === null ? undefined : reading.threads.get(id);
    const time = readTime(table.cell(row, 'sentTimestamp'), 'sent', at, 'sentTimestamp', out);
    const stored: Record<string, Stored> = { ...table.rest(row) };
    if (thread === undefined && id !== null) stored.uniqueThreadId ??= id;
    if (cell !== null && cell !== '' && !(raw !== null && raw.length > LARGEST_CARRIED)) stored.plaintextContent = cell;
    out.push({ kind: 'event', key: `sent:${String(at.rowid)}`, from: live(at), type: 'unknown', ...BARE_EVENT, conversation: thread?.key ?? null, actor: reading.own(at), direction: 'outgoing', times: time === null ? [] : [time], body, stored }); // prettier-ignore
    return undefined;
  });
}

const LARGEST_CARRIED = 4096;

/** `model_TSPaymentModel` and `ArchivedPayment`: payments, by their own list. */
export function* readPayments(reading: Reading): Generator<Extracted> {
  const own = { ...RECORD, addressUuidString: 'text', createdTimestamp: 'whole-number', memoMessage: 'text' } as const;
  const table = new StoredTable(reading.db, 'model_TSPaymentModel', own);
  yield* scanTable(reading.run, table, (row, at, out) => {
    const account = reading.see(serviceId(table.text(row, 'addressUuidString')), at);
    const time = readTime(table.cell(row, 'createdTimestamp'), 'created', at, 'createdTimestamp', out);
    out.push({ kind: 'event', key: `payment:${String(at.rowid)}`, from: live(at), type: 'payment', ...BARE_EVENT, accounts: account === null ? [] : [account], times: time === null ? [] : [time], body: table.text(row, 'memoMessage'), stored: table.rest(row) }); // prettier-ignore
    return undefined;
  });
  const archived = new StoredTable(reading.db, 'ArchivedPayment', { id: 'whole-number', note: 'text', timestamp: 'whole-number' }); // prettier-ignore
  yield* scanTable(reading.run, archived, (row, at, out) => {
    const time = readTime(archived.cell(row, 'timestamp'), 'created', at, 'timestamp', out);
    out.push({ kind: 'event', key: `archived-payment:${String(at.rowid)}`, from: live(at), type: 'payment', ...BARE_EVENT, times: time === null ? [] : [time], body: archived.text(row, 'note'), stored: archived.rest(row) }); // prettier-ignore
    return undefined;
  });
}

/** `PinnedMessage`, where a version has it: which message is pinned. Its columns are carried as stored. */
export function* readPins(reading: Reading): Generator<Extracted> {
  const table = new StoredTable(reading.db, 'PinnedMessage', { id: 'whole-number', interactionId: 'whole-number' });
  yield* scanTable(reading.run, table, (row, at, out) => {
    const message = reading.messageOf(table.whole(row, 'interactionId'));
    if (message === null) out.push(orphanEvent(table, row));
    else out.push({ kind: 'detail', key: `pin:${String(at.rowid)}`, from: live(at), message, content: { type: 'pin', account: null, pinned: true, time: null }, stored: table.rest(row) }); // prettier-ignore
    return undefined;
  });
}

/** What `collection` calls messages; stores before 2024 index conversations, members and accounts in the same table. Source: signalapp/Signal-iOS, FullTextSearchIndexer.swift (`legacyCollectionName`), before FullTextSearchFinder.swift (`indexableModelTypes`). */
const MESSAGES = 'TSInteraction';

/** `indexable_text`: the words that the app searches. Those of a message that has no row any more are told. */
export function* readIndex(reading: Reading): Generator<Extracted> {
  const columns = { id: 'whole-number', collection: 'text', uniqueId: 'text', ftsIndexableContent: 'text' } as const;
  const isThere = reading.db.has('model_TSInteraction', 'uniqueId') && reading.db.has('indexable_text', 'uniqueId');
  const known = isThere ? 't.uniqueId IN (SELECT uniqueId FROM model_TSInteraction)' : 'NULL';
  const table = new StoredTable(reading.db, 'indexable_text', columns, [], { columns: [known], sql: '' });
  yield* scanTable(reading.run, table, (row, at, out) => {
    if (table.joined(row, 0) === 1) return 'words of a message that has a row';
    const body = table.text(row, 'ftsIndexableContent');
    const collection = table.text(row, 'collection');
    if (collection === null || collection === MESSAGES) out.push(orphanEvent(table, row, { body }));
    // Names and numbers under which somebody or a conversation is searched for: no message is missing.
    else out.push({ kind: 'event', key: `indexed:${String(at.rowid)}`, from: live(at), type: 'unknown', ...BARE_EVENT, body, stored: table.all(row) }); // prettier-ignore
    return undefined;
  });
}
