import type { EvidenceFile } from '../../evidence/tree.ts';
import type { Attachment, Detail, Extracted, Issue, Key, Message, Provenance, Timestamp } from '../../model/index.ts';
import { PLAUSIBLE_MS } from '../../model/index.ts';
import { dayMs } from './calendar.ts';
import { readContent } from './content.ts';
import type { Content } from './content.ts';
import type { Entry } from './entry.ts';
import { instantOf } from '../instant.ts';
import type { People } from './people.ts';

/** What all records of one export share. */
export interface Context {
  readonly file: EvidenceFile;
  readonly root: string;
  /** IANA zone as the examiner stated it; null: not known. */
  readonly zone: string | null;
  readonly owner: string | null;
  /** The export marks everything that the app wrote itself. */
  readonly isMarked: boolean;
  readonly people: People;
  readonly conversation: Key;
}

/**
 * Numbers of messages at which the app is said to end an export: with and without media. Inferred: named in users'
 * reports, not seen in a file.
 */
export const EXPORT_LIMITS: readonly number[] = [10_000, 40_000];

/** The records of one entry: its author when new, the message, then its attachment and details, then issues. */
export function* messageRecords(entry: Entry, position: number, context: Context): Generator<Extracted> {
  const content = readContent(entry.text, context.isMarked && entry.stamp.form === 'ios-bracket');
  const key = `message:${entry.offset}`;
  const from: Provenance = {
    at: [{ kind: 'bytes', file: context.file.sha256, offset: entry.offset, length: entry.length }],
    state: content.deleted === null ? 'live' : 'marked-deleted',
  };
  const time = timeOf(entry, context.zone);
  if (entry.author !== null && content.type !== 'system') yield* context.people.meet(entry);
  yield message(entry, position, content, key, from, time, context);
  if (content.attachment !== null) yield attachment(content.attachment, content.body, key, from, context);
  yield* details(content, key, from);
  if (content.missedCall !== null) yield missedCall(content.missedCall.video, entry, key, from, time, context);
  yield* issues(entry, from, time, context);
}

function message(
  entry: Entry,
  position: number,
  content: Content,
  key: Key,
  from: Provenance,
  time: Timestamp | null,
  context: Context,
): Message {
  const sender = entry.author === null || content.type === 'system' ? null : context.people.keyOf(entry.author);
  const type = entry.author === null && content.type === 'text' ? 'system' : content.type;
  return {
    kind: 'message',
    key,
    from,
    conversation: context.conversation,
    sender,
    direction:
      sender === null || context.owner === null ? 'unknown' : entry.author === context.owner ? 'outgoing' : 'incoming',
    serverId: null,
    times: time === null ? [] : [time],
    order: position,
    type,
    typeStored: content.body === null || content.edited ? entry.text.slice(0, 200) : '',
    body: content.body,
    status: null,
    forwarded: null,
    edited: null,
    deleted: content.deleted === null ? null : { by: null, time: null, originalServerId: null },
    viewOnce: false,
    starred: false,
    expires: null,
    system:
      type === 'system'
        ? { action: 'app-notice', actionStored: '', actor: null, affected: [], before: null, after: null }
        : null,
    stored: { stamp: entry.stamp.text, author: entry.author, edited: content.edited ? 1 : 0 },
  };
}

/** Null when the numbers are no date, for example 31 February. */
function timeOf(entry: Entry, zone: string | null): Timestamp | null {
  const wallMs = wallMsOf(entry);
  if (wallMs === null) return null;
  return {
    utcMs: zone === null ? wallMs : instantOf(wallMs, zone).utcMs,
    stored: entry.stamp.text,
    encoding: 'local-text',
    meaning: 'sent',
    zone: zone === null ? 'unstated' : 'stated',
  };
}

