import { POSTBOX_LARGEST_BYTES } from '../../evidence/decode/postbox.ts';
import type { Extracted, RowLocator, Stored } from '../../model/index.ts';
import type { JsonFields } from '../json-fields.ts';
import { BARE_EVENT } from '../bare-event.ts';
import { rowIssue } from '../store-issues.ts';
import { keyBytes, keyText, scanKeys } from './key-table.ts';
import { readMessageValue } from './message-value.ts';
import type { MessageValue } from './message-value.ts';
import { classOf, noBytes, readRun } from './postbox-cell.ts';
import { peerOf } from './peer-id.ts';
import type { Reading } from './reading.ts';
import { lostMessage } from './tag-tables.ts';

export const MEDIA = 't6';
const KEY_BYTES = 12;

/** Kinds of entries. Source: TelegramMessenger/Telegram-iOS @3de4d91 MessageMediaTable.swift, MediaEntryType. */
const DIRECT = 0;
const IN_MESSAGE = 1;
const PLACE_BYTES = 21;

/** Of media that one message names: one as large as is read, with its head. */
const MOST_BYTES = POSTBOX_LARGEST_BYTES + 64;

/** `t6`: media that several messages hold, and for those of one message where they lie. Memory grows with media that are shared. */
export class MediaTable {
  readonly #reading: Reading;
  readonly #asked = new Set<string>();

  constructor(reading: Reading) {
    this.#reading = reading;
  }

  /**
   * The media that a message names, each once; an issue for one that the store does not hold, and where they are more than is read of one
   * message: a crafted one may name a large medium in each of its places.
   */
  *of(named: MessageValue['referenced'], at: RowLocator, out: Extracted[]): Generator<JsonFields> {
    const budget = { left: MOST_BYTES };
    const seen = new Set<string>();
    for (const { namespace, id } of named) {
      const name = `${namespace}:${id}`;
      if (seen.has(name)) continue;
      seen.add(name);
      const key = Buffer.alloc(KEY_BYTES);
      key.writeInt32BE(namespace, 0);
      key.writeBigInt64BE(BigInt(id), 4);
      const fields = this.#find(key, at, out, budget);
      if (fields !== null) yield fields;
      else out.push(rowIssue('warning', 'unresolved-reference', at, 'value', name, budget.left < 0 ? TOO_MUCH : NO_MEDIUM)); // prettier-ignore
      if (budget.left < 0) return;
    }
  }

