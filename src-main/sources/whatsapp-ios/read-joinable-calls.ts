import type { Extracted } from '../../model/index.ts';
import type { EvidenceDb } from '../../sqlite/evidence-db.ts';
import type { Party } from './call-event.ts';
import { directionOf, eventOf, outcomeOf, outcomesIn, readParties } from './call-event.ts';
import { integerOf, numberOf, shown, textOf } from './cells.ts';
import { isAccountJid } from './jid.ts';
import type { Reading } from './reading.ts';
import { live, rowOf } from './reading.ts';
import { scanOf } from './table-scan.ts';

/** `ZWAJOINABLECALLEVENT`: calls that could still be joined. */
export function* readJoinable(reading: Reading, db: EvidenceDb): Generator<Extracted> {
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
export function* readUpcoming(reading: Reading, db: EvidenceDb): Generator<Extracted> {
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
