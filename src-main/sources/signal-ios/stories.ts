import type { Extracted, Key, Message, RowLocator, Stored } from '../../model/index.ts';
import type { StoredRow } from '../../sqlite/evidence-db.ts';
import { JsonFields } from '../json-fields.ts';
import { sharedId } from '../signal-accounts.ts';
import { bytes } from '../stored-cells.ts';
import { rowIssue } from '../store-issues.ts';
import { scanTable, StoredTable } from '../stored-table.ts';
import { readTime, timesOf } from '../stored-times.ts';
import { objectIn } from './archived.ts';
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
  const manifest = objectIn(table.cell(row, 'manifest'), 'manifest', at, stored, out);
  const content = objectIn(table.cell(row, 'attachment'), 'attachment', at, stored, out);
  const incoming = manifest?.object('incoming') ?? null;
  const received = incoming?.object('receivedState') ?? null;
  if (manifest !== null) recipients(reading, manifest, key, at, out);
  const body = textOf(content, stored);
  if (content !== null) {
    const [file, ofFile] = fileOf(content);
    const id = ofFile?.text('attachmentId') ?? file?.text('_0') ?? null;
    if (id !== null) reading.files.set(id, { message: key, what: 'attachment' });
    Object.assign(
      stored,
      ofFile?.rest('attachment.file.'),
      file?.rest('attachment.file.'),
      content.rest('attachment.'),
    );
  }
  const seen = received?.whole('receivedTimestamp') ?? null;
  Object.assign(stored, manifest?.rest('manifest.'), incoming?.rest('manifest.'), received?.rest('manifest.'));
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

/** The words of a story of text; what else stands with them, as the preview of a link, is carried. */
function textOf(content: JsonFields | null, stored: Record<string, Stored>): string | null {
  const text = content?.object('text') ?? null;
  const inner = text?.object('attachment') ?? text?.object('_0') ?? text;
  const ofBody = inner?.object('body') ?? null;
  const words = [inner?.text('text') ?? null, ofBody?.text('text') ?? null];
  for (const one of new Set([text, inner, ofBody])) Object.assign(stored, one?.rest('attachment.text.'));
  return words.find((one) => one !== null) ?? null;
}

/** The file of a story, and the object that names it: `fileV2` came with forms of the caption. Source: signalapp/Signal-iOS, Messages/Stories (`SerializedStoryMessageAttachment`). */
function fileOf(content: JsonFields): readonly [file: JsonFields | null, names: JsonFields | null] {
  const file = ['file', 'fileV2', 'media', 'foreignReferenceAttachment'].map((name) => content.object(name)).find((one) => one !== null) ?? null; // prettier-ignore
  return [file, file?.object('_0') ?? file];
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
