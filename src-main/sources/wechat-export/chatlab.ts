import type { Locator, Participant } from '../../model/index.ts';
import type { JsonFields } from '../json-fields.ts';
import { byIdentifier, named } from './exported.ts';
import type { ConversationStated, Exported, PersonStated } from './exported.ts';
import type { FileFacts } from './file-facts.ts';
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
  role: ({ path: [first] }) => (first === 'messages' ? 'message' : 'statement'),
  state({ path: [first], fields }, facts, at) {
    if (fields === null) return;
    if (first === 'meta') takeMeta(fields, facts);
    else if (first === 'members') takeMember(fields, facts, at);
    else if (first === 'chatlab') Object.assign(facts.stored, carried(fields, 'chatlab.'));
  },
  read,
};

/** The same as one object a line, told apart by `_type`. Source: formats/chatlab-jsonl.ts at 7b09d1e. */
export const chatlabLines: Form = {
  variant: 'chatlab-lines',
  layout: { kind: 'lines' },
  asksZone: false,
  recognises: (head) => /^(?:#[^\n]*\n\s*)*\{[^\n]*"_type"\s*:\s*"header"/u.test(head) && /"chatlab"\s*:\s*\{/u.test(head) && OF_WECHAT.test(head), // prettier-ignore
  role: ({ fields }) => (fields?.peek('_type') === 'header' || fields?.peek('_type') === 'member' ? 'statement' : 'message'), // prettier-ignore
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

function takeMeta(fields: JsonFields, facts: FileFacts): void {
  const group = fields.text('groupId');
  const isGroup = fields.text('type') === 'group' || group?.endsWith('chatroom') === true;
  facts.owner = fields.text('ownerId');
  const identifier = group ?? facts.name;
  facts.conversation = {
    identifier,
    title: fields.text('name'),
    type: isGroup ? 'group' : 'one-to-one',
    partner: null,
  };
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
  const [other] = others;
  if (other === undefined || others.length > 1) return stated;
  return { ...stated, identifier: other.person.identifier, partner: other.person };
}
