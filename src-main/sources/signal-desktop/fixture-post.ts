import type { Device, Post, Story, SystemFact } from '../../../fixtures/story.ts';
import type { Written } from './fixture-media.ts';
import { aciOf, answered, isGone, personRowOf, quotedText, storedMs, uuidOf } from '../fixture-signal.ts';

/** A message as the app knows it, before it is divided between columns and JSON. */
export type Fields = Readonly<Record<string, unknown>>;

/** What a message of the story is in the app, with its files as they were written. */
export function fieldsOf(
  post: Post,
  story: Story,
  device: Device,
  conversation: string,
  counter: number,
  file: Written | null,
): Fields {
  const sentMs = storedMs(post, device);
  const isOwn = post.sender === device.owner;
  const person = story.persons.find(({ id }) => id === post.sender);
  const base = {
    id: uuidOf(post.serverId),
    conversationId: conversation,
    sent_at: sentMs,
    timestamp: sentMs,
    received_at: counter,
    received_at_ms: sentMs + (isOwn ? 0 : 870),
    seenStatus: 2,
  };
  if (post.body.type === 'system' || post.body.type === 'unknown' || post.sender === null)
    return { ...base, ...lineOf(post, device) };
  const sent = {
    ...base,
    type: isOwn ? 'outgoing' : 'incoming',
    sourceServiceId: aciOf(post.sender),
    source: person === undefined ? null : `+${person.phone}`,
    sourceDevice: 1,
    ...(isOwn ? { sendStateByConversationId: statesOf(post) } : { serverGuid: uuidOf(`guid ${post.serverId}`), serverTimestamp: sentMs + 410, unidentifiedDeliveryReceived: 1, readStatus: 0 }), // prettier-ignore
  };
  if (post.revoked !== null) {
    const by = post.revoked.by === post.sender ? {} : { deletedForEveryoneByAdminAci: aciOf(post.revoked.by) };
    return { ...sent, isErased: 1, deletedForEveryone: true, ...by, body: '', reactions: reactionsOf(post, sentMs) };
  }
  return { ...sent, ...partsOf(post, sentMs), ...contentOf(post, file), ...answerOf(post, story, device) };
}

function partsOf(post: Post, sentMs: number): Fields {
  const last = post.edits.at(-1);
  const text = post.body.type === 'text' ? post.body.text : null;
  // The app lists wordings newest first, each with the time it was sent.
  const wordings = [text, ...post.edits.map(({ before }) => before).reverse()];
  const times = [...post.edits.map(({ ms }) => ms).reverse(), sentMs];
  return {
    isViewOnce: post.viewOnce ? 1 : 0,
    expireTimer: post.expiresS,
    expirationStartTimestamp: post.expiresS === null ? null : sentMs + 1000,
    expires_at: post.expiresS === null ? null : sentMs + 1000 + post.expiresS * 1000,
    reactions: reactionsOf(post, sentMs),
    ...(post.mentions.length > 0 && { bodyRanges: post.mentions.map((who) => ({ start: 0, length: 12, mentionAci: aciOf(who) })), mentionsMe: false }), // prettier-ignore
    ...(last !== undefined && {
      editMessageTimestamp: last.ms,
      editHistory: wordings.map((body, i) => ({ body, timestamp: times[i], received_at: i, attachments: [] })),
    }),
  };
}

function reactionsOf(post: Post, sentMs: number): readonly Fields[] {
  const targetAuthorAci = post.sender === null ? null : aciOf(post.sender);
  return post.reactions.map(({ person, emoji, ms }) => ({ emoji: emoji ?? undefined, fromId: personRowOf(person), targetAuthorAci, targetTimestamp: sentMs, timestamp: ms })); // prettier-ignore
}

function statesOf(post: Post): Fields {
  const entries = post.receipts.map(({ person, deliveredMs, readMs }) => {
    const state =
      readMs !== null ? ['Read', readMs] : deliveredMs !== null ? ['Delivered', deliveredMs] : ['Sent', post.sentMs];
    return [personRowOf(person), { status: state[0], updatedAt: state[1] }];
  });
  return Object.fromEntries(entries) as Fields;
}

