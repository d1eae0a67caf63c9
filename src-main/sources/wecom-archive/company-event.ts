import type { EvidenceFile } from '../../evidence/tree.ts';
import { readTimestamp } from '../../model/index.ts';
import type { Event, EventType, Issue, Provenance, StoredColumns, TimeMeaning, Timestamp } from '../../model/index.ts';
import { BARE_EVENT } from '../bare-event.ts';
import type { JsonFields } from '../json-fields.ts';
import { exportIssue } from '../export-issue.ts';
import { accountKey } from './people.ts';

/** Something that the company's own records tell of members: an event, the identifiers that it names, and what is in doubt. */
export interface CompanyEvent {
  readonly event: Event;
  readonly named: readonly string[];
  readonly issues: readonly Issue[];
}

/** Where an entry of a list stands, and how its event is called. */
export interface Entry {
  readonly file: EvidenceFile;
  readonly path: string;
  readonly fields: JsonFields;
}

/** What an event of the company is made of. `actor` and `others` as identifiers. */
export interface Told {
  readonly type: EventType;
  readonly actor: string | null;
  readonly others: readonly string[];
  readonly times: readonly (Timestamp | null)[];
  readonly body: string | null;
  readonly stored: StoredColumns;
  readonly issues: readonly Issue[];
}

/** An event without its own time among `times` is said to have none. */
export function companyEvent(entry: Entry, told: Told): CompanyEvent {
  const { type, actor, body, stored } = told;
  const others = [...new Set(told.others)].filter((one) => one !== actor);
  const [own] = told.times;
  const from = placeOf(entry);
  const event: Event = {
    kind: 'event',
    key: `${type}:${entry.file.path}:${entry.path}`,
    from,
    type,
    ...BARE_EVENT,
    actor: actor === null ? null : accountKey(actor),
    accounts: others.map(accountKey),
    times: told.times.filter((time) => time !== null),
    body,
    stored,
  };
  return {
    event,
    named: actor === null ? others : [actor, ...others],
    issues: own === null ? [noTime(entry, from), ...told.issues] : told.issues,
  };
}

/** The entry's own time is looked for under these names. */
const OWN_TIMES = ['checkin_time', 'apply_time', 'sptime', 'commenttime'] as const;

function noTime({ file, fields }: Entry, from: Provenance): Issue {
  const stored = OWN_TIMES.map((name) => fields.peek(name)).find((value) => value !== undefined && value !== null);
  const text = typeof stored === 'string' || typeof stored === 'number' ? String(stored) : null;
  return exportIssue(file, from, 'warning', 'time-out-of-range', text, 'The entry has no time of its own of 2000 to 2100; it is kept without it.'); // prettier-ignore
}

/**
 * A time in seconds, as a number or as digits; null where there is none, and where it is no such time: it is then carried as stored.
 * Source: examples and words of the service's documentation (`developer.work.weixin.qq.com/document/path/90262`, `…/91983`).
 */
export function secondsOf(fields: JsonFields, name: string, meaning: TimeMeaning): Timestamp | null {
  const stored = fields.peek(name);
  const value = typeof stored === 'string' && /^\d{1,12}$/u.test(stored) ? Number(stored) : stored;
  const time = Number.isSafeInteger(value) ? readTimestamp(Number(value), 'unix-s', meaning) : null;
  if (time !== null) fields.leave(name);
  return time;
}

export function placeOf({ file, path }: Pick<Entry, 'file' | 'path'>): Provenance {
  return { at: [{ kind: 'node', file: file.sha256, path: path === '' ? '/' : path }], state: 'live' };
}

/** The words of an entry, each on a line of its own; null where there are none. */
export function linesOf(...words: readonly (string | null)[]): string | null {
  const some = words.filter((one) => one !== null && one !== '');
  return some.length === 0 ? null : some.join('\n');
}
