import type { JsonFields } from '../json-fields.ts';
import { byIdentifier, byName, named } from './exported.ts';
import type { ConversationStated, Exported } from './exported.ts';
import type { FileFacts } from './file-facts.ts';
import { beginsWithColumns, columnRole } from './form.ts';
import { UNREAD } from './form.ts';
import type { Form } from './form.ts';
import { kindOfCode, kindOfWord } from './kinds.ts';
import { fileIn } from './media-path.ts';
import { isRoom } from '../wechat/identifier.ts';
import { asWritten, idIn, plainOf } from './statements.ts';
import { timeStated } from './times.ts';

/** JSON of wechat-decrypt: one conversation a file. Source: ylytdeng/wechat-decrypt@a84698b, export_messages.py. */
export const decryptJson: Form = {
  variant: 'decrypt-json',
  layout: { kind: 'document', goesInto: (path) => path.length === 0 || (path.length === 1 && path[0] === 'messages') },
  asksZone: false,
  recognises: (head) => /^\{\s*"chat_username"\s*:/u.test(head) && /"message_count"\s*:/u.test(head) && /"display_content"|"messages"\s*:\s*\[\s*\]/u.test(head), // prettier-ignore
  role: ({ path: [first] }) =>
    first === 'messages' ? 'message' : STATEMENTS.has(String(first)) ? 'statement' : UNREAD,
  state(row, facts) {
    const value = plainOf(row);
    const [name] = row.path;
    const known = facts.conversation ?? { identifier: facts.name, title: null, type: 'unknown', partner: null };
    if (name === 'chat_username') {
      facts.conversation = { ...known, identifier: String(value ?? '') };
      facts.claim(String(value ?? ''));
    } else if (name === 'display_name') facts.conversation = { ...known, title: asWritten(value) };
    else if (name === 'is_group') facts.conversation = { ...known, type: value === true ? 'group' : 'one-to-one' };
    else if (name === 'message_count') facts.stored.message_count = asWritten(value);
  },
  conversations: (facts) => (facts.conversation === null ? [] : [conversationOf(facts)]),
  read(fields, facts) {
    const conversation = conversationOf(facts);
    const identifier = fields.text('sender_username');
    // For a sender whose number it does not find, the tool writes its own word, and calls the message not received.
    const name = identifier === null ? null : fields.text('sender');
    const code = fields.whole('type');
    const stored = asWritten(fields.peek('type')) ?? '';
    const kind = kindOfCode(code, null, stored);
    const isLine = fields.flag('is_system') === true || kind.type === 'system';
    const written = fields.peek('create_time');
    const time = timeStated(written);
    if (time !== null) fields.leave('create_time');
    const shown = fields.text('display_content');
    const content = fields.text('content');
    // The tool gives each message of a group out as received.
    const received = fields.flag('is_received');
    const isBetween = conversation.type === 'one-to-one';
    return {
      conversation,
      sender: isLine ? null : byIdentifier(identifier, [named(name, identifier, 'app', 'sender')]),
      direction:
        isLine || !isBetween || received === null || identifier === null
          ? 'unknown'
          : received
            ? 'incoming'
            : 'outgoing',
      time,
      timeStored: asWritten(written),
      kind: isLine ? { ...kind, type: 'system' } : kind,
      text: kind.type === 'text' && code === 1 ? content : shown,
      serverId: idIn(fields, 'server_id'),
      file: fileIn(kind.type, null, {}),
      transcript: null,
      quote: null,
      details: [],
      stored: { ...(content === null || code === 1 ? {} : { content }), ...fields.rest('') },
    } satisfies Exported;
  },
};

const STATEMENTS: ReadonlySet<string> = new Set(['chat_username', 'display_name', 'is_group', 'message_count']);

/** What the tool calls a conversation of which it knows the hash alone, group or not. Source: the same script. */
const UNFOUND = /^unknown_[0-9a-f]{8}$/u;

/** What the tool writes for a sender whom it does not find, and for nobody else. Source: the same script. */
const NOBODY = '我';

function conversationOf({ conversation, name }: FileFacts): ConversationStated {
  const known = conversation ?? { identifier: name, title: null, type: 'unknown' as const, partner: null };
  if (UNFOUND.test(known.identifier)) return { ...known, type: 'unknown' };
  // The tool calls accounts of WeCom groups too.
  if (known.type === 'group' && !isRoom(known.identifier)) return { ...known, type: 'unknown' };
  if (known.type !== 'one-to-one') return known;
  return { ...known, partner: byIdentifier(known.identifier, [named(known.title, known.identifier, 'app', 'display_name')]) }; // prettier-ignore
}

/** CSV of wechat-decrypt, from the same script: the folder is called after the conversation. */
export const decryptCsv: Form = {
  variant: 'decrypt-csv',
  layout: { kind: 'columns' },
  asksZone: true,
  recognises: (head) => beginsWithColumns(head, '时间,发送者,消息类型,内容,server_id'),
  role: columnRole,
  state: () => undefined,
  read: (fields, { folder, name }) => titled(fields, folder === '' ? name : folder),
};

function titled(fields: JsonFields, title: string): Exported {
  const kind = kindOfWord(fields.text('消息类型'));
  const written = fields.text('时间');
  const text = fields.text('内容');
  const name = fields.peek('发送者') === NOBODY ? null : fields.text('发送者');
  return {
    conversation: { identifier: title, title, type: 'unknown', partner: null },
    sender: kind.type === 'system' ? null : byName(name, '发送者'),
    direction: 'unknown',
    time: timeStated(written),
    timeStored: written,
    kind,
    text,
    serverId: idIn(fields, 'server_id'),
    file: fileIn(kind.type, null, {}),
    transcript: null,
    quote: null,
    details: [],
    stored: fields.rest(''),
  };
}
