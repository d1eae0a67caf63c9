import { createHash } from 'node:crypto';
import type { Device, Media, Post, Story, SystemFact, Thread } from '../../../fixtures/story.ts';
import { channelNumber, personOf, userNumber } from '../fixture-telegram.ts';
import type { Layer } from './fixture-layers.ts';
import { tl } from './fixture-tl.ts';
import type { Fields, Value, Written } from './fixture-tl.ts';

const ONE_LOOK = 0x7fffffff;
const GEO = 'b2a2f663';
const TEXT_WITH_FORM = '751f3146';

/** Words one account's messages as the app's objects. `save` writes a file of the app's cache. */
export class ObjectWriter {
  readonly #story: Story;
  readonly #device: Device;
  readonly #save: (name: string, bytes: Uint8Array) => void;

  constructor(story: Story, device: Device, save: (name: string, bytes: Uint8Array) => void) {
    this.#story = story;
    this.#device = device;
    this.#save = save;
  }

  messageOf(id: number, post: Post, thread: Thread, layer: Layer, replyTo: number | null): Written {
    const { body, sender } = post;
    const date = this.secondsOf(post);
    const base: Fields = {
      id,
      date,
      out: sender === this.#device.owner,
      post: sender === null && thread.type === 'channel' && body.type !== 'system',
      from_id: sender === null ? null : this.peer(sender, layer),
      peer_id: this.chat(thread, layer),
      ttl_period: post.expiresS,
      reply_to: replyTo === null ? null : tl(layer.reply, { reply_to_msg_id: replyTo }),
    };
    if (body.type === 'system') return tl(layer.service, { ...base, action: this.#action(body.system, post, layer) });
    const edit = post.edits.at(-1);
    const words = 'text' in body ? body.text : 'caption' in body ? body.caption : null;
    return tl(layer.message, {
      ...base,
      message: words ?? '',
      media: this.#media(post, layer),
      entities: this.#entities(post, words ?? '', layer),
      fwd_from: post.forwarded === null ? null : tl(layer.forward, { from_name: 'Port News', date: date - 60 }),
      edit_date: edit === undefined ? null : Math.floor(edit.ms / 1000),
      views: thread.type === 'channel' ? 40 + (id % 7) : null,
      forwards: thread.type === 'channel' ? id % 3 : null,
      reactions: post.reactions.length === 0 || !layer.hasReactions ? null : this.#reactions(post, layer),
    });
  }

  /** The time that the phone stored, in seconds. */
  secondsOf(post: Post): number {
    return Math.floor((post.sentMs + (post.sender === this.#device.owner ? this.#device.clockSkewMs : 0)) / 1000);
  }

  peer(person: string, layer: Layer): Written {
    return tl(layer.peerUser, { user_id: userNumber(personOf(this.#story, person)) });
  }

  chat(thread: Thread, layer: Layer): Written {
    if (thread.type !== 'one-to-one') return tl(layer.peerChannel, { channel_id: channelNumber(thread) });
    return this.peer(thread.members.find(({ person }) => person !== this.#device.owner)?.person ?? '', layer);
  }

  #entities(post: Post, words: string, layer: Layer): readonly Value[] | null {
    const [mentioned] = post.mentions;
    if (mentioned === undefined) return null;
    return [
      tl(layer.mention, { offset: 0, length: words.length, user_id: userNumber(personOf(this.#story, mentioned)) }),
    ];
  }

  #reactions(post: Post, layer: Layer): Written {
    const signs = Map.groupBy(post.reactions, ({ emoji }) => emoji ?? '');
    const sign = (emoji: string): Written => tl('1b2286b8', { emoticon: emoji });
    return tl('4f2b9479', {
      results: [...signs].map(([emoji, all]) => tl('a3d1cb80', { reaction: sign(emoji), count: all.length })),
      recent_reactions: post.reactions.map(({ person, emoji, ms }) => tl('8c79b63c', { peer_id: this.peer(person, layer), date: Math.floor(ms / 1000), reaction: sign(emoji ?? '') })), // prettier-ignore
    });
  }

  #media(post: Post, layer: Layer): Written | null {
    const { body } = post;
    switch (body.type) {
      case 'media':
        return this.#file(post, body.media, layer);
      case 'link': {
        const { url, title, description } = body;
        const page = tl('e89c45b2', { id: 77, url, display_url: url, hash: 0, title, description });
        return tl('a32dd600', { webpage: page });
      }
      case 'location': {
        const geo = tl(GEO, { long: body.longitude, lat: body.latitude, access_hash: 1 });
        if (body.liveS !== null) return tl('b940c666', { geo, period: body.liveS });
        if (body.name === null) return tl('56e0d474', { geo });
        return tl('2ec0533f', { geo, title: body.name, address: body.address ?? '', provider: 'foursquare', venue_id: 'v17', venue_type: '' }); // prettier-ignore
      }
      case 'contact': {
        const [card] = body.cards;
        return tl(layer.contact, { phone_number: '', first_name: card?.name ?? '', last_name: '', vcard: card?.vcard ?? '', user_id: 0 }); // prettier-ignore
      }
      case 'poll': {
        const form = (text: string): Value => (layer.hasForms ? tl(TEXT_WITH_FORM, { text, entities: [] }) : text);
        const option = (index: number): Buffer => Buffer.from([48 + index]);
        const answers = body.options.map((text, index) =>
          tl(layer.answer, { text: form(text), option: option(index) }),
        );
        const results = body.options.map((_, index) => {
          const votes = body.votes.filter(({ options }) => options.includes(index));
          return tl('3b6ddad2', { chosen: votes.some(({ person }) => person === this.#device.owner), option: option(index), voters: votes.length }); // prettier-ignore
        });
        const poll = tl(layer.poll, { id: 5_400_000_000_000_000_077n, question: form(body.question), answers });
        return tl('4bd6e798', { poll, results: tl(layer.results, { results, total_voters: body.votes.length }) });
      }
      case 'unknown':
        return tl('9f84f49e');
      case 'text':
      case 'system':
        return null;
    }
  }

  #file(post: Post, media: Media, layer: Layer): Written {
    const bytes = media.content();
    const id = BigInt(`0x40${createHash('sha1').update(post.serverId).digest('hex').slice(0, 14)}`);
    const isThere = media.presentOn.includes(this.#device.id);
    const once = post.viewOnce ? ONE_LOOK : null;
    const date = this.secondsOf(post);
    const common = { id, access_hash: 9, file_reference: Buffer.from([1, 2]), date, dc_id: 2 };
    if (media.type === 'image') {
      const size = tl('75c78e60', { type: 'y', w: media.width ?? 0, h: media.height ?? 0, size: bytes.length });
      if (isThere) this.#save(`-${id}_${'y'.charCodeAt(0)}.jpg`, bytes);
      return tl('695150d7', { photo: tl('fb197a65', { ...common, sizes: [size] }), ttl_seconds: once });
    }
    const ending = /\.\w+$/u.exec(media.name)?.[0] ?? '';
    if (isThere) this.#save(`2_${id}${ending}`, bytes);
    const attributes = [...attributesOf(media, layer), tl('15590068', { file_name: media.name })];
    const document = tl(layer.document, { ...common, mime_type: media.mediaType, size: bytes.length, attributes });
    return tl(layer.media, { document, ttl_seconds: once });
  }

  #action(fact: SystemFact, post: Post, layer: Layer): Written {
    const number = (id: string): number => userNumber(personOf(this.#story, id));
    switch (fact.action) {
      case 'group-created':
        return tl('95d2ac92', { title: fact.subject });
      case 'member-added':
        return tl(layer.addUser, { users: fact.persons.map(number) });
      case 'member-removed':
        return tl(layer.deleteUser, { user_id: number(fact.persons[0] ?? '') });
      case 'member-left':
        return tl(layer.deleteUser, { user_id: number(post.sender ?? '') });
      case 'subject-changed':
        return tl('b5a1ce5a', { title: fact.after });
      case 'icon-changed':
        return tl('95e3fbef');
      case 'timer-changed':
        return tl('aa1afbfd', { period: fact.seconds });
      default:
        return tl('fae69f56', { message: fact.action });
    }
  }
}

function attributesOf(media: Media, layer: Layer): readonly Written[] {
  const [w, h, duration] = [media.width ?? 0, media.height ?? 0, media.durationS ?? 0];
  switch (media.type) {
    case 'video':
      return [tl(layer.video, { duration, w, h })];
    case 'gif':
      return [tl('11b58939'), tl(layer.video, { duration, w, h })];
    case 'voice':
      return [tl('9852f9c6', { voice: true, duration })];
    case 'audio':
      return [tl('9852f9c6', { duration, title: media.name })];
    case 'sticker':
      return [tl('6c37c15c', { w, h }), tl('6319d612', { alt: '\u{1F600}', stickerset: tl('ffb62b95') })];
    case 'image':
    case 'document':
      return [];
  }
}
