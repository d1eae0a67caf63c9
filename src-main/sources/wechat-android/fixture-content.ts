import { createHash } from 'node:crypto';
import type { Media, Post, SystemFact } from '../../../fixtures/story.ts';

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

export function xmlText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** Key of a picture, a recording or a video: the app's own are built from a time and digits. */
export function mediaKey(post: Post): string {
  return md5(`media ${post.serverId}`);
}

/** A post without its reply and without what was taken back. */
export function columnsOf(post: Post): Columns {
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
export function app(type: number, title: string, inside: string, code: number): Columns {
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
