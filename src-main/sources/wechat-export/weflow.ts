import type { Detail, Direction, Locator } from '../../model/index.ts';
import type { JsonFields } from '../json-fields.ts';
import { byIdentifier, byName, named } from './exported.ts';
import type { ConversationStated, Exported, FileStated, PersonStated } from './exported.ts';
import type { FileFacts } from './file-facts.ts';
import { PICTURES, UNREAD } from './form.ts';
import type { Form } from './form.ts';
import { kindOfWord } from './kinds.ts';
import { fileIn } from './media-path.ts';
import { asWritten, carried, flagIn, idIn } from './statements.ts';
import { timeStated } from './times.ts';

/**
 * WeFlow's JSON, and that of echotrace from which it comes. Sources: hicccc77/WeFlow@9fa96cd, electron/services/export/formatters/JsonFormatter.ts
 * (`session`, `messages`, `senders`, `groupMembers`); hellodigua/ChatLab@7b09d1e, formats/ycccccccy-echotrace.ts (`session.wxid`, labels, that
 * `localType` is not to be trusted).
 */
export const weflowJson: Form = {
  variant: 'weflow-json',
  layout: { kind: 'document', goesInto: (path) => path.length === 0 || (path.length === 1 && LISTS.has(String(path[0]))) }, // prettier-ignore
  asksZone: false,
  recognises: (head) => head.startsWith('{') && /"session"\s*:\s*\{/u.test(head) && (/^\{\s*"weflow"\s*:\s*\{/u.test(head) || (/"messages"\s*:\s*\[/u.test(head) && /"(?:senderUsername|senderID)"\s*:/u.test(head) && /"formattedTime"\s*:/u.test(head))), // prettier-ignore
  role: ({ path: [first] }) =>
    first === 'messages' ? 'message' : first === 'avatars' ? PICTURES : STATEMENTS.has(String(first)) ? 'statement' : UNREAD, // prettier-ignore
  state({ path: [first], fields }, facts, at) {
    if (fields === null) return;
    if (first === 'session') {
      facts.conversation = sessionOf(fields, facts);
      facts.claim(facts.conversation.identifier);
    } else if (first === 'senders' || first === 'groupMembers') addMember(first, fields, facts, at);
    if (first === 'weflow') Object.assign(facts.stored, carried(fields, 'weflow.'));
  },
  conversations: ({ conversation }) => (conversation === null ? [] : [conversation]),
  read(fields, facts) {
    const isOwn = flagIn(fields, 'isSend');
    const direction: Direction = isOwn === null ? 'unknown' : isOwn ? 'outgoing' : 'incoming';
    const created = fields.peek('createTime');
    const time = timeStated(created);
    if (time !== null) fields.leave('createTime');
    const kind = kindOfWord(fields.text('type'));
    const text = fields.text('content');
    const sender = senderOf(fields, facts);
    const session = facts.conversation;
    return {
      conversation: session ?? { identifier: facts.name, title: null, type: 'unknown', partner: null },
      // Lines of the app bear the conversation in place of a sender.
      sender: kind.type === 'system' && sender?.identifier === session?.identifier ? null : sender,
      direction: kind.type === 'system' ? 'unknown' : direction,
      time,
      timeStored: asWritten(created),
      kind,
      text,
      serverId: idIn(fields, 'platformMessageId'),
      file: fileOf(kind.type, text),
      transcript: null,
      quote: quoteOf(fields),
      details: placeOf(fields),
      stored: fields.rest(''),
    } satisfies Exported;
  },
};

const LISTS: ReadonlySet<string> = new Set(['messages', 'senders', 'groupMembers']);

const STATEMENTS: ReadonlySet<string> = new Set(['weflow', 'session', 'senders', 'groupMembers']);

function sessionOf(fields: JsonFields, facts: FileFacts): ConversationStated {
  const identifier = fields.text('accountId') ?? fields.text('wxid') ?? facts.name;
  const word = fields.text('type');
  const isGroup = word === '群聊' || identifier.endsWith('chatroom');
  const names = [
    named(fields.text('remark'), identifier, 'owner', 'session.remark'),
    named(fields.text('nickname'), identifier, 'self', 'session.nickname'),
  ];
  const title = fields.text('displayName') ?? names.find((one) => one !== null)?.name ?? null;
  Object.assign(facts.stored, carried(fields, 'session.'));
  const type = isGroup ? 'group' : word === '私聊' ? 'one-to-one' : 'unknown';
  return { identifier, title, type, partner: isGroup ? null : byIdentifier(identifier, names) };
}

function addMember(list: string, fields: JsonFields, facts: FileFacts, at: Locator): void {
  const identifier = fields.text('accountId');
  const person = byIdentifier(identifier, [
    named(fields.text('remark'), identifier, 'owner', `${list}.remark`),
    named(fields.text('nickname'), identifier, 'self', `${list}.nickname`),
    named(fields.text('groupNickname'), identifier, 'other-account', `${list}.groupNickname`),
  ]);
  if (person === null) return;
  facts.addMember({ person, role: 'unknown' }, at);
  const number = fields.whole('senderID');
  if (number !== null) facts.numbered.set(number, person);
}

function senderOf(fields: JsonFields, facts: FileFacts): PersonStated | null {
  const identifier = fields.text('senderUsername');
  fields.agree('senderAvatarKey', identifier ?? '');
  const number = fields.whole('senderID');
  if (number !== null && identifier === null) return facts.numbered.get(number) ?? null;
  return byIdentifier(identifier, [named(fields.text('senderDisplayName'), identifier, 'app', 'senderDisplayName')]);
}

/** Content of a message of a file is the path under which the tool wrote it, where it did. */
function fileOf(type: string, text: string | null): FileStated | null {
  return fileIn(type, text, {});
}

function quoteOf(fields: JsonFields): Exported['quote'] {
  const serverId = idIn(fields, 'replyToMessageId');
  const body = fields.text('quotedContent');
  const sender = byName(fields.text('quotedSender'), 'quotedSender');
  return serverId === null && body === null ? null : { serverId, sender, body, time: null, kind: null };
}

function placeOf(fields: JsonFields): readonly Detail['content'][] {
  const latitude = fields.number('locationLat');
  const longitude = fields.number('locationLng');
  if (latitude === null || longitude === null || Math.abs(latitude) > 90 || Math.abs(longitude) > 180) return [];
  return [{ type: 'location', latitude, longitude, name: fields.text('locationPoiname'), address: fields.text('locationLabel'), url: null, liveS: null }]; // prettier-ignore
}
