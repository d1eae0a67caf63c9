import type { Messages } from '../messages/en.ts';

/** Voice or video call; a call alone where the record does not say which. */
export function callWord(video: boolean | null, m: Messages): string {
  if (video === null) return m.call.unstated;
  return video ? m.call.video : m.call.voice;
}
