import type { Direction, Locator } from '../../model/index.ts';
import type { JsonFields } from '../json-fields.ts';
import { byIdentifier, byName, named } from './exported.ts';
import type { ConversationStated, Exported } from './exported.ts';
import type { FileFacts } from './file-facts.ts';
import { UNREAD } from './form.ts';
import type { Form } from './form.ts';
import { kindOfCode } from './kinds.ts';
import { fileIn } from './media-path.ts';
import type { Row } from './rows.ts';
import { asWritten, flagIn, idIn, plainOf } from './statements.ts';
import { timeStated } from './times.ts';

/** The import form of Wetrace Plus. Source: DrMaomao12345/Wetrace-Plus@8eff923, docs/13-导入格式.md. */
export const wetracePlusJson: Form = {
  variant: 'wetrace-plus-json',
  layout: { kind: 'document', goesInto: (path) => path.length === 0 || (path[0] === 'conversations' && (path.length < 3 || (path.length === 3 && path[2] === 'messages'))) }, // prettier-ignore
  asksZone: true,
  recognises: (head) => head.startsWith('{') && /"format"\s*:\s*"wetrace-plus"/iu.test(head),
  role: ({ path: [first, , name] }) => first === 'conversations' ? (name === 'messages' ? 'message' : name === undefined || OF_CONVERSATION.has(String(name)) ? 'statement' : UNREAD) : STATEMENTS.has(String(first)) ? 'statement' : UNREAD, // prettier-ignore
  state(row, facts, at) {
    const [first, number, name] = row.path;
    if (first === 'account' && row.fields !== null) takeAccount(row.fields, facts, at);
    else if (first === 'conversations' && typeof number === 'number')
      takeConversation(facts, number, String(name ?? ''), row); // prettier-ignore
    else if (first === 'version') facts.stored.version = asWritten(plainOf(row));
  },
  conversations: (facts) => [...facts.conversations.values()].map(conversationOf),
  read(fields, facts, { path }) {
    const number = Number(path[1] ?? 0);
    const conversation = conversationOf(facts.conversations.get(number));
    const identifier = fields.text('sender_id');
    const isOwn = flagIn(fields, 'is_self');
    const word = fields.text('direction');
    const direction: Direction = isOwn === true ? 'outgoing' : isOwn === false ? 'incoming' : word === 'outgoing' || word === 'sent' ? 'outgoing' : word === 'incoming' || word === 'received' ? 'incoming' : 'unknown'; // prettier-ignore
    const written = fields.peek('time') ?? fields.peek('timestamp');
    const time = timeStated(written);
    if (time !== null) fields.leave('time', 'timestamp');
    const code = fields.whole('type');
    // The page of the form: a type that is left out, or not above zero, is a text.
    const kind = code === null || code <= 0 ? { type: 'text' as const, stored: asWritten(code) ?? '', isKnown: true } : kindOfCode(code, fields.whole('subtype'), String(code)); // prettier-ignore
    const isLine = kind.type === 'system';
    const person = byIdentifier(identifier, [named(fields.text('sender_name'), identifier, 'app', 'sender_name')]) ?? byName(fields.text('sender_name'), 'sender_name'); // prettier-ignore
    const own = direction === 'outgoing' && person === null ? byIdentifier(facts.owner) : null;
    return {
      conversation,
      sender: isLine ? null : (person ?? own),
      direction: isLine ? 'unknown' : direction,
      time,
      timeStored: asWritten(written),
      kind,
      text: fields.text('content'),
      serverId: idIn(fields, 'id'),
      file: fileIn(kind.type, null, {}),
      transcript: null,
      quote: null,
      details: [],
      stored: fields.rest(''),
    } satisfies Exported;
  },
};

const STATEMENTS: ReadonlySet<string> = new Set(['format', 'version', 'account']);

const OF_CONVERSATION: ReadonlySet<string> = new Set(['id', 'name', 'type']);

