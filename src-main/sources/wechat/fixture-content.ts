import { createHash } from 'node:crypto';
import type { Device, Media, Post, Story, SystemFact, Thread } from '../../../fixtures/story.ts';
import { field, number } from './fixture-protobuf.ts';

/** What a post is in the columns of `message`. */
export interface Columns {
  readonly type: number;
  readonly content: string;
  readonly imgPath?: string;
}

/** Identifier that the story's persons have in this format. */
export function identifierOf(person: string): string {
  return `wxid_${person.replaceAll('-', '')}17crate`.slice(0, 24);
}

/** The server's number of a post: 63 bits that follow from the story's own id. */
export function serverNumber(serverId: string): bigint {
  return createHash('sha256').update(`wechat ${serverId}`).digest().readBigUInt64BE() >> 1n;
}

export function md5(text: string | Uint8Array): string {
  return createHash('md5').update(text).digest('hex');
}

function xmlText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** Key of a picture, a recording or a video: the app's own are built from a time and digits. */
export function mediaKey(post: Post): string {
  return md5(`media ${post.serverId}`);
}

const HELD: ReadonlySet<Thread['type']> = new Set(['one-to-one', 'group']);

/** The threads of a device that the app has a form for, by id. */
export function threadsOn(story: Story, { id }: Device): ReadonlyMap<string, Thread> {
  return new Map(story.threads.filter(({ on, type }) => on.includes(id) && HELD.has(type)).map((thread) => [thread.id, thread])); // prettier-ignore
}

/** The posts that a device holds, in order of time. */
export function* postsHeld(story: Story, device: Device): Generator<{ readonly post: Post; readonly thread: Thread }> {
  const threads = threadsOn(story, device);
  for (const post of story.posts()) {
    const thread = threads.get(post.thread);
    if (thread !== undefined && !post.deletedOn.includes(device.id) && !post.missingOn.includes(device.id)) yield { post, thread }; // prettier-ignore
  }
}

/** Identifier of a conversation. */
export function talkerOf(thread: Thread, { owner }: Device): string {
  if (thread.type === 'group') return `${thread.number ?? thread.id}@chatroom`;
  const other = thread.members.find(({ person }) => person !== owner);
  return identifierOf(other?.person ?? owner);
}

/** Members of a group as the server packs them. */
export function roomData(thread: Thread): Buffer {
  const members = thread.members.filter(({ leftMs }) => leftMs === null);
  return Buffer.concat(
    members.map(({ person, role }) => {
      const fields = [field(1, identifierOf(person)), field(2, person === 'ben' ? 'Ben (London)' : ''), number(3, role === 'admin' ? MEMBER | ADMIN : MEMBER)]; // prettier-ignore
      return field(1, Buffer.concat(fields));
    }),
  );
}

const MEMBER = 1;
const ADMIN = 2048;

/** The source of a message that addresses accounts. */
export function sourceXml(people: readonly string[]): string {
  return `<msgsource><atuserlist><![CDATA[${people.map(identifierOf).join(',')}]]></atuserlist><silence>0</silence></msgsource>`; // prettier-ignore
}

/** What a post is in the columns of a table of messages; `posts` are those that it may answer, by the story's id. */
export function wholeColumns(post: Post, talker: string, posts: ReadonlyMap<string, Post>): Columns {
  if (post.revoked !== null) {
    const id = serverNumber(post.serverId);
    return { type: 10002, content: `<sysmsg type="revokemsg"><revokemsg><session>${talker}</session><msgid>17</msgid><newmsgid>${id}</newmsgid><replacemsg><![CDATA["${post.sender ?? ''}" recalled a message]]></replacemsg></revokemsg></sysmsg>` }; // prettier-ignore
  }
  const quoted = post.replyTo === null ? undefined : posts.get(post.replyTo);
  return quoted === undefined || post.body.type !== 'text' ? columnsOf(post) : replyColumns(post.body.text, quoted);
}

