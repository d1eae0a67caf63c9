import type { JsonFields } from '../json-fields.ts';
import { byIdentifier, byName, named, type ConversationStated, type Exported, type FileStated } from './exported.ts';
import type { FileFacts } from './file-facts.ts';
import { UNREAD, type Form } from './form.ts';
import { kindOfCode } from './kinds.ts';
import { pathIn } from './page-path.ts';
import { idIn } from './statements.ts';
import { timeStated } from './times.ts';
import type { KindStated } from './exported.ts';

/** `<folder of the conversation>/index.html`, and where messages are loaded later `…/Files/Data/msg-<n>.js` below it. */
const DATA = /\/?Files\/Data\/[^/]+\.js$/u;

/**
 * Pages of WechatExporter, which it makes of backups of iOS: `index.html` in a folder for each conversation. Source: BlueMatthew/WechatExporter@8f8ce41,
 * WechatExporter/res/templates and core/MessageParser.cpp (right: sent; `msgid`: the row's number in the app's table; `wxId`: the WeChat ID, or
 * where the contact has none the account; times are local to the computer).
 */
export const exporterPages: Form = {
  variant: 'exporter-pages',
  layout: { kind: 'page' },
  asksZone: true,
  sourceFolder: (path) => parentOf(conversationFolder(path)),
  recognises: (head) => /^\(function\(\) \{\s*var msgArray = \[/u.test(head) || (/^<!doctype html>/iu.test(head) && /\.chat\.left div\.nt-box[\s,{]/u.test(head) && /\.chat-notice\.fmsgtag[\s,{]/u.test(head)), // prettier-ignore
  layoutOf: (path) => ({ kind: path.endsWith('.js') ? 'strings' : 'page' }),
  role: ({ path: [first] }) => (first === 'message' ? 'message' : first === 'title' ? 'statement' : UNREAD),
  state({ fields }, facts) {
    const title = fields?.text('title') ?? null;
    if (title !== null) facts.conversation = { ...conversationIn(facts), title };
  },
  conversations: ({ conversation }) => (conversation === null ? [] : [conversation]),
  read(fields, facts) {
    const classes = (fields.text('class') ?? '').split(/\s+/u);
    const isLine = classes.includes('chat-notice');
    const direction = isLine ? 'unknown' : classes.includes('right') ? 'outgoing' : classes.includes('left') ? 'incoming' : 'unknown'; // prettier-ignore
    const kind = isLine ? { type: 'system' as const, stored: '', isKnown: true } : kindOf(fields);
    const written = fields.text('time');
    const identifier = fields.text('wxid');
    const name = fields.text('name');
    const text = [fields.text('text'), fields.text('link')].filter((one) => one !== null).join('\n');
    const words = fields.text('quote');
    const other = fields.text('other');
    return {
      conversation: facts.conversation ?? conversationIn(facts),
      sender: isLine ? null : (byIdentifier(identifier, [named(name, identifier, 'app', 'dspname')]) ?? byName(name, 'dspname')), // prettier-ignore
      direction,
      time: written === null ? null : timeStated(written),
      timeStored: written,
      kind,
      text: text === '' ? (isLine ? other : null) : text,
      serverId: null,
      file: fileOf(fields, kind, DATA.test(facts.file.path) ? '../../' : ''),
      transcript: null,
      quote: words === null ? null : { serverId: null, sender: null, body: words, time: null, kind: null },
      details: [],
      stored: {
        ...(text !== '' || !isLine ? (other === null ? {} : { other }) : {}),
        ...numberOf(fields),
        ...fields.rest(''),
      },
    } satisfies Exported;
  },
};

/** Words that the tool writes in place of the number. core/MessageParser.cpp. */
const WORDS: Readonly<Record<string, KindStated['type']>> = { image: 'image', video: 'video', file: 'document', channels: 'text' }; // prettier-ignore

function kindOf(fields: JsonFields): KindStated {
  const stored = fields.text('msgtype') ?? '';
  const word = Object.hasOwn(WORDS, stored) ? WORDS[stored] : undefined;
  if (word !== undefined) return { type: word, stored, isKnown: true };
  return kindOfCode(/^\d{1,15}$/u.test(stored) ? Number(stored) : null, null, stored);
}

function fileOf(fields: JsonFields, { type }: KindStated, before: string): FileStated | null {
  const found = (['video', 'audio', 'image', 'href'] as const).flatMap((name) => {
    const written = fields.peek(name);
    const path = typeof written === 'string' ? pathIn(written) : null;
    return path === null ? [] : [{ name, path }];
  })[0];
  const kinds: Readonly<Record<string, FileStated['type']>> = { image: 'image', video: 'video', voice: 'voice', sticker: 'sticker', document: 'document', audio: 'audio' }; // prettier-ignore
  const kind = kinds[type] ?? (found?.name === 'video' ? 'video' : found?.name === 'audio' ? 'voice' : null);
  if (kind === null) return null;
  const path = found === undefined ? null : `${before}${found.path}`;
  return {
    type: kind,
    path,
    name: kind === 'document' && path !== null ? path.slice(path.lastIndexOf('/') + 1) : null,
    stored: {},
  };
}

function numberOf(fields: JsonFields): Readonly<Record<string, string>> {
  const id = idIn(fields, 'msgid');
  return id === null ? {} : { msgid: id };
}

function conversationFolder(path: string): string {
  return DATA.test(path) ? path.replace(DATA, '') : parentOf(path);
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** The folder is called after the conversation; whether it is a group no page says. */
function conversationIn({ file }: FileFacts): ConversationStated {
  const folder = conversationFolder(file.path);
  const name = folder.slice(folder.lastIndexOf('/') + 1);
  return { identifier: name, title: name === '' ? null : name, type: 'unknown', partner: null };
}
