import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Media, Post, Story, SystemFact, Thread } from '../../../fixtures/story.ts';
import type { Answered } from './fixture-payloads.ts';
import { metadata, receiptInfo } from './fixture-payloads.ts';
import type { Directory } from './fixture-people.ts';
import type { StoreWriter } from './fixture-tables.ts';
import { coreSeconds } from './fixture-tables.ts';

const FLAGS_IN = 16_777_216;
const FLAGS_OUT = 16_777_280;
const FLAGS_FORWARDED = 0x180;

/** Texts that the owner deleted while the database's file still has them. */
const DELETED_IN_LOG = 2;

const MEDIA_CODES: Readonly<Record<Media['type'], number>> = {
  image: 1,
  video: 2,
  audio: 3,
  voice: 3,
  gif: 11,
  sticker: 15,
  document: 8,
};
const VIEW_ONCE_CODES: Readonly<Partial<Record<Media['type'], number>>> = { image: 38, video: 39, voice: 53 };

interface Session {
  readonly key: number;
  readonly thread: Thread;
  readonly jid: string;
  count: number;
  last: { readonly key: number; readonly ms: number } | null;
}

type Row = Record<string, string | number | Uint8Array | null>;

/** Writes a device's sessions and messages, one post at a time. */
export class MessageWriter {
  readonly #chat: StoreWriter;
  readonly #directory: Directory;
  readonly #root: string;
  readonly #sessions = new Map<string, Session>();
  readonly #answered: ReadonlyMap<string, Answered>;
  readonly #deletedInLog: number[] = [];

  constructor(story: Story, chat: StoreWriter, directory: Directory, root: string) {
    this.#chat = chat;
    this.#directory = directory;
    this.#root = root;
    for (const thread of story.threads) if (thread.on.includes(directory.device.id)) this.#addSession(thread);
    this.#answered = this.#collectAnswered(story);
  }

