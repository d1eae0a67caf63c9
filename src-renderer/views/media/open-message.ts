import type { MediaView } from '../../../src-main/contract/index.ts';
import { goView } from '../../state/location.ts';

/** Goes to the message in its conversation; events have only their place in the timeline. */
export function openMessage({ conversation, item }: Pick<MediaView, 'conversation' | 'item'>): void {
  if (conversation === null) goView('timeline', { item });
  else goView('conversations', { conversation, item });
}
