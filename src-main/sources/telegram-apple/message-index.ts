import type { EvidenceDb } from '../../sqlite/evidence-db.ts';
import { readErrorOf } from '../stored-table.ts';

export const KEY_BYTES = 20;
const HEAD_BYTES = 12;

/** The key of an entry of `t4`: peer, kind of numbering and number. */
export function headOf(peer: bigint, namespace: number, id: number): Buffer {
  const head = Buffer.alloc(16);
  head.writeBigInt64BE(BigInt.asIntN(64, peer), 0);
  head.writeInt32BE(namespace | 0, 8);
  head.writeInt32BE(id | 0, HEAD_BYTES);
  return head;
}

/** Numbers and times of one kind of one conversation, by number. */
interface Numbered {
  readonly ids: Int32Array;
  readonly times: Int32Array;
}

/** Numbers that are kept at most; the conversations asked for last are kept. */
const MOST_KEPT = 4_000_000;

/**
 * Finds messages by number: by the index `t4`, which gives the time that stands in their keys; where it does not name them, among the
 * keys of their conversation, which are read once. Source: TelegramMessenger/Telegram-iOS @a0fc4cd MessageHistoryIndexTable.swift.
 */
export class MessageIndex {
  readonly #db: EvidenceDb;
  readonly #kept = new Map<string, Numbered>();
  #count = 0;

  constructor(db: EvidenceDb) {
    this.#db = db;
  }

