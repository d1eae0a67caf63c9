import type { Extracted, Key, Message, RowLocator, Stored } from '../../model/index.ts';
import type { StoredRow } from '../../sqlite/evidence-db.ts';
import { JsonFields } from '../json-fields.ts';
import { sharedId } from '../signal-accounts.ts';
import { bytes } from '../stored-cells.ts';
import { rowIssue } from '../store-issues.ts';
import { scanTable, StoredTable } from '../stored-table.ts';
import { readTime, timesOf } from '../stored-times.ts';
import { archivedIn } from './archived.ts';
import { RECIPIENT_STATES } from './codes.ts';
import { live, messageKey, serviceId, type Reading } from './reading.ts';
import { threadWithout } from './threads.ts';

/** Stories of all accounts are one conversation. */
const STORIES: Key = 'stories';

const COLUMNS = {
  id: 'whole-number',
  recordType: 'whole-number',
  uniqueId: 'text',
  timestamp: 'whole-number',
  authorUuid: 'text',
  groupId: 'anything',
  direction: 'whole-number',
  manifest: 'anything',
  attachment: 'anything',
} as const;

/** `model_StoryMessage`: what accounts put up for a day. Names: signalapp/Signal-iOS, Messages/Stories/StoryMessage.swift @0863188. */
export function* readStories(reading: Reading): Generator<Extracted> {
  const table = new StoredTable(reading.db, 'model_StoryMessage', COLUMNS);
  yield* scanTable(reading.run, table, (row, at, out) => {
    if (!reading.hasStories) out.push(threadWithout(STORIES, 'stories', 'status', at));
    reading.hasStories = true;
    const record = readRow(reading, table, row, at, out);
    out.push(...reading.accounts.drain(), record);
    return undefined;
  });
}

function readRow(reading: Reading, table: StoredTable, row: StoredRow, at: RowLocator, out: Extracted[]): Message {
  const stored: Record<string, Stored> = { ...table.rest(row) };
  const uniqueId = table.text(row, 'uniqueId') ?? `story ${String(at.rowid)}`;
  const key = messageKey(uniqueId);
  const author = serviceId(table.text(row, 'authorUuid'));
  const way = table.whole(row, 'direction');
  const direction = way === 1 ? 'outgoing' : way === 0 ? 'incoming' : 'unknown';
  if (direction === 'unknown') stored.direction = table.cell(row, 'direction') ?? null;
  const group = bytes(table.cell(row, 'groupId'));
  const cell = table.cell(row, 'groupId') ?? null;
  if (group !== null) stored.groupId = Buffer.from(group).toString('base64');
  else if (cell !== null && cell !== '') stored.groupId = cell;
  const manifest = archivedIn(table.cell(row, 'manifest'), 'manifest', at, stored, out)?.object('root') ?? null;
  const content = archivedIn(table.cell(row, 'attachment'), 'attachment', at, stored, out)?.object('root') ?? null;
  const received = manifest?.object('incoming')?.object('receivedState') ?? null;
  if (manifest !== null) recipients(reading, manifest, key, at, out);
  const body = textOf(content);
  if (content !== null) {
    const file = content.object('file') ?? content.object('media') ?? content.object('foreignReferenceAttachment');
    const id = file?.text('attachmentId') ?? file?.text('_0') ?? null;
    if (id !== null) reading.files.set(id, { message: key, what: 'attachment' });
    for (const [name, value] of Object.entries({ ...file?.rest('attachment.file.'), ...content.rest('attachment.') })) stored[name] = value; // prettier-ignore
  }
  const seen = received?.whole('receivedTimestamp') ?? null;
  for (const [name, value] of Object.entries(received?.rest('manifest.') ?? {})) stored[name] = value;
  return {
    kind: 'message',
    key,
    from: live(at),
    conversation: STORIES,
    sender: reading.see(author, at),
    direction,
    serverId: sharedId(author, table.whole(row, 'timestamp')),
    times: timesOf(readTime(table.cell(row, 'timestamp'), 'sent', at, 'timestamp', out), readTime(seen, 'received', at, 'manifest', out)), // prettier-ignore
    order: null,
    type: body === null ? 'unknown' : 'text',
    typeStored: 'story',
    body,
    status: direction === 'incoming' ? 'received' : null,
    forwarded: null,
    edited: null,
    deleted: null,
    viewOnce: false,
    starred: false,
    expires: null,
    system: null,
    stored,
  };
}

/** The words of a story of text. */
function textOf(content: JsonFields | null): string | null {
  const text = content?.object('text') ?? null;
  const inner = text?.object('attachment') ?? text?.object('_0') ?? text;
  return inner?.text('text') ?? inner?.object('body')?.text('text') ?? null;
}

/** Those a story went to, with how far it came: an object by account, or a list in which account and state follow each other. */
function recipients(reading: Reading, manifest: JsonFields, key: Key, at: RowLocator, out: Extracted[]): void {
  const outgoing = manifest.object('outgoing');
  const states = outgoing?.value('recipientStates') ?? outgoing?.value('manifest');
  const pairs = Array.isArray(states) ? states.flatMap((id: unknown, i) => (i % 2 === 0 ? [[id, states[i + 1] as unknown] as const] : [])) : Object.entries(JsonFields.of(states)?.all ?? {}); // prettier-ignore
  for (const [index, [id, value]] of pairs.entries()) {
    const state = JsonFields.of(value) ?? new JsonFields({});
    const account = reading.see(typeof id === 'string' ? serviceId(id) : null, at);
    const code = state.whole('sendingState');
    if (code !== null && !RECIPIENT_STATES.has(code))
      out.push(rowIssue('warning', 'unknown-code', at, 'manifest', String(code), 'a state of sending that this parser does not know')); // prettier-ignore
    const played = readTime(state.whole('viewedTimestamp'), 'played', at, 'manifest', out);
    const stored = { ...(code !== null && { 'manifest.sendingState': code }), ...state.rest('manifest.') };
    out.push({ kind: 'receipt', key: `receipt:${key}:${index}`, from: live(at), message: key, account, delivered: null, read: null, played, stored }); // prettier-ignore
  }
}
