import type { Call, Direction, Event, Extracted, Key, Locator, StoredColumns, Timestamp } from '../../model/index.ts';
import type { EvidenceDb, StoredRow } from '../../sqlite/evidence-db.ts';
import { integerOf, shown, textOf } from './cells.ts';
import { CALL_OUTCOMES } from './codes-call.ts';
import { isAccountJid } from './jid.ts';
import type { Reading } from './reading.ts';
import { orphanEvent, orphanRow } from './orphan-row.ts';
import { live, rowOf } from './reading.ts';
import { relationOf } from './relation.ts';
import type { TableScan } from './table-scan.ts';
import { scanOf } from './table-scan.ts';

/** Places of participants' rows beyond this many are left to the rows' own numbers. */
const MAX_PLACES = 64;

/** A code beyond this is no code of the app; it is carried apart from those of the other participants. */
const HIGHEST_CODE = 99;

/** Somebody in a call, with the code that the row holds. */
export interface Party {
  readonly jid: string;
  readonly outcome: string | null;
  readonly at: Locator;
  /** What else its row holds. */
  readonly stored: StoredColumns | undefined;
}

/** Participants by the key of the row that owns them, and the table of that row; null where the file does not say. */
export class Parties {
  readonly owner: string | null;
  readonly #of: ReadonlyMap<number, readonly Party[]>;
  readonly #taken = new Set<number>();

  constructor(owner: string | null, of: ReadonlyMap<number, readonly Party[]>) {
    this.owner = owner;
    this.#of = of;
  }

  /** The participants that name this row. */
  take(owner: number | null): readonly Party[] {
    const found = owner === null ? undefined : this.#of.get(owner);
    if (owner === null || found === undefined) return [];
    this.#taken.add(owner);
    return found;
  }

  /** Participants whose call has no row, once every call was read. */
  *left(reading: Reading, table: string): Generator<Extracted> {
    for (const [owner, parties] of this.#of) {
      if (this.#taken.has(owner)) continue;
      for (const { jid, outcome, at, stored } of parties) {
        const row = at.kind === 'row' ? String(at.rowid) : '';
        reading.issue('note', 'orphan-row', live(at), table, owner, 'a participant whose call has no row');
        const account = isAccountJid(jid) ? [reading.accounts.see(jid, at)] : [];
        yield* reading.accounts.drain();
        yield* reading.drain();
        yield orphanEvent(`${table}:${row}`, at, {
          accounts: account,
          time: null,
          stored: { ...stored, ZJIDSTRING: jid, 'code of the participant': outcome, 'key of the call': owner },
        });
      }
    }
  }
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
  if (scan === null) return new Parties(null, of);
  for (const row of scan.rows()) {
    const [pk, parentCell, jidCell, code] = row;
    const at = rowOf(db.file, table, Number(pk));
    const parent = integerOf(parentCell);
    const jid = textOf(jidCell);
    scan.used += 1;
    if (parent === null || jid === null) {
      const what = 'a participant without a call or without an identifier';
      reading.issue('note', 'orphan-row', live(at), table, jidCell, what);
      yield* reading.drain();
      yield orphanRow(scan, row);
      continue;
    }
    const list = of.get(parent) ?? [];
    const stored = scan.carriedOf(row, {
      ZJIDSTRING: isAccountJid(jid) ? null : jidCell,
      [outcome]: typeof code === 'number' && code >= 0 && code <= HIGHEST_CODE ? null : code,
    });
    list.push({ jid, outcome: shown(code), at, stored });
    of.set(parent, list);
  }
  yield* scan.end();
  return new Parties(relation?.owner ?? null, of);
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
  const stored = withParties(parts);
  const only = jids.length === 1 ? (jids[0] ?? null) : null;
  const caller = callerOf(reading, parts, only);
  return {
    kind: 'event',
    key: parts.key,
    from: live(at, ...parts.at.slice(1), ...parts.parties.slice(0, MAX_PLACES).map((party) => party.at)),
    type: 'call',
    conversation: reading.sessionByJid.get(parts.chat ?? only ?? '')?.key ?? null,
    actor: caller === null ? null : reading.accounts.see(caller, at),
    accounts,
    direction: parts.direction,
    times: parts.started === null ? [] : [parts.started],
    call: parts.call,
    body: parts.body,
    ...(stored !== undefined && { stored }),
  };
}

/** What the call's rows carry, with that of its participants' rows. */
function withParties(parts: Parts): StoredColumns | undefined {
  let all = parts.stored;
  for (const { at, stored } of parts.parties) {
    if (at.kind !== 'row') continue;
    for (const [column, value] of Object.entries(stored ?? {}))
      all = { ...all, [`participant ${at.rowid ?? ''} ${column}`]: value };
  }
  return all;
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
  column: string,
): Call['outcome'] {
  const outcome = code === null ? undefined : CALL_OUTCOMES.get(code);
  if (outcome === undefined) {
    reading.issue(
      'warning',
      'unknown-code',
      live(at),
      `${at.kind === 'row' ? at.table : ''}.${column}`,
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
