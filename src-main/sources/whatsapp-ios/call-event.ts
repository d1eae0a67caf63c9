import type { Call, Direction, Event, Extracted, Key, Locator, StoredColumns } from '../../model/index.ts';
import type { EvidenceDb, StoredRow } from '../../sqlite/evidence-db.ts';
import { integerOf, shown, textOf } from './cells.ts';
import { CALL_OUTCOMES } from './codes-call.ts';
import { isAccountJid } from './jid.ts';
import type { Reading } from './reading.ts';
import { live, rowOf } from './reading.ts';
import { scanOf } from './table-scan.ts';

/** Somebody in a call, with the code that the row holds. */
export interface Party {
  readonly jid: string;
  readonly outcome: string | null;
}

/** The participants of calls, by the row of the call that they name. */
export function* readParties(
  reading: Reading,
  db: EvidenceDb,
  names: { readonly table: string; readonly parent: string; readonly outcome: string },
  parties: Map<number, Party[]>,
): Generator<Extracted> {
  const scan = scanOf(reading, db, names.table, [names.parent, 'ZJIDSTRING', names.outcome]);
  if (scan === null) return;
  for (const [pk, parentCell, jidCell, outcome] of scan.rows()) {
    const parent = integerOf(parentCell);
    const jid = textOf(jidCell);
    scan.used += 1;
    if (parent === null || jid === null) {
      reading.issue(
        'note',
        'orphan-row',
        live(rowOf(db.file, scan.table, Number(pk))),
        names.table,
        jidCell,
        'a participant without a call or without an identifier',
      );
      yield* reading.drain();
      continue;
    }
    const list = parties.get(parent) ?? [];
    list.push({ jid, outcome: shown(outcome) });
    parties.set(parent, list);
  }
  yield* scan.end();
}

/** What rows of different tables say of a call. */
interface Parts {
  readonly key: Key;
  readonly at: readonly [Locator, ...Locator[]];
  readonly date: StoredRow[number] | undefined;
  readonly direction: Direction;
  readonly caller: string | null;
  readonly parties: readonly Party[];
  readonly group: string | null;
  readonly call: Call;
  readonly stored: StoredColumns | undefined;
}

/** The call as an event, in the conversation of its group or of the one other account. */
export function eventOf(reading: Reading, parts: Parts): Event {
  const [at] = parts.at;
  const from = live(...parts.at);
  const jids = parts.parties.map((party) => party.jid).filter(isAccountJid);
  const accounts = [...new Set(jids.map((jid) => reading.accounts.see(jid, at)))];
  const [only] = jids;
  const stated = parts.caller !== null && isAccountJid(parts.caller) ? parts.caller : null;
  const incoming = jids.length === 1 ? (only ?? null) : null;
  const caller =
    stated ??
    (parts.direction === 'outgoing'
      ? reading.owner
      : parts.direction === 'incoming' && parts.group === null
        ? incoming
        : null);
  const session = reading.sessionByJid.get(parts.group ?? (jids.length === 1 ? (only ?? '') : ''));
  const started = reading.time(parts.date, 'started', from, `${at.kind === 'row' ? at.table : ''}.ZDATE`);
  return {
    kind: 'event',
    key: parts.key,
    from,
    type: 'call',
    conversation: session?.key ?? null,
    actor: caller === null ? null : reading.accounts.see(caller, at),
    accounts,
    direction: parts.direction,
    times: started === null ? [] : [started],
    call: parts.call,
    body: null,
    ...(parts.stored !== undefined && { stored: parts.stored }),
  };
}

/** By the stored flag, else by whether the owner made the call. */
export function directionOf(reading: Reading, incoming: number | null, creator: string | null): Direction {
  if (incoming === 1) return 'incoming';
  if (incoming === 0) return 'outgoing';
  if (creator === null || reading.owner === null) return 'unknown';
  return creator === reading.owner ? 'outgoing' : 'incoming';
}

/** A call that ended counts as answered when it lasted; an outgoing one that did not last was given up by the caller. */
export function outcomeOf(
  reading: Reading,
  code: number | null,
  durationS: number | null,
  direction: Direction,
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
  return direction === 'outgoing' ? 'cancelled' : 'unknown';
}

/** Participants with their codes, for carrying. */
export function outcomesIn(parties: readonly Party[] | undefined): string | null {
  return parties === undefined ? null : parties.map((party) => `${party.jid}=${party.outcome ?? 'null'}`).join(' ');
}
