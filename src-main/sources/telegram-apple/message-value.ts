import { isUtf8 } from 'node:buffer';
import { exactInt64 } from '../../evidence/decode/postbox.ts';

/** A run of bytes of a value: an object of the coding. */
export interface ValueRun {
  readonly start: number;
  readonly end: number;
}

/** Numbers of 64 bits are decimal texts where no number holds them exactly. */
export type Exact = number | string;

/** Where a forwarded message came from. */
export interface ForwardInfo {
  readonly author: Exact | null;
  /** Seconds since 1970. */
  readonly date: number;
  readonly source: Exact | null;
  readonly message: { readonly peer: Exact; readonly namespace: number; readonly id: number } | null;
  readonly signature: string | null;
  readonly announcement: string | null;
  readonly flags: number | null;
}

/** A message as its value has it, down to the place where the bytes could not be read. */
export interface MessageValue {
  readonly type: number | null;
  readonly flags: number | null;
  readonly tags: number | null;
  readonly author: Exact | null;
  readonly text: string | null;
  readonly forward: ForwardInfo | null;
  readonly attributes: readonly ValueRun[];
  readonly media: readonly ValueRun[];
  readonly referenced: readonly { readonly namespace: number; readonly id: Exact }[];
  /** Numbers that say nothing of the message's content, by name. */
  readonly numbers: Readonly<Record<string, Exact>>;
  /** The first byte that could not be read; null where the value was read to its end. */
  readonly fault: number | null;
  readonly hasBadText: boolean;
}

/** Bits of the numbers that follow. Source: TelegramMessenger/Telegram-iOS @ee71431 MessageHistoryTable.swift, MessageDataFlags, and dossier of Telegram, section B2.5. */
const DATA = { uniqueId: 1, globalTags: 2, groupingKey: 4, groupInfo: 8, localTags: 16, threadId: 32 } as const;
const KNOWN_DATA = 63;

/** Parts of a forwarded message's head. Source: the same file, FwdInfoFlags. */
const FORWARD = { source: 2, message: 4, signature: 8, announcement: 16, flags: 32 } as const;

/** Attributes, media and references that a message has at most: no app writes more, and each is looked at by itself. */
const MOST = 256;

class Ended extends Error {}

/** Reads a value of the table of messages. Throws nothing for anything that the bytes hold. */
export function readMessageValue(cell: Uint8Array): MessageValue {
  const bytes = Buffer.from(cell.buffer, cell.byteOffset, cell.byteLength);
  const found: { -readonly [K in keyof MessageValue]: MessageValue[K] } = {
    type: null, flags: null, tags: null, author: null, text: null, forward: null, attributes: [], media: [], referenced: [],
    numbers: {}, fault: null, hasBadText: false,
  }; // prettier-ignore
  let at = 0;
  const take = (length: number): number => {
    if (length < 0 || at + length > bytes.length) throw new Ended();
    at += length;
    return at - length;
  };
  const i8 = (): number => bytes.readInt8(take(1));
  const i32 = (): number => bytes.readInt32LE(take(4));
  const u32 = (): number => bytes.readUInt32LE(take(4));
  const i64 = (): Exact => exactInt64(bytes, take(8));
  const run = (): ValueRun => {
    const length = bytes.readInt32LE(at <= bytes.length - 4 ? at : (take(4), 0));
    const start = at + 4;
    if (length < 0 || start + length > bytes.length) throw new Ended();
    at = start + length;
    return { start, end: at };
  };
  const text = (): string => {
    const { start, end } = run();
    const words = bytes.toString('utf8', start, end);
    if (words.includes('\uFFFD') && !isUtf8(bytes.subarray(start, end))) found.hasBadText = true;
    return words;
  };
  const list = <T>(smallest: number, one: () => T): T[] => {
    const before = at;
    const count = i32();
    if (count < 0 || count > Math.min(MOST, (bytes.length - at) / smallest)) {
      at = before;
      throw new Ended();
    }
    const found: T[] = [];
    for (let left = count; left > 0; left -= 1) found.push(one());
    return found;
  };
  try {
    found.type = i8();
    if (found.type !== 0) return found;
    const numbers: Record<string, Exact> = { stableId: u32(), stableVersion: u32() };
    found.numbers = numbers;
    const data = bytes.readUInt8(take(1));
    if ((data & DATA.uniqueId) !== 0) numbers.globallyUniqueId = i64();
    if ((data & DATA.globalTags) !== 0) numbers.globalTags = u32();
    if ((data & DATA.groupingKey) !== 0) numbers.groupingKey = i64();
    if ((data & DATA.groupInfo) !== 0) numbers.groupInfo = u32();
    if ((data & DATA.localTags) !== 0) numbers.localTags = u32();
    if ((data & DATA.threadId) !== 0) numbers.threadId = i64();
    if ((data & ~KNOWN_DATA) !== 0) {
      // What such a bit adds is not known, so nothing behind it can be told apart.
      numbers.dataFlags = data;
      throw new Ended();
    }
    found.flags = u32();
    found.tags = u32();
    const forwarded = bytes.readUInt8(take(1));
    if (forwarded !== 0) {
      const author = i64();
      const date = i32();
      const has = (bit: number): boolean => (forwarded & bit) !== 0;
      found.forward = {
        author: author === 0 ? null : author,
        date,
        source: has(FORWARD.source) ? i64() : null,
        message: has(FORWARD.message) ? { peer: i64(), namespace: i32(), id: i32() } : null,
        signature: has(FORWARD.signature) ? text() : null,
        announcement: has(FORWARD.announcement) ? text() : null,
        flags: has(FORWARD.flags) ? i32() : null,
      };
    }
    if (i8() === 1) found.author = i64();
    found.text = text();
    found.attributes = list(4, run);
    found.media = list(4, run);
    found.referenced = list(12, () => ({ namespace: i32(), id: i64() }));
    if (at < bytes.length) found.fault = at;
  } catch (error) {
    if (!(error instanceof Ended)) throw error;
    found.fault = at;
  }
  return found;
}
