import Database from 'better-sqlite3';
import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Fixture, FixtureTarget, Post, Story } from '../../../fixtures/story.ts';
import { Cast } from './fixture-cast.ts';
import { APP_FOLDER, MediaFolder, writeContacts, writePreferences } from './fixture-files.ts';
import { LEGACY_SCHEMA, LegacyWriter } from './fixture-legacy.ts';
import { fixLogSalts } from '../../../fixtures/fixed-log.ts';
import { ModernWriter } from './fixture-modern.ts';
import { modernSchema } from './fixture-schema.ts';

export interface LogOptions {
  /** How many of the last messages are in the write-ahead log alone. */
  readonly lastInLog: number;
  /** How many messages that the owner deleted are still in the main file and gone only in the log. */
  readonly deletedInLog: number;
}

/** As a phone that was seized while the app was running: the log had not been written back. */
const RUNNING: LogOptions = { lastInLog: 3, deletedInLog: 1 };

const LACKS = { zone: 'times are stored as instants; the zone of the phone is in no table' } as const;
const NO_HIDDEN_IDS = { 'hidden-ids': 'stores without jid_map address accounts by number' } as const;
/** The real legacy databases of 2021 and 2022 have no tables for these. */
const LACKS_LEGACY = {
  edits: 'editing came with the modern schema',
  reactions: 'reactions came with message_add_on',
  polls: 'polls came with the modern schema',
  'poll-votes': 'polls came with the modern schema',
  'revoked-time': 'message_revoked has no time in this generation',
  'system-persons': 'the persons lie in a serialised object that this parser does not decode',
  'past-members': 'the codes of group_participants_history are not known',
  'community-links': 'communities came with the modern schema',
  subscribers: 'channels came with the modern schema',
  drafts: 'no table of drafts is known in this generation',
} as const;

const REPEATED = 'repeats the conversation of the message';
const DISPLAY = 'state of the display, of no meaning outside the app';
const WHERE_TO_LOOK = 'says which tables hold more, all of which are read';
/** What the parser passes over. */
const UNREAD: Readonly<Record<string, string>> = {
  'chat.mod_tag': DISPLAY,
  'chat.gen': DISPLAY,
  'chat_list.mod_tag': DISPLAY,
  'chat_list.gen': DISPLAY,
  'message.lookup_tables': WHERE_TO_LOOK,
  'message.message_add_on_flags': WHERE_TO_LOOK,
  'messages.lookup_tables': WHERE_TO_LOOK,
  'messages.message_add_on_flags': WHERE_TO_LOOK,
  'message_quoted.lookup_tables': WHERE_TO_LOOK,
  'messages_quotes.lookup_tables': WHERE_TO_LOOK,
  'message_media.chat_row_id': REPEATED,
  'message_location.chat_row_id': REPEATED,
  'message_event.chat_row_id': REPEATED,
  'message_link.chat_row_id': REPEATED,
  'message_vcard_jid.message_row_id': REPEATED,
  'newsletter_message.chat_row_id': REPEATED,
  'message_add_on.chat_row_id': REPEATED,
  'message_media.first_scan_sidecar': 'key material of the player',
  'message_media.media_upload_handle': 'key material of the uploader',
  'message_poll.enc_key': 'key material of votes',
  'wa_vnames.cert_blob': 'the signed form of the names beside it',
};

export const fixture: Fixture = {
  parser: 'whatsapp-android',
  variants: ['modern-lid', 'modern', 'legacy'],
  platforms: ['android'],
  lacks: LACKS,
  lacksIn: (variant) =>
    variant === 'modern-lid' ? LACKS : { ...LACKS, ...NO_HIDDEN_IDS, ...(variant === 'legacy' ? LACKS_LEGACY : {}) },
  unread: UNREAD,
  write(story, target, variant) {
    writeStore(story, target, variant, RUNNING);
  },
};

/** What both generations of the store are written through. */
type StoryWriter = Pick<ModernWriter, 'begin' | 'post' | 'call' | 'remove'>;

/** Writes the story as one device stores it. The same story gives the same bytes. */
export function writeStore(story: Story, target: FixtureTarget, variant: string, log: LogOptions): void {
  const folder = join(target.root, APP_FOLDER, 'databases');
  mkdirSync(folder, { recursive: true });
  const cast = new Cast(story, target.device, variant === 'modern-lid');
  writePreferences(target.root, cast);
  writeContacts(target.root, cast, target.device);
  const path = join(folder, 'msgstore.db');
  const isLogged = log.lastInLog > 0 || log.deletedInLog > 0;
  const writing = isLogged ? join(folder, 'msgstore.db.writing') : path;
  const db = new Database(writing);
  db.pragma('page_size = 4096');
  db.pragma('auto_vacuum = 1');
  db.pragma('journal_mode = MEMORY');
  db.pragma('synchronous = OFF');
  for (const statement of variant === 'legacy' ? LEGACY_SCHEMA : modernSchema(variant)) db.exec(statement);
  const Writer = variant === 'legacy' ? LegacyWriter : ModernWriter;
  const writer: StoryWriter = new Writer(db, cast, target.device, new MediaFolder(target.root, target.device));
  db.exec('BEGIN');
  writer.begin(variant);
  const { last, deleted } = writePosts(story, target, cast, writer, log);
  db.exec('COMMIT');
  if (isLogged) {
    db.pragma('journal_mode = WAL');
    db.pragma('wal_autocheckpoint = 0');
    db.exec('BEGIN');
    for (const post of last) writeOne(post, cast, writer);
    for (const post of deleted) writer.remove(db, post.serverId);
    db.exec('COMMIT');
    copyFileSync(writing, path);
    copyFileSync(`${writing}-wal`, `${path}-wal`);
    fixLogSalts(`${path}-wal`);
  }
  db.close();
  if (isLogged) for (const end of ['', '-wal', '-shm']) rmSync(`${writing}${end}`, { force: true });
}

/** Writes all posts but the last, which are returned; calls come at their time. */
function writePosts(story: Story, target: FixtureTarget, cast: Cast, writer: StoryWriter, log: LogOptions) {
  const held = new Set(cast.threads.map((thread) => thread.id));
  const { id } = target.device;
  const calls = story.calls.filter((call) => call.on.includes(id)).sort((a, b) => a.startedMs - b.startedMs);
  const last: Post[] = [];
  const deleted: Post[] = [];
  let nextCall = 0;
  for (const post of story.posts()) {
    if (!held.has(post.thread)) continue;
    if (
      log.deletedInLog > deleted.length &&
      post.deletedOn.includes(id) &&
      post.body.type === 'text' &&
      post.revoked === null
    ) {
      deleted.push(post);
      last.push({ ...post, deletedOn: [] }); // in its turn, so that its number is in the order of time
    } else last.push(post);
    if (last.length <= log.lastInLog) continue;
    const next = last.shift();
    if (next === undefined) continue;
    for (let call = calls[nextCall]; call !== undefined && call.startedMs <= next.sentMs; call = calls[++nextCall])
      writer.call(call, threadOf(cast, call.thread));
    writeOne(next, cast, writer);
  }
  for (const call of calls.slice(nextCall)) writer.call(call, threadOf(cast, call.thread));
  return { last, deleted };
}

function writeOne(post: Post, cast: Cast, writer: StoryWriter): void {
  writer.post(post, threadOf(cast, post.thread));
}

function threadOf(cast: Cast, id: string) {
  const thread = cast.thread(id);
  if (thread === null) throw new Error(`story: no thread ${id} on this device`);
  return thread;
}
