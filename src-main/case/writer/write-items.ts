import { eventItemKey, type Event, type Key, type LogState, type Message } from '../../model/index.ts';
import type { SqlValue } from '../../sqlite/index.ts';
import { FLAGS } from '../codes.ts';
import { nextId } from '../ids.ts';
import type { ItemMore } from '../item-more.ts';
import { storedOf } from '../time-forms.ts';
import { ItemKeys } from './item-keys.ts';
import { HEAD_COLUMNS, type Head } from './locators.ts';
import { Places } from './place-items.ts';
import { RowInserter } from './row-inserter.ts';
import type { WriterParts } from './writer-parts.ts';

const COLUMNS = ['id', 'source', 'facet', 'conversation', 'sender', 'time_ms', 'time_form', 'time_stored', 'place', 'key', 'server_id', 'body', 'flags', 'times', 'more', 'withheld', ...HEAD_COLUMNS]; // prettier-ignore

/** Writes messages and events into the one list of items. */
export class ItemWriter {
  readonly #to: WriterParts;
  readonly #rows: RowInserter;
  readonly #keys: ItemKeys;
  /** What was written of the items' order. */
  readonly places = new Places();
  #next: number;

  /** `writeAll` writes what waits, ends the transaction, does what it is given and begins the next one. */
  constructor(to: WriterParts, writeAll: (between: () => void) => void) {
    this.#to = to;
    this.#rows = new RowInserter(to.db, 'item', COLUMNS);
    this.#keys = new ItemKeys(to.db, to.source, writeAll);
    this.#next = nextId(to.db, 'item');
  }

  /** The first item with this key; null when none was written. */
  idOf(key: Key): number | null {
    return this.#keys.idOf(key);
  }

  /** From here on items are found by their keys in the table itself. */
  indexKeys(): void {
    this.#keys.index();
  }

  flush(): void {
    this.#rows.flush();
    this.#keys.written();
  }

  message(record: Message, log: LogState, head: Head): number {
    const to = this.#to;
    const flags = (record.starred ? FLAGS.starred : 0) | (record.viewOnce ? FLAGS.viewOnce : 0) | (record.order === null ? FLAGS.byTime : 0); // prettier-ignore
    const facet = to.facets.idOf({
      class: 'message',
      type: record.type,
      typeStored: record.typeStored,
      direction: record.direction,
      state: record.from.state,
      logState: log,
      status: record.status,
    });
    const first = record.times[0];
    const conversation = to.conversations.idOf(record.conversation);
    const place = record.order ?? first?.utcMs ?? null;
    this.places.saw(conversation, flags, place);
    return this.#add(record.key, [
      this.#next,
      to.source,
      facet,
      conversation,
      to.accounts.orNull(record.sender),
      first?.utcMs ?? null,
      first === undefined ? null : to.times.idOf(first),
      first === undefined ? null : storedOf(first),
      place,
      record.key,
      record.serverId,
      record.body,
      flags,
      record.times.length < 2 ? null : to.times.encodeAll(record.times.slice(1)),
      this.#messageMore(record),
      to.scope.withheld(record),
      ...head,
    ]);
  }

  event(record: Event, log: LogState, head: Head): number {
    const to = this.#to;
    const facet = to.facets.idOf({
      class: 'event',
      type: record.type,
      typeStored: record.call?.outcomeStored ?? '',
      direction: record.direction,
      state: record.from.state,
      logState: log,
      status: null,
    });
    const first = record.times[0];
    const conversation = to.conversations.orNull(record.conversation);
    this.places.saw(conversation, FLAGS.byTime, first?.utcMs ?? null);
    const key = eventItemKey(record.key);
    return this.#add(key, [
      this.#next,
      to.source,
      facet,
      conversation,
      to.accounts.orNull(record.actor),
      first?.utcMs ?? null,
      first === undefined ? null : to.times.idOf(first),
      first === undefined ? null : storedOf(first),
      first?.utcMs ?? null,
      key,
      null,
      record.body,
      FLAGS.byTime,
      record.times.length < 2 ? null : to.times.encodeAll(record.times.slice(1)),
      this.#eventMore(record),
      to.scope.withheld(record),
      ...head,
    ]);
  }

  #add(key: Key, values: readonly SqlValue[]): number {
    const id = this.#next;
    this.#next += 1;
    this.#keys.add(key, id);
    if (this.#rows.add(values)) this.#keys.written();
    return id;
  }

  #messageMore(record: Message): string | null {
    const plain =
      record.forwarded === null &&
      record.edited === null &&
      record.deleted === null &&
      record.expires === null &&
      record.system === null &&
      record.from.state !== 'recovered';
    return plain ? null : JSON.stringify(this.#rareParts(record));
  }

  #rareParts(record: Message): ItemMore {
    const { accounts, times } = this.#to;
    const { forwarded, deleted, expires, system, from } = record;
    const edited = times.encode(record.edited);
    return {
      ...(from.state === 'recovered' && { recovery: from.recovery }),
      ...(forwarded !== null && { forwarded }),
      ...(edited !== null && { edited }),
      ...(deleted !== null && {
        deleted: {
          by: accounts.orNull(deleted.by),
          time: times.encode(deleted.time),
          originalServerId: deleted.originalServerId,
        },
      }),
      ...(expires !== null && { expires: { durationS: expires.durationS, at: times.encode(expires.at) } }),
      ...(system !== null && {
        system: {
          action: system.action,
          actionStored: system.actionStored,
          actor: accounts.orNull(system.actor),
          affected: system.affected.map((key) => accounts.idOf(key)),
          before: system.before,
          after: system.after,
        },
      }),
    };
  }

  #eventMore(record: Event): string {
    const accounts = record.accounts.map((key) => this.#to.accounts.idOf(key));
    const more: ItemMore = {
      ...(record.from.state === 'recovered' && { recovery: record.from.recovery }),
      ...(record.call !== null && { call: { ...record.call, accounts } }),
      accounts,
    };
    return JSON.stringify(more);
  }
}
