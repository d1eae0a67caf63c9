import type { Extracted, Locator, Stored, StoredColumns } from '../../model/index.ts';
import { statedFlag } from '../stored-cells.ts';
import type { EvidenceDb } from '../../sqlite/evidence-db.ts';
import type { Parties } from './call-event.ts';
import { directionOf, eventOf, outcomeOf, outcomesIn, readCallRows, readParties } from './call-event.ts';
import { integerOf, numberOf, shown, textOf } from './cells.ts';
import type { Reading } from './reading.ts';
import { absorb, live, rowOf } from './reading.ts';
import { relationOf } from './relation.ts';
import { scanOf } from './table-scan.ts';

const CALLS = 'ZWACDCALLEVENT';
const SUMMARIES = 'ZWAAGGREGATECALLEVENT';
const PARTICIPANTS = 'ZWACDCALLEVENTPARTICIPANT';

/** What a summary says of the calls that it holds together, for example one number called three times in a row. */
interface Summary {
  readonly at: Locator;
  readonly incoming: number | null;
  readonly video: number | null;
  readonly missed: number | null;
  readonly date: Stored | undefined;
  readonly stored: StoredColumns;
  /** How many call rows name it. */
  readonly calls: number;
}

/**
 * `CallHistory.sqlite`: one call a row of `ZWACDCALLEVENT`. Direction, camera and participants belong to the summary that
 * holds the call, and so to all of its calls alike: the data model kept in `Z_MODELCACHE` of the public iOS 15 image gives
 * the relation `participants` to `WAAggregateCallEvent`, and iLEAPP joins the same way.
 */
export function* readCalls(reading: Reading, db: EvidenceDb): Generator<Extracted> {
  const held = relationOf(reading, db, CALLS, 'CALLEVENTS')?.column ?? 'Z1CALLEVENTS';
  const counts = countCalls(reading, db, held);
  const summaries = yield* readSummaries(reading, db, counts);
  const parties = yield* readParties(reading, db, PARTICIPANTS, 'ZOUTCOME');
  yield* readCallEvents(reading, db, held, summaries, parties);
  if (counts !== null) yield* readLoneSummaries(reading, summaries, parties);
  yield* parties.left(reading, PARTICIPANTS);
}

function* readCallEvents(
  reading: Reading,
  db: EvidenceDb,
  held: string,
  summaries: ReadonlyMap<number, Summary>,
  parties: Parties,
): Generator<Extracted> {
  const scan = scanOf(reading, db, CALLS, [
    'ZDATE',
    'ZDURATION',
    'ZOUTCOME',
    'ZGROUPCALLCREATORUSERJIDSTRING',
    'ZGROUPJIDSTRING',
    held,
  ]);
  if (scan === null) return;
  // Before there were summaries the participants belonged to the call itself.
  const ofCalls = parties.owner === CALLS || (parties.owner === null && summaries.size === 0);
  yield* readCallRows(reading, scan, (row, at) => {
    const [pkCell, date, duration, outcome, creatorCell, group, summaryCell] = row;
    const summaryPk = integerOf(summaryCell);
    const summary = summaryPk === null ? undefined : summaries.get(summaryPk);
    const creator = textOf(creatorCell);
    const durationS = numberOf(duration);
    const direction = directionOf(reading, summary?.incoming ?? null, creator);
    const people = parties.take(ofCalls ? integerOf(pkCell) : summaryPk);
    return {
      key: `call:${Number(pkCell)}`,
      at: summary === undefined ? [at] : [at, summary.at],
      started: reading.time(date, 'started', live(at), `${CALLS}.ZDATE`),
      direction,
      caller: creator,
      parties: people,
      chat: textOf(group),
      call: {
        video: statedFlag(summary?.video),
        group: textOf(group) !== null,
        durationS,
        outcome: outcomeOf(reading, integerOf(outcome), durationS, at, 'ZOUTCOME'),
        outcomeStored: shown(outcome) ?? 'null',
        message: null,
      },
      body: null,
      stored: scan.carriedOf(row, {
        ZGROUPJIDSTRING: group,
        ZGROUPCALLCREATORUSERJIDSTRING: creatorCell,
        [held]: summaryCell,
        ...summary?.stored,
        'calls in the same summary': summary === undefined || summary.calls < 2 ? null : summary.calls,
        'participant outcomes': outcomesIn(people),
      }),
    };
  });
}

/** How many calls name each summary; null when the table of calls is damaged. */
function countCalls(reading: Reading, db: EvidenceDb, held: string): ReadonlyMap<number, number> | null {
  const counts = new Map<number, number>();
  if (!db.has(CALLS, held)) return counts;
  try {
    for (const [summary, count] of db.arrays(`SELECT "${held}", count(*) FROM ${CALLS} GROUP BY 1`))
      counts.set(integerOf(summary) ?? -1, Number(count));
  } catch (error) {
    absorb(reading, error, CALLS, 'calls of one summary were not counted');
    return null;
  }
  return counts;
}

function* readSummaries(
  reading: Reading,
  db: EvidenceDb,
  counts: ReadonlyMap<number, number> | null,
): Generator<Extracted, ReadonlyMap<number, Summary>> {
  const summaries = new Map<number, Summary>();
  const scan = scanOf(reading, db, SUMMARIES, ['ZINCOMING', 'ZVIDEO', 'ZMISSED', 'ZFIRSTDATE']);
  if (scan === null) return summaries;
  for (const row of scan.rows()) {
    const [pk, incoming, video, missed, date] = row;
    const columns = scan.carriedOf(row, { ZMISSED: missed === 0 ? null : missed, ZFIRSTDATE: date });
    const stored: Record<string, Stored> = {};
    for (const [column, value] of Object.entries(columns ?? {})) stored[`${SUMMARIES}.${column}`] = value;
    summaries.set(Number(pk), {
      at: rowOf(db.file, SUMMARIES, Number(pk)),
      incoming: integerOf(incoming),
      video: integerOf(video),
      missed: integerOf(missed),
      date,
      stored,
      calls: counts?.get(Number(pk)) ?? 0,
    });
    scan.used += 1;
  }
  yield* scan.end();
  return summaries;
}

/** Summaries that no call row names: calls whose own rows are gone. */
function* readLoneSummaries(
  reading: Reading,
  summaries: ReadonlyMap<number, Summary>,
  parties: Parties,
): Generator<Extracted> {
  for (const [pk, { calls, at, incoming, video, missed, date, stored }] of summaries) {
    if (calls > 0) continue;
    const what = 'a summary of calls to which no call row refers';
    reading.issue('note', 'orphan-row', live(at), SUMMARIES, null, what);
    const event = eventOf(reading, {
      key: `call-summary:${pk}`,
      at: [at],
      started: reading.time(date, 'started', live(at), `${SUMMARIES}.ZFIRSTDATE`),
      direction: directionOf(reading, incoming, null),
      caller: null,
      parties: parties.owner === SUMMARIES ? parties.take(pk) : [],
      chat: null,
      call: {
        video: statedFlag(video),
        group: false,
        durationS: null,
        outcome: missed === 1 ? 'missed' : 'unknown',
        outcomeStored: `ZMISSED ${missed ?? 'null'}`,
        message: null,
      },
      body: null,
      stored,
    });
    yield* reading.accounts.drain();
    yield* reading.drain();
    yield event;
  }
}
