import type { Locator, Participant } from '../../model/index.ts';
import type { JsonFields } from '../json-fields.ts';
import { byIdentifier, named } from './exported.ts';
import type { ConversationStated, Exported, PersonStated } from './exported.ts';
import type { FileFacts } from './file-facts.ts';
import { UNREAD } from './form.ts';
import type { Form } from './form.ts';
import { kindOfChatLab } from './kinds.ts';
import { fileIn } from './media-path.ts';
import { asWritten, carried, idIn } from './statements.ts';
import { timeStated } from './times.ts';

/** Says that the conversation is one of WeChat: the form also holds those of other apps, which are not taken. */
const OF_WECHAT = /"platform"\s*:\s*"(?:wechat|weixin)"/iu;

/** The ChatLab interchange form as one document. Source: hellodigua/ChatLab@1ad16e9, electron/main/parser/formats/chatlab.ts. */
export const chatlabJson: Form = {
  variant: 'chatlab-json',
  layout: { kind: 'document', goesInto: (path) => path.length === 0 || (path.length === 1 && (path[0] === 'messages' || path[0] === 'members')) }, // prettier-ignore
  asksZone: false,
  recognises: (head) => head.startsWith('{') && /"chatlab"\s*:\s*\{/u.test(head) && !/^\{[^{]*"_type"/u.test(head) && OF_WECHAT.test(head), // prettier-ignore
  role: ({ path: [first] }) =>
    first === 'messages' ? 'message' : STATEMENTS.has(String(first)) ? 'statement' : UNREAD,
  state({ path: [first], fields }, facts, at) {
    if (fields === null) return;
    if (first === 'meta') takeMeta(fields, facts);
    else if (first === 'members') takeMember(fields, facts, at);
    else if (first === 'chatlab') Object.assign(facts.stored, carried(fields, 'chatlab.'));
  },
  conversations,
  read,
};

/** The same as one object a line, told apart by `_type`. Source: formats/chatlab-jsonl.ts at 7b09d1e. */
export const chatlabLines: Form = {
  variant: 'chatlab-lines',
  layout: { kind: 'lines' },
  asksZone: false,
  recognises: (head) => /^(?:#[^\n]*\n\s*)*\{[^\n]*"_type"\s*:\s*"header"/u.test(head) && /"chatlab"\s*:\s*\{/u.test(head) && OF_WECHAT.test(head), // prettier-ignore
  role({ fields }) {
    const kind = fields?.peek('_type') ?? 'message';
    return kind === 'header' || kind === 'member' ? 'statement' : kind === 'message' ? 'message' : UNREAD;
  },
  conversations,
  state({ fields }, facts, at) {
    if (fields === null) return;
    if (fields.text('_type') === 'member') {
      takeMember(fields, facts, at);
      return;
    }
    const meta = fields.object('meta');
    const tool = fields.object('chatlab');
    if (meta !== null) takeMeta(meta, facts);
    if (tool !== null) Object.assign(facts.stored, carried(tool, 'chatlab.'));
  },
  read(fields, facts, row) {
    fields.agree('_type', 'message');
    return read(fields, facts, row);
  },
};

const STATEMENTS: ReadonlySet<string> = new Set(['chatlab', 'meta', 'members']);

function conversations(facts: FileFacts): readonly ConversationStated[] {
  return facts.conversation === null ? [] : [conversationOf(facts)];
}

function takeMeta(fields: JsonFields, facts: FileFacts): void {
  const group = fields.text('groupId');
  const word = fields.text('type');
  const isGroup = word === 'group' || group?.endsWith('chatroom') === true;
  facts.owner = fields.text('ownerId');
  const identifier = group ?? facts.name;
  facts.conversation = {
    identifier,
    title: fields.text('name'),
    type: isGroup ? 'group' : word === 'private' ? 'one-to-one' : 'unknown',
    partner: null,
  };
  facts.claim(JSON.stringify([group, fields.peek('name'), word, facts.owner]));
  Object.assign(facts.stored, carried(fields, 'meta.'));
}

function takeMember(fields: JsonFields, facts: FileFacts, at: Locator): void {
  const identifier = fields.text('platformId');
  const person = personOf(fields, identifier, 'members');
  if (person === null) return;
  const roles = fields.objects('roles').map((one) => one.text('id'));
  const role: Participant['role'] = roles.includes('owner') ? 'owner' : roles.includes('admin') ? 'admin' : 'unknown';
  facts.addMember({ person, role }, at);
}

function personOf(fields: JsonFields, identifier: string | null, list: string): PersonStated | null {
  return byIdentifier(identifier, [
    named(fields.text('accountName'), identifier, 'self', `${list}.accountName`),
    named(fields.text('groupNickname'), identifier, 'other-account', `${list}.groupNickname`),
  ]);
}

function read(fields: JsonFields, facts: FileFacts, _row: unknown): Exported {
  const identifier = fields.text('sender');
  const code = fields.whole('type');
  const kind = kindOfChatLab(code, asWritten(fields.peek('type')) ?? '');
  if (code !== null) fields.leave('type');
  const written = fields.peek('timestamp');
  const time = timeStated(written);
  if (time !== null) fields.leave('timestamp');
  const text = fields.text('content');
  const reply = idIn(fields, 'replyToMessageId');
  const { owner } = facts;
  return {
    conversation: conversationOf(facts),
    sender: personOf(fields, identifier, 'messages'),
    direction: owner === null || identifier === null || kind.type === 'system' ? 'unknown' : identifier === owner ? 'outgoing' : 'incoming', // prettier-ignore
    time,
    timeStored: asWritten(written),
    kind,
    text,
    serverId: idIn(fields, 'platformMessageId'),
    file: fileIn(kind.type, text, {}),
    transcript: null,
    quote: reply === null ? null : { serverId: reply, sender: null, body: null, time: null, kind: null },
    details: [],
    stored: fields.rest(''),
  };
}

/** Of a conversation between two, the other account is the member that is not the owner, where both are named. */
function conversationOf(facts: FileFacts): ConversationStated {
  const stated = facts.conversation ?? { identifier: facts.name, title: null, type: 'unknown', partner: null };
  if (stated.type !== 'one-to-one' || facts.owner === null) return stated;
  const others = [...facts.members.values()].filter(({ person }) => person.identifier !== facts.owner);
  const [other, ...more] = others;
  if (other === undefined || more.some(({ person }) => person.identifier !== other.person.identifier)) return stated;
  return { ...stated, identifier: other.person.identifier, partner: other.person };
}
