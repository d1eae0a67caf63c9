import type { Device, Post, Story, Thread } from '../../../fixtures/story.ts';
import { storedMs, uuidOf } from '../fixture-signal.ts';
import { addressArchive, cardOf, groupChangeArchive, idOf, numberChangeArchive, previewOf, quoteOf, rangesOf, recipientStates } from './fixture-archives.ts'; // prettier-ignore

export type Cell = string | number | bigint | Buffer | null;
export type Row = Readonly<Record<string, Cell>>;

/** The id of a post's row, in capitals as the app makes them. */
export const rowIdOf = (serverId: string): string => uuidOf(serverId).toUpperCase();
export const threadIdOf = (thread: Thread): string => uuidOf(`thread ${thread.id}`).toUpperCase();

/** The row that a post is, and those of its earlier wordings, oldest first. */
export interface Rows {
  readonly row: Row;
  readonly earlier: readonly Row[];
}

export function rowsOf(post: Post, story: Story, device: Device, thread: Thread, isNew: boolean): Rows {
  const sentMs = storedMs(post, device);
  const isOwn = post.sender === device.owner;
  const base: Row = {
    uniqueId: rowIdOf(post.serverId),
    timestamp: sentMs,
    receivedAtTimestamp: sentMs + (isOwn ? 0 : 870),
    uniqueThreadId: threadIdOf(thread),
  };
  if (post.body.type === 'system' || post.body.type === 'unknown' || post.sender === null)
    return { row: { ...base, ...lineOf(post, device, thread, isNew) }, earlier: [] };
  const sent: Row = {
    ...base,
    recordType: isOwn ? 21 : 19,
    ...(isOwn ? { storedMessageState: 4, recipientAddressStates: recipientStates(post, isNew) } : { authorUUID: idOf(post.sender), serverTimestamp: sentMs + 410, serverGuid: uuidOf(`guid ${post.serverId}`), wasReceivedByUD: 1, read: 1 }), // prettier-ignore
    isViewOnceMessage: post.viewOnce && post.revoked === null ? 1 : 0,
    expiresInSeconds: post.revoked === null ? (post.expiresS ?? 0) : 0,
    expireStartedAt: post.expiresS === null || post.revoked !== null ? 0 : sentMs + 1000,
    expiresAt: post.expiresS === null || post.revoked !== null ? 0 : sentMs + 1000 + post.expiresS * 1000,
    wasRemotelyDeleted: post.revoked === null ? 0 : 1,
  };
  if (post.revoked !== null) return { row: sent, earlier: [] };
  const row: Row = {
    ...sent,
    body: bodyOf(post),
    quotedMessage: quoteOf(post, story, device),
    linkPreview: previewOf(post),
    contactShare: cardOf(post),
    bodyRanges: rangesOf(post),
  };
  const last = post.edits.at(-1);
  if (!isNew || last === undefined) return { row, earlier: [] };
  // The row of a message stays, with the newest wording; each earlier one is copied to a row of its own.
  const times = [sentMs, ...post.edits.map(({ ms }) => ms)];
  const earlier = post.edits.map(({ before }, i) => ({ ...row, uniqueId: rowIdOf(`${post.serverId} ${i}`), body: before, timestamp: times[i] ?? sentMs, editState: 2, recipientAddressStates: null, quotedMessage: null })); // prettier-ignore
  return { row: { ...row, timestamp: last.ms, editState: 1 }, earlier };
}

function bodyOf({ body }: Post): string | null {
  switch (body.type) {
    case 'text':
    case 'link':
      return body.text;
    case 'location':
      return `${body.name ?? ''}\nhttps://maps.example/?q=${body.latitude},${body.longitude}`.trim();
    case 'poll':
      return body.question;
    case 'media':
      return body.caption;
    default:
      return null;
  }
}

/** Lines that the app writes itself. */
function lineOf(post: Post, device: Device, thread: Thread, isNew: boolean): Row {
  const { body, sender } = post;
  if (body.type === 'unknown')
    return { recordType: 1000 + body.code, body: body.text, authorUUID: sender === null ? null : idOf(sender) };
  if (body.type !== 'system') throw new Error(`story: ${post.serverId} is no line of the app`);
  const fact = body.system;
  const info = (messageType: number, infoMessageUserInfo: Buffer | null = null): Row => ({ recordType: 10, messageType, infoMessageUserInfo, read: 1 }); // prettier-ignore
  switch (fact.action) {
    case 'timer-changed':
      return { recordType: 28, messageType: 5, configurationDurationSeconds: fact.seconds, configurationIsEnabled: fact.seconds > 0 ? 1 : 0 }; // prettier-ignore
    case 'number-changed':
      return info(14, numberChangeArchive(sender ?? device.owner, fact.before, fact.after));
    case 'security-code-changed':
      return { recordType: 9, errorType: 7, recipientAddress: addressArchive(fact.persons[0] ?? device.owner), read: 1 }; // prettier-ignore
    case 'encryption-notice':
      return { recordType: 9, errorType: 10 };
    case 'blocked':
    case 'unblocked':
      return info(fact.action === 'blocked' ? 22 : 24);
    default:
      return info(3, groupChangeArchive(thread, post, fact, device, isNew));
  }
}