  /** Null where it is not there, or would be more than is left of the budget, which then is below zero. */
  #find(key: Buffer, at: RowLocator, out: Extracted[], budget: { left: number }): JsonFields | null {
    const value = this.#valueOf(MEDIA, key);
    if (value === null || value.length < 5) return null;
    if (value.readInt8(0) === DIRECT) {
      this.#asked.add(key.toString('hex'));
      if (value.length <= MOST_BYTES) budget.left -= value.length; // a longer one is not read at all
      if (budget.left < 0) return null;
      return readDirect(value, at, out);
    }
    const other = messageKeyOf(value);
    const message = other === null ? null : this.#valueOf('t7', other);
    budget.left -= message?.length ?? 0;
    if (message === null || budget.left < 0) return null;
    for (const { start, end } of readMessageValue(message).media) {
      const fields = readRun(message, start, end, at, []);
      if (sameId(fields, key)) return fields;
    }
    return null;
  }

  #valueOf(table: string, key: Buffer): Buffer | null {
    const { db } = this.#reading;
    if (!db.has(table, 'key') || !db.has(table, 'value')) return null;
    for (const [value] of db.arrays(`SELECT value FROM ${table} WHERE key = ?`, key))
      return value instanceof Uint8Array ? Buffer.from(value.buffer, value.byteOffset, value.byteLength) : null;
    return null;
  }

  /** Closes the table: places of media within messages are counted, and media that no message named are told. */
  *rest(): Generator<Extracted> {
    const { run, db } = this.#reading;
    yield* scanKeys(run, db, MEDIA, ({ key, value, at, all }, out) => {
      const bytes = value instanceof Uint8Array ? Buffer.from(value.buffer, value.byteOffset, value.byteLength) : null;
      const kind = bytes === null || bytes.length === 0 ? null : bytes.readInt8(0);
      const name = keyBytes(key, KEY_BYTES);
      if (name === null)
        out.push(rowIssue('error', 'row-unreadable', at, 'key', keyText(key), 'The row names no medium.')); // prettier-ignore
      else if (bytes !== null && kind === IN_MESSAGE) {
        const message = messageKeyOf(bytes);
        if (message !== null && this.#reading.index.has(message)) return 'place of a medium within its message';
        const chat = message === null ? null : peerOf(message.readBigInt64BE(0));
        if (message !== null && chat !== null) {
          const stored = { 't6.medium': `${name.readInt32BE(0)}:${name.readBigInt64BE(4)}`, ...all };
          lostMessage(this.#reading, { chat, namespace: message.readInt32BE(8), date: message.readInt32BE(12), id: message.readInt32BE(16) }, 'value', at, `medium:${keyText(at.rowid ?? key)}`, stored, out); // prettier-ignore
          return undefined;
        }
      }
      if (name !== null && kind === DIRECT && this.#asked.has(name.toString('hex'))) return undefined;
      const fields = bytes !== null && kind === DIRECT ? readDirect(bytes, at, out) : null;
      if (bytes === null) out.push(noBytes(value, at, 'value'));
      else if (fields === null) out.push(rowIssue('warning', 'undecodable-payload', at, 'value', null, 'The row is of a kind of entry that is not known; the bytes are carried.')); // prettier-ignore
      out.push(alone(at, fields, all));
      return undefined;
    });
  }
}

const NO_MEDIUM = 'The message names a medium that the store does not hold; what it was is not known.';
const TOO_MUCH =
  'The message names more media than are read of one; this one and those behind it are carried by their numbers.';

/** A medium by itself: `i32` length, the object, and how many messages hold it. */
function readDirect(value: Buffer, at: RowLocator, out: Extracted[]): JsonFields | null {
  const length = value.length < 5 ? -1 : value.readInt32LE(1);
  if (length < 0 || 5 + length > value.length) return null;
  return readRun(value, 5, 5 + length, at, out);
}

/** The key of the message that a place names: peer, kind of numbering, number and time, the lowest byte first; in keys the highest. */
function messageKeyOf(value: Buffer): Buffer | null {
  if (value.length !== PLACE_BYTES || value.readInt8(0) !== IN_MESSAGE) return null;
  const key = Buffer.alloc(20);
  key.writeBigInt64BE(value.readBigInt64LE(1), 0);
  key.writeInt32BE(value.readInt32LE(9), 8);
  key.writeInt32BE(value.readInt32LE(17), 12);
  key.writeInt32BE(value.readInt32LE(13), 16);
  return key;
}

function sameId(fields: JsonFields, key: Buffer): boolean {
  const hex = fields.peek('i');
  const bytes = typeof hex === 'string' ? Buffer.from(hex, 'hex') : null;
  return bytes?.length === KEY_BYTES && bytes.readInt32LE(0) === key.readInt32BE(0) && bytes.readBigInt64LE(4) === key.readBigInt64BE(4); // prettier-ignore
}

const OTHERWISE =
  'No message in the list names this medium: the message may have been deleted, or the app keeps the medium for another use.';

function alone(at: RowLocator, fields: JsonFields | null, all: Readonly<Record<string, Stored>>): Extracted {
  const of = fields === null ? '' : classOf(fields);
  fields?.leave('_');
  return {
    kind: 'event',
    key: `medium:${keyText(at.rowid ?? at.key ?? '')}`,
    from: { at: [at], state: 'recovered', recovery: { method: 'orphan-row', confidence: 'low', otherwise: OTHERWISE } },
    type: 'unknown',
    ...BARE_EVENT,
    body: null,
    stored: { ...(of !== '' && { class: of }), ...fields?.rest('media.'), ...(fields === null && all) },
  };
}
