import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { FixtureTarget, Person, Post, Story } from '../../../fixtures/story.ts';
import { aciOf, answered, groupIdOf, partnerOf, quotedText, storedMs, uuidOf } from '../fixture-signal.ts';
import { clock, safe, writeAt } from './fixture-said.ts';
import type { SaidPost, SaidThread } from './fixture-said.ts';

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `Mon, 2 Jan 2006 15:04:05 +0000`. */
function long(ms: number): string {
  const at = new Date(ms);
  return `${DAYS[at.getUTCDay()] ?? ''}, ${at.getUTCDate()} ${MONTHS[at.getUTCMonth()] ?? ''} ${at.getUTCFullYear()} ${clock(ms).slice(11, 19)} +0000`;
}

/** How the tool calls people and conversations. */
class Names {
  readonly #persons: readonly Person[];
  readonly #device: FixtureTarget['device'];

  constructor(story: Story, { device }: Pick<FixtureTarget, 'device'>) {
    this.#persons = story.persons;
    this.#device = device;
  }

  detail(id: string): string {
    return `+${this.#persons.find((one) => one.id === id)?.phone ?? ''}`;
  }

  room({ thread, name, isGroup }: SaidThread): string {
    const id = groupIdOf(thread).replaceAll('+', '-').replaceAll('/', '_').replace('=', '');
    return `${name} (${isGroup ? id : this.detail(partnerOf(thread, this.#device))})`;
  }
}

export function writeSigtopText(folder: string, threads: readonly SaidThread[], story: Story, target: Pick<FixtureTarget, 'device'>): void {
  const names = new Names(story, target);
  for (const said of threads) {
    const room = names.room(said);
    const text = said.posts.map((one) => `${fieldsOf(one, names).join('\n')}\n${one.text === '' ? '' : `\n${one.text}\n`}\n`);
    writeAt(join(folder, `${safe(room)}.txt`), `Conversation: ${room}\n\n${text.join('')}`);
  }
} // prettier-ignore

function fieldsOf(one: SaidPost, names: Names): readonly string[] {
  const { isLine, isOwn, ms, media, post } = one;
  const type = isLine ? 'group-v2-change' : isOwn ? 'outgoing' : 'incoming';
  const from = isOwn && !isLine ? 'You' : `${one.senderName} (${names.detail(post.sender ?? '')})`;
  return [
    ...(post.sender === null ? [] : [`From: ${from}`]),
    `Type: ${type}`,
    `Sent: ${long(ms)}`,
    ...(type === 'outgoing' ? [] : [`Received: ${long(ms + 1000)}`]),
    ...(media === null ? [] : [`Attachment: ${media.name} (${media.mediaType.split(';')[0] ?? ''}, ${media.content().length} bytes)`]), // prettier-ignore
  ];
}

export function writeSigtopShort(folder: string, threads: readonly SaidThread[], story: Story, target: Pick<FixtureTarget, 'device'>): void {
  const names = new Names(story, target);
  for (const said of threads) {
    const lines = said.posts.map((one) => {
      const name = one.isOwn && !one.isLine ? 'You' : one.senderName === '' ? 'Unknown' : one.senderName;
      const words = one.isLine ? ' [group-v2-change message]' : `${one.media === null ? '' : ' [1 attachment]'}${one.text === '' ? '' : ` ${one.text}`}`;
      return `${clock(one.ms).slice(0, 16).replace('T', ' ')} ${name}:${words}\n`;
    });
    writeAt(join(folder, `${safe(names.room(said))}.txt`), lines.join(''));
  }
} // prettier-ignore

export function writeSigtopJson(folder: string, threads: readonly SaidThread[], story: Story, target: Pick<FixtureTarget, 'device'>): void {
  const names = new Names(story, target);
  for (const said of threads) {
    const rows = said.posts.map((one, index) => JSON.stringify(fields(one, said, index, story, target)));
    writeAt(join(folder, `${safe(names.room(said))}.json`), `[\n${rows.join(',\n')}\n]\n`);
  }
} // prettier-ignore

function fields(one: SaidPost, { thread, name }: SaidThread, index: number, story: Story, { device }: Pick<FixtureTarget, 'device'>): object {
  const { post, ms, isOwn, media } = one;
  const base = { id: uuidOf(post.serverId), conversationId: uuidOf(`${thread.id} ${name}`), sent_at: ms, timestamp: ms, received_at: index + 1, received_at_ms: ms + 870 };
  if (one.isLine || post.sender === null) return { ...base, type: 'group-v2-change', groupV2Change: { details: [{ type: 'title' }] } };
  const said = { ...base, type: isOwn ? 'outgoing' : 'incoming', sourceServiceId: aciOf(post.sender), sourceDevice: 1 };
  if (post.revoked !== null) return { ...said, deletedForEveryone: true, isErased: true, body: '' };
  const last = post.edits.at(-1);
  const wordings = [one.text, ...post.edits.map(({ before }) => before).reverse()];
  const times = [...post.edits.map((edit) => edit.ms).reverse(), ms];
  return {
    ...said,
    body: one.text,
    ...(post.viewOnce && { isViewOnce: true }),
    ...(post.expiresS !== null && { expireTimer: post.expiresS }),
    ...(post.mentions.length > 0 && { bodyRanges: post.mentions.map((who) => ({ start: 0, length: 1, mentionAci: aciOf(who) })) }),
    ...(last !== undefined && { editMessageTimestamp: last.ms, editHistory: wordings.map((body, place) => ({ body, timestamp: times[place], attachments: [] })) }),
    ...(post.body.type === 'poll' && { poll: { question: post.body.question, options: post.body.options, votes: [] } }),
    ...(post.body.type === 'link' && { preview: [{ url: post.body.url, title: post.body.title, description: post.body.description }] }),
    ...(media !== null && { attachments: [{ contentType: media.mediaType.split(';')[0], fileName: media.name, size: media.content().length, plaintextHash: createHash('sha256').update(media.content()).digest('hex'), width: media.width ?? undefined, height: media.height ?? undefined, localKey: 'a2V5' }] }),
    ...answerOf(post, story, device),
  };
} // prettier-ignore

function answerOf(post: Post, story: Story, device: FixtureTarget['device']): object {
  const original = post.replyTo === null ? undefined : answered(story).get(post.replyTo);
  if (original === undefined) return {};
  return { quote: { id: storedMs(original, device), authorAci: aciOf(original.sender ?? ''), text: quotedText(original, post) ?? undefined, attachments: [] } }; // prettier-ignore
}
