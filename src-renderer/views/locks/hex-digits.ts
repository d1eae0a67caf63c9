import type { LockKind } from '../../../src-main/contract/index.ts';

/** How many hexadecimal digits a key of each kind has. Sources: docs/unlocking.md. */
const DIGITS: Readonly<Record<LockKind, readonly number[]>> = {
  'whatsapp-backup': [64],
  sqlcipher: [64, 96, 160],
  'ios-backup': [],
  'android-backup': [],
  'signal-backup': [],
  'signal-snapshot': [],
  'zip-password': [],
  'wechat-pictures': [32],
  'wecom-envelopes': [],
  ufdr: [],
};

/** What typed digits are so far. `other`: the first character that is no digit, and its position among what was typed, from 1. */
export type HexState =
  | { readonly kind: 'empty'; readonly wanted: readonly number[] }
  | { readonly kind: 'other'; readonly character: string; readonly position: number }
  | { readonly kind: 'short' | 'long'; readonly digits: number; readonly wanted: readonly number[] }
  | { readonly kind: 'whole'; readonly digits: number };

/** Checks hexadecimal digits while they are typed; blanks and hyphens may group them, and those of SQLCipher stand in `x'…'`. */
export function checkHex(text: string, lock: LockKind): HexState {
  const isQuoted = lock === 'sqlcipher' && /^\s*x'/iu.test(text);
  const from = isQuoted ? text.indexOf("'") + 1 : 0;
  const to = isQuoted && /'\s*$/u.test(text.slice(from)) ? text.lastIndexOf("'") : text.length;
  let digits = 0;
  for (let at = from; at < to; at += 1) {
    const character = text.charAt(at);
    if (/[\s-]/u.test(character)) continue;
    if (!/[0-9a-f]/iu.test(character)) return { kind: 'other', character: String.fromCodePoint(text.codePointAt(at) ?? 0), position: at + 1 }; // prettier-ignore
    digits += 1;
  }
  const wanted = DIGITS[lock];
  if (digits === 0) return { kind: 'empty', wanted };
  if (wanted.includes(digits)) return { kind: 'whole', digits };
  return { kind: digits > Math.max(...wanted) ? 'long' : 'short', digits, wanted };
}