function contentOf(post: Post, file: Written | null): Fields {
  const { body } = post;
  switch (body.type) {
    case 'text':
      return { body: body.text };
    case 'link':
      return { body: body.text, preview: [{ url: body.url, title: body.title, description: body.description, date: post.sentMs }] }; // prettier-ignore
    case 'location':
      return { body: `${body.name ?? ''}\nhttps://maps.example/?q=${body.latitude},${body.longitude}`.trim() };
    case 'contact':
      return { contact: body.cards.map(({ name }) => ({ name: { displayName: name }, number: [{ value: '+12025550103', type: 1 }] })) }; // prettier-ignore
    case 'poll':
      return {
        body: body.question,
        poll: {
          question: body.question,
          options: body.options,
          allowMultiple: true,
          votes: body.votes.map(({ person, options, ms }) => ({ fromConversationId: personRowOf(person), optionIndexes: options, voteCount: 1, timestamp: ms })), // prettier-ignore
        },
      };
    case 'media':
      return {
        body: body.caption,
        hasAttachments: 1,
        hasFileAttachments: body.media.type === 'document' ? 1 : 0,
        hasVisualMediaAttachments: body.media.type === 'image' || body.media.type === 'video' ? 1 : 0,
        attachments: file === null ? [] : [file.fields],
      };
    case 'system':
    case 'unknown':
      return {};
  }
}

/** What a message that answers another holds of that one. */
function answerOf(post: Post, story: Story, device: Device): Fields {
  const original = post.replyTo === null ? undefined : answered(story).get(post.replyTo);
  if (original?.sender === undefined || original.sender === null) return {};
  const files = original.body.type === 'media' ? [{ contentType: original.body.media.mediaType, fileName: original.body.media.name }] : []; // prettier-ignore
  return {
    quote: { id: storedMs(original, device), authorAci: aciOf(original.sender), text: quotedText(original, post) ?? undefined, attachments: files, isViewOnce: original.viewOnce, referencedMessageNotFound: isGone(original, post), messageId: '' }, // prettier-ignore
  };
}

/** Lines that the app writes itself. */
function lineOf(post: Post, device: Device): Fields {
  const { body, sender } = post;
  const from = sender === null ? undefined : aciOf(sender);
  if (body.type === 'unknown')
    return { type: `type-${body.code}`, body: body.text, ...(from !== undefined && { sourceServiceId: from }) };
  if (body.type !== 'system') throw new Error(`story: ${post.serverId} is no line of the app`);
  const group = (...details: readonly Fields[]): Fields => ({
    type: 'group-v2-change',
    sourceServiceId: from,
    groupV2Change: { from, details },
  });
  const fact: SystemFact = body.system;
  switch (fact.action) {
    case 'group-created':
      return group({ type: 'create' });
    case 'member-added':
      return group(...fact.persons.map((who) => ({ type: 'member-add', aci: aciOf(who) })));
    case 'member-removed':
      return group(...fact.persons.map((who) => ({ type: 'member-remove', aci: aciOf(who) })));
    case 'member-left':
      return group({ type: 'member-remove', aci: from });
    case 'subject-changed':
      return group({ type: 'title', newTitle: fact.after });
    case 'description-changed':
      return group({ type: 'description', description: fact.after });
    case 'icon-changed':
      return group({ type: 'avatar', removed: false });
    case 'admin-added':
      return group(...fact.persons.map((who) => ({ type: 'member-privilege', aci: aciOf(who), newPrivilege: 2 })));
    case 'timer-changed':
      return {
        type: 'timer-notification',
        expirationTimerUpdate: { expireTimer: fact.seconds, sourceServiceId: from },
      };
    case 'number-changed':
      return { type: 'change-number-notification', sourceServiceId: from };
    case 'security-code-changed':
      return { type: 'keychange', key_changed: aciOf(fact.persons[0] ?? device.owner) };
    case 'encryption-notice':
      return { type: 'chat-session-refreshed' };
    case 'blocked':
    case 'unblocked':
      return { type: 'message-request-response-event', messageRequestResponseEvent: fact.action === 'blocked' ? 'BLOCK' : 'UNBLOCK' }; // prettier-ignore
  }
}