function replyColumns(text: string, quoted: Post): Columns {
  const copy = columnsOf({ ...quoted, revoked: null });
  const sender = identifierOf(quoted.sender ?? '');
  const type = (copy.type & 0xffff) === 49 ? 49 : copy.type;
  return app(57, text, `<refermsg><type>${type}</type><svrid>${serverNumber(quoted.serverId)}</svrid><fromusr>${sender}</fromusr><chatusr>${sender}</chatusr><displayname>${quoted.sender ?? ''}</displayname><content>${xmlText(copy.content)}</content><createtime>${Math.floor(quoted.sentMs / 1000)}</createtime></refermsg>`, 822083633); // prettier-ignore
}

/** A post without its reply and without what was taken back. */
function columnsOf(post: Post): Columns {
  const { body } = post;
  switch (body.type) {
    case 'text':
      return { type: 1, content: body.text };
    case 'link':
      return app(5, body.text, `<des>${xmlText(`${body.title}\n${body.description}`)}</des><url>${xmlText(body.url)}</url>`, 49); // prettier-ignore
    case 'media':
      return mediaColumns(post, body.media);
    case 'location':
      return { type: 48, content: `<msg><location x="${body.latitude}" y="${body.longitude}" scale="16" label="${xmlText(body.address ?? '')}" poiname="${xmlText(body.name ?? '')}" maptype="roadmap" /></msg>` }; // prettier-ignore
    case 'contact':
      return { type: 42, content: `<?xml version="1.0"?>\n<msg username="${identifierOf('chen')}" nickname="${xmlText(body.cards[0]?.name ?? '')}" alias="chen17" province="Hamburg" sex="1" />` }; // prettier-ignore
    case 'poll':
      return app(53, [body.question, ...body.options.map((option, index) => `${index + 1}. ${option}`)].join('\n'), '', 49); // prettier-ignore
    case 'system':
      return { type: 10000, content: wordsOf(body.system) };
    case 'unknown':
      return { type: body.code, content: body.text ?? '' };
  }
}

function mediaColumns(post: Post, media: Media): Columns {
  const key = mediaKey(post);
  const size = media.content().length;
  const hash = md5(media.content());
  switch (media.type) {
    case 'image':
      return { type: 3, content: `<msg><img length="${size}" md5="${hash}" cdnthumbwidth="120" cdnthumbheight="90" /></msg>`, imgPath: `THUMBNAIL_DIRPATH://th_${key}` }; // prettier-ignore
    case 'voice':
      return { type: 34, content: `<msg><voicemsg length="${size}" voicelength="${Math.round((media.durationS ?? 0) * 1000)}" voiceformat="4" /></msg>`, imgPath: key }; // prettier-ignore
    case 'video':
      return { type: 43, content: `<msg><videomsg length="${size}" playlength="${media.durationS ?? 0}" md5="${hash}" /></msg>`, imgPath: key }; // prettier-ignore
    case 'gif':
    case 'sticker':
      return { type: 47, content: `<msg><emoji md5="${hash}" len="${size}" productid="crate17" width="${media.width ?? 0}" height="${media.height ?? 0}" /></msg>`, imgPath: hash }; // prettier-ignore
    case 'audio':
    case 'document':
      return app(6, media.name, `<appattach><totallen>${size}</totallen><fileext>${media.name.split('.').at(-1) ?? ''}</fileext></appattach><md5>${hash}</md5>`, 1090519089); // prettier-ignore
  }
}

/** A message of an app; titles stand in CDATA, as the app writes them where they hold markup. */
function app(type: number, title: string, inside: string, code: number): Columns {
  return { type: code, content: `<msg><appmsg appid="" sdkver="0"><title><![CDATA[${title}]]></title>${inside}<type>${type}</type></appmsg></msg>` }; // prettier-ignore
}

/** The app stores such lines as words in the language of the phone. */
function wordsOf(fact: SystemFact): string {
  switch (fact.action) {
    case 'group-created':
      return `The group "${fact.subject}" was created`;
    case 'member-added':
    case 'member-removed':
    case 'admin-added':
    case 'security-code-changed':
      return `${fact.action}: ${fact.persons.map(identifierOf).join(', ')}`;
    case 'subject-changed':
      return `Group name changed to "${fact.after}"`;
    case 'description-changed':
      return `Announcement: ${fact.after}`;
    case 'timer-changed':
      return `Timer set to ${fact.seconds} s`;
    case 'number-changed':
      return `Number changed from ${fact.before} to ${fact.after}`;
    default:
      return fact.action;
  }
}
