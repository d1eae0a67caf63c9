import type { Extracted, Locator } from '../../model/index.ts';
import type { EvidenceDb, StoredRow } from '../../sqlite/evidence-db.ts';
import type { Party } from './call-event.ts';
import { directionOf, eventOf, outcomeOf, outcomesIn, readParties } from './call-event.ts';
import { integerOf, numberOf, shown, textOf } from './cells.ts';
import { readJoinable, readUpcoming } from './read-joinable-calls.ts';
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
