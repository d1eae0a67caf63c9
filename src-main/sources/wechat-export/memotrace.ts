import type { AccountName } from '../../model/index.ts';
import type { JsonFields } from '../json-fields.ts';
import { byIdentifier, byName, named } from './exported.ts';
import type { ConversationStated, Exported, PersonStated } from './exported.ts';
import type { FileFacts } from './file-facts.ts';
import { beginsWithColumns, columnRole } from './form.ts';
import type { Form } from './form.ts';
import { kindOfCode, kindOfWord } from './kinds.ts';
import { fileIn } from './media-path.ts';
import { flagIn, idIn, wholeIn } from './statements.ts';
import { timeStated } from './times.ts';

const COLUMNS = 'localId,TalkerId,Type,SubType,IsSender,CreateTime,Status,StrContent,StrTime,Remark,NickName,Sender';

/**
 * CSV of WeChatMsg (MemoTrace) with the columns of the database. Source: LC044/WeChatMsg@117f811, app/DataBase/exporter_csv.py: a
 * conversation between two has nine cells a record, a group twelve; the file is called after the conversation.
 */
export const memotraceCsv: Form = {
  variant: 'memotrace-csv',
  layout: { kind: 'columns' },
  asksZone: false,
  recognises: (head) => beginsWithColumns(head, COLUMNS),
  role: columnRole,
  state: () => undefined,
  read(fields, facts) {
    const isOwn = flagIn(fields, 'IsSender');
    const code = wholeIn(fields, 'Type');
    const sub = wholeIn(fields, 'SubType');
    const kind = kindOfCode(code, sub, `${code ?? ''}${sub === null || sub === 0 ? '' : `/${sub}`}`);
    const conversation = titledBy(facts.name.replace(/_utf8$/u, ''), typeIn(fields));
    const isLine = kind.type === 'system';
    const written = fields.text('CreateTime');
    const text = fields.text('StrContent');
    const identifier = fields.text('Sender');
    const inGroup = byIdentifier(identifier, [
      named(fields.text('Remark'), identifier, 'owner', 'Remark'),
      named(fields.text('NickName'), identifier, 'self', 'NickName'),
    ]);
    const between = isOwn === false ? conversation.partner : null;
    const isXml = text?.trimStart().startsWith('<') === true && kind.type !== 'text';
    return {
      conversation,
      sender: isLine ? null : (inGroup ?? between),
      direction: isLine || isOwn === null ? 'unknown' : isOwn ? 'outgoing' : 'incoming',
      time: timeStated(written),
      timeStored: written,
      kind,
      text: isXml ? null : text,
      serverId: null,
      file: fileIn(kind.type, null, {}),
      transcript: null,
      quote: null,
      details: [],
      stored: { ...(isXml ? { StrContent: text } : {}), ...fields.rest('') },
    } satisfies Exported;
  },
};

/**
 * CSV of MemoTrace for one conversation. Source: an exporter of its library wxManager, whose columns these are; DrMaomao12345/Wetrace-Plus@8eff923
 * reads the first five and takes the conversation from a folder `name(identifier)`.
 */
export const memotraceChatCsv: Form = {
  variant: 'memotrace-chat-csv',
  layout: { kind: 'columns' },
  asksZone: true,
  recognises: (head) => beginsWithColumns(head, '消息ID,类型,发送人,时间,内容'),
  role: columnRole,
  state: () => undefined,
  read(fields, facts) {
    const kind = kindOfWord(fields.text('类型'));
    const written = fields.text('时间');
    const text = fields.text('内容');
    const name = fields.text('发送人');
    const names: (AccountName | null)[] = [
      named(fields.text('备注'), name, 'owner', '备注'),
      named(fields.text('昵称'), name, 'self', '昵称'),
    ];
    fields.agree('更多信息', 'more');
    const conversation = conversationOf(facts);
    const isLine = kind.type === 'system';
    const sender = personOf(name, names, conversation);
    const isPartner = sender !== null && sender.identifier === conversation.partner?.identifier;
    return {
      conversation,
      sender: isLine ? null : sender,
      // No column says who the owner is: of two, it is the one after whom the conversation is not called.
      direction: isLine || !facts.isTwoSided || conversation.type !== 'one-to-one' || sender === null ? 'unknown' : isPartner ? 'incoming' : 'outgoing', // prettier-ignore
      time: timeStated(written),
      timeStored: written,
      kind,
      text,
      serverId: idIn(fields, '消息ID'),
      file: fileIn(kind.type, text, {}),
      transcript: null,
      quote: null,
      details: [],
      stored: fields.rest(''),
    } satisfies Exported;
  },
};

function personOf(
  name: string | null,
  names: readonly (AccountName | null)[],
  { partner }: ConversationStated,
): PersonStated | null {
  // prettier-ignore
  if (partner?.names.some((one) => one.name === name) === true) return partner;
  const person = byName(name, '发送人');
  return person === null ? null : { ...person, names: [...person.names, ...names.filter((one) => one !== null)] };
}

/** The folder or file is called after the conversation: `name(identifier)`, or the name alone. */
function conversationOf({ folder, name }: FileFacts): ConversationStated {
  for (const part of [folder, name]) {
    const found = /^(.*)\(([\w@.-]{2,80})\)$/u.exec(part);
    const identifier = found?.[2];
    if (identifier === undefined) continue;
    const title = found?.[1] ?? null;
    if (identifier.endsWith('chatroom')) return { identifier, title, type: 'group', partner: null };
    const partner = byIdentifier(identifier, [named(title, identifier, 'app', 'folder')]);
    return { identifier, title, type: 'one-to-one', partner };
  }
  return titledBy(name, 'unknown');
}

/** A conversation of which the name alone is known. */
function titledBy(title: string, type: ConversationStated['type']): ConversationStated {
  return { identifier: title, title, type, partner: type === 'one-to-one' ? byName(title, 'file') : null };
}

/** A record between two ends before the sender's column; a spreadsheet that wrote it again has filled up the cells. */
function typeIn(fields: JsonFields): ConversationStated['type'] {
  const sender = fields.peek('Sender');
  return sender === undefined ? 'one-to-one' : sender === '' ? 'unknown' : 'group';
}
