import type { Media, Person, Post } from '../../../fixtures/story.ts';
import { bytesField, concat, message, varintField } from '../../../fixtures/protobuf-writer.ts';

/** `ZRECEIPTINFO`: receipts of own messages, reactions, polls. Null when the post has none of them. */
export function receiptInfo(
  post: Post,
  owner: string,
  jidOf: (person: string) => string,
  personOf: (id: string) => Person,
): Buffer | null {
  const parts: (Buffer | null)[] = [];
  const base = Math.floor(post.sentMs / 1000);
  if (post.sender === owner && post.receipts.length > 0) {
    for (const { person, deliveredMs, readMs } of post.receipts) {
      parts.push(
        message(2, bytesField(1, packedNumber(personOf(person).phone)), delta(4, deliveredMs), delta(5, readMs)),
      );
    }
    parts.push(varintField(3, base));
  }
  const reactions = post.reactions.map((reaction, index) => {
    const id = bytesField(1, `${post.serverId.slice(0, 16)}${String(index).padStart(4, '0')}`);
    const emoji = bytesField(reaction.person === owner ? 2 : 3, reaction.emoji ?? '');
    const time = varintField(reaction.person === owner ? 3 : 4, reaction.ms);
    return reaction.person === owner
      ? message(2, id, emoji, time)
      : message(1, id, bytesField(2, jidOf(reaction.person)), emoji, time);
  });
  if (reactions.length > 0) parts.push(message(7, ...reactions));
  if (post.body.type === 'poll') {
    parts.push(
      message(
        8,
        bytesField(2, post.body.question),
        ...post.body.options.map((option) => message(3, bytesField(1, option))),
      ),
    );
  }
  return parts.length === 0 ? null : concat(parts);

  function delta(number: number, ms: number | null): Buffer | null {
    return ms === null ? null : varintField(number, Math.max(0, Math.round(ms / 1000) - base));
  }
}

/** What a reply keeps of the message it answers. */
export interface Answered {
  readonly serverId: string;
  readonly senderJid: string;
  readonly chatJid: string;
  readonly body: Post['body'];
}

/** `ZMETADATA`: the answered message with its copy, the forwarding and the timer. Null when the post has none of them. */
export function metadata(post: Post, answered: Answered | null): Buffer | null {
  const parts: (Buffer | null)[] = [];
  if (answered !== null) {
    parts.push(
      bytesField(5, answered.serverId),
      bytesField(6, answered.senderJid),
      bytesField(7, answered.chatJid),
      message(19, copyOf(answered.body)),
    );
  }
  if (post.forwarded !== null) parts.push(varintField(17, post.forwarded));
  if (post.expiresS !== null) parts.push(varintField(36, post.expiresS));
  return parts.length === 0 ? null : concat(parts);
}

function copyOf(body: Post['body']): Buffer | null {
  switch (body.type) {
    case 'text':
    case 'link':
      return bytesField(1, body.text);
    case 'media':
      return mediaCopyOf(body.media, body.caption ?? '');
    case 'location':
      return message(5, body.name === null ? null : bytesField(3, body.name));
    case 'contact':
      return message(4, bytesField(1, body.cards[0]?.name ?? ''));
    case 'poll':
    case 'system':
    case 'unknown':
      return null;
  }
}

function mediaCopyOf(media: Media, caption: string): Buffer {
  switch (media.type) {
    case 'image':
      return message(3, bytesField(3, caption));
    case 'video':
    case 'gif':
      return message(9, bytesField(7, caption));
    case 'document':
      return message(7, bytesField(8, media.name));
    case 'audio':
    case 'voice':
      return message(8, null);
    case 'sticker':
      return message(26, null);
  }
}

/** A number as the app packs it: a mark and two digits a byte, the last half filled up. */
function packedNumber(phone: string): Buffer {
  const digits = phone.length % 2 === 0 ? phone : `${phone}f`;
  return Buffer.concat([Buffer.from([0x81]), Buffer.from(digits, 'hex')]);
}
