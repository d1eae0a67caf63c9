import type { ItemView } from '../../../src-main/contract/index.ts';
import { shownDate } from '../../time/format.ts';

/** Longer pauses begin a new group. */
const PAUSE_MS = 5 * 60_000;

/** The time whose day is named above an item: where the day differs from the item before. Null: no line. */
export function dayToName(
  item: ItemView | null,
  before: ItemView | null,
  isFirst: boolean,
  zone: string,
): number | null {
  if (item?.timeMs === undefined || item.timeMs === null) return null;
  if (isFirst) return item.timeMs;
  if (before?.timeMs === undefined || before.timeMs === null) return null;
  return shownDate(item.timeMs, zone) === shownDate(before.timeMs, zone) ? null : item.timeMs;
}

/**
 * True where a bubble goes on with what the one before began: the same account on the same side, on the same day, within
 * five minutes. Its sender is then not named again. Deleted and recovered ones begin anew: each says who sent it.
 */
export function goesOn(item: ItemView, before: ItemView | null, zone: string): boolean {
  if (before === null || !isPlainBubble(item) || !isPlainBubble(before)) return false;
  if (item.sender === null || item.sender.account !== before.sender?.account) return false;
  if (item.direction !== before.direction || item.timeMs === null || before.timeMs === null) return false;
  const pauseMs = item.timeMs - before.timeMs;
  return pauseMs >= 0 && pauseMs <= PAUSE_MS && dayToName(item, before, false, zone) === null;
}

/** True for a record that says itself, or of which the app says, that it was deleted for everyone. */
export function isDeleted(item: ItemView): boolean {
  return item.deleted !== null || item.state === 'marked-deleted' || item.type === 'revoked';
}

/** True for what is shown as a line across the pane: system lines, and calls that hold no message beside. */
export function isLine(item: ItemView): boolean {
  if (item.attachments.length > 0 || item.body !== null) return false;
  return item.system !== null || (item.call !== null && item.state === 'live' && !isDeleted(item));
}

function isPlainBubble(item: ItemView): boolean {
  return !isLine(item) && item.state === 'live' && !isDeleted(item);
}
