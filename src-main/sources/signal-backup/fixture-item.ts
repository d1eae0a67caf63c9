import { createHash } from 'node:crypto';
import type { Device, Media, Post, Story, SystemFact } from '../../../fixtures/story.ts';
import { aciOf, answered, isGone, quotedText, storedMs } from '../fixture-signal.ts';
import type { Plain } from './decode-message.ts';
import { base64, uuidBytes, type Numbers } from './fixture-numbers.ts';

type Fields = Readonly<Record<string, Plain>>;

/** A post as a message of the backup. */
export function chatItemOf(post: Post, story: Story, device: Device, numbers: Numbers): Fields {
  const isOwn = post.sender === device.owner;
  const sent = storedMs(post, device);
  const last = post.edits.at(-1);
  const base = { chatId: numbers.chat(post.thread), authorId: numbers.person(post.sender ?? aboutOf(post) ?? device.owner) }; // prettier-ignore
  if (post.body.type === 'system') return { ...base, dateSent: String(sent), directionless: {}, updateMessage: updateOf(post.body.system, post.sender, numbers) }; // prettier-ignore
  const way: Fields = isOwn
    ? { outgoing: { sendStatus: post.receipts.map((one) => statusOf(one, post, numbers)), dateReceived: String(sent) } }
    : { incoming: { dateReceived: String(sent + 870), dateServerSent: String(sent + 410), read: true, sealedSender: true } }; // prettier-ignore
  const timer: Fields = post.expiresS === null ? {} : { expireStartDate: String(sent + 1000), expiresInMs: String(post.expiresS * 1000) }; // prettier-ignore
  if (post.body.type === 'unknown') return { ...base, dateSent: String(sent), ...way, 'field 23': post.body.code };
  const wordings = [...post.edits.map(({ before }) => before)];
  const times = [sent, ...post.edits.map(({ ms }) => ms)];
  const revisions = wordings.map((body, index) => ({ ...base, dateSent: String(times[index] ?? sent), ...way, standardMessage: { text: { body } } })); // prettier-ignore
  const content: Fields = post.revoked === null ? contentOf(post, story, device, numbers) : deletedOf(post, numbers);
  return { ...base, dateSent: String(last?.ms ?? sent), ...timer, ...(revisions.length > 0 && { revisions }), ...way, ...content }; // prettier-ignore
}

/** Whom a line without an actor is about. */
function aboutOf({ body }: Post): string | null {
  return body.type === 'system' && 'persons' in body.system ? (body.system.persons[0] ?? null) : null;
}

function deletedOf({ revoked, sender }: Post, numbers: Numbers): Fields {
  const isAdmin = revoked !== null && revoked.by !== sender;
  return isAdmin ? { adminDeletedMessage: { adminId: numbers.person(revoked.by) } } : { remoteDeletedMessage: {} };
}

function statusOf(
  { person, deliveredMs, readMs, playedMs }: Post['receipts'][number],
  post: Post,
  numbers: Numbers,
): Fields {
  // prettier-ignore
  const recipientId = numbers.person(person);
  const sealed = { sealedSender: true };
  if (playedMs !== null && readMs === null) return { recipientId, timestamp: String(playedMs), viewed: sealed };
  if (readMs !== null) return { recipientId, timestamp: String(readMs), read: sealed };
  if (deliveredMs !== null) return { recipientId, timestamp: String(deliveredMs), delivered: sealed };
  return { recipientId, timestamp: String(post.sentMs), sent: sealed };
}

