import type { Call, Direction, Event, Extracted, Key, Locator, StoredColumns, Timestamp } from '../../model/index.ts';
import type { EvidenceDb, StoredRow } from '../../sqlite/evidence-db.ts';
import { integerOf, shown, textOf } from './cells.ts';
import { CALL_OUTCOMES } from './codes-call.ts';
import { isAccountJid } from './jid.ts';
import type { Reading } from './reading.ts';
import { live, rowOf } from './reading.ts';
import { relationOf } from './relation.ts';
import type { TableScan } from './table-scan.ts';
import { scanOf } from './table-scan.ts';

/** Somebody in a call, with the code that the row holds. */
export interface Party {
  readonly jid: string;
  readonly outcome: string | null;
}

/** Participants by the key of the row that owns them, and the table of that row; null where the file does not say. */
export interface Parties {
  readonly owner: string | null;
  readonly of: ReadonlyMap<number, readonly Party[]>;
}

/** Reads a table of participants; `outcome` is the column with what became of each. */
export function* readParties(
  reading: Reading,
  db: EvidenceDb,
  table: string,
  outcome: string,
): Generator<Extracted, Parties> {
  const of = new Map<number, Party[]>();
  const relation = relationOf(reading, db, table, 'PARTICIPANTS');
  const scan = scanOf(reading, db, table, [relation?.column ?? 'Z1PARTICIPANTS', 'ZJIDSTRING', outcome]);
  if (scan === null) return { owner: null, of };
  for (const [pk, parentCell, jidCell, code] of scan.rows()) {
    const parent = integerOf(parentCell);
    const jid = textOf(jidCell);
    scan.used += 1;
    if (parent === null || jid === null) {
      const what = 'a participant without a call or without an identifier';
      reading.issue('note', 'orphan-row', live(rowOf(db.file, table, Number(pk))), table, jidCell, what);
      yield* reading.drain();
      continue;
    }
    const list = of.get(parent) ?? [];
    list.push({ jid, outcome: shown(code) });
    of.set(parent, list);
  }
  yield* scan.end();
  return { owner: relation?.owner ?? null, of };
}

/** What rows of different tables say of a call. */
export interface Parts {
  readonly key: Key;
  readonly at: readonly [Locator, ...Locator[]];
  readonly started: Timestamp | null;
  readonly direction: Direction;
  readonly caller: string | null;
  readonly parties: readonly Party[];
  /** The conversation as stored; null: the one of the only other account. */
  readonly chat: string | null;
  readonly call: Call;
  readonly body: string | null;
  readonly stored: StoredColumns | undefined;
}

/** One event a row of a table of calls. */
export function* readCallRows(
  reading: Reading,
  scan: TableScan,
  partsOf: (row: StoredRow, at: Locator) => Parts,
): Generator<Extracted> {
  for (const row of scan.rows()) {
    const event = eventOf(reading, partsOf(row, rowOf(scan.db.file, scan.table, Number(row[0]))));
    scan.used += 1;
    yield* scan.pending();
    yield event;
  }
  yield* scan.end();
}

/** The call as an event, in its conversation. */
export function eventOf(reading: Reading, parts: Parts): Event {
  const [at] = parts.at;
  const jids = parts.parties.map((party) => party.jid).filter(isAccountJid);
  const accounts = [...new Set(jids.map((jid) => reading.accounts.see(jid, at)))];
  const only = jids.length === 1 ? (jids[0] ?? null) : null;
  const caller = callerOf(reading, parts, only);
  return {
    kind: 'event',
    key: parts.key,
    from: live(...parts.at),
    type: 'call',
    conversation: reading.sessionByJid.get(parts.chat ?? only ?? '')?.key ?? null,
    actor: caller === null ? null : reading.accounts.see(caller, at),
    accounts,
    direction: parts.direction,
    times: parts.started === null ? [] : [parts.started],
    call: parts.call,
    body: parts.body,
    ...(parts.stored !== undefined && { stored: parts.stored }),
  };
}

/** As stored, else the owner of an outgoing call, else the one other account of an incoming call outside a group. */
function callerOf(reading: Reading, parts: Parts, only: string | null): string | null {
  if (parts.caller !== null && isAccountJid(parts.caller)) return parts.caller;
  if (parts.direction === 'outgoing') return reading.owner;
  return parts.direction === 'incoming' && parts.chat === null ? only : null;
}

/** By the stored flag, else by whether the owner made the call. */
export function directionOf(reading: Reading, incoming: number | null, creator: string | null): Direction {
  if (incoming === 1) return 'incoming';
  if (incoming === 0) return 'outgoing';
  if (creator === null || reading.owner === null) return 'unknown';
  return creator === reading.owner ? 'outgoing' : 'incoming';
}

/** A call that ended counts as answered when it lasted; the store does not say how one ended that did not. */
export function outcomeOf(
  reading: Reading,
  code: number | null,
  durationS: number | null,
  at: Locator,
): Call['outcome'] {
  const outcome = code === null ? undefined : CALL_OUTCOMES.get(code);
  if (outcome === undefined) {
    reading.issue(
      'warning',
      'unknown-code',
      live(at),
      `${at.kind === 'row' ? at.table : ''}.ZOUTCOME`,
      code,
      'an outcome that this parser does not know',
    );
    return 'unknown';
  }
  if (outcome !== 'ended') return outcome;
  if (durationS !== null && durationS > 0) return 'answered';
  return 'unknown';
}

/** Participants with their codes, for carrying. */
export function outcomesIn(parties: readonly Party[]): string | null {
  return parties.length === 0 ? null : parties.map((party) => `${party.jid}=${party.outcome ?? 'null'}`).join(' ');
}
