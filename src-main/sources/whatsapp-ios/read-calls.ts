import type { Call, Direction, Event, Extracted, Key, Locator, StoredColumns } from '../../model/index.ts';
import type { EvidenceDb, StoredRow } from '../../sqlite/evidence-db.ts';
import { integerOf, numberOf, shown, textOf } from './cells.ts';
import { CALL_OUTCOMES } from './codes-call.ts';
import { isAccountJid } from './jid.ts';
import type { Reading } from './reading.ts';
import { live, rowOf } from './reading.ts';
import { scanOf } from './table-scan.ts';

/** What an aggregate row says of the calls it holds together. */
interface Aggregate {
  readonly incoming: number | null;
  readonly video: number | null;
  readonly at: Locator;
  readonly row: { readonly date: StoredRow[number] | undefined; readonly missed: number | null };
  used: boolean;
}

interface Party {
  readonly jid: string;
  readonly outcome: string | null;
}

const CALL_COLUMNS = [
  'ZDATE',
  'ZDURATION',
  'ZOUTCOME',
  'ZGROUPCALLCREATORUSERJIDSTRING',
  'ZGROUPJIDSTRING',
  'Z1CALLEVENTS',
] as const;

/** `CallHistory.sqlite`: one call a row of `ZWACDCALLEVENT`, with its participants and the aggregate it belongs to. */
export function* readCalls(reading: Reading, db: EvidenceDb): Generator<Extracted> {
  const aggregates = new Map<number, Aggregate>();
  const parties = new Map<number, Party[]>();
  yield* readAggregates(reading, db, aggregates);
  yield* readParties(
    reading,
    db,
    { table: 'ZWACDCALLEVENTPARTICIPANT', parent: 'Z1PARTICIPANTS', outcome: 'ZOUTCOME' },
    parties,
  );
  const scan = scanOf(reading, db, 'ZWACDCALLEVENT', CALL_COLUMNS);
  if (scan === null) return;
  for (const row of scan.rows()) {
    const [pkCell, date, duration, outcome, creatorCell, groupCell, aggregateCell] = row;
    const pk = Number(pkCell);
    const at = rowOf(db.file, scan.table, pk);
    scan.used += 1;
    const aggregate = aggregates.get(integerOf(aggregateCell) ?? -1);
    if (aggregate !== undefined) aggregate.used = true;
    const creator = textOf(creatorCell);
    const durationS = numberOf(duration);
    const direction = directionOf(reading, aggregate?.incoming ?? null, creator);
    const event = eventOf(reading, {
      key: `call:${pk}`,
      at: aggregate === undefined ? [at] : [at, aggregate.at],
      date,
      direction,
      caller: creator,
      parties: parties.get(pk) ?? [],
      group: textOf(groupCell),
      call: {
        video: aggregate?.video === 1,
        group: textOf(groupCell) !== null,
        durationS,
        outcome: outcomeOf(reading, integerOf(outcome), durationS, direction, at),
        outcomeStored: shown(outcome) ?? 'null',
        message: null,
      },
      stored: scan.carriedOf(row, {
        ZGROUPJIDSTRING: groupCell,
        ZGROUPCALLCREATORUSERJIDSTRING: creatorCell,
        'participant outcomes': outcomesIn(parties.get(pk)),
      }),
    });
    yield* scan.pending();
    yield event;
  }
  yield* scan.end();
  yield* readLoneAggregates(reading, aggregates);
  yield* readJoinable(reading, db);
  yield* readUpcoming(reading, db);
}

function* readAggregates(reading: Reading, db: EvidenceDb, aggregates: Map<number, Aggregate>): Generator<Extracted> {
  const scan = scanOf(reading, db, 'ZWAAGGREGATECALLEVENT', ['ZINCOMING', 'ZVIDEO', 'ZMISSED', 'ZFIRSTDATE']);
  if (scan === null) return;
  for (const [pk, incoming, video, missed, date] of scan.rows()) {
    const at = rowOf(db.file, scan.table, Number(pk));
    aggregates.set(Number(pk), {
      incoming: integerOf(incoming),
      video: integerOf(video),
      at,
      row: { date, missed: integerOf(missed) },
      used: false,
    });
    scan.used += 1;
  }
  yield* scan.end();
}

