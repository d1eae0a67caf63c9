import type { JsonFields } from '../json-fields.ts';
import { byIdentifier, byName, named } from './exported.ts';
import type { ConversationStated, Exported, MemberStated } from './exported.ts';
import { beginsWithColumns, columnRole } from './form.ts';
import type { Form } from './form.ts';
import { kindOfWord } from './kinds.ts';
import { fileIn } from './media-path.ts';
import type { Row } from './rows.ts';
import { asWritten, flagIn, idIn } from './statements.ts';
import { timeStated } from './times.ts';

/** Words that the tool writes for a sender of whom it knows no more. Source: xaoyaoo/PyWxDump@079414f, pywxdump/db/dbMSG.py. */
const NOBODY: ReadonlySet<string> = new Set(['未知', '系统']);

/** The word that the tool writes for the owner, whose identifier it does not say. Source: the same file. */
const OWN = '我';

/** CSV of PyWxDump. Source: xaoyaoo/PyWxDump@0c727dc, pywxdump/api/export/exportCSV.py. Times are wall clocks (`timestamp2str`). */
export const pywxdumpCsv: Form = {
  variant: 'pywxdump-csv',
  layout: { kind: 'columns' },
  asksZone: true,
  recognises: (head) => beginsWithColumns(head, 'id,MsgSvrID,type_name,is_sender,talker,room_name,msg,src,CreateTime'),
  role: columnRole,
  state: () => undefined,
  beside: { name: 'users.json', member },
  read,
};

/** JSON of PyWxDump: the same names in one array. Source: pywxdump/api/export/exportJSON.py at 0c727dc. */
export const pywxdumpJson: Form = {
  variant: 'pywxdump-json',
  layout: { kind: 'document', goesInto: (path) => path.length === 0 },
  asksZone: true,
  recognises: (head) => head.startsWith('[') && ['"MsgSvrID"', '"type_name"', '"is_sender"', '"room_name"'].every((name) => head.includes(name)), // prettier-ignore
  role: () => 'message',
  state: () => undefined,
  beside: { name: 'users.json', member },
  read,
};

/** An account of `users.json`, which both exports write. Names of its members: pywxdump/db/dbMicro.py. */
function member({ fields, path }: Row): MemberStated | null {
  const identifier = fields?.text('wxid') ?? (typeof path[0] === 'string' ? path[0] : null);
  const person = byIdentifier(identifier, [
    named(fields?.text('remark') ?? null, identifier, 'owner', 'users.remark'),
    named(fields?.text('nickname') ?? null, identifier, 'self', 'users.nickname'),
    named(fields?.text('account') ?? null, identifier, 'self', 'users.account'),
  ]);
  return person === null ? null : { person, role: 'unknown' };
}

function read(fields: JsonFields): Exported {
  const room = fields.text('room_name') ?? '';
  const talker = fields.text('talker');
  const isOwn = flagIn(fields, 'is_sender');
  const kind = kindOfWord(fields.text('type_name'));
  const isLine = kind.type === 'system';
  const written = fields.peek('CreateTime');
  const time = timeStated(written);
  if (time !== null) fields.leave('CreateTime');
  const text = fields.text('msg');
  const source = fields.peek('src');
  const file = fileIn(kind.type, typeof source === 'string' ? source : null, {});
  if (file?.path !== null && file !== null) fields.leave('src');
  return {
    conversation: conversationOf(room),
    sender: isLine || talker === null || NOBODY.has(talker) ? null : talker === OWN ? byName(OWN, 'talker') : byIdentifier(talker), // prettier-ignore
    direction: isLine || isOwn === null ? 'unknown' : isOwn ? 'outgoing' : 'incoming',
    time,
    timeStored: asWritten(written),
    kind,
    text,
    serverId: idIn(fields, 'MsgSvrID'),
    file,
    transcript: null,
    quote: null,
    details: [],
    stored: fields.rest(''),
  };
}

function conversationOf(identifier: string): ConversationStated {
  if (identifier.endsWith('chatroom')) return { identifier, title: null, type: 'group', partner: null };
  return { identifier, title: null, type: identifier === '' ? 'unknown' : 'one-to-one', partner: byIdentifier(identifier) }; // prettier-ignore
}
