import type { Detail, Direction, Stored } from '../../model/index.ts';
import type { JsonFields } from '../json-fields.ts';
import { byIdentifier, named } from './exported.ts';
import type { ConversationStated, Exported, FileStated, KindStated, PersonStated } from './exported.ts';
import { beginsWithColumns, columnRole, UNREAD } from './form.ts';
import type { Form } from './form.ts';
import { kindOfCode } from './kinds.ts';
import { asWritten, flagIn } from './statements.ts';
import { timeStated } from './times.ts';

/** What chatlog writes as the sender of a line of the app. Source: sjzar/chatlog@53f14ea, internal/model/message.go. */
const APP_LINE = '系统消息';

/** JSON of chatlog, and of wetrace which continues it. Source: sjzar/chatlog@53f14ea and afumu/wetrace@5a69e88, internal/model/message.go. */
export const chatlogJson: Form = {
  variant: 'chatlog-json',
  layout: { kind: 'document', goesInto: (path) => path.length === 0 || (path.length === 1 && path[0] === 'items') },
  asksZone: false,
  recognises: (head) => /^(?:\[|\{[^[{]*"items"\s*:\s*\[)/u.test(head) && ['"seq"', '"talker"', '"isChatRoom"', '"isSelf"'].every((name) => head.includes(name)), // prettier-ignore
  role: ({ path: [first] }) => (typeof first === 'number' || first === 'items' ? 'message' : UNREAD),
  state: () => undefined,
  read(fields) {
    const talker = fields.text('talker');
    const identifier = fields.text('sender');
    const code = fields.whole('type');
    const kind = kindOfCode(code, fields.whole('subType'), codeStored(fields));
    const isOwn = flagIn(fields, 'isSelf');
    const isLine = identifier === APP_LINE || kind.type === 'system';
    const written = fields.peek('time');
    const time = timeStated(written);
    if (time !== null) fields.leave('time');
    const contents = fields.object('contents');
    const refer = contents?.object('refer') ?? null;
    const sender = byIdentifier(identifier, [named(fields.text('senderName'), identifier, 'app', 'senderName')]);
    return {
      conversation: conversationOf(talker, fields.text('talkerName'), flagIn(fields, 'isChatRoom')),
      sender: isLine ? null : sender,
      direction: isLine || isOwn === null ? 'unknown' : isOwn ? 'outgoing' : 'incoming',
      time,
      timeStored: asWritten(written),
      kind,
      text: fields.text('content') ?? (kind.type === 'document' ? null : (contents?.text('title') ?? null)),
      serverId: null,
      file: fileOf(kind, contents),
      transcript: null,
      quote: refer === null ? null : quoteOf(refer),
      details: detailsOf(contents),
      stored: { ...refer?.rest('contents.refer.'), ...contents?.rest('contents.'), ...fields.rest('') },
    } satisfies Exported;
  },
};

/** CSV of chatlog's descendants. Column names: DrMaomao12345/Wetrace-Plus@8eff923, docs/13-导入格式.md, which reads them. */
export const chatlogCsv: Form = csvForm('chatlog-csv', ['Time', 'SenderName', 'Sender', 'TalkerName', 'Talker', 'Content']); // prettier-ignore

/** CSV of wetrace, whose columns are the same in Chinese. Source: afumu/wetrace@a5f1502, web/export/export_csv.go. */
export const wetraceCsv: Form = csvForm('wetrace-csv', ['时间', '发送人昵称', '发送人ID', '聊天对象昵称', '聊天对象ID', '内容']); // prettier-ignore

/** `columns`: time, sender's name, sender, name of the conversation, conversation, content. */
function csvForm(variant: string, columns: readonly [string, string, string, string, string, string]): Form {
  const [time, senderName, sender, talkerName, talker, content] = columns;
  return {
    variant,
    layout: { kind: 'columns' },
    asksZone: true,
    recognises: (head) => beginsWithColumns(head, columns.join(',')),
    role: columnRole,
    state: () => undefined,
    read(fields) {
      const written = fields.text(time);
      const stated = timeStated(written);
      const conversation = conversationOf(fields.text(talker), fields.text(talkerName), null);
      const identifier = fields.text(sender);
      const isLine = identifier === APP_LINE;
      const text = fields.text(content);
      // The tool writes words for what is no text, and no column says which it was.
      const kind: KindStated = { type: isLine ? 'system' : kindOfRendering(text), stored: '', isKnown: true };
      return {
        conversation,
        sender: isLine ? null : byIdentifier(identifier, [named(fields.text(senderName), identifier, 'app', senderName)]), // prettier-ignore
        direction: isLine ? 'unknown' : directionOf(conversation, identifier),
        time: stated,
        timeStored: written,
        kind,
        text,
        serverId: null,
        file: null,
        transcript: null,
        quote: null,
        details: [],
        stored: fields.rest(''),
      };
    },
  };
}

/** Between two, whoever is not the other account is the owner; in a group no column says so. */
function directionOf({ type, identifier }: ConversationStated, sender: string | null): Direction {
  if (type !== 'one-to-one' || sender === null) return 'unknown';
  return sender === identifier ? 'incoming' : 'outgoing';
}

/** Renderings of content that is no text, as the tools write them without a name of a person in them. Source: PlainTextContent in both. */
const RENDERINGS: readonly (readonly [RegExp, KindStated['type']])[] = [
  [/^!\[图片\]\(http:\/\/[^\s)]*\)$/u, 'image'],
  [/^!\[视频\]\(http:\/\/[^\s)]*\)$/u, 'video'],
  [/^\[语音\](?:\(http:\/\/[^\s)]*\))?$/u, 'voice'],
  [/^!?\[动画表情\](?:\([^\s)]*\))?$/u, 'sticker'],
];

/** Somebody may have typed such words: what follows from them is a kind, and the words are kept. */
function kindOfRendering(text: string | null): KindStated['type'] {
  return RENDERINGS.find(([words]) => text !== null && words.test(text))?.[1] ?? 'text';
}

function conversationOf(identifier: string | null, title: string | null, isRoom: boolean | null): ConversationStated {
  const id = identifier ?? '';
  const isGroup = isRoom === true || id.endsWith('chatroom');
  if (isGroup) return { identifier: id, title, type: 'group', partner: null };
  const partner = byIdentifier(identifier, [named(title, identifier, 'app', 'talkerName')]);
  return { identifier: id, title, type: id === 'filehelper' ? 'self' : id === '' ? 'unknown' : 'one-to-one', partner }; // prettier-ignore
}

function codeStored(fields: JsonFields): string {
  const code = asWritten(fields.peek('type')) ?? '';
  const sub = asWritten(fields.peek('subType'));
  return sub === null || sub === '0' ? code : `${code}/${sub}`;
}

function fileOf(kind: KindStated, contents: JsonFields | null): FileStated | null {
  const { type } = kind;
  if (type !== 'image' && type !== 'video' && type !== 'voice' && type !== 'sticker' && type !== 'document' && type !== 'audio') return null; // prettier-ignore
  const stored: Record<string, Stored> = {};
  for (const name of [
    'md5',
    'rawmd5',
    'imgfile',
    'videofile',
    'thumb',
    'voice',
    'path',
    'thumbpath',
    'cdnurl',
    'aeskey',
    'duration',
  ]) {
    // prettier-ignore
    const value = contents?.text(name) ?? contents?.number(name) ?? null;
    if (value !== null) stored[name] = value;
  }
  return { type, name: type === 'document' ? (contents?.text('title') ?? null) : null, path: null, stored };
}

function quoteOf(refer: JsonFields): Exported['quote'] {
  const identifier = refer.text('sender');
  const sender: PersonStated | null = byIdentifier(identifier, [named(refer.text('senderName'), identifier, 'app', 'contents.refer.senderName')]); // prettier-ignore
  const kind = kindOfCode(refer.whole('type'), refer.whole('subType'), codeStored(refer));
  return { serverId: null, sender, body: refer.text('content'), time: timeStated(refer.value('time')), kind };
}

function detailsOf(contents: JsonFields | null): readonly Detail['content'][] {
  const url = contents?.text('url') ?? null;
  if (contents === null || url === null) return [];
  const title = contents.peek('title');
  return [{ type: 'link', url, title: typeof title === 'string' && title !== '' ? title : null, description: contents.text('desc') }]; // prettier-ignore
}