function takeAccount(fields: JsonFields, facts: FileFacts, at: Locator): void {
  const identifier = fields.text('id');
  facts.owner = identifier;
  facts.claim(identifier ?? '');
  const person = byIdentifier(identifier, [named(fields.text('name'), identifier, 'self', 'account.name')]);
  if (person !== null) facts.addMember({ person, role: 'unknown' }, at);
}

function takeConversation(facts: FileFacts, number: number, name: string, row: Row): void {
  const value = asWritten(plainOf(row));
  const known = facts.conversations.get(number) ?? { identifier: `conversation ${number + 1}`, title: null, type: 'unknown', partner: null }; // prettier-ignore
  if (value === null) return;
  // A second document in the file counts anew.
  if (name === 'id' && facts.conversations.has(number) && known.identifier !== value && known.identifier !== `conversation ${number + 1}`) facts.isTorn = true; // prettier-ignore
  if (name === 'id') facts.conversations.set(number, { ...known, identifier: value });
  else if (name === 'name') facts.conversations.set(number, { ...known, title: value });
  else if (name === 'type') facts.conversations.set(number, { ...known, type: value === 'group' ? 'group' : value === 'direct' ? 'one-to-one' : 'unknown' }); // prettier-ignore
}

function conversationOf(stated: ConversationStated | undefined): ConversationStated {
  const known = stated ?? { identifier: '', title: null, type: 'unknown' as const, partner: null };
  if (known.type === 'group' || known.identifier.endsWith('chatroom')) return { ...known, type: 'group' };
  const partner = byIdentifier(known.identifier, [named(known.title, known.identifier, 'app', 'name')]);
  return known.type === 'one-to-one' ? { ...known, partner } : known;
}

/** JSON of chatlog-keeper: one array of the messages of an account. Names: the same page, which reads them. */
export const keeperJson: Form = {
  variant: 'keeper-json',
  layout: { kind: 'document', goesInto: (path) => path.length === 0 },
  asksZone: false,
  recognises: (head) => head.startsWith('[') && ['"ts"', '"sender_wxid"', '"conversation_id"', '"account_id"', '"is_self"'].every((name) => head.includes(name)), // prettier-ignore
  role: () => 'message',
  state: () => undefined,
  read(fields) {
    const identifier = fields.text('conversation_id') ?? '';
    const title = fields.text('chat_room');
    const isGroup = identifier.endsWith('chatroom') || fields.peek('is_group_chat') === true || fields.peek('conversation_type') === 'group'; // prettier-ignore
    const isOwn = flagIn(fields, 'is_self');
    const account = fields.peek('account_id');
    const wxid = fields.text('sender_wxid');
    const sender = wxid ?? (isOwn === true && typeof account === 'string' ? account : null);
    const code = fields.whole('msg_type');
    const kind = kindOfCode(code, null, asWritten(code) ?? '');
    const isLine = kind.type === 'system';
    const written = fields.peek('ts');
    const time = timeStated(written);
    if (time !== null) fields.leave('ts');
    return {
      conversation: isGroup
        ? { identifier, title, type: 'group', partner: null }
        : { identifier, title, type: identifier === '' ? 'unknown' : 'one-to-one', partner: byIdentifier(identifier, [named(title, identifier, 'app', 'chat_room')]) }, // prettier-ignore
      sender: isLine ? null : byIdentifier(sender, [named(fields.text('sender'), sender, 'app', 'sender')]),
      direction: isLine || isOwn === null ? 'unknown' : isOwn ? 'outgoing' : 'incoming',
      time,
      timeStored: asWritten(written),
      kind,
      text: fields.text('content'),
      serverId: idIn(fields, 'server_id'),
      file: fileIn(kind.type, null, {}),
      transcript: null,
      quote: null,
      details: [],
      stored: fields.rest(''),
    } satisfies Exported;
  },
};
