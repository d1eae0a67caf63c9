import type { Stored } from '../../model/index.ts';
import { integer } from '../stored-cells.ts';

const EMPTY = 0x7fffffffn << 32n;
const LOW = 0xffffffffn;

/** Kinds of peers by the number that the app gives them. Source: TelegramMessenger/Telegram-iOS @02a86fa SyncCore_Namespaces.swift, Peer. */
const KINDS: readonly string[] = ['user', 'chat', 'channel', 'secret'];
const SECRET = 3n;

/**
 * The identifier that a stored number of a peer stands for: `user…`, `chat…` (basic groups), `channel…`, `secret…`, as in stores of
 * other platforms; `peer…` with the stored number for a kind that is not known. Null for none. The kind stands above the lower 32 bits;
 * since 2021 29 bits of the number stand above the kind, before they were zero. Source: PeerId.init of the client.
 */
export function peerOf(stored: Stored | undefined): string | null {
  const value = typeof stored === 'string' ? bigOf(stored) : integer(stored);
  if (value === null) return null;
  const bits = BigInt.asUintN(64, BigInt(value));
  if (bits === 0n || bits === EMPTY) return null;
  const kind = (bits >> 32n) & 7n;
  const high = bits >> 35n;
  const low = bits & LOW;
  const name = KINDS[Number(kind)];
  if (name === undefined) return `peer${BigInt.asIntN(64, bits)}`;
  if (kind === SECRET && high === 0n) return `${name}${BigInt.asIntN(32, low)}`;
  return `${name}${(BigInt.asIntN(29, high) << 32n) | low}`;
}

function bigOf(text: string): bigint | null {
  return /^-?\d{1,20}$/u.test(text) ? BigInt(text) : null;
}

/** The stored number of an identifier; null for one that stands for none. */
export function storedPeer(identifier: string): bigint | null {
  const [, name = '', digits] = /^([a-z]+)(-?\d+)$/u.exec(identifier) ?? [];
  const kind = KINDS.indexOf(name);
  if (digits === undefined || kind === -1) return null;
  const number = BigInt(digits);
  const high = BigInt(kind) === SECRET ? 0n : BigInt.asUintN(29, number >> 32n);
  return BigInt.asIntN(64, (high << 35n) | (BigInt(kind) << 32n) | (number & LOW));
}

export function kindOfPeer(identifier: string): string {
  return /^[a-z]+/u.exec(identifier)?.[0] ?? 'peer';
}

/** Numbers of messages in an object: the kind of numbering below 32 bits, the number above them. Source: ReplyMessageAttribute of the client. */
export function messageIdOf(stored: unknown): { readonly namespace: number; readonly id: number } | null {
  const value =
    typeof stored === 'string' ? bigOf(stored) : Number.isSafeInteger(stored) ? BigInt(stored as number) : null;
  if (value === null) return null;
  return { namespace: Number(BigInt.asIntN(32, value)), id: Number(BigInt.asIntN(32, value >> 32n)) };
}
