import type { CallFact, Device, Post, Thread } from '../../../fixtures/story.ts';
import { numberJid } from './fixture-cast.ts';
import type { Cast } from './fixture-cast.ts';
import { actionCode, indexed, madeId, sha256, textOf, typeCode, wordingAt } from './fixture-facts.ts';
import type { MediaFolder } from './fixture-files.ts';
import { Inserter } from './fixture-insert.ts';
import type Database from 'better-sqlite3';

/** Columns of `messages` and `messages_quotes` as in two real databases of 2021 and 2022. */
const MESSAGES =
  '_id INTEGER PRIMARY KEY AUTOINCREMENT, key_remote_jid TEXT NOT NULL, key_from_me INTEGER, key_id TEXT NOT NULL, status INTEGER, needs_push INTEGER, data TEXT, timestamp INTEGER, media_url TEXT, media_mime_type TEXT, media_wa_type TEXT, media_size INTEGER, media_name TEXT, media_caption TEXT, media_hash TEXT, media_duration INTEGER, origin INTEGER, latitude REAL, longitude REAL, thumb_image TEXT, remote_resource TEXT, received_timestamp INTEGER, send_timestamp INTEGER, receipt_server_timestamp INTEGER, receipt_device_timestamp INTEGER, read_device_timestamp INTEGER, played_device_timestamp INTEGER, raw_data BLOB, recipient_count INTEGER, participant_hash TEXT, starred INTEGER, quoted_row_id INTEGER, mentioned_jids TEXT, multicast_id TEXT, edit_version INTEGER, media_enc_hash TEXT, payment_transaction_id TEXT, forwarded INTEGER, preview_type INTEGER, send_count INTEGER, lookup_tables INTEGER, future_message_type INTEGER, message_add_on_flags INTEGER';

/** Statements that make an empty legacy store. */
export const LEGACY_SCHEMA: readonly string[] = [
  'CREATE TABLE android_metadata (locale TEXT)',
  'CREATE TABLE props (_id INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT UNIQUE, value TEXT)',
  `CREATE TABLE messages (${MESSAGES})`,
  `CREATE TABLE messages_quotes (${MESSAGES})`,
  'CREATE TABLE chat_list (_id INTEGER PRIMARY KEY AUTOINCREMENT, key_remote_jid TEXT UNIQUE, message_table_id INTEGER, subject TEXT, creation INTEGER, last_read_message_table_id INTEGER, archived INTEGER, sort_timestamp INTEGER, mod_tag INTEGER, gen REAL, my_messages INTEGER, plaintext_disabled BOOLEAN, ephemeral_expiration INTEGER)',
  'CREATE TABLE jid (_id INTEGER PRIMARY KEY AUTOINCREMENT, user TEXT NOT NULL, server TEXT NOT NULL, agent INTEGER, device INTEGER, type INTEGER, raw_string TEXT)',
  'CREATE TABLE group_participants (_id INTEGER PRIMARY KEY AUTOINCREMENT, gjid TEXT NOT NULL, jid TEXT NOT NULL, admin INTEGER, pending INTEGER, sent_sender_key INTEGER)',
  'CREATE TABLE receipts (_id INTEGER PRIMARY KEY AUTOINCREMENT, key_remote_jid TEXT NOT NULL, key_id TEXT NOT NULL, remote_resource TEXT, receipt_device_timestamp INTEGER, read_device_timestamp INTEGER, played_device_timestamp INTEGER)',
  'CREATE TABLE message_forwarded (message_row_id INTEGER PRIMARY KEY, forward_score INTEGER)',
  'CREATE TABLE message_ephemeral (message_row_id INTEGER PRIMARY KEY, duration INTEGER NOT NULL, expire_timestamp INTEGER NOT NULL)',
  'CREATE TABLE message_revoked (message_row_id INTEGER PRIMARY KEY, revoked_key_id TEXT NOT NULL, admin_jid_row_id INTEGER)',
  'CREATE TABLE message_system_value_change (message_row_id INTEGER PRIMARY KEY, old_data TEXT)',
  'CREATE TABLE call_log (_id INTEGER PRIMARY KEY AUTOINCREMENT, jid_row_id INTEGER, from_me INTEGER, call_id TEXT, transaction_id INTEGER, timestamp INTEGER, video_call INTEGER, duration INTEGER, call_result INTEGER, bytes_transferred INTEGER, group_jid_row_id INTEGER NOT NULL DEFAULT 0)',
  'CREATE VIRTUAL TABLE messages_fts USING FTS3()',
  'CREATE UNIQUE INDEX messages_key_index ON messages (key_remote_jid, key_from_me, key_id)',
  'CREATE INDEX media_hash_index ON messages (media_hash)',
  'CREATE UNIQUE INDEX jid_raw_string_index ON jid (raw_string)',
];

/** Writes the rows of one story into an open legacy store. */
export class LegacyWriter {
  readonly #insert: Inserter;
  readonly #cast: Cast;
  readonly #media: MediaFolder;
  readonly #device: Device;
  readonly #recalled = new Map<string, Post>();
  readonly #find: Database.Statement;
  #message = 1;