/** The stamp's clock read as UTC. */
function wallMsOf(entry: Entry): number | null {
  const { calendar, a, b, year, hour, minute, second, yearFirst } = entry.stamp;
  const [day, month] = entry.order === 'day-first' && !yearFirst ? [a, b] : [b, a];
  const midnight = dayMs(calendar, year, month, day);
  if (midnight === null) return null;
  const wallMs = midnight + ((hour * 60 + minute) * 60 + (second ?? 0)) * 1000;
  return wallMs < PLAUSIBLE_MS.from || wallMs >= PLAUSIBLE_MS.to ? null : wallMs;
}

function attachment(
  found: NonNullable<Content['attachment']>,
  caption: string | null,
  message: Key,
  from: Provenance,
  context: Context,
): Attachment {
  const { name, type } = found;
  return {
    kind: 'attachment',
    key: `${message}/attachment`,
    from,
    message,
    type,
    mediaType: null,
    name,
    caption,
    path: name,
    candidates: name === null || name.includes('/') || name.includes('\\') ? [] : [name],
    sha256: null,
    sizeBytes: null,
    durationS: null,
    width: null,
    height: null,
    thumbnail: null,
    transcript: null,
    ...(context.root === '' ? {} : { stored: { folder: context.root } }),
  };
}

function* details(content: Content, message: Key, from: Provenance): Generator<Detail> {
  const detail = (n: number, of: Detail['content']): Detail => ({
    kind: 'detail',
    key: `${message}/detail/${n}`,
    from,
    message,
    content: of,
  });
  const { place, poll } = content;
  const latitude = place?.latitude ?? null;
  const longitude = place?.longitude ?? null;
  if (place !== null && latitude !== null && longitude !== null)
    yield detail(0, {
      type: 'location',
      latitude,
      longitude,
      name: place.name,
      address: null,
      url: place.url,
      liveS: null,
    });
  else if (place !== null) yield detail(0, { type: 'link', url: place.url, title: place.name, description: null });
  if (poll === null) return;
  yield detail(0, { type: 'poll', question: poll.question, choices: null, ends: null });
  for (const [i, option] of poll.options.entries())
    yield detail(i + 1, { type: 'poll-option', position: i, ...option });
}

function missedCall(
  video: boolean,
  entry: Entry,
  message: Key,
  from: Provenance,
  time: Timestamp | null,
  context: Context,
): Extracted {
  return {
    kind: 'event',
    key: `${message}/call`,
    from,
    type: 'call',
    conversation: context.conversation,
    actor: entry.author === null ? null : context.people.keyOf(entry.author),
    accounts: [],
    direction: 'unknown',
    times: time === null ? [] : [time],
    call: { video, group: false, durationS: null, outcome: 'missed', outcomeStored: entry.text.slice(0, 200), message },
    body: null,
  };
}

function* issues(entry: Entry, from: Provenance, time: Timestamp | null, context: Context): Generator<Issue> {
  const issue = (severity: Issue['severity'], code: Issue['code'], stored: string | null, detail: string): Issue => ({
    kind: 'issue',
    severity,
    code,
    from,
    where: context.file.path,
    stored,
    detail,
  });
  if (time === null)
    yield issue(
      'warning',
      'time-out-of-range',
      entry.stamp.text,
      `The numbers are no date when read ${entry.order === 'day-first' ? 'day' : 'month'} first.`,
    );
  const wallMs = context.zone === null ? null : wallMsOf(entry);
  const doubt = wallMs === null || context.zone === null ? null : instantOf(wallMs, context.zone).doubt;
  if (doubt === 'twice')
    yield issue(
      'note',
      'time-zone-unstated',
      entry.stamp.text,
      'The clocks of the stated zone showed this time twice; the first instant was taken.',
    );
  if (doubt === 'never')
    yield issue(
      'warning',
      'time-zone-unstated',
      entry.stamp.text,
      'The clocks of the stated zone never showed this time: the phone may have been in another zone.',
    );
  if (!entry.decodable)
    yield issue(
      'warning',
      'undecodable-text',
      null,
      'The bytes are not text in the encoding of the file; letters may be wrong. Outside UTF-16 they were read as windows-1252.',
    );
  if (entry.cut)
    yield issue(
      'warning',
      'size-limit',
      null,
      'The text is longer than is kept; the rest is in the exhibit at the given bytes.',
    );
}
