import type { EvidenceFile } from '../../evidence/tree.ts';
import { readTimestamp } from '../../model/index.ts';
import type { Event, Provenance, StoredColumns, TimeMeaning } from '../../model/index.ts';
import { BARE_EVENT } from '../bare-event.ts';
import type { JsonFields } from '../json-fields.ts';
import { accountKey } from './people.ts';

/** Something that the company's own records tell of members: an event, and the identifiers that it names. */
export interface CompanyEvent {
  readonly file: EvidenceFile;
  readonly event: Event;
  readonly named: readonly string[];
  /** The time as written, where it is none of 2000 to 2100; null where the event has its time. */
  readonly badTime: string | null;
}

/**
 * An entry of attendance. Names: `checkin/getcheckindata` of the service, by the dossier, section 4.6. `lat` and `lng` are degrees times a
 * million in the datum of Chinese maps (GCJ-02), some hundred metres off others: they are carried as stored and not made a place.
 */
export function checkInOf(file: EvidenceFile, entry: JsonFields, path: string): CompanyEvent {
  const userid = entry.text('userid');
  const notes = entry.text('notes');
  const place = [entry.text('location_title'), entry.text('location_detail')].filter((one) => one !== null);
  const when = timeIn(entry, 'checkin_time', 'created');
  const stored = {
    kind: 'check-in',
    notes,
    ...(place.length === 0 ? {} : { place: place.join(', ') }),
    ...entry.rest(''),
  };
  return {
    file,
    event: made(`check-in:${file.path}:${path}`, at(file, path), userid, [], when.times, notes, stored),
    named: userid === null ? [] : [userid],
    badTime: when.bad,
  };
}

/** `sp_status`, by the dossier, section 4.6: public wrappers of the service's interface. */
const STATES: ReadonlyMap<number, string> = new Map([
  [1, 'pending'],
  [2, 'approved'],
  [3, 'rejected'],
  [4, 'withdrawn'],
  [6, 'revoked after approval'],
  [7, 'deleted'],
  [10, 'paid'],
]);

/** A request for approval. Names: `oa/getapprovaldetail`; what was asked for (`apply_data`) is carried as JSON. */
export function approvalOf(file: EvidenceFile, info: JsonFields, path: string): CompanyEvent {
  const applyer = info.object('applyer');
  const applicant = applyer?.text('userid') ?? null;
  const asked = (info.peek('sp_record') === undefined ? [] : listOf(info.peek('sp_record'))).flatMap((step) => listOf(step.details).flatMap((one) => useridIn(one.approver))); // prettier-ignore
  const told = listOf(info.peek('notifyer')).flatMap((one) => useridIn(one));
  const others = [...new Set([...asked, ...told])].filter((one) => one !== applicant);
  const when = timeIn(info, 'apply_time', 'created');
  const title = info.text('sp_name');
  const state = info.whole('sp_status');
  const stored = { kind: 'approval', sp_status: state, 'state in a word': state === null ? null : (STATES.get(state) ?? 'unknown'), ...applyer?.rest('applyer.'), ...info.rest('') }; // prettier-ignore
  return {
    file,
    event: made(`approval:${file.path}:${path}`, at(file, path), applicant, others, when.times, title, stored),
    named: applicant === null ? others : [applicant, ...others],
    badTime: when.bad,
  };
}

function made(
  key: string,
  from: Provenance,
  actor: string | null,
  others: readonly string[],
  times: Event['times'],
  body: string | null,
  stored: StoredColumns,
): Event {
  return { kind: 'event', key, from, type: 'unknown', ...BARE_EVENT, actor: actor === null ? null : accountKey(actor), accounts: others.map(accountKey), times, body, stored }; // prettier-ignore
}

function timeIn(
  fields: JsonFields,
  name: string,
  meaning: TimeMeaning,
): { readonly times: Event['times']; readonly bad: string | null } {
  // prettier-ignore
  const stored = fields.peek(name);
  const seconds = fields.whole(name);
  const time = seconds === null ? null : readTimestamp(seconds, 'unix-s', meaning);
  if (time !== null) return { times: [time], bad: null };
  return { times: [], bad: typeof stored === 'number' || typeof stored === 'string' ? String(stored) : '' };
}

function listOf(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.filter((one): one is Readonly<Record<string, unknown>> => typeof one === 'object' && one !== null && !Array.isArray(one)) : []; // prettier-ignore
}

function useridIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null || !('userid' in value)) return [];
  return typeof value.userid === 'string' && value.userid !== '' ? [value.userid] : [];
}

function at(file: EvidenceFile, path: string): Provenance {
  return { at: [{ kind: 'node', file: file.sha256, path: path === '' ? '/' : path }], state: 'live' };
}