function contentOf(post: Post, story: Story, device: Device, numbers: Numbers): Fields {
  const { body } = post;
  const reactions = post.reactions.map(({ person, emoji, ms }, index) => ({ emoji: emoji ?? '', authorId: numbers.person(person), sentTimestamp: String(ms), sortOrder: String(index + 1) })); // prettier-ignore
  const bodyRanges = post.mentions.map((who) => ({ start: 0, length: 12, mentionAci: uuidBytes(aciOf(who)) }));
  const quote = quoteOf(post, story, device, numbers);
  const standard = (more: Fields): Fields => ({ standardMessage: { ...quote, ...more, reactions } });
  switch (body.type) {
    case 'text':
      return standard({ text: { body: body.text, bodyRanges } });
    case 'link':
      return standard({ text: { body: body.text, bodyRanges }, linkPreview: [{ url: body.url, title: body.title, description: body.description, date: String(post.sentMs) }] }); // prettier-ignore
    case 'location':
      return standard({ text: { body: `${body.name ?? ''}\nhttps://maps.example/?q=${body.latitude},${body.longitude}`.trim() } }); // prettier-ignore
    case 'contact':
      return { contactMessage: { contact: { name: { givenName: body.cards[0]?.name ?? '' }, number: [{ value: '+12025550103', type: 'HOME' }] }, reactions } }; // prettier-ignore
    case 'poll':
      return {
        poll: {
          question: body.question,
          allowMultiple: true,
          options: body.options.map((option, place) => ({ option, votes: body.votes.filter(({ options }) => options.includes(place)).map(({ person }) => ({ voterId: numbers.person(person), voteCount: 1 })) })), // prettier-ignore
          reactions,
        },
      };
    case 'media': {
      const pointer = pointerOf(body.media, post.serverId);
      const flag = body.media.type === 'voice' ? 'VOICE_MESSAGE' : body.media.type === 'gif' ? 'GIF' : 'NONE';
      const attachment = { pointer, flag, wasDownloaded: true };
      if (post.viewOnce) return { viewOnceMessage: { attachment, reactions } };
      if (body.media.type === 'sticker') return { stickerMessage: { sticker: { packId: base64('pack', 16), packKey: base64('pack key', 32), stickerId: 3, data: pointer }, reactions } }; // prettier-ignore
      return standard({ ...(body.caption !== null && { text: { body: body.caption, bodyRanges } }), attachments: [attachment] }); // prettier-ignore
    }
    case 'system':
    case 'unknown':
      throw new Error(`story: ${post.serverId} has no content`);
  }
}

export function localKeyOf(seed: string): Buffer {
  return createHash('sha512').update(`key ${seed}`).digest();
}

function pointerOf(media: Media, seed: string): Fields {
  const content = media.content();
  const plaintextHash = createHash('sha256').update(content).digest('base64');
  return {
    contentType: media.mediaType.split(';')[0] ?? '',
    fileName: media.name,
    ...(media.width !== null && { width: media.width }),
    ...(media.height !== null && { height: media.height }),
    locatorInfo: { plaintextHash, size: content.length, localKey: localKeyOf(seed).toString('base64') },
  };
}

function quoteOf(post: Post, story: Story, device: Device, numbers: Numbers): Fields {
  const original = post.replyTo === null ? undefined : answered(story).get(post.replyTo);
  if (original?.sender === undefined || original.sender === null) return {};
  const words = quotedText(original, post);
  const files = original.body.type === 'media' && !isGone(original, post) ? [{ contentType: original.body.media.mediaType, fileName: original.body.media.name }] : []; // prettier-ignore
  return { quote: { targetSentTimestamp: String(storedMs(original, device)), authorId: numbers.person(original.sender), ...(words !== null && { text: { body: words } }), attachments: files, type: original.viewOnce ? 'VIEW_ONCE' : 'NORMAL' } }; // prettier-ignore
}

/** Lines that the app writes itself. */
function updateOf(fact: SystemFact, sender: string | null, numbers: Numbers): Fields {
  const by: Fields = sender === null ? {} : { updaterAci: uuidBytes(aciOf(sender)) };
  const group = (...updates: readonly Fields[]): Fields => ({ groupChange: { updates } });
  const simple = (type: string): Fields => ({ simpleUpdate: { type } });
  switch (fact.action) {
    case 'group-created':
      return group({ groupCreationUpdate: by });
    case 'member-added':
      return group(...fact.persons.map((who) => ({ groupMemberAddedUpdate: { ...by, newMemberAci: uuidBytes(aciOf(who)) } }))); // prettier-ignore
    case 'member-removed':
      return group(...fact.persons.map((who) => ({ groupMemberRemovedUpdate: { ...(sender !== null && { removerAci: uuidBytes(aciOf(sender)) }), removedAci: uuidBytes(aciOf(who)) } }))); // prettier-ignore
    case 'member-left':
      return group({ groupMemberLeftUpdate: sender === null ? {} : { aci: uuidBytes(aciOf(sender)) } });
    case 'subject-changed':
      return group({ groupNameUpdate: { ...by, newGroupName: fact.after } });
    case 'description-changed':
      return group({ groupDescriptionUpdate: { ...by, newDescription: fact.after } });
    case 'icon-changed':
      return group({ groupAvatarUpdate: by });
    case 'admin-added':
      return group(...fact.persons.map((who) => ({ groupAdminStatusUpdate: { ...by, memberAci: uuidBytes(aciOf(who)), wasAdminStatusGranted: true } }))); // prettier-ignore
    case 'timer-changed':
      return { expirationTimerChange: { expiresInMs: String(fact.seconds * 1000) } };
    case 'number-changed':
      return simple('CHANGE_NUMBER');
    case 'security-code-changed':
      return simple('IDENTITY_UPDATE');
    case 'encryption-notice':
      throw new Error(`story: no such line (${numbers.person('ada')})`);
    case 'blocked':
      return simple('BLOCKED');
    case 'unblocked':
      return simple('UNBLOCKED');
  }
}
