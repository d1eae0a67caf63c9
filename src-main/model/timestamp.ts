export type TimeEncoding =
  'unix-s' | 'unix-ms' | 'unix-us' | 'unix-ns' | 'mac-s' | 'mac-ns' | 'webkit-us' | 'iso-8601' | 'local-text';

export type TimeMeaning =
  | 'sent'
  | 'received'
  | 'server'
  | 'delivered'
  | 'read'
  | 'played'
  | 'edited'
  | 'deleted'
  | 'created'
  | 'joined'
  | 'left'
  | 'started'
  | 'ended'
  | 'expires'
  | 'reacted'
  | 'changed'
  | 'seen'
  /** Of working hours: when somebody checked in or out. */
  | 'checked'
  /** When something was due, by a rule. */
  | 'scheduled'
  /** No source says what the time tells. */
  | 'unexplained';

/**
 * A time as the source stored it.
 * `utcMs`: milliseconds since 1970-01-01T00:00:00Z. Where `zone` is `unstated` the source stores a wall clock without a
 * zone: `utcMs` then holds that wall clock's digits read as UTC, and nothing may present it as UTC.
 */
export interface Timestamp {
  readonly utcMs: number;
  /** The digits or text exactly as stored. */
  readonly stored: string;
  readonly encoding: TimeEncoding;
  readonly meaning: TimeMeaning;
  readonly zone: 'utc' | 'stated' | 'unstated';
}

const MAC_EPOCH_MS = 978_307_200_000; // 2001-01-01T00:00:00Z, the Core Data reference date
const WEBKIT_EPOCH_MS = -11_644_473_600_000; // 1601-01-01T00:00:00Z

/** The first and last instant that any supported messenger can hold: 2000-01-01 and 2100-01-01, in ms UTC. */
export const PLAUSIBLE_MS = { from: 946_684_800_000, to: 4_102_444_800_000 } as const;

/**
 * Reads a stored number as a time. Null when the value is not a finite number or lies outside 2000-01-01 to 2100-01-01;
 * the caller then yields an issue with the stored value. Unset markers (0, -1, NULL) are the caller's to recognise.
 */
export function readTimestamp(
  value: number | bigint,
  encoding: Exclude<TimeEncoding, 'iso-8601' | 'local-text'>,
  meaning: TimeMeaning,
): Timestamp | null {
  const utcMs = toUtcMs(value, encoding);
  if (!Number.isFinite(utcMs) || utcMs < PLAUSIBLE_MS.from || utcMs >= PLAUSIBLE_MS.to) return null;
  return { utcMs, stored: String(value), encoding, meaning, zone: 'utc' };
}

function toUtcMs(value: number | bigint, encoding: Exclude<TimeEncoding, 'iso-8601' | 'local-text'>): number {
  switch (encoding) {
    case 'unix-s':
      return Math.round(Number(value) * 1000);
    case 'unix-ms':
      return Math.round(Number(value));
    case 'unix-us':
      return Math.round(Number(value) / 1000);
    case 'unix-ns':
      return Math.round(Number(value) / 1e6);
    case 'mac-s':
      return MAC_EPOCH_MS + Math.round(Number(value) * 1000);
    case 'mac-ns':
      return MAC_EPOCH_MS + Math.round(Number(value) / 1e6);
    case 'webkit-us':
      return WEBKIT_EPOCH_MS + Math.round(Number(value) / 1000);
  }
}
