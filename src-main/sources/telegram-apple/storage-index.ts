import type { EvidenceFile } from '../../evidence/tree.ts';
import type { Extracted, RowLocator, Stored } from '../../model/index.ts';
import type { EvidenceDb } from '../../sqlite/evidence-db.ts';
import { BARE_EVENT } from '../bare-event.ts';
import { rowIssue } from '../store-issues.ts';
import { conversationKey, live } from '../telegram-participants.ts';
import { keyBytes, keyText, scanKeys } from './key-table.ts';
import { messageKey } from './message-row.ts';
import { peerOf } from './peer-id.ts';
import type { Reading } from './reading.ts';
import { RECOVERY } from './tag-tables.ts';

/**
 * The media box's own database: which file of the cache belongs to which message. `t16` names messages by the hash of a file's name, `t15`
 * the name, kind and size; in the first months `t6` and `t5`. Source: TelegramMessenger/Telegram-iOS @ae6987e StorageBox.swift and
 * @0bc15c8, of the first months.
 */
const GENERATIONS = [
  { references: 't16', names: 't15' },
  { references: 't6', names: 't5' },
] as const;

const KEY_BYTES = 29;
const HASH_BYTES = 16;

export function* readStorageIndex(file: EvidenceFile | undefined, reading: Reading): Generator<Extracted> {
  const db = file === undefined ? null : reading.run.database(file);
  if (db === null) return;
  for (const { references, names } of GENERATIONS) {
    if (!db.tables.has(references)) continue;
    yield* scanKeys(reading.run, db, references, ({ key, at, all }, out) => {
      const bytes = keyBytes(key, KEY_BYTES);
      if (bytes === null) {
        out.push(rowIssue('error', 'row-unreadable', at, 'key', keyText(key), 'The row names no message.'));
        return undefined;
      }
      const [chat, namespace, id] = [peerOf(bytes.readBigInt64BE(16)), bytes.readUInt8(24), bytes.readInt32BE(25)];
      if (chat === null || id === 0) return 'file of the cache that belongs to no message';
      const found = infoOf(db, names, bytes.subarray(0, HASH_BYTES));
      const lies = found?.name === undefined ? [] : reading.media.of(found.name);
      const values = { ...infoValues(found), ...(lies[0] !== undefined && { path: lies[0] }) };
      out.push(...reading.meet(chat, at));
      const message = { chat, namespace, id };
      if (reading.index.find(bytes.readBigInt64BE(16), namespace, id) === null) out.push(orphan(message, at, values, all));
      else out.push({ kind: 'detail', key: `file:${references}:${keyText(key)}`, from: live(at), message: messageKey(chat, namespace, id), content: { type: 'other', name: `storage ${references}`, values } }); // prettier-ignore
      return undefined;
    });
    yield* scanKeys(reading.run, db, names, () => 'name of a file of the cache, told with the message it belongs to');
  }
}

interface Info {
  readonly name: string;
  readonly kind: number | null;
  readonly sizeBytes: Stored;
}

/** `u8` 0, `u16` length, name, `u8` kind, `i64` size; in the first months the name alone. */
function infoOf(db: EvidenceDb, table: string, hash: Buffer): Info | null {
  if (!db.has(table, 'key') || !db.has(table, 'value')) return null;
  for (const [value] of db.arrays(`SELECT value FROM ${table} WHERE key = ?`, hash)) {
    if (!(value instanceof Uint8Array)) return null;
    const bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
    if (table === 't5') return { name: bytes.toString('utf8'), kind: null, sizeBytes: null };
    const length = bytes.length < 3 ? -1 : bytes.readUInt16LE(1);
    if (length < 0 || bytes.length !== 3 + length + 9) return null;
    const size = bytes.readBigInt64LE(4 + length);
    return { name: bytes.toString('utf8', 3, 3 + length), kind: bytes.readUInt8(3 + length), sizeBytes: Number(size) };
  }
  return null;
}

function infoValues(info: Info | null): Readonly<Record<string, Stored>> {
  if (info === null) return {};
  return { resource: info.name, ...(info.kind !== null && { contentType: info.kind }), ...(info.sizeBytes !== null && { sizeBytes: info.sizeBytes }) }; // prettier-ignore
}

function orphan(
  { chat, namespace, id }: { readonly chat: string; readonly namespace: number; readonly id: number },
  at: RowLocator,
  values: Readonly<Record<string, Stored>>,
  all: Readonly<Record<string, Stored>>,
): Extracted {
  return {
    ...BARE_EVENT,
    kind: 'event',
    key: `file:${at.table}:${keyText(all.key ?? null)}`,
    from: { at: [at], state: 'recovered', recovery: RECOVERY },
    type: 'unknown',
    conversation: conversationKey(chat),
    body: null,
    stored: { table: `storage ${at.table}`, message: namespace === 0 ? id : `${namespace}/${id}`, ...values, ...all },
  };
}
