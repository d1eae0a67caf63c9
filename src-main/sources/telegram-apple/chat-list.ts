import type { Extracted, Stored } from '../../model/index.ts';
import { rowIssue } from '../store-issues.ts';
import { text } from '../stored-cells.ts';
import { keyBytes, keyText, scanKeys } from './key-table.ts';
import { peerOf } from './peer-id.ts';
import { noBytes } from './postbox-cell.ts';
import type { Reading } from './reading.ts';

const LIST_KEY_BYTES = 24;
const MESSAGE = 1;
const HOLE = 2;
const ARCHIVE = 1;

/** `t9`: the list of conversations: in which folder, and where it is pinned. Source: TelegramMessenger/Telegram-iOS @049cba2 ChatListTable.swift. */
export function* readChatList(reading: Reading): Generator<Extracted> {
  yield* scanKeys(reading.run, reading.db, 't9', ({ key, value, at }, out) => {
    const bytes = keyBytes(key, LIST_KEY_BYTES);
    const kind = bytes?.readInt8(23);
    if (kind === HOLE) return 'part of a list that was not loaded from the service';
    const identifier = bytes === null ? null : peerOf(bytes.readBigInt64BE(15));
    if (bytes === null || identifier === null || kind !== MESSAGE) {
      out.push(rowIssue('error', 'row-unreadable', at, 'key', keyText(key), 'The row names no conversation.'));
      return undefined;
    }
    const group = bytes.readInt32BE(0);
    const pinned = bytes.readUInt16BE(4);
    const stored: Record<string, Stored> = { 't9.group': group, 't9.timestamp': bytes.readInt32BE(6) };
    // Pinned conversations are counted down from 65534; zero stands for none.
    if (pinned !== 0) stored['t9.pinned'] = 0xfffe - pinned;
    if (!(value instanceof Uint8Array) || (value.length !== 0 && value.length !== 12)) stored['t9.value'] = value;
    else if (value.length === 12) {
      const top = Buffer.from(value);
      stored['t9.topMessage'] = `${top.readInt32LE(0)}/${top.readInt32LE(4)}`;
      stored['t9.topTimestamp'] = top.readInt32LE(8);
    }
    reading.add(identifier, at, { archived: group === ARCHIVE }, stored);
    return undefined;
  });
}

/** `t14`: how far each conversation was read, on either side. Source: the same client @0553a14 MessageHistoryReadStateTable.swift. */
export function* readReadStates(reading: Reading): Generator<Extracted> {
  yield* scanKeys(reading.run, reading.db, 't14', ({ key, value, at }, out) => {
    const identifier = peerOf(key);
    if (identifier === null) {
      out.push(rowIssue('error', 'row-unreadable', at, 'key', text(key), 'The row names no conversation.'));
      return undefined;
    }
    if (!(value instanceof Uint8Array)) {
      out.push(noBytes(value, at, 'value'));
      reading.add(identifier, at, {}, { 't14.value': value });
      return undefined;
    }
    const { states, isWhole } = readStates(Buffer.from(value.buffer, value.byteOffset, value.byteLength));
    if (!isWhole) {
      const detail = 'The state of reading is damaged or of a form that is not known; what stands before was read, and the bytes are carried.';
      out.push(rowIssue('warning', 'undecodable-payload', at, 'value', null, detail));
    }
    reading.add(identifier, at, {}, isWhole ? states : { ...states, 't14.value': value });
    return undefined;
  }); // prettier-ignore
}

/** Names of the numbers by their place; places of messages have a time, a peer, a kind of numbering and a number. */
const BY_ID = ['maxIncomingReadId', 'maxOutgoingReadId', 'maxKnownId', 'count', 'flags'] as const;
const ID_BYTES = 20;
const INDEX_BYTES = 48;

function readStates(bytes: Buffer): { readonly states: Record<string, Stored>; readonly isWhole: boolean } {
  const states: Record<string, Stored> = {};
  const count = bytes.length < 4 ? -1 : bytes.readInt32LE(0);
  let at = 4;
  for (let i = 0; i < count && i < 16; i += 1) {
    if (at + 5 > bytes.length) return { states, isWhole: false };
    const name = `t14.${bytes.readInt32LE(at)}.`;
    const isById = bytes.readInt8(at + 4) === 0;
    at += 5;
    if (at + (isById ? ID_BYTES : INDEX_BYTES) > bytes.length) return { states, isWhole: false };
    if (isById) for (const [place, part] of BY_ID.entries()) states[name + part] = bytes.readInt32LE(at + place * 4);
    else {
      for (const [place, part] of [[0, 'Incoming'], [20, 'Outgoing']] as const) {
        states[`${name}max${part}ReadTimestamp`] = bytes.readInt32LE(at + place);
        states[`${name}max${part}ReadId`] = `${bytes.readInt32LE(at + place + 12)}/${bytes.readInt32LE(at + place + 16)}`;
      } // prettier-ignore
      states[`${name}count`] = bytes.readInt32LE(at + 40);
      states[`${name}flags`] = bytes.readInt32LE(at + 44);
    }
    at += isById ? ID_BYTES : INDEX_BYTES;
  }
  return { states, isWhole: count >= 0 && count <= 16 && at === bytes.length };
}
