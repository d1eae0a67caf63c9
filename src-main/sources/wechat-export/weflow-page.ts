import type { MessageType } from '../../model/index.ts';
import { HtmlReader } from '../../evidence/decode/html-stream.ts';
import { byName, type ConversationStated, type Exported, type FileStated } from './exported.ts';
import type { FileFacts } from './file-facts.ts';
import { UNREAD, type Form } from './form.ts';
import { pathIn } from './page-path.ts';
import { flagIn, idIn } from './statements.ts';
import { timeStated } from './times.ts';

const DATA = /_data\/chunk-\d+\.js$/u;

/**
 * Pages of WeFlow: `<name>.html`, and where there are many messages `<name>_data/chunk-<n>.js` beside it. Each message is an object of JSON on a line
 * of its own: `t` seconds, `s` 1 for sent, `b` its bubble as HTML, `p` the server's number, `r` that of the answered one. Source:
 * hicccc77/WeFlow@9fa96cd, electron/services/export/formatters/HtmlFormatter.ts.
 */
export const weflowPages: Form = {
  variant: 'weflow-pages',
  layout: { kind: 'objects' },
  asksZone: false,
  marksNoLines: true,
  sourceFolder: (path) => (DATA.test(path) ? parentOf(parentOf(path)) : parentOf(path)),
  recognises: (head) => head.startsWith('window.__WEFLOW_CHUNK_LOADED__(') || (/^<!doctype html>/iu.test(head) && /<title>[^<]* - 聊天记录<\/title>/u.test(head)), // prettier-ignore
  confirms: (head) => head.includes('window.WEFLOW_DATA') || head.startsWith('window.__WEFLOW_CHUNK_LOADED__('),
  role: ({ path: [first] }) => (first === 'message' ? 'message' : first === 'title' ? 'statement' : UNREAD),
  state({ fields }, facts) {
    const [title, kind] = [fields?.text('title') ?? null, fields?.text('kind') ?? null];
    const before = facts.conversation ?? conversationIn(facts);
    const name = title ?? before.title;
    const partner = kind === '私聊' ? byName(name, 'title') : before.partner;
    facts.conversation = { ...before, partner, title: name, type: kind === '群聊' ? 'group' : kind === '私聊' ? 'one-to-one' : before.type }; // prettier-ignore
  },
  conversations: ({ conversation }) => (conversation === null ? [] : [conversation]),
  read(fields, facts) {
    const isOwn = flagIn(fields, 's') ?? sentOf(fields.peek('s'));
    fields.leave('s', 'a', 'i');
    const written = fields.peek('t');
    const time = timeStated(written);
    if (time !== null) fields.leave('t');
    const bubble = bubbleOf(fields.text('b') ?? '');
    const answered = idIn(fields, 'r');
    const file = bubble.file === null ? null : { ...bubble.file, path: bubble.file.path === null ? null : `${DATA.test(facts.file.path) ? '../' : ''}${bubble.file.path}` }; // prettier-ignore
    const words = bubble.texts['message-text'] ?? null;
    return {
      conversation: facts.conversation ?? conversationIn(facts),
      // Between two, the page names nobody beside a message: what was not sent came from whom the page is called after.
      sender: byName(bubble.texts['sender-name'] ?? null, 'sender-name') ?? (isOwn === false ? (facts.conversation?.partner ?? null) : null), // prettier-ignore
      direction: isOwn === null ? 'unknown' : isOwn ? 'outgoing' : 'incoming',
      time,
      timeStored: typeof written === 'string' || typeof written === 'number' ? String(written) : null,
      // The form does not say what kind a message is, but for its file.
      kind: { type: file?.type ?? 'text', stored: '', isKnown: true },
      text: file?.type === 'voice' ? null : words,
      serverId: idIn(fields, 'p'),
      file,
      // Nobody wrote what stands beside a voice: the tool made it.
      transcript: file?.type === 'voice' ? words : null,
      quote: answered === null && bubble.texts['quoted-text'] === undefined ? null : { serverId: answered, sender: byName(bubble.texts['quoted-sender'] ?? null, 'quoted-sender'), body: bubble.texts['quoted-text'] ?? null, time: null, kind: null }, // prettier-ignore
      details: [],
      stored: { ...(bubble.texts['message-time'] === undefined ? {} : { 'message-time': bubble.texts['message-time'] }), ...(bubble.link === null ? {} : { link: bubble.link }), ...fields.rest('') }, // prettier-ignore
    } satisfies Exported;
  },
};

interface Bubble {
  /** By the class of the element in which they stand. */
  readonly texts: Readonly<Record<string, string>>;
  readonly file: (FileStated & { readonly type: Extract<MessageType, FileStated['type']> }) | null;
  readonly link: string | null;
}

const PARTS: ReadonlySet<string> = new Set(['message-time', 'sender-name', 'message-text', 'quoted-sender', 'quoted-text']); // prettier-ignore
const FILES: Readonly<Record<string, Extract<MessageType, FileStated['type']>>> = { image: 'image', emoji: 'sticker', audio: 'voice', video: 'video', file: 'document' }; // prettier-ignore

/** What a bubble holds: texts by their class, a file, an address. */
function bubbleOf(html: string): Bubble {
  const reader = new HtmlReader();
  const texts: Record<string, string> = {};
  let [part, file, link]: [string | null, Bubble['file'], string | null] = [null, null, null];
  const add = (text: string): void => {
    if (part !== null) texts[part] = (texts[part] ?? '') + text;
  };
  for (const token of [...reader.add(Buffer.from(html)), ...reader.end()]) {
    if (token.kind === 'text' && (part !== null || file?.type !== 'document')) add(token.text);
    if (token.kind === 'close' && token.name === 'div') part = null;
    if (token.kind !== 'open') continue;
    const classes = (token.attributes.get('class') ?? '').split(/\s+/u);
    const own = classes.find((one) => PARTS.has(one));
    if (token.name === 'div') part = own ?? null;
    if (token.name === 'br') add('\n');
    if (token.name === 'img' && !classes.includes('message-media')) add(token.attributes.get('alt') ?? '');
    if (classes.includes('message-media')) {
      const type = FILES[classes.find((one) => Object.hasOwn(FILES, one)) ?? ''];
      const path = pathIn(token.attributes.get('src') ?? token.attributes.get('href') ?? '');
      if (type !== undefined) file ??= { type, path, name: type === 'document' && path !== null ? path.slice(path.lastIndexOf('/') + 1) : null, stored: {} }; // prettier-ignore
    } else if (token.name === 'a') link ??= token.attributes.get('href') ?? null;
  }
  return { texts: Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== '')), file, link };
}

function sentOf(value: unknown): boolean | null {
  return value === 1 ? true : value === 0 ? false : null;
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** Page and chunks are called after the conversation. */
function conversationIn(facts: FileFacts): ConversationStated {
  const name = DATA.test(facts.file.path) ? facts.folder.replace(/_data$/u, '') : facts.name;
  return { identifier: name, title: name, type: 'unknown', partner: null };
}