  write(post: Post): void {
    const { device } = this.#directory;
    const session = this.#sessions.get(post.thread);
    if (session === undefined || post.missingOn.includes(device.id)) return;
    if (post.deletedOn.includes(device.id)) {
      this.#writeDeleted(post, session);
      return;
    }
    const own = post.sender === device.owner;
    const sentMs = post.sentMs + (own ? device.clockSkewMs : 0);
    const key = this.#chat.nextKey('ZWAMESSAGE');
    const content =
      post.revoked === null
        ? this.#content(post, session)
        : {
            type: 14,
            text: post.revoked.by === post.sender ? null : this.#directory.jid(post.revoked.by, session.thread),
            event: 2,
            media: null,
          };
    const answered = post.revoked === null && post.replyTo !== null ? (this.#answered.get(post.replyTo) ?? null) : null;
    const payload = metadata(post, answered);
    const mediaKey = this.#media(key, content.media, post.revoked === null ? payload : null);
    const info = receiptInfo(
      post,
      device.owner,
      (person) => this.#directory.jid(person, session.thread),
      (id) => this.#directory.person(id),
    );
    const infoKey = info === null ? null : this.#chat.insert('ZWAMESSAGEINFO', { ZMESSAGE: key, ZRECEIPTINFO: info });
    session.count += 1;
    session.last = { key, ms: sentMs };
    const inGroup = session.thread.type !== 'one-to-one';
    this.#chat.insert('ZWAMESSAGE', {
      ZDATAITEMVERSION: 3,
      ZFLAGS: (own ? FLAGS_OUT : FLAGS_IN) | (post.forwarded === null ? 0 : FLAGS_FORWARDED),
      ZGROUPEVENTTYPE: content.event,
      ZISFROMME: own ? 1 : 0,
      ZMESSAGESTATUS: own ? statusOf(post) : 0,
      ZMESSAGETYPE: content.type,
      ZSORT: session.count,
      ZSPOTLIGHTSTATUS: -32768,
      ZSTARRED: post.starredOn.includes(device.id) ? 1 : null,
      ZCHATSESSION: session.key,
      ZGROUPMEMBER:
        !own && inGroup && post.sender !== null ? this.#directory.member(session.thread, post.sender) : null,
      ZMEDIAITEM: mediaKey,
      ZMESSAGEINFO: infoKey,
      ZMESSAGEDATE: coreSeconds(sentMs),
      ZSENTDATE: coreSeconds(sentMs + (own ? 41 : 873)),
      ZFROMJID: own ? null : session.jid,
      ZSTANZAID: post.serverId,
      ZTEXT: content.text,
      ZTOJID: own ? session.jid : this.#directory.phoneJid(device.owner),
    });
    if (post.body.type === 'link' && post.revoked === null) {
      const { url, title, description } = post.body;
      this.#chat.insert('ZWAMESSAGEDATAITEM', { ZINDEX: 0, ZTYPE: 1, ZMESSAGE: key, ZDATE: coreSeconds(sentMs), ZCHATJID: session.jid, ZCONTENT1: url, ZMATCHEDTEXT: url, ZSUMMARY: description, ZTITLE: title }); // prettier-ignore
    }
  }

  /** A message that the owner deleted: its row is gone, or for the first texts goes in the log. */
  #writeDeleted(post: Post, session: Session): void {
    if (post.body.type !== 'text' || post.revoked !== null || this.#deletedInLog.length === DELETED_IN_LOG) {
      this.#chat.skipKey('ZWAMESSAGE');
      return;
    }
    const { device } = this.#directory;
    const own = post.sender === device.owner;
    const sentMs = post.sentMs + (own ? device.clockSkewMs : 0);
    const inGroup = session.thread.type !== 'one-to-one';
    const key = this.#chat.insert('ZWAMESSAGE', {
      ZFLAGS: own ? FLAGS_OUT : FLAGS_IN,
      ZGROUPEVENTTYPE: own ? 0 : 2,
      ZISFROMME: own ? 1 : 0,
      ZMESSAGESTATUS: own ? statusOf(post) : 0,
      ZMESSAGETYPE: 0,
      ZCHATSESSION: session.key,
      ZGROUPMEMBER:
        !own && inGroup && post.sender !== null ? this.#directory.member(session.thread, post.sender) : null,
      ZMESSAGEDATE: coreSeconds(sentMs),
      ZFROMJID: own ? null : session.jid,
      ZSTANZAID: post.serverId,
      ZTEXT: post.body.text,
      ZTOJID: own ? session.jid : this.#directory.phoneJid(device.owner),
    });
    this.#deletedInLog.push(key);
  }

  /** Deletes what the log is to delete; `startLog` comes before. */
  deleteInLog(): void {
    const remove = this.#chat.db.prepare('DELETE FROM ZWAMESSAGE WHERE Z_PK = ?');
    for (const key of this.#deletedInLog) remove.run(key);
  }

  /** Writes what sessions say of their last message. */
  finish(): void {
    const update = this.#chat.db.prepare(
      'UPDATE ZWACHATSESSION SET ZLASTMESSAGE = ?, ZLASTMESSAGEDATE = ?, ZMESSAGECOUNTER = ? WHERE Z_PK = ?',
    );
    for (const { key, last, count } of this.#sessions.values())
      if (last !== null) update.run(last.key, coreSeconds(last.ms), count, key);
  }

  #addSession(thread: Thread): void {
    const { device } = this.#directory;
    const jid = this.#directory.chatJid(thread);
    const partner = this.#directory.partner(thread);
    const name =
      device.contacts[partner] ??
      (this.#directory.person(partner).selfName || `+${this.#directory.person(partner).phone}`);
    const key = this.#chat.nextKey('ZWACHATSESSION');
    const grouped = thread.type === 'group' || thread.type === 'community';
    const time = coreSeconds(thread.createdMs);
    const creator = thread.createdBy === null ? null : this.#directory.jid(thread.createdBy, thread);
    const group = grouped
      ? this.#chat.insert('ZWAGROUPINFO', {
          ZSTATE: 0,
          ZCHATSESSION: key,
          ZCREATIONDATE: time,
          ZSUBJECTTIMESTAMP: time,
          ZCREATORJID: creator,
        })
      : null;
    this.#chat.insert('ZWACHATSESSION', {
      ZARCHIVED: thread.archivedOn.includes(device.id) ? 1 : 0,
      ZHIDDEN: 0,
      ZREMOVED: 0,
      ZSESSIONTYPE: { 'one-to-one': 0, group: 1, broadcast: 2, status: 3, community: 4, channel: 5 }[thread.type],
      ZGROUPINFO: group,
      ZCONTACTJID: jid,
      ZCONTACTIDENTIFIER:
        thread.type === 'one-to-one' && jid.endsWith('@lid') && device.contacts[partner] !== undefined
          ? this.#directory.phoneJid(partner)
          : null,
      ZPARTNERNAME: thread.type === 'one-to-one' ? name : thread.subject,
      ZSAVEDINPUT: thread.drafts[device.id] ?? null,
    });
    this.#sessions.set(thread.id, { key, thread, jid, count: 0, last: null });
    if (thread.type === 'one-to-one' || thread.type === 'channel') return;
    for (const member of thread.members) {
      const memberKey = this.#chat.insert('ZWAGROUPMEMBER', {
        ZISACTIVE: member.leftMs === null ? 1 : 0,
        ZISADMIN: member.role === 'member' ? 0 : 1,
        ZCHATSESSION: key,
        ZCONTACTNAME: '',
        ZMEMBERJID: this.#directory.jid(member.person, thread),
      });
      this.#directory.noteMember(thread, member.person, memberKey);
    }
  }

  /** Copies of the posts that others answer, so that a reply can carry one even where the original is gone. */
  #collectAnswered(story: Story): ReadonlyMap<string, Answered> {
    const wanted = new Set<string>();
    for (const post of story.posts()) if (post.replyTo !== null) wanted.add(post.replyTo);
    const answered = new Map<string, Answered>();
    if (wanted.size === 0) return answered;
    for (const post of story.posts()) {
      const session = this.#sessions.get(post.thread);
      if (!wanted.has(post.serverId) || session === undefined || post.sender === null) continue;
      answered.set(post.serverId, {
        serverId: post.serverId,
        senderJid: this.#directory.jid(post.sender, session.thread),
        chatJid: session.jid,
        body: post.body,
      });
    }
    return answered;
  }

  #media(message: number, media: Row | null, payload: Uint8Array | null): number | null {
    if (media === null && payload === null) return null;
    return this.#chat.insert('ZWAMEDIAITEM', {
      ZMESSAGE: message,
      ZFILESIZE: 0,
      ZMEDIAORIGIN: 0,
      ZMOVIEDURATION: 0,
      ZLATITUDE: 0,
      ZLONGITUDE: 0,
      ...media,
      ZMETADATA: payload,
    });
  }

  #content(
    post: Post,
    session: Session,
  ): { readonly type: number; readonly text: string | null; readonly event: number; readonly media: Row | null } {
    const { body } = post;
    const event = post.sender === this.#directory.device.owner ? 0 : 2;
    switch (body.type) {
      case 'text':
        return { type: 0, text: body.text, event, media: null };
      case 'link':
        return { type: 7, text: body.text, event, media: null };
      case 'unknown':
        return { type: body.code, text: body.text, event, media: null };
      case 'poll':
        return { type: 46, text: null, event, media: null };
      case 'location':
        return {
          type: 5,
          text: null,
          event,
          media: { ZLATITUDE: body.latitude, ZLONGITUDE: body.longitude, ZTITLE: body.name, ZVCARDNAME: body.address },
        };
      case 'contact': {
        const names = body.cards.map((card) => card.name).join('_$!<Name-Separator>!$_');
        return {
          type: 4,
          text: null,
          event,
          media: {
            ZVCARDNAME: names,
            ZVCARDSTRING: body.cards.map((card) => card.vcard).join('_$!<VCard-Separator>!$_'),
          },
        };
      }
      case 'media': {
        const code = (post.viewOnce ? VIEW_ONCE_CODES[body.media.type] : undefined) ?? MEDIA_CODES[body.media.type];
        return {
          type: code,
          text: null,
          event,
          media: this.#mediaRow(body.media, body.caption, post.serverId, session),
        };
      }
      case 'system':
        return { ...this.#system(body.system, post.sender, session.thread), media: null };
    }
  }

  #mediaRow(media: Media, caption: string | null, seed: string, session: Session): Row {
    const content = media.content();
    const id = createHash('sha256').update(seed).digest('hex');
    const uuid = [id.slice(0, 8), id.slice(8, 12), id.slice(12, 16), id.slice(16, 20), id.slice(20, 32)].join('-');
    const extension = /\.[A-Za-z0-9]+$/.exec(media.name)?.[0] ?? '';
    const path = `Media/${session.jid}/${id.slice(0, 1)}/${id.slice(1, 2)}/${uuid}${extension}`;
    if (media.presentOn.includes(this.#directory.device.id)) {
      const file = join(this.#root, 'Message', path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content);
    }
    return {
      ZFILESIZE: content.length,
      ZMEDIAORIGIN: media.type === 'voice' ? 1 : 0,
      ZMOVIEDURATION: media.durationS ?? 0,
      ZLATITUDE: media.width ?? 0,
      ZLONGITUDE: media.height ?? 0,
      ZMEDIALOCALPATH: path,
      ZTITLE: media.type === 'document' ? media.name : caption,
      ZVCARDNAME: createHash('sha256').update(content).digest('base64'),
      ZVCARDSTRING: media.mediaType,
    };
  }

  #system(
    fact: SystemFact,
    sender: string | null,
    thread: Thread,
  ): { readonly type: number; readonly event: number; readonly text: string | null } {
    const jid = (id: string): string => this.#directory.jid(id, thread);
    const actor = sender === null ? '' : jid(sender);
    switch (fact.action) {
      case 'group-created':
        return { type: 6, event: 12, text: fact.subject };
      case 'member-added':
        return { type: 6, event: 2, text: `${actor};${fact.persons.map(jid).join(',')}` };
      case 'member-removed':
        return { type: 6, event: 7, text: `${actor};${fact.persons.map(jid).join(',')}` };
      case 'admin-added':
        return { type: 6, event: 10, text: `${actor};${fact.persons.map(jid).join(',')}` };
      case 'member-left':
        return { type: 6, event: 3, text: null };
      case 'subject-changed':
        return { type: 6, event: 56, text: JSON.stringify({ previous_subject: fact.before, new_subject: fact.after }) };
      case 'description-changed':
        return { type: 6, event: 17, text: fact.after };
      case 'icon-changed':
        return { type: 6, event: 4, text: null };
      case 'timer-changed':
        return { type: 6, event: 26, text: String(fact.seconds) };
      case 'number-changed':
        return { type: 10, event: 5, text: `${fact.before};${fact.after}` };
      case 'security-code-changed':
        return { type: 10, event: 3, text: fact.persons.map(jid).join(',') };
      case 'encryption-notice':
        return { type: 10, event: 2, text: null };
      case 'blocked':
        return { type: 10, event: 34, text: null };
      case 'unblocked':
        return { type: 10, event: 35, text: null };
    }
  }
}

function statusOf(post: Post): number {
  if (post.receipts.some((receipt) => receipt.readMs !== null)) return 8;
  return post.receipts.some((receipt) => receipt.deliveredMs !== null) ? 6 : 1;
}