function* readParties(
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

/** Aggregates that no call row refers to: calls whose own rows are gone. */
function* readLoneAggregates(reading: Reading, aggregates: ReadonlyMap<number, Aggregate>): Generator<Extracted> {
  for (const [pk, { used, at, row, incoming, video }] of aggregates) {
    if (used) continue;
    const direction = directionOf(reading, incoming, null);
    reading.issue(
      'note',
      'orphan-row',
      live(at),
      'ZWAAGGREGATECALLEVENT',
      null,
      'a summary of calls to which no call row refers',
    );
    const event = eventOf(reading, {
      key: `call-summary:${pk}`,
      at: [at],
      date: row.date,
      direction,
      caller: null,
      parties: [],
      group: null,
      call: {
        video: video === 1,
        group: false,
        durationS: null,
        outcome: row.missed === 1 ? 'missed' : 'unknown',
        outcomeStored: `ZMISSED ${row.missed ?? 'null'}`,
        message: null,
      },
      stored: undefined,
    });
    yield* reading.drain();
    yield event;
  }
}

/** `ZWAJOINABLECALLEVENT`: calls that could still be joined. */
function* readJoinable(reading: Reading, db: EvidenceDb): Generator<Extracted> {
  const parties = new Map<number, Party[]>();
  yield* readParties(
    reading,
    db,
    { table: 'ZWAJOINABLECALLEVENTPARTICIPANT', parent: 'Z4PARTICIPANTS', outcome: 'ZJOINED' },
    parties,
  );
  const scan = scanOf(reading, db, 'ZWAJOINABLECALLEVENT', [
    'ZDATE',
    'ZDURATION',
    'ZVIDEO',
    'ZCURRENTOUTCOME',
    'ZCALLCREATORJIDSTRING',
    'ZFROMJIDSTRING',
    'ZGROUPJIDSTRING',
  ]);
  if (scan === null) return;
  for (const row of scan.rows()) {
    const [pkCell, date, duration, video, outcome, creator, fromJid, groupCell] = row;
    const pk = Number(pkCell);
    const at = rowOf(db.file, scan.table, pk);
    const caller = textOf(creator) ?? textOf(fromJid);
    const direction = directionOf(reading, null, caller);
    const durationS = numberOf(duration);
    scan.used += 1;
    const event = eventOf(reading, {
      key: `joinable-call:${pk}`,
      at: [at],
      date,
      direction,
      caller,
      parties: parties.get(pk) ?? [],
      group: textOf(groupCell),
      call: {
        video: video === 1,
        group: true,
        durationS,
        outcome: outcomeOf(reading, integerOf(outcome), durationS, direction, at),
        outcomeStored: shown(outcome) ?? 'null',
        message: null,
      },
      stored: scan.carriedOf(row, {
        ZGROUPJIDSTRING: groupCell,
        ZFROMJIDSTRING: fromJid,
        'participants joined': outcomesIn(parties.get(pk)),
      }),
    });
    yield* scan.pending();
    yield event;
  }
  yield* scan.end();
}

/** `ZWAUPCOMINGCALLEVENT`: calls that were arranged for later; whether they took place is not said. */
function* readUpcoming(reading: Reading, db: EvidenceDb): Generator<Extracted> {
  const scan = scanOf(reading, db, 'ZWAUPCOMINGCALLEVENT', [
    'ZUNIXTIMEMS',
    'ZTITLE',
    'ZCHATJIDSTRING',
    'ZCREATORJIDSTRING',
  ]);
  if (scan === null) return;
  for (const row of scan.rows()) {
    const [pk, ms, title, chatCell, creatorCell] = row;
    const at = rowOf(db.file, scan.table, Number(pk));
    const time = reading.unixMs(numberOf(ms), 'started', live(at), 'ZWAUPCOMINGCALLEVENT.ZUNIXTIMEMS');
    const creator = textOf(creatorCell);
    const actor = creator !== null && isAccountJid(creator) ? reading.accounts.see(creator, at) : null;
    const stored = scan.carriedOf(row, { ZCHATJIDSTRING: chatCell });
    scan.used += 1;
    yield* scan.pending();
    yield {
      kind: 'event', key: `arranged-call:${Number(pk)}`, from: live(at), type: 'call', conversation: reading.sessionByJid.get(textOf(chatCell) ?? '')?.key ?? null, actor, accounts: [],
      direction: 'unknown', times: time === null ? [] : [time], call: { video: false, group: false, durationS: null, outcome: 'unknown', outcomeStored: 'arranged', message: null }, body: textOf(title),
      ...(stored !== undefined && { stored }),
    }; // prettier-ignore
  }
  yield* scan.end();
}

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

function eventOf(reading: Reading, parts: Parts): Event {
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

function directionOf(reading: Reading, incoming: number | null, creator: string | null): Direction {
  if (incoming === 1) return 'incoming';
  if (incoming === 0) return 'outgoing';
  if (creator === null || reading.owner === null) return 'unknown';
  return creator === reading.owner ? 'outgoing' : 'incoming';
}

/** A call that ended counts as answered when it lasted; an outgoing one that did not last was given up by the caller. */
function outcomeOf(
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

function outcomesIn(parties: readonly Party[] | undefined): string | null {
  return parties === undefined ? null : parties.map((party) => `${party.jid}=${party.outcome ?? 'null'}`).join(' ');
}
