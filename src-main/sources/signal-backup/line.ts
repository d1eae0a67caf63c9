import type { BytesLocator, Extracted, Key } from '../../model/index.ts';
import type { Part } from './part.ts';
import type { Reading } from './reading.ts';

/** What a message is, one of these. */
export const CONTENTS = [
  'standardMessage', 'contactMessage', 'stickerMessage', 'remoteDeletedMessage', 'adminDeletedMessage', 'updateMessage', 'paymentNotification',
  'giftBadge', 'viewOnceMessage', 'directStoryReplyMessage', 'poll',
] as const; // prettier-ignore

/** What a message is read with. */
export interface Line {
  readonly reading: Reading;
  readonly item: Part;
  readonly key: Key;
  readonly at: BytesLocator;
  readonly out: Extracted[];
  readonly author: Key | null;
}

/** `null` where the message holds no words. */
export function bodyOf(content: (typeof CONTENTS)[number] | null, inner: Part): string | null {
  switch (content) {
    case 'standardMessage':
      return inner.object('text')?.text('body') ?? null;
    case 'directStoryReplyMessage':
      return inner.object('textReply')?.object('text')?.text('body') ?? inner.text('emoji');
    case 'poll':
      return inner.text('question');
    case 'paymentNotification':
      return inner.text('note');
    default:
      return null;
  }
}
