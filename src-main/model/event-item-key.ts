import type { Key } from './record.ts';

/** What a part (an attachment, a detail) names as its message where it belongs to an event. */
export function eventItemKey(event: Key): Key {
  return `event ${event}`;
}
