import type { EvidenceFile } from '../../evidence/tree.ts';
import { JsonWalk } from '../../evidence/decode/json-walk.ts';
import type { JsonStep } from '../../evidence/decode/json-walk.ts';
import type { BytesLocator } from '../../model/index.ts';
import type { JsonFields } from '../json-fields.ts';
import { parseObject } from '../json-object.ts';
import { chatPeer } from './peers.ts';
import type { IdForm } from './peers.ts';

/** Lists of the export whose elements are read one by one, by the name of what they hold. */
export const LISTS: Readonly<Record<string, string>> = {
  'chats.list[].messages[]': 'messages',
  'left_chats.list[].messages[]': 'messages',
  'messages[]': 'messages',
  'contacts.list[]': 'contacts',
  'frequent_contacts.list[]': 'frequent_contacts',
  'sessions.list[]': 'sessions',
  'web_sessions.list[]': 'web_sessions',
  'profile_pictures[]': 'profile_pictures',
  'stories[]': 'stories',
};

/** Objects and lists that are walked into. Source: the JSON writer of Telegram Desktop, by the dossier, section B3.1. */
const INTO: ReadonlySet<string> = new Set([
  '',
  'messages',
  'profile_pictures',
  'stories',
  ...['contacts', 'frequent_contacts', 'sessions', 'web_sessions'].flatMap((name) => [name, `${name}.list`]),
  ...['chats', 'left_chats'].flatMap((name) => [name, `${name}.list`, `${name}.list[]`, `${name}.list[].messages`]),
]);

/** One chat as its head states it. */
export interface ChatHead {
  /** In `left_chats`: the account had left it. */
  readonly isLeft: boolean;
  readonly name: string | null;
  readonly type: string | null;
  /** As stored; null where the export has none. */
  readonly id: number | null;
  readonly identifier: string;
  readonly at: readonly BytesLocator[];
  /** Which of these it states more than once. */
  readonly repeated: readonly string[];
}

/** What has to be known of an export before its messages are read. */
export interface Outline {
  readonly chats: readonly ChatHead[];
  readonly form: IdForm;
  readonly personal: { readonly fields: JsonFields; readonly at: BytesLocator } | null;
}

/** The steps of an export's file. */
export async function* walk(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<readonly JsonStep[]> {
  const walker = new JsonWalk(INTO);
  for await (const chunk of bytes) yield walker.add(chunk);
  yield walker.end();
}

/** Whether a chat begins with a step; a single chat is the document itself. */
export function isChat(path: string): boolean {
  return path === 'chats.list[]' || path === 'left_chats.list[]' || path === '';
}

interface Open {
  readonly isLeft: boolean;
  name: string | null;
  type: string | null;
  id: number | null;
  readonly at: BytesLocator[];
  readonly stated: Set<string>;
  readonly repeated: string[];
}

/** Reads the heads of all chats, and how the export numbers who wrote. Memory grows with chats. */
export async function readOutline(file: EvidenceFile, bytes: AsyncIterable<Uint8Array>): Promise<Outline> {
  const chats: Open[] = [];
  let form: IdForm = 'none';
  let personal: Outline['personal'] = null;
  for await (const steps of walk(bytes))
    for (const step of steps) {
      if (step.kind === 'open' && isChat(step.path)) chats.push({ isLeft: step.path.startsWith('left'), name: null, type: null, id: null, at: [], stated: new Set(), repeated: [] }); // prettier-ignore
      if (step.kind !== 'value') continue;
      const at: BytesLocator = { kind: 'bytes', file: file.sha256, offset: step.offset, length: step.length };
      if (LISTS[step.path] === 'messages') form = form === 'none' ? formOf(step.bytes) : form;
      else if (step.path === 'personal_information') {
        const fields = parseObject(step.bytes.toString('utf8'));
        if (fields !== null) personal = { fields, at };
      } else note(chats, step.path, step.bytes, at);
    }
  return { chats: chats.map((chat) => ({ ...chat, identifier: identifierOf(chat, form) })), form, personal };
}

function note(chats: readonly Open[], path: string, bytes: Buffer, at: BytesLocator): void {
  const name = /^(?:(?:left_)?chats\.list\[\]\.)?(name|type|id)$/u.exec(path)?.[1];
  const chat = path.includes('.') ? chats.at(-1) : chats[0];
  if (name === undefined || chat === undefined) return;
  if (chat.stated.has(name)) chat.repeated.push(name);
  chat.stated.add(name);
  const fields = parseObject(`{"value":${bytes.toString('utf8')}}`);
  if (name === 'id') chat.id = fields?.whole('value') ?? null;
  else chat[name as 'name' | 'type'] = fields?.text('value') ?? null;
  chat.at.push(at);
}

/** By the first message that says who wrote it. */
function formOf(bytes: Buffer): IdForm {
  const found = /"(?:from|actor)_id"\s*:\s*("|\d)/u.exec(bytes.toString('latin1'));
  return found === null ? 'none' : found[1] === '"' ? 'typed' : 'numbered';
}

function identifierOf({ type, id, at }: Open, form: IdForm): string {
  if (id !== null) return chatPeer(type, id, form);
  return `chat@${at[0]?.offset ?? 0}`;
}
