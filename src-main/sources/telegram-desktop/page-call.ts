import type { Direction, Event, StoredColumns } from '../../model/index.ts';
import type { PageMessage } from './page-row.ts';
import type { PageReading } from './page-reading.ts';
import { pageTime } from './page-times.ts';

/**
 * By the name that the examiner stated; without it, in a chat that the list calls private, by the name of the chat and that of the
 * account that exported, where the two differ.
 */
export function directionOf({ author, chat }: PageMessage, { people, ownName }: PageReading): Direction {
  if (author === null) return 'unknown';
  if (people.owner !== null) return author.name === people.owner ? 'outgoing' : 'incoming';
  const isOfTwo = chat.type === 'one-to-one' || chat.type === 'bot';
  if (!isOfTwo || ownName === null || ownName === chat.title) return 'unknown';
  return author.name === ownName ? 'outgoing' : author.name === chat.title ? 'incoming' : 'unknown';
}

type Outcome = NonNullable<Event['call']>['outcome'];

/** The app's words for a call, by its own account's side of it. Source: `prepareMediaData` of its HTML writer, 929032d598. */
const CALLS: ReadonlyMap<string, readonly [Direction, Outcome]> = new Map([
  ['Outgoing', ['outgoing', 'unknown']],
  ['Cancelled', ['outgoing', 'cancelled']],
  ['Incoming', ['incoming', 'unknown']],
  ['Missed', ['incoming', 'missed']],
  ['Declined', ['incoming', 'rejected']],
]);

/** The event that a call on a page is. */
export function callOnPage(read: PageMessage, status: string, more: StoredColumns, reading: PageReading): Event {
  const { chat, key, from, author, media } = read;
  const [, word = status, seconds] = /^(\w+)(?: \((\d{1,7}) seconds\))?$/u.exec(status) ?? [];
  const [direction, outcome] = CALLS.get(word) ?? (['unknown', 'unknown'] as const);
  const durationS = seconds === undefined ? null : Number(seconds);
  const actor = author === null ? null : reading.people.keyOf(chat, author);
  return {
    kind: 'event',
    key,
    from,
    type: 'call',
    conversation: chat.key,
    actor,
    accounts: actor === null ? [] : [actor],
    direction,
    times: read.stamp === null ? [] : [pageTime(read.stamp, 'sent', reading.zone)],
    call: {
      video: null,
      group: false,
      durationS,
      outcome: durationS !== null && durationS > 0 ? 'answered' : outcome,
      outcomeStored: status,
      message: null,
    },
    body: null,
    stored: { id: read.id, ...more, title: media?.stored.title ?? null },
  };
}
