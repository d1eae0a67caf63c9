import type { Attachment, Message, Participant, SystemAction } from '../../model/index.ts';

/** Role of a member of a group. Source: signalapp/Signal-Desktop, protos/Groups.proto, `Member.Role`. */
export const GROUP_ROLES: ReadonlyMap<number, Participant['role']> = new Map([
  [0, 'unknown'],
  [1, 'member'],
  [2, 'admin'],
]);

/** `groupV2Change.details[].type`. Source: signalapp/Signal-Desktop, ts/types/groups. `member-remove` and `member-privilege` say more; nothing names an invitation that waits. */
export const GROUP_CHANGES: ReadonlyMap<string, SystemAction> = new Map([
  ['access-attributes', 'permission-changed'],
  ['access-invite-link', 'permission-changed'],
  ['access-members', 'permission-changed'],
  ['admin-approval-add-one', 'join-request'],
  ['admin-approval-bounce', 'join-request'],
  ['admin-approval-remove-one', 'app-notice'],
  ['announcements-only', 'permission-changed'],
  ['avatar', 'icon-changed'],
  ['create', 'group-created'],
  ['description', 'description-changed'],
  ['group-link-add', 'invite-link-changed'],
  ['group-link-remove', 'invite-link-changed'],
  ['group-link-reset', 'invite-link-changed'],
  ['member-add', 'member-added'],
  ['member-add-from-admin-approval', 'member-added'],
  ['member-add-from-invite', 'member-added'],
  ['member-add-from-link', 'member-joined-by-link'],
  ['member-remove', 'member-removed'],
  ['pending-add-many', 'app-notice'],
  ['pending-add-one', 'app-notice'],
  ['pending-remove-many', 'app-notice'],
  ['pending-remove-one', 'app-notice'],
  ['summary', 'app-notice'],
  ['title', 'subject-changed'],
]);

/** `messageRequestResponseEvent`. Source: signalapp/Signal-Desktop, ts/types/MessageRequestResponseEvent. */
export const REQUEST_ANSWERS: ReadonlyMap<string, SystemAction> = new Map([
  ['ACCEPT', 'contact-notice'],
  ['BLOCK', 'blocked'],
  ['SPAM', 'contact-notice'],
  ['UNBLOCK', 'unblocked'],
]);

/** `sendStateByConversationId[].status`, weakest first. Source: signalapp/Signal-Desktop, ts/messages/MessageSendState. */
export const SEND_STATES: ReadonlyMap<string, Message['status']> = new Map([
  ['Failed', 'failed'],
  ['Skipped', null],
  ['Pending', 'pending'],
  ['Sent', 'sent'],
  ['Delivered', 'delivered'],
  ['Read', 'read'],
  ['Viewed', 'played'],
]);

/** Bits of an attachment's `flags`. Source: signalapp/Signal-Desktop, protos/SignalService.proto, `AttachmentPointer.Flags`. */
export const ATTACHMENT_FLAGS = { voice: 1, borderless: 2, gif: 8 } as const;

/** What an attachment is, by its media type and flags. */
export function attachmentTypeOf(mediaType: string | null, flags: number | null): Attachment['type'] {
  const bits = flags ?? 0;
  if ((bits & ATTACHMENT_FLAGS.voice) !== 0) return 'voice';
  if ((bits & ATTACHMENT_FLAGS.gif) !== 0) return 'gif';
  const family = mediaType?.split('/')[0] ?? '';
  if (mediaType === 'image/gif') return 'gif';
  return family === 'image' || family === 'video' || family === 'audio' ? family : 'document';
}