  constructor(db: Database.Database, cast: Cast, device: Device, media: MediaFolder) {
    this.#insert = new Inserter(db);
    this.#cast = cast;
    this.#media = media;
    this.#device = device;
    this.#find = db.prepare(
      'SELECT key_from_me, remote_resource, timestamp, media_wa_type, data FROM messages WHERE key_remote_jid = ? AND key_from_me IN (0, 1) AND key_id = ?',
    );
  }

  begin(): void {
    this.#insert.row('android_metadata', { locale: 'en_GB' });
    this.#insert.row('props', { key: 'user_push_name', value: this.#cast.owner.selfName });
    this.#insert.row('messages', {
      _id: 1,
      key_remote_jid: '-1',
      key_from_me: 0,
      key_id: '-1',
      status: -1,
      media_wa_type: '-1',
    });
    for (const person of this.#cast.people()) this.#jid(numberJid(person));
    for (const thread of this.#cast.threads) this.#thread(thread);
  }

  post(post: Post, thread: Thread): void {
    if (post.missingOn.includes(this.#device.id)) return;
    const id = ++this.#message;
    if (post.edits.length > 0 || post.revoked !== null) this.#recalled.set(post.serverId, post);
    if (post.deletedOn.includes(this.#device.id)) return;
    const chat = this.#cast.threadJid(thread);
    const isOwn = this.#cast.isOwner(post.sender);
    const isSystem = post.body.type === 'system';
    const { body } = post;
    const received = isOwn || isSystem ? -1 : post.sentMs + 812;
    this.#insert.row('messages', {
      _id: id,
      key_remote_jid: chat,
      key_from_me: isOwn || isSystem ? 1 : 0,
      key_id: post.revoked === null ? post.serverId : madeId(`revoked ${post.serverId}`),
      status: isSystem ? 6 : isOwn ? 13 : 0,
      needs_push: post.broadcast ? 1 : 0,
      data: textOf(post) ?? (body.type === 'contact' ? (body.cards[0]?.vcard ?? null) : null),
      timestamp: post.sentMs + (isOwn ? this.#device.clockSkewMs : 0),
      media_wa_type: String(isSystem ? 0 : body.type === 'contact' ? 4 : typeCode(post)),
      media_size: body.type === 'system' ? actionCode(body) : 0,
      origin: body.type === 'media' && body.media.type === 'voice' ? 1 : 0,
      remote_resource:
        post.sender !== null && (isSystem || (thread.type !== 'one-to-one' && !isOwn))
          ? this.#cast.jid(post.sender, thread)
          : null,
      received_timestamp: received,
      receipt_server_timestamp: isOwn ? post.sentMs + 305 : -1,
      receipt_device_timestamp: (thread.type === 'one-to-one' ? post.receipts[0]?.deliveredMs : null) ?? -1,
      read_device_timestamp: (thread.type === 'one-to-one' ? post.receipts[0]?.readMs : null) ?? -1,
      played_device_timestamp: -1,
      starred: post.starredOn.includes(this.#device.id) ? 1 : 0,
      mentioned_jids:
        post.mentions.length === 0 ? null : post.mentions.map((person) => this.#cast.jid(person, thread)).join(','),
      forwarded: post.forwarded === null ? 0 : 1,
      edit_version: post.revoked === null ? 0 : 7,
      quoted_row_id: post.replyTo === null ? 0 : this.#quote(post, thread, chat, post.replyTo),
      ...this.#content(post, isOwn),
    });
    this.#sides(post, id, isOwn, chat, thread);
  }

  call(call: CallFact, thread: Thread): void {
    const isOwn = this.#cast.isOwner(call.caller);
    const other = isOwn ? (call.callees[0] ?? call.caller) : call.caller;
    this.#insert.row('call_log', {
      jid_row_id: this.#jid(this.#cast.jid(other, thread)),
      from_me: isOwn ? 1 : 0,
      call_id: call.id,
      transaction_id: -1,
      timestamp: call.startedMs + this.#device.clockSkewMs,
      video_call: call.video ? 1 : 0,
      duration: call.durationS,
      call_result: { answered: 5, missed: 2, rejected: 4, cancelled: 2 }[call.outcome],
      group_jid_row_id: thread.type === 'group' ? this.#jid(this.#cast.threadJid(thread)) : 0,
    });
  }

  remove(db: Database.Database, serverId: string): void {
    const row = db.prepare('SELECT _id FROM messages WHERE key_id = ?').pluck().get(serverId);
    if (row === undefined) return;
    db.prepare('DELETE FROM messages_fts WHERE docid = ?').run(row);
    db.prepare('DELETE FROM messages WHERE _id = ?').run(row);
  }

  #jid(raw: string): number {
    const [user = '', server = ''] = raw.split('@');
    const found = this.#cast.rememberJid(raw);
    if (found !== null) return found;
    const id = this.#insert.row('jid', {
      user,
      server,
      agent: 0,
      device: 0,
      type: server === 'g.us' ? 1 : 0,
      raw_string: raw,
    });
    this.#cast.rememberJid(raw, id);
    return id;
  }

  #thread(thread: Thread): void {
    const jid = this.#cast.threadJid(thread);
    this.#insert.row('chat_list', {
      key_remote_jid: jid,
      subject: thread.type === 'one-to-one' || thread.type === 'status' ? null : thread.subject,
      creation: thread.createdMs,
      archived: thread.archivedOn.includes(this.#device.id) ? 1 : 0,
      sort_timestamp: thread.createdMs,
      ephemeral_expiration: thread.disappearingS ?? 0,
    });
    if (thread.type !== 'group' && thread.type !== 'community') return;
    for (const member of thread.members) {
      if (member.leftMs !== null) continue;
      const isOwn = this.#cast.isOwner(member.person);
      this.#insert.row('group_participants', {
        gjid: jid,
        jid: isOwn ? '' : this.#cast.jid(member.person, thread),
        admin: { member: 0, admin: 1, owner: 2 }[member.role],
        pending: 0,
      });
    }
  }

  /** The columns that hold media or a place. */
  #content(post: Post, isOwn: boolean): Readonly<Record<string, string | number | null | Uint8Array>> {
    const { body } = post;
    if (post.revoked !== null) return {};
    if (body.type === 'location')
      return {
        latitude: body.latitude,
        longitude: body.longitude,
        media_name: body.name === null ? null : [body.name, body.address ?? ''].join('\n').trimEnd(),
        media_duration: body.liveS ?? 0,
      };
    if (body.type === 'contact') return { media_name: body.cards[0]?.name ?? null };
    if (body.type !== 'media') return {};
    const { media } = body;
    const content = media.content();
    const path = this.#media.store(post, media, isOwn, content);
    return {
      media_mime_type: media.mediaType,
      media_size: content.length,
      media_name: media.type === 'document' ? media.name : null,
      media_caption: body.caption,
      media_hash: sha256(content).toString('base64'),
      media_duration: media.durationS ?? 0,
      thumb_image: serialised(path),
    };
  }

  #sides(post: Post, id: number, isOwn: boolean, chat: string, thread: Thread): void {
    if (post.revoked !== null)
      this.#insert.row('message_revoked', {
        message_row_id: id,
        revoked_key_id: post.serverId,
        admin_jid_row_id: post.revoked.by === post.sender ? null : this.#jid(this.#cast.jid(post.revoked.by, thread)),
      });
    if (post.forwarded !== null)
      this.#insert.row('message_forwarded', { message_row_id: id, forward_score: post.forwarded });
    if (post.expiresS !== null)
      this.#insert.row('message_ephemeral', {
        message_row_id: id,
        duration: post.expiresS,
        expire_timestamp: post.sentMs + post.expiresS * 1000,
      });
    if (post.body.type === 'system' && post.body.system.action === 'subject-changed')
      this.#insert.row('message_system_value_change', { message_row_id: id, old_data: post.body.system.before });
    const words = indexed(post);
    if (words !== null) this.#insert.row('messages_fts', { docid: id, content: words });
    if (!isOwn || thread.type === 'one-to-one') return;
    for (const receipt of post.receipts)
      this.#insert.row('receipts', {
        key_remote_jid: chat,
        key_id: post.revoked === null ? post.serverId : madeId(`revoked ${post.serverId}`),
        remote_resource: this.#cast.jid(receipt.person, thread),
        receipt_device_timestamp: receipt.deliveredMs,
        read_device_timestamp: receipt.readMs,
        played_device_timestamp: receipt.playedMs,
      });
  }

  #quote(post: Post, thread: Thread, chat: string, target: string): number {
    const changed = this.#recalled.get(target);
    const found = this.#find.get(chat, target) as
      | {
          key_from_me: number;
          remote_resource: string | null;
          timestamp: number;
          media_wa_type: string;
          data: string | null;
        }
      | undefined;
    if (changed === undefined && found === undefined) return 0;
    const isOwn = changed === undefined ? found?.key_from_me === 1 : this.#cast.isOwner(changed.sender);
    const resource =
      changed === undefined
        ? (found?.remote_resource ?? null)
        : changed.sender !== null && !isOwn && thread.type !== 'one-to-one'
          ? this.#cast.jid(changed.sender, thread)
          : null;
    return this.#insert.row('messages_quotes', {
      key_remote_jid: chat,
      key_from_me: isOwn ? 1 : 0,
      key_id: target,
      data: changed === undefined ? (found?.data ?? null) : wordingAt(changed, post.sentMs),
      timestamp: changed?.sentMs ?? found?.timestamp ?? null,
      media_wa_type:
        changed === undefined ? (found?.media_wa_type ?? '0') : String(typeCode({ ...changed, revoked: null })),
      remote_resource: resource,
    });
  }
}

/** A Java object stream that holds a path as its only string, as `thumb_image` does among other fields. */
function serialised(path: string): Uint8Array {
  const bytes = Buffer.from(path);
  return Buffer.concat([Buffer.from([0xac, 0xed, 0x00, 0x05, 0x74, bytes.length >> 8, bytes.length & 0xff]), bytes]);
}
