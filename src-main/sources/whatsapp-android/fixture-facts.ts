import { createHash } from 'node:crypto';
import type { Post, PostBody } from '../../../fixtures/story.ts';

const TYPE_OF_MEDIA = { image: 1, audio: 2, voice: 2, video: 3, document: 9, gif: 13, sticker: 20 } as const;
const VIEW_ONCE: Readonly<Record<string, number>> = { image: 42, video: 43, voice: 82 };

/** The app's code for a body. */
export function typeCode(post: Post): number {
  const { body } = post;
  if (post.revoked !== null) return 15;
  switch (body.type) {
    case 'text':
    case 'link':
      return 0;
    case 'media':
      return (post.viewOnce ? VIEW_ONCE[body.media.type] : undefined) ?? TYPE_OF_MEDIA[body.media.type];
    case 'location':
      return body.liveS === null ? 5 : 16;
    case 'contact':
      return body.cards.length > 1 ? 14 : 4;
    case 'poll':
      return 66;
    case 'system':
      return 7;
    case 'unknown':
      return body.code;
  }
}

const ACTION_CODES = {
  'group-created': 11,
  'member-added': 12,
  'member-removed': 14,
  'member-left': 5,
  'subject-changed': 1,
  'description-changed': 27,
  'icon-changed': 6,
  'admin-added': 15,
  'timer-changed': 59,
  'number-changed': 28,
  'security-code-changed': 18,
  'encryption-notice': 19,
  blocked: 58,
  unblocked: 58,
} as const;

export function actionCode(body: PostBody & { readonly type: 'system' }): number {
  return ACTION_CODES[body.system.action];
}

/** The text column of a body as it stands at the end. */
export function textOf(post: Post): string | null {
  const { body } = post;
  if (post.revoked !== null) return null;
  switch (body.type) {
    case 'text':
    case 'link':
    case 'unknown':
      return body.text;
    case 'poll':
      return body.question;
    case 'system':
      return systemText(body);
    default:
      return null;
  }
}

function systemText(body: PostBody & { readonly type: 'system' }): string | null {
  const fact = body.system;
  switch (fact.action) {
    case 'group-created':
      return fact.subject;
    case 'subject-changed':
    case 'description-changed':
      return fact.after;
    case 'blocked':
    case 'unblocked':
      return String(fact.action === 'blocked');
    default:
      return null;
  }
}

/** The wording that stood at `ms`: the first earlier one that had not been replaced yet, else the last. */
export function wordingAt(post: Post, ms: number): string | null {
  for (const edit of post.edits) if (edit.ms > ms) return edit.before;
  if (post.revoked !== null && post.revoked.ms <= ms) return null;
  return post.body.type === 'text' || post.body.type === 'link' ? post.body.text : null;
}

/** What the search index was given when the message came: lower case, words set apart by blanks. Null: nothing. */
export function indexed(post: Post): string | null {
  const first =
    post.edits[0]?.before ?? (post.body.type === 'text' || post.body.type === 'link' ? post.body.text : null);
  const caption = post.body.type === 'media' ? post.body.caption : null;
  const text = first ?? caption;
  return text === null ? null : indexedText(text);
}

function indexedText(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/([^\p{L}\p{N}\p{M}\s]+)/gu, ' $1 ')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

/** An identifier of the app's own form that is not in the story, the same every time. */
export function madeId(seed: string): string {
  return `AC${createHash('sha256').update(seed).digest('hex').toUpperCase().slice(0, 30)}`;
}

export function sha256(content: Uint8Array): Buffer {
  return createHash('sha256').update(content).digest();
}
