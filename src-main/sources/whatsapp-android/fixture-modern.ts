import type Database from 'better-sqlite3';
import type { CallFact, Device, Post, Thread } from '../../../fixtures/story.ts';
import { numberJid } from './fixture-cast.ts';
import type { Cast } from './fixture-cast.ts';
import { actionCode, indexed, madeId, textOf, typeCode, wordingAt } from './fixture-facts.ts';
import type { MediaFolder } from './fixture-files.ts';
import { Inserter } from './fixture-insert.ts';
import { writeBody } from './fixture-modern-body.ts';

/** What a later reply needs of a message whose text changed. */
type Recalled = ReadonlyMap<string, Post>;

/** Writes the rows of one story into an open modern store. */
export class ModernWriter {
  readonly insert: Inserter;
  readonly cast: Cast;
  readonly media: MediaFolder;
  readonly #device: Device;
  readonly #recalled = new Map<string, Post>();
  readonly #jids = new Map<string, number>();
  readonly #chats = new Map<string, number>();
  readonly #linkedGroups = new Set<string>();
  readonly #find: Database.Statement;
  #message = 1;

  constructor(db: Database.Database, cast: Cast, device: Device, media: MediaFolder) {
    this.insert = new Inserter(db);
    this.cast = cast;
    this.media = media;
    this.#device = device;
    this.#find = db.prepare(
      'SELECT from_me, sender_jid_row_id, timestamp, message_type, text_data FROM message WHERE chat_row_id = ? AND from_me IN (0, 1) AND key_id = ?',
    );
  }

  /** Everything that is there before the first message. */
  begin(variant: string): void {
    const { insert, cast } = this;
    insert.row('android_metadata', { locale: 'en_GB' });
    insert.row('props', { key: 'user_push_name', value: cast.owner.selfName });
    insert.row('message', {
      _id: 1,
      chat_row_id: -1,
      from_me: 0,
      key_id: '-1',
      sender_jid_row_id: 0,
      status: -1,
      message_type: -1,
      sort_id: 1,
    });
    for (const person of cast.people()) {
      if (!cast.isHidden(person)) this.jid(numberJid(person));
      if (variant === 'modern-lid' && cast.isLinked(person))
        insert.row('jid_map', {
          lid_row_id: this.jid(`${person.hiddenId ?? ''}@lid`),
          jid_row_id: this.jid(numberJid(person)),
          sort_id: 0,
        });
      if (variant === 'modern-lid' && cast.isHidden(person))
        insert.row('lid_display_name', {
          lid_row_id: this.jid(`${person.hiddenId ?? ''}@lid`),
          display_name: person.selfName,
        });
    }
    for (const thread of cast.threads) this.#thread(thread);
  }

  post(post: Post, thread: Thread): void {
    if (post.missingOn.includes(this.#device.id)) return;
    const id = ++this.#message;
    if (post.edits.length > 0 || post.revoked !== null) this.#recalled.set(post.serverId, post);
    const chat = this.chat(thread);
    if (post.deletedOn.includes(this.#device.id)) {
      this.#receipts(post, thread, id);
      return;
    }
    this.#row(post, thread, id, chat);
    this.#sides(post, thread, id, chat);
    this.#receipts(post, thread, id);
  }

  call(call: CallFact, thread: Thread): void {
    const isOwn = this.cast.isOwner(call.caller);
    const isGroup = thread.type === 'group';
    const other = isOwn ? (call.callees[0] ?? call.caller) : call.caller;
    const log = this.insert.row('call_log', {
      jid_row_id: this.jid(this.cast.jid(other, thread)),
      from_me: isOwn ? 1 : 0,
      call_id: call.id,
      transaction_id: -1,
      timestamp: call.startedMs + this.#device.clockSkewMs,
      video_call: call.video ? 1 : 0,
      duration: call.durationS,
      call_result: { answered: 5, missed: 2, rejected: 4, cancelled: 2 }[call.outcome],
      bytes_transferred: call.durationS * 6000,
      group_jid_row_id: isGroup ? this.jid(this.cast.threadJid(thread)) : 0,
    });
    for (const person of isGroup ? [call.caller, ...call.callees] : [])
      if (!this.cast.isOwner(person))
        this.insert.row('call_log_participant_v2', {
          call_log_row_id: log,
          jid_row_id: this.jid(this.cast.jid(person, thread)),
          call_result: 5,
        });
  }

  /** Deletes a message as the app does: its triggers take the rows that name it, receipts stay. */
  remove(db: Database.Database, serverId: string): void {
    const row = db.prepare('SELECT _id FROM message WHERE key_id = ?').pluck().get(serverId);
    if (row === undefined) return;
    db.prepare('DELETE FROM message_ftsv2 WHERE docid = ?').run(row);
    db.prepare('DELETE FROM message WHERE _id = ?').run(row);
  }

  jid(raw: string): number {
    const known = this.#jids.get(raw);
    if (known !== undefined) return known;
    const [user = '', server = ''] = raw.split('@');
    const type = { 's.whatsapp.net': 0, 'g.us': 1, broadcast: 5, lid: 18, newsletter: 21 }[server] ?? 0;
    const id = this.insert.row('jid', {
      user,
      server,
      agent: 0,
      device: 0,
      type: raw === 'status@broadcast' ? 11 : type,
      raw_string: raw,
    });
    this.#jids.set(raw, id);
    return id;
  }

  chat(thread: Thread): number {
    const id = this.#chats.get(thread.id);
    if (id === undefined) throw new Error(`story: no thread ${thread.id} on this device`);
    return id;
  }

  /** The row number of a person's account as the thread addresses it. */
  account(person: string, thread: Thread): number {
    return this.jid(this.cast.jid(person, thread));
  }

  #thread(thread: Thread): void {
    const { insert, cast } = this;
    const jid = this.jid(cast.threadJid(thread));
    const groupType =
      thread.type === 'community' ? 1 : thread.community !== null ? 2 : thread.type === 'channel' ? 4 : 0;
    const chat = insert.row('chat', {
      jid_row_id: jid,
      hidden: 0,
      subject: thread.type === 'one-to-one' || thread.type === 'status' ? null : thread.subject,
      created_timestamp: thread.createdMs,
      archived: thread.archivedOn.includes(this.#device.id) ? 1 : 0,
      sort_timestamp: thread.createdMs,
      ephemeral_expiration: thread.disappearingS ?? 0,
      group_type: groupType,
    });
    this.#chats.set(thread.id, chat);
    const draft = thread.drafts[this.#device.id];
    if (draft !== undefined) insert.row('composition', { chat_row_id: chat, text: draft, timestamp: thread.createdMs });
    if (thread.type === 'channel')
      insert.row('newsletter', {
        chat_row_id: chat,
        name: thread.subject,
        description: thread.description,
        subscribers_count: thread.members.length,
      });
    if (thread.type === 'community') insert.row('community_chat', { chat_row_id: chat, join_ts: thread.createdMs });
    for (const member of thread.members) {
      const user = this.account(member.person, thread);
      if (thread.type === 'channel')
        insert.row('newsletter_subscribers', {
          chat_row_id: chat,
          jid_row_id: user,
          display_name: cast.person(member.person).selfName,
          subscription_time: Math.floor(member.joinedMs / 1000),
        });
      if (thread.type === 'community')
        insert.row('parent_group_participants', { parent_group_jid_row_id: jid, user_jid_row_id: user });
      if (thread.type !== 'group' && thread.type !== 'community') continue;
      if (member.leftMs !== null)
        insert.row('group_past_participant_user', {
          group_jid_row_id: jid,
          user_jid_row_id: user,
          is_leave: 1,
          timestamp: member.leftMs,
        });
      else
        insert.row('group_participant_user', {
          group_jid_row_id: jid,
          user_jid_row_id: user,
          rank: { member: 0, admin: 1, owner: 2 }[member.role],
          pending: 0,
          add_timestamp: member.joinedMs,
        });
    }
  }

  #row(post: Post, thread: Thread, id: number, chat: number): void {
    const isOwn = this.cast.isOwner(post.sender);
    const isSystem = post.body.type === 'system';
    const isThread = thread.type !== 'one-to-one';
    const skew = this.#device.clockSkewMs;
    const sent = post.sentMs + (isOwn ? skew : 0);
    const isNamed = post.sender !== null && (isSystem || (isThread && !isOwn && thread.type !== 'channel'));
    this.insert.row('message', {
      _id: id,
      chat_row_id: chat,
      from_me: isOwn || isSystem ? 1 : 0,
      key_id: post.revoked === null ? post.serverId : madeId(`revoked ${post.serverId}`),
      sender_jid_row_id: isNamed ? this.account(post.sender, thread) : 0,
      status: isSystem ? 6 : isOwn ? statusOf(post) : 0,
      broadcast: post.broadcast ? 1 : 0,
      recipient_count: isThread ? Math.max(0, thread.members.length - 1) : 0,
      origination_flags: post.forwarded === null ? 0 : 1,
      origin: post.body.type === 'media' && post.body.media.type === 'voice' ? 1 : 0,
      timestamp: sent,
      received_timestamp: isOwn || isSystem ? 0 : post.sentMs + skew + 812,
      receipt_server_timestamp: isOwn ? post.sentMs + 305 : -1,
      message_type: typeCode(post),
      text_data: textOf(post),
      starred: post.starredOn.includes(this.#device.id) ? 1 : 0,
      lookup_tables: 0,
      message_add_on_flags: post.reactions.length > 0 ? 1 : 0,
      sort_id: id,
    });
    const words = indexed(post);
    if (words !== null)
      this.insert.row('message_ftsv2', {
        docid: id,
        content: words,
        fts_jid: `${isOwn ? '1' : isNamed ? indexToken(this.account(post.sender, thread)) : '0'} ${indexToken(this.jid(this.cast.threadJid(thread)))}`,
        fts_namespace: '',
      });
  }

  #sides(post: Post, thread: Thread, id: number, chat: number): void {
    const { insert } = this;
    if (post.revoked !== null)
      insert.row('message_revoked', {
        message_row_id: id,
        revoked_key_id: post.serverId,
        admin_jid_row_id: post.revoked.by === post.sender ? null : this.account(post.revoked.by, thread),
        revoke_timestamp: post.revoked.ms,
      });
    const lastEdit = post.edits.at(-1);
    if (lastEdit !== undefined)
      insert.row('message_edit_info', {
        message_row_id: id,
        original_key_id: post.serverId,
        edited_timestamp: lastEdit.ms,
        sender_timestamp: lastEdit.ms,
      });
    if (post.forwarded !== null) insert.row('message_forwarded', { message_row_id: id, forward_score: post.forwarded });
    if (post.expiresS !== null)
      insert.row('message_ephemeral', {
        message_row_id: id,
        duration: post.expiresS,
        expire_timestamp: post.sentMs + post.expiresS * 1000,
      });
    if (post.viewOnce && post.revoked === null)
      insert.row('message_view_once_media', { message_row_id: id, state: this.cast.isOwner(post.sender) ? 0 : 1 });
    if (thread.type === 'channel')
      insert.row('newsletter_message', { message_row_id: id, chat_row_id: chat, server_message_id: id, view_count: 0 });
    for (const person of post.mentions)
      insert.row('message_mentions', { message_row_id: id, jid_row_id: this.account(person, thread) });
    if (post.replyTo !== null) this.#quote(post, thread, id, chat, post.replyTo);
    for (const [i, reaction] of post.reactions.entries()) {
      const isOwn = this.cast.isOwner(reaction.person);
      const addOn = insert.row('message_add_on', {
        chat_row_id: chat,
        from_me: isOwn ? 1 : 0,
        key_id: madeId(`reaction ${i} ${post.serverId}`),
        sender_jid_row_id: isOwn || thread.type === 'one-to-one' ? -1 : this.account(reaction.person, thread),
        parent_message_row_id: id,
        timestamp: reaction.ms,
        status: 0,
        message_add_on_type: 56,
        received_timestamp: reaction.ms + 640,
      });
      insert.row('message_add_on_reaction', {
        message_add_on_row_id: addOn,
        reaction: reaction.emoji ?? '',
        sender_timestamp: reaction.ms,
      });
    }
    if (post.revoked === null) writeBody(this, post, thread, id, chat);
    const parent = thread.community;
    if (
      post.body.type === 'system' &&
      actionCode(post.body) === 11 &&
      parent !== null &&
      !this.#linkedGroups.has(thread.id)
    ) {
      const community = this.cast.threads.find((other) => other.id === parent);
      this.#linkedGroups.add(thread.id);
      if (community !== undefined)
        insert.row('message_system_community_link_changed', {
          message_row_id: id,
          old_group_type: 0,
          new_group_type: 2,
          linked_parent_group_jid_row_id: this.jid(this.cast.threadJid(community)),
        });
    }
  }

  /** The quote is a copy: it keeps the wording that stood when the reply was written. */
  #quote(post: Post, thread: Thread, id: number, chat: number, target: string): void {
    const changed = (this.#recalled as Recalled).get(target);
    const found = this.#find.get(chat, target) as
      | {
          from_me: number;
          sender_jid_row_id: number;
          timestamp: number;
          message_type: number;
          text_data: string | null;
        }
      | undefined;
    if (changed === undefined && found === undefined) return;
    const isOwn = changed === undefined ? found?.from_me === 1 : this.cast.isOwner(changed.sender);
    const author = changed?.sender ?? null;
    const sender =
      author !== null && !isOwn && thread.type !== 'one-to-one'
        ? this.account(author, thread)
        : (found?.sender_jid_row_id ?? 0);
    this.insert.row('message_quoted', {
      message_row_id: id,
      chat_row_id: chat,
      parent_message_chat_row_id: chat,
      from_me: isOwn ? 1 : 0,
      sender_jid_row_id: sender,
      key_id: target,
      timestamp: changed?.sentMs ?? found?.timestamp ?? null,
      message_type: changed === undefined ? (found?.message_type ?? 0) : typeCode({ ...changed, revoked: null }),
      origin: 0,
      text_data: changed === undefined ? (found?.text_data ?? null) : wordingAt(changed, post.sentMs),
      lookup_tables: 0,
    });
  }

  #receipts(post: Post, thread: Thread, id: number): void {
    for (const receipt of post.receipts) {
      if (!this.cast.isOwner(post.sender)) continue;
      const user = this.account(receipt.person, thread);
      this.insert.row('receipt_user', {
        message_row_id: id,
        receipt_user_jid_row_id: user,
        receipt_timestamp: receipt.deliveredMs,
        read_timestamp: receipt.readMs,
        played_timestamp: receipt.playedMs,
      });
      if (receipt.deliveredMs !== null)
        this.insert.row('receipt_device', {
          message_row_id: id,
          receipt_device_jid_row_id: user,
          receipt_device_timestamp: receipt.deliveredMs,
          primary_device_version: 0,
        });
    }
  }
}

function statusOf(post: Post): number {
  if (post.receipts.some((receipt) => receipt.playedMs !== null)) return 8;
  if (post.receipts.some((receipt) => receipt.readMs !== null)) return 13;
  return post.receipts.some((receipt) => receipt.deliveredMs !== null) ? 5 : 4;
}

/** A row number of `jid` as the search index keeps it: plus ten, to the base 36. */
function indexToken(jidRow: number): string {
  return (jidRow + 10).toString(36);
}
