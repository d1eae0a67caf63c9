import { isUtf8 } from 'node:buffer';
import type { Ending } from './row.ts';

/** A text in an array of a script. Null where it is longer than is read, or no JSON. */
export interface ScriptString {
  readonly offset: number;
  readonly length: number;
  readonly text: string | null;
  readonly decodable: boolean;
}

const MARK = 'msgArray = [';
const LONGEST = 4 * 1024 * 1024;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const END = 0x5d;
/** Comma and white space of JSON. */
const BETWEEN: ReadonlySet<number> = new Set([0x2c, 0x20, 0x09, 0x0a, 0x0d]);

/** The texts of the array `msgArray`. BlueMatthew/WechatExporter@8f8ce41, WechatExporter/res/templates/scripts.html. Memory is bounded by one text. */
export async function* scriptStrings(bytes: AsyncIterable<Uint8Array>, ending: Ending): AsyncGenerator<ScriptString> {
  let held = Buffer.alloc(0);
  let offset = 0;
  let state: 'before' | 'between' | 'text' | 'behind' = 'before';
  /** Bytes of `held` that were looked at, and those of a text that are no longer held. */
  let at = 0;
  let lost = 0;
  ending.isWhole = false;
  for await (const chunk of bytes) {
    if (state === 'behind') continue;
    held = Buffer.concat([held, chunk]);
    for (let isMore = true; isMore;) {
      isMore = false;
      if (state === 'before') {
        const mark = held.indexOf(MARK);
        if (mark >= 0) [state, isMore] = ['between', true];
        const gone = mark >= 0 ? mark + MARK.length : Math.max(0, held.length - MARK.length);
        held = held.subarray(gone);
        offset += gone;
      } else if (state === 'between') {
        let gone = 0;
        for (; gone < held.length && held[gone] !== QUOTE && held[gone] !== END; gone += 1)
          if (!BETWEEN.has(held[gone] ?? 0)) ending.isSound = false;
        held = held.subarray(gone);
        offset += gone;
        if (held.length === 0) break;
        if (held[0] === END) {
          state = 'behind';
          ending.isWhole = true;
          break;
        }
        [state, at, lost, isMore] = ['text', 1, 0, true];
      } else {
        while (at < held.length && held[at] !== QUOTE) at += held[at] === BACKSLASH ? 2 : 1;
        if (at < held.length) {
          const stored = held.subarray(0, at + 1);
          yield { offset, length: lost + stored.length, ...(lost > 0 ? { text: null, decodable: true } : { text: textIn(stored), decodable: isUtf8(stored) }) }; // prettier-ignore
          offset += lost + stored.length;
          held = held.subarray(at + 1);
          [state, isMore] = ['between', true];
        } else if (held.length > LONGEST) {
          // The end of an escape may lie in the next piece.
          lost += held.length;
          at -= held.length;
          held = Buffer.alloc(0);
        }
      }
    }
    // A copy: the chunk's memory belongs to whoever gave it.
    held = Buffer.from(held);
  }
}

function textIn(stored: Buffer): string | null {
  try {
    const value = JSON.parse(stored.toString('utf8')) as unknown;
    return typeof value === 'string' ? value : null;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return null;
  }
}