  /** Whether the list holds a message, by its key there. */
  has(key: Buffer): boolean {
    for (const _ of this.#db.arrays('SELECT 1 FROM t7 WHERE key = ?', key)) return true;
    return false;
  }

  /** The key in the list; null where it holds no such message. */
  find(peer: bigint, namespace: number, id: number): Buffer | null {
    const head = headOf(peer, namespace, id);
    const time = this.indexed(head);
    const key = time === null ? null : keyOf(head, time);
    if (key !== null && this.has(key)) return key;
    const other = timeIn(this.#numbered(head.subarray(0, HEAD_BYTES)), id | 0);
    return other === null ? null : keyOf(head, other);
  }

  /** The value of a message in the list; null where it holds none. */
  valueOf(peer: bigint, namespace: number, id: number): Uint8Array | null {
    const key = this.find(peer, namespace, id);
    if (key === null) return null;
    for (const [value] of this.#db.arrays('SELECT value FROM t7 WHERE key = ?', key))
      return value instanceof Uint8Array ? value : null;
    return null;
  }

  /** The time that the index gives a number; null where it names none. */
  indexed(head: Buffer): number | null {
    if (!this.#db.has('t4', 'key') || !this.#db.has('t4', 'value')) return null;
    for (const [entry] of this.#db.arrays('SELECT value FROM t4 WHERE key = ?', head))
      if (entry instanceof Uint8Array && entry.length >= 5) return Buffer.from(entry).readInt32LE(1);
    return null;
  }

  #numbered(prefix: Buffer): Numbered {
    const name = prefix.toString('hex');
    const known = this.#kept.get(name);
    if (known !== undefined) return known;
    const found: { readonly id: number; readonly time: number }[] = [];
    const [from, to] = [Buffer.concat([prefix, Buffer.alloc(8)]), Buffer.concat([prefix, Buffer.alloc(8, 0xff)])];
    for (const [key] of this.#db.arrays('SELECT key FROM t7 WHERE key >= ? AND key <= ?', from, to)) {
      if (!(key instanceof Uint8Array) || key.length !== KEY_BYTES) continue;
      const bytes = Buffer.from(key.buffer, key.byteOffset, key.byteLength);
      found.push({ id: bytes.readInt32BE(16), time: bytes.readInt32BE(HEAD_BYTES) });
    }
    found.sort((a, b) => a.id - b.id);
    const made = { ids: Int32Array.from(found, ({ id }) => id), times: Int32Array.from(found, ({ time }) => time) };
    if (this.#count + found.length > MOST_KEPT) {
      this.#kept.clear();
      this.#count = 0;
    }
    this.#kept.set(name, made);
    this.#count += found.length;
    return made;
  }
}

function keyOf(head: Buffer, time: number): Buffer {
  const key = Buffer.alloc(KEY_BYTES);
  head.copy(key, 0, 0, HEAD_BYTES);
  key.writeInt32BE(time, HEAD_BYTES);
  head.copy(key, 16, HEAD_BYTES);
  return key;
}

function timeIn({ ids, times }: Numbered, id: number): number | null {
  let [low, high] = [0, ids.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ids[middle] ?? 0) < id) low = middle + 1;
    else high = middle;
  }
  return ids[low] === id ? (times[low] ?? null) : null;
}

/** Numbers out of order that are looked at in one conversation. */
const MOST_SUSPECTS = 1_000_000;

/**
 * Rows of `t7` beside others with the same conversation, kind of numbering and number, by their keys in hexadecimal digits: all but the
 * one that the index names, or where it names none, but the first. The app writes one row for each number.
 */
export function rowsOfOneNumber(db: EvidenceDb, index: MessageIndex, isAborted: () => boolean): ReadonlySet<string> {
  const others = new Set<string>();
  if (!db.has('t7', 'key')) return others;
  let prefix = Buffer.alloc(0);
  let highest = -Infinity;
  let suspects = new Set<number>();
  const close = (): void => {
    if (suspects.size > 0) for (const one of besides(db, index, prefix, suspects)) others.add(one);
    suspects = new Set();
    highest = -Infinity;
  };
  try {
    for (const [key] of db.arrays('SELECT key FROM t7 ORDER BY key')) {
      if (isAborted()) return others;
      if (!(key instanceof Uint8Array) || key.length !== KEY_BYTES) continue;
      const bytes = Buffer.from(key.buffer, key.byteOffset, key.byteLength);
      if (prefix.length === 0 || bytes.compare(prefix, 0, HEAD_BYTES, 0, HEAD_BYTES) !== 0) {
        close();
        prefix = Buffer.from(bytes.subarray(0, HEAD_BYTES));
      }
      // Rows lie by time: nearly each number is above those before, and one that stands twice is so once.
      const id = bytes.readInt32BE(16);
      if (id > highest) highest = id;
      else if (suspects.size < MOST_SUSPECTS) suspects.add(id);
    }
    close();
  } catch (error) {
    readErrorOf(error); // the reading of the table says so
  }
  return others;
}

function besides(
  db: EvidenceDb,
  index: MessageIndex,
  prefix: Buffer,
  suspects: ReadonlySet<number>,
): readonly string[] {
  const [from, to] = [Buffer.concat([prefix, Buffer.alloc(8)]), Buffer.concat([prefix, Buffer.alloc(8, 0xff)])];
  const times = new Map<number, number[]>();
  for (const [key] of db.arrays('SELECT key FROM t7 WHERE key >= ? AND key <= ? ORDER BY key', from, to)) {
    if (!(key instanceof Uint8Array) || key.length !== KEY_BYTES) continue;
    const bytes = Buffer.from(key.buffer, key.byteOffset, key.byteLength);
    const id = bytes.readInt32BE(16);
    if (!suspects.has(id)) continue;
    const known = times.get(id);
    if (known === undefined) times.set(id, [bytes.readInt32BE(HEAD_BYTES)]);
    else known.push(bytes.readInt32BE(HEAD_BYTES));
  }
  const found: string[] = [];
  for (const [id, all] of times) {
    if (all.length < 2) continue;
    const head = Buffer.alloc(16);
    prefix.copy(head);
    head.writeInt32BE(id, HEAD_BYTES);
    const indexed = index.indexed(head);
    const named = indexed !== null && all.includes(indexed) ? indexed : all[0];
    for (const time of all) if (time !== named) found.push(keyOf(head, time).toString('hex'));
  }
  return found;
}
