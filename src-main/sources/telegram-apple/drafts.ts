import type { Extracted, RowLocator, Stored } from '../../model/index.ts';
import { BARE_EVENT } from '../bare-event.ts';
import { JsonFields } from '../json-fields.ts';
import { rowIssue } from '../store-issues.ts';
import { text } from '../stored-cells.ts';
import { readTime, timesOf } from '../stored-times.ts';
import { conversationKey, live } from '../telegram-participants.ts';
import { accountKey } from '../telegram-people.ts';
import { keyBytes, keyText, scanKeys } from './key-table.ts';
import { messageKey } from './message-row.ts';
import { peerOf } from './peer-id.ts';
import { readCell, restOf } from './postbox-cell.ts';
import type { Reading } from './reading.ts';

/**
 * What was typed and not sent: `t67` by conversation and `t68` by topic since 2021, `t23` in stores before. Where a store has both,
 * the older one is what an update of the app left. Source: TelegramMessenger/Telegram-iOS @008b52a Postbox.swift (67 and 68; 23 in its
 * earlier versions), @52edb2d PeerChatThreadInterfaceStateTable.swift.
 */
export function* readDrafts(reading: Reading): Generator<Extracted> {
  const isCurrent = new Set<string>();
  yield* scanKeys(reading.run, reading.db, 't67', ({ key, value, at }, out) => {
    const identifier = peerOf(key);
    if (identifier === null) {
      out.push(namesNone(at, text(key)));
      return undefined;
    }
    isCurrent.add(identifier);
    const { draft, stored } = readState(value, 't67.', at, out);
    reading.add(identifier, at, draft === null ? {} : { draft }, stored);
    return undefined;
  });
  yield* scanKeys(reading.run, reading.db, 't23', ({ key, value, at }, out) => {
    const identifier = peerOf(key);
    if (identifier === null) {
      out.push(namesNone(at, text(key)));
      return undefined;
    }
    const { fields, carried } = readCell(value, at, 'value', out);
    const { typed, stored } = readTyped(fields, 't23.');
    const isLeft = isCurrent.has(identifier);
    const more = { ...(carried !== null && { 't23.value': carried }), ...(isLeft && typed !== null && { 't23.typed': typed }) }; // prettier-ignore
    reading.add(identifier, at, typed === null || isLeft ? {} : { draft: typed }, { ...stored, ...more });
    return undefined;
  });
}

const TOPIC_KEY_BYTES = 16;

/** `t68`: texts typed in a topic of a group, each an event of its own. */
export function* readTopicDrafts(reading: Reading): Generator<Extracted> {
  yield* scanKeys(reading.run, reading.db, 't68', ({ key, value, at }, out) => {
    const bytes = keyBytes(key, TOPIC_KEY_BYTES);
    const chat = bytes === null ? null : peerOf(bytes.readBigInt64BE(0));
    if (bytes === null || chat === null) {
      out.push(namesNone(at, keyText(key)));
      return undefined;
    }
    const { draft, seconds, stored } = readState(value, 't68.', at, out);
    const time = readTime(seconds, 'changed', at, 'value', out, 'unix-s');
    const { owner } = reading.people;
    out.push(...reading.meet(chat, at), {
      ...BARE_EVENT,
      kind: 'event',
      key: `topic-draft:${keyText(key)}`,
      from: live(at),
      type: 'setting',
      conversation: conversationKey(chat),
      actor: owner === null ? null : accountKey(owner),
      times: timesOf(time),
      body: draft,
      stored: { table: 't68', topic: String(bytes.readBigInt64BE(8)), ...stored },
    });
    return undefined;
  });
}

function namesNone(at: RowLocator, key: string | null): Extracted {
  return rowIssue('error', 'row-unreadable', at, 'key', key, 'The row names no conversation.');
}

/** A state as the newer tables keep it, with the state that the app keeps to itself within. Source: the same client @3534692 SyncCore_SynchronizeableChatInputState.swift, StoredPeerChatInterfaceState. */
function readState(value: Stored, prefix: string, at: RowLocator, out: Extracted[]): { readonly draft: string | null; readonly seconds: number | null; readonly stored: Record<string, Stored> } {
  const { fields, carried } = readCell(value, at, 'value', out);
  const inner = within(fields, 'data', at, out);
  const input = inner?.object('synchronizeableInputState') ?? null;
  const own = readTyped(within(inner, 'opaqueData', at, out), `${prefix}state.`);
  const draft = input?.text('t') ?? null;
  const time = input?.peek('s');
  const stored = {
    ...(carried !== null && { [`${prefix}value`]: carried }),
    ...restOf(input, prefix),
    ...restOf(inner, prefix),
    ...restOf(fields, prefix),
    ...own.stored,
    ...(own.typed !== null && own.typed !== draft && { [`${prefix}typed`]: own.typed }),
  };
  return { draft, seconds: typeof time === 'number' && Number.isSafeInteger(time) ? time : null, stored };
} // prettier-ignore

/** An object within an object: bytes of the same coding. */
function within(fields: JsonFields | null, name: string, at: RowLocator, out: Extracted[]): JsonFields | null {
  const hex = fields?.peek(name);
  if (typeof hex !== 'string') return null;
  const { fields: inner, carried } = readCell(Buffer.from(hex, 'hex'), at, 'value', out);
  if (carried === null) fields?.leave(name);
  return inner ?? new JsonFields({});
}

/**
 * What stands in the field for typing: `is`, the text in `at` on iOS, by itself on macOS; and `em`, an edit of a message that was begun.
 * Source: TelegramMessenger/Telegram-iOS @5a32d25 ChatInterfaceState.swift and ChatController.swift (ChatTextInputState),
 * overtake/TelegramSwift, ChatInterfaceState.swift.
 */
function readTyped(state: JsonFields | null, prefix: string): { readonly typed: string | null; readonly stored: Record<string, Stored> } {
  if (state === null) return { typed: null, stored: {} };
  const [typed, input] = textOf(state.object('is'), `${prefix}is.`);
  const edit = state.object('em');
  const [editing, editInput] = textOf(edit?.object('is') ?? null, `${prefix}em.is.`);
  const [chat, number] = [peerOf(edit?.peek('mp') as Stored | undefined), edit?.peek('mi')];
  const stored: Record<string, Stored> = { ...input, ...editInput };
  if (editing !== null) stored[`${prefix}editing`] = editing;
  if (chat !== null && typeof number === 'number') {
    stored[`${prefix}editing.message`] = messageKey(chat, edit?.whole('mn') ?? 0, number);
    edit?.leave('mp', 'mi', 'mn');
  }
  return { typed, stored: { ...stored, ...restOf(edit, `${prefix}em.`), ...restOf(state, prefix) } };
} // prettier-ignore

function textOf(input: JsonFields | null, prefix: string): readonly [string | null, Record<string, Stored>] {
  const rich = input?.object('at') ?? null;
  const words = rich?.text('text') ?? input?.text('t') ?? null;
  input?.leave('as0', 'as1', 's0', 's1');
  return [words, { ...restOf(rich, prefix), ...restOf(input, prefix) }];
}
