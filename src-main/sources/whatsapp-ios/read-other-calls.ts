import type { Extracted } from '../../model/index.ts';
import { statedFlag } from '../stored-cells.ts';
import type { EvidenceDb } from '../../sqlite/evidence-db.ts';
import { directionOf, outcomeOf, outcomesIn, readCallRows, readParties } from './call-event.ts';
import { integerOf, numberOf, shown, textOf } from './cells.ts';
import type { Reading } from './reading.ts';
import { live } from './reading.ts';
import { scanOf } from './table-scan.ts';

const PARTICIPANTS = 'ZWAJOINABLECALLEVENTPARTICIPANT';

const JOINABLE_COLUMNS = [
  'ZDATE', 'ZDURATION', 'ZVIDEO', 'ZCURRENTOUTCOME', 'ZCALLCREATORJIDSTRING', 'ZFROMJIDSTRING', 'ZGROUPJIDSTRING',
] as const; // prettier-ignore

/** `ZWAJOINABLECALLEVENT`: calls that could still be joined. Schema observed in the public iOS 15 image, without rows. */
export function* readJoinableCalls(reading: Reading, db: EvidenceDb): Generator<Extracted> {
  const parties = yield* readParties(reading, db, PARTICIPANTS, 'ZJOINED');
  const scan = scanOf(reading, db, 'ZWAJOINABLECALLEVENT', JOINABLE_COLUMNS);
  if (scan === null) {
    yield* parties.left(reading, PARTICIPANTS);
    return;
  }
  yield* readCallRows(reading, scan, (row, at) => {
    const [pk, date, duration, video, outcome, creator, fromJid, group] = row;
    const caller = textOf(creator) ?? textOf(fromJid);
    const direction = directionOf(reading, null, caller);
    const durationS = numberOf(duration);
    const joined = parties.take(Number(pk));
    return {
      key: `joinable-call:${Number(pk)}`,
      at: [at],
      started: reading.time(date, 'started', live(at), 'ZWAJOINABLECALLEVENT.ZDATE'),
      direction,
      caller,
      parties: joined,
      chat: textOf(group),
      call: {
        video: statedFlag(video),
        group: true,
        durationS,
        outcome: outcomeOf(reading, integerOf(outcome), durationS, at, 'ZCURRENTOUTCOME'),
        outcomeStored: shown(outcome) ?? 'null',
        message: null,
      },
      body: null,
      stored: scan.carriedOf(row, {
        ZGROUPJIDSTRING: group,
        ZFROMJIDSTRING: fromJid,
        'participants joined': outcomesIn(joined),
      }),
    };
  });
  yield* parties.left(reading, PARTICIPANTS);
}

/** `ZWAUPCOMINGCALLEVENT`: calls that were arranged for later; whether they took place is not said. */
export function* readArrangedCalls(reading: Reading, db: EvidenceDb): Generator<Extracted> {
  const scan = scanOf(reading, db, 'ZWAUPCOMINGCALLEVENT', [
    'ZUNIXTIMEMS',
    'ZTITLE',
    'ZCHATJIDSTRING',
    'ZCREATORJIDSTRING',
  ]);
  if (scan === null) return;
  yield* readCallRows(reading, scan, (row, at) => {
    const [pk, ms, title, chat, creator] = row;
    return {
      key: `arranged-call:${Number(pk)}`,
      at: [at],
      started: reading.unixMs(numberOf(ms), 'started', live(at), 'ZWAUPCOMINGCALLEVENT.ZUNIXTIMEMS'),
      direction: 'unknown',
      caller: textOf(creator),
      parties: [],
      chat: textOf(chat),
      call: {
        video: null,
        group: false,
        durationS: null,
        outcome: 'unknown',
        outcomeStored: 'arranged',
        message: null,
      },
      body: textOf(title),
      stored: scan.carriedOf(row, { ZCHATJIDSTRING: chat, ZCREATORJIDSTRING: creator }),
    };
  });
}
