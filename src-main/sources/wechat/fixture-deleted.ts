import type { FixtureTarget, Post, Story, Thread } from '../../../fixtures/story.ts';
import { postsHeld, threadsOn } from './fixture-content.ts';

/** A text that no device of the story holds, so that each index keeps one that is gone. */
const LOST = 'Keep this one off the phone.';

/** Texts whose rows the device’s owner deleted: search indexes may still hold them. */
export function* deletedTexts(
  story: Story,
  { device }: FixtureTarget,
): Generator<{ readonly post: Post; readonly thread: Thread; readonly words: string }> {
  const threads = threadsOn(story, device);
  for (const { post, thread } of postsHeld(story, device)) {
    if (indexedWords(post) === null || post.sender === null) continue;
    yield { post: { ...post, sentMs: post.sentMs + 7000, body: { type: 'text', text: LOST } }, thread, words: LOST };
    break;
  }
  for (const post of story.posts()) {
    const thread = threads.get(post.thread);
    const words = indexedWords(post);
    if (thread === undefined || words === null || !post.deletedOn.includes(device.id) || post.missingOn.includes(device.id)) continue; // prettier-ignore
    yield { post, thread, words };
  }
}

/** The words of a post that an index holds: texts alone here. Of one that was taken back those that it had. */
export function indexedWords({ body }: Post): string | null {
  return body.type === 'text' ? body.text : null;
}
