import type { Stored } from '../../model/index.ts';
import { integer } from '../stored-cells.ts';

const EMPTY = 0x7fffffffn << 32n;
const LOW = 0xffffffffn;

/** Kinds of peers by the number that the app gives them. Source: TelegramMessenger/Telegram-iOS @02a86fa SyncCore_Namespaces.swift, Peer. */
const KINDS: readonly string[] = ['user', 'chat', 'channel', 'secret'];
const SECRET = 3;

/**
 * The identifier that a stored number of a peer stands for: `user…`, `chat…` (basic groups), `channel…`, `secret…`, as in stores of
 * other platforms; `peer…` with the stored number for a kind that is not known. Null for none. The kind stands above the lower 32 bits;
 * since 2021 29 bits of the number stand above the kind, before they were zero. Source: PeerId.init of the client.
 */
export function peerOf(stored: Stored | undefined): string | null {
  const value = typeof stored === 'string' ? bigOf(stored) : integer(stored);
  if (value === null) return null;
  if (typeof value === 'number' && value >= 0 && Number.isSafeInteger(value)) return peerOfNumber(value);
  const bits = BigInt.asUintN(64, BigInt(value));
  if (bits === 0n || bits === EMPTY) return null;
  const kind = (bits >> 32n) & 7n;
  const high = bits >> 35n;
  const low = bits & LOW;
  const name = KINDS[Number(kind)];
  if (name === undefined) return `peer${BigInt.asIntN(64, bits)}`;
  if (kind === BigInt(SECRET) && high === 0n) return `${name}${BigInt.asIntN(32, low)}`;
  return `${name}${(BigInt.asIntN(29, high) << 32n) | low}`;
}

const ABOVE_LOW = 2 ** 32;

/** The same for a number that is exact, with which one reckons faster. */
function peerOfNumber(value: number): string | null {
  if (value === 0) return null;
  const upper = Math.floor(value / ABOVE_LOW);
  const low = value % ABOVE_LOW;
  const name = KINDS[upper & 7];
  if (name === undefined) return `peer${value}`;
  const high = upper >>> 3;
  if ((upper & 7) === SECRET && high === 0) return `${name}${low | 0}`;
  return `${name}${high * ABOVE_LOW + low}`;
}

/** The stored number at the start of a key, the highest byte first. */
export function peerIn(key: Buffer): string | null {
  const upper = key.readInt32BE(0);
  return upper >= 0 && upper <= SAFE_UPPER ? peerOfNumber(upper * ABOVE_LOW + key.readUInt32BE(4)) : peerOf(key.readBigInt64BE(0)); // prettier-ignore
}

/** Of the largest number that is exact. */
const SAFE_UPPER = 0x1fffff;

function bigOf(text: string): bigint | null {
  return /^-?\d{1,20}$/u.test(text) ? BigInt(text) : null;
}

/** The stored number of an identifier; null for one that stands for none. */
export function storedPeer(identifier: string): bigint | null {
  const [, name = '', digits] = /^([a-z]+)(-?\d+)$/u.exec(identifier) ?? [];
  const kind = KINDS.indexOf(name);
  if (digits === undefined || kind === -1) return null;
  const number = BigInt(digits);
  const high = kind === SECRET ? 0n : BigInt.asUintN(29, number >> 32n);
  return BigInt.asIntN(64, (high << 35n) | (BigInt(kind) << 32n) | (number & LOW));
}

export function kindOfPeer(identifier: string): string {
  let end = 0;
  while (isLetter(identifier.charCodeAt(end))) end += 1;
  return end === 0 ? 'peer' : identifier.slice(0, end);
}

function isLetter(code: number): boolean {
  return code >= 0x61 && code <= 0x7a;
}

/** Numbers of messages in an object: the kind of numbering below 32 bits, the number above them. Source: ReplyMessageAttribute of the client. */
export function messageIdOf(stored: unknown): { readonly namespace: number; readonly id: number } | null {
  const value =
    typeof stored === 'string' ? bigOf(stored) : Number.isSafeInteger(stored) ? BigInt(stored as number) : null;
  if (value === null) return null;
  return { namespace: Number(BigInt.asIntN(32, value)), id: Number(BigInt.asIntN(32, value >> 32n)) };
}
