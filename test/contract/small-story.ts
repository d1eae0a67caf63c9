import type { Post, Story } from '../../fixtures/story.ts';

const OF_EACH_SHAPE = 2;

/**
 * The story cut to a few posts of each shape, with the posts that they answer and without media files; for tests that
 * read it hundreds of times.
 */
export function smallStory(story: Story): Story {
  const kept = new Set<string>();
  const counts = new Map<string, number>();
  for (const post of story.posts()) {
    const shape = shapeOf(post);
    const count = counts.get(shape) ?? 0;
    counts.set(shape, count + 1);
    if (count >= OF_EACH_SHAPE) continue;
    kept.add(post.serverId);
    if (post.replyTo !== null) kept.add(post.replyTo);
  }
  const posts = [...story.posts()].filter(({ serverId }) => kept.has(serverId)).map(withoutFile);
  return { ...story, posts: () => posts };
}

function withoutFile(post: Post): Post {
  if (post.body.type !== 'media') return post;
  return { ...post, body: { ...post.body, media: { ...post.body.media, presentOn: [] } } };
}

function shapeOf({ body, ...post }: Post): string {
  const type = body.type === 'media' ? body.media.type : body.type === 'system' ? body.system.action : body.type;
  const lists = [post.edits, post.deletedOn, post.missingOn, post.starredOn, post.mentions, post.reactions];
  const parts = [
    post.replyTo !== null,
    post.forwarded !== null,
    post.revoked !== null,
    post.viewOnce,
    post.broadcast,
    post.expiresS !== null,
    ...lists.map((list) => list.length > 0),
  ];
  return `${type} ${parts.map(Number).join('')}`;
}
