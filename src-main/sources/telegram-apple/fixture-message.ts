import { createHash } from 'node:crypto';
import type { Device, Media, Post, Story, SystemFact, Thread } from '../../../fixtures/story.ts';
import { channelNumber, personOf, userNumber } from '../fixture-telegram.ts';
import { coded, int32, int64, mediaIdBytes } from './fixture-coding.ts';
import type { Coded, Written } from './fixture-coding.ts';

const INCOMING = 4;
const ONE_LOOK = 0x7fffffff;
const CHANNEL = 2n << 32n;

/** The number of a user, and of a group or channel, as the app stores it. */
export function storedUser(story: Story, id: string): bigint {
  return BigInt(userNumber(personOf(story, id)));
}

export function storedChannel(thread: Thread): bigint {
  return CHANNEL | BigInt(channelNumber(thread));
}

/** Words one account's messages as the app stores them. `save` writes a file of the app's cache. */
export class MessageWriter {
  readonly #story: Story;
  readonly #device: Device;
  readonly #save: (name: string, bytes: Uint8Array) => void;

  constructor(story: Story, device: Device, save: (name: string, bytes: Uint8Array) => void) {
    this.#story = story;
    this.#device = device;
    this.#save = save;
  }

  chatOf(thread: Thread): bigint {
    if (thread.type !== 'one-to-one') return storedChannel(thread);
    return storedUser(this.#story, thread.members.find(({ person }) => person !== this.#device.owner)?.person ?? '');
  }

  /** The time that the device stored, in seconds. */
  secondsOf(post: Post): number {
    return Math.floor((post.sentMs + (post.sender === this.#device.owner ? this.#device.clockSkewMs : 0)) / 1000);
  }

  messageOf(id: number, post: Post, thread: Thread, replyTo: number | null): Written {
    const { body, sender } = post;
    const author = sender !== null ? storedUser(this.#story, sender) : thread.type === 'channel' && body.type !== 'system' ? storedChannel(thread) : null; // prettier-ignore
    const words = 'text' in body ? body.text : 'caption' in body ? body.caption : null;
    const medium = body.type === 'system' ? this.#action(body.system, post) : this.#media(post);
    return {
      flags: (sender === this.#device.owner ? 0 : INCOMING) | 16,
      tags: medium?.of === 'TelegramMediaImage' ? 1 | 256 : 0,
      ...(sender === this.#device.owner && { uniqueId: BigInt(id) * 7919n }),
      forward: post.forwarded === null ? null : { author: 0n, date: this.secondsOf(post) - 60, signature: 'Port News' },
      author,
      text: words ?? '',
      attributes: this.#attributes(id, post, thread, replyTo, words ?? ''),
      media: medium === null ? [] : [medium],
    };
  }

  #attributes(id: number, post: Post, thread: Thread, replyTo: number | null, words: string): readonly Coded[] {
    const found: Coded[] = [];
    const [mentioned] = post.mentions;
    if (mentioned !== undefined)
      found.push(coded('TextEntitiesMessageAttribute', { entities: [coded('MessageTextEntity', { start: 0, end: words.length, _rawValue: 11, peerId: storedUser(this.#story, mentioned) })] })); // prettier-ignore
    if (replyTo !== null)
      found.push(coded('ReplyMessageAttribute', { i: BigInt(replyTo) << 32n, p: this.chatOf(thread), qu: null, iq: false })); // prettier-ignore
    const edit = post.edits.at(-1);
    if (edit !== undefined) found.push(coded('EditedMessageAttribute', { d: Math.floor(edit.ms / 1000), h: 0 }));
    if (post.reactions.length > 0) found.push(this.#reactions(post));
    if (post.expiresS !== null) found.push(coded('AutoremoveTimeoutMessageAttribute', { t: post.expiresS, c: null }));
    if (post.viewOnce) found.push(coded('AutoclearTimeoutMessageAttribute', { t: ONE_LOOK, c: null }));
    if (thread.type === 'channel')
      found.push(coded('ViewCountMessageAttribute', { c: 40 + (id % 7) }), coded('ForwardCountMessageAttribute', { c: id % 3 })); // prettier-ignore
    if (post.body.type === 'media' && post.body.media.transcript !== null)
      found.push(coded('AudioTranscriptionMessageAttribute', { id: 17n, text: post.body.media.transcript, isPending: false })); // prettier-ignore
    return found;
  }

  #reactions(post: Post): Coded {
    const signs = Map.groupBy(post.reactions, ({ emoji }) => emoji ?? '');
    return coded('ReactionsMessageAttribute', {
      vl: true,
      r: [...signs].map(([v, all]) => coded('MessageReaction', { v, c: all.length, cord: null })),
      rp: post.reactions.map(({ person, emoji, ms }) => coded('RecentPeer', { v: emoji ?? '', l: 0, u: 0, my: person === this.#device.owner ? 1 : 0, p: storedUser(this.#story, person), ts: Math.floor(ms / 1000) })),
    }); // prettier-ignore
  }

  #media(post: Post): Coded | null {
    const { body } = post;
    switch (body.type) {
      case 'media':
        return this.#file(post, body.media);
      case 'link':
        return coded('TelegramMediaWebpage', { i: mediaIdBytes(6, 77n), ct: 1, u: body.url, d: body.url, ha: 0, ti: body.title, tx: body.description }); // prettier-ignore
      case 'location': {
        const { latitude, longitude, name, address, liveS } = body;
        const ve = name === null ? null : coded('MapVenue', { ti: name, ad: address, pr: 'foursquare', id: 'v17', ty: null }); // prettier-ignore
        return coded('TelegramMediaMap', { la: { double: latitude }, lo: { double: longitude }, hdg: null, ve, bt: liveS }); // prettier-ignore
      }
      case 'contact': {
        const [card] = body.cards;
        return coded('TelegramMediaContact', { 'n.f': card?.name ?? '', 'n.l': '', pn: '', vc: card?.vcard ?? '' });
      }
      case 'poll': {
        const option = (index: number): Buffer => Buffer.of(48 + index);
        const voters = body.options.map((_, index) => {
          const votes = body.votes.filter(({ options }) => options.includes(index));
          const isOwn = votes.some(({ person }) => person === this.#device.owner);
          return coded('TelegramMediaPollOptionVoters', { s: isOwn ? 1 : 0, i: option(index), c: votes.length, cr: 0 });
        });
        return coded('TelegramMediaPoll', {
          pb: 0, kn: coded('TelegramMediaPollKind', { _v: 0, m: 0 }), i: mediaIdBytes(15, 5_400_000_000_000_000_077n), t: body.question,
          os: body.options.map((t, index) => coded('TelegramMediaPollOption', { t, i: option(index) })),
          rs: coded('TelegramMediaPollResults', { v: voters, t: body.votes.length }), ic: 0,
        }); // prettier-ignore
      }
      case 'unknown':
        return coded('TelegramMediaUnsupported');
      case 'text':
      case 'system':
        return null;
    }
  }

  #file(post: Post, media: Media): Coded {
    const bytes = media.content();
    const id = BigInt(`0x40${createHash('sha1').update(post.serverId).digest('hex').slice(0, 14)}`);
    const isThere = media.presentOn.includes(this.#device.id);
    const n = bytes.length;
    if (media.type === 'image') {
      if (isThere) this.#save(`telegram-cloud-photo-size-2-${id}-y`, bytes);
      const resource = coded('CloudPhotoSizeMediaResource', { d: 2, i: id, h: 9n, s: 'y', n, fr: Buffer.of(1, 2) });
      const size = coded('TelegramMediaImageRepresentation', { dx: media.width ?? 0, dy: media.height ?? 0, r: resource }); // prettier-ignore
      return coded('TelegramMediaImage', { i: mediaIdBytes(0, id), r: [size], vr: [], itd: null, fl: 0 });
    }
    // One of three files has an ending, as the app gives some that it shares.
    const ending = id % 3n === 0n ? (/\.\w+$/u.exec(media.name)?.[0] ?? '') : '';
    if (isThere) this.#save(`telegram-cloud-document-2-${id}${ending}`, bytes);
    const resource = coded('CloudDocumentMediaResource', {
      d: 2,
      f: id,
      a: 9n,
      n,
      fr: Buffer.of(1, 2),
      fn: media.name,
    });
    const at = [...attributesOf(media), coded('TelegramMediaFileAttribute', { t: 0, fn: media.name })];
    return coded('TelegramMediaFile', { i: mediaIdBytes(5, id), prf: null, r: resource, pr: [], vr: [], itd: null, mt: media.mediaType, s64: BigInt(n), at }); // prettier-ignore
  }

  #action(fact: SystemFact, post: Post): Coded {
    const action = (number: number, more: Readonly<Record<string, Uint8Array | string | number>> = {}): Coded => coded('TelegramMediaAction', { _rawValue: number, ...more }); // prettier-ignore
    const people = (ids: readonly string[]): Buffer => Buffer.concat([int32(ids.length), ...ids.map((id) => int64(storedUser(this.#story, id)))]); // prettier-ignore
    switch (fact.action) {
      case 'group-created':
        return action(1, { title: fact.subject });
      case 'member-added':
        return action(2, { peerIds: people(fact.persons) });
      case 'member-removed':
        return action(3, { peerIds: people(fact.persons.slice(0, 1)) });
      case 'member-left':
        return action(3, { peerIds: people([post.sender ?? '']) });
      case 'subject-changed':
        return action(5, { title: fact.after });
      case 'icon-changed':
        return action(4);
      case 'timer-changed':
        return action(12, { t: fact.seconds });
      default:
        return action(16, { text: fact.action });
    }
  }
}

function attributesOf(media: Media): readonly Coded[] {
  const [w, h, seconds] = [media.width ?? 0, media.height ?? 0, media.durationS ?? 0];
  const attribute = (t: number, more: Coded['entries'] = {}): Coded => coded('TelegramMediaFileAttribute', { t, ...more }); // prettier-ignore
  const video = attribute(4, { dur: { double: seconds }, w, h, f: 0, prs: null });
  switch (media.type) {
    case 'video':
      return [video];
    case 'gif':
      return [attribute(3), video];
    case 'voice':
      return [attribute(5, { iv: 1, du: seconds })];
    case 'audio':
      return [attribute(5, { iv: 0, du: seconds, ti: media.name })];
    case 'sticker':
      return [attribute(2, { w, h }), attribute(1, { dt: '\u{1F600}', pr: null, mc: null })];
    case 'image':
    case 'document':
      return [];
  }
}
