import type { Extracted } from '../../model/index.ts';
import type { EvidenceDb } from '../../sqlite/evidence-db.ts';
import { EvidenceUnreadable } from '../../sqlite/evidence-unreadable.ts';
import { integerOf, numberOf, textOf } from './cells.ts';
import { payloadOf } from './push-name.ts';
import { KeyGaps } from './key-gaps.ts';
import type { Reading } from './reading.ts';
import { absorb, live, rowOf } from './reading.ts';
import { scanOf } from './table-scan.ts';

/** `Z_PRIMARYKEY`: the highest key that each table ever gave out, against the rows that are left. */
export function* readKeyCounters(reading: Reading, db: EvidenceDb): Generator<Extracted> {
  if (reading.run.signal.aborted || !db.has('Z_PRIMARYKEY', 'Z_MAX')) return;
  let rows = 0;
  let used = 0;
  let skipped = 0;
  try {
    const counters = [...db.arrays('SELECT Z_ENT, Z_NAME, Z_MAX FROM Z_PRIMARYKEY ORDER BY Z_ENT LIMIT 10000')];
    for (const [entity, name, max] of counters) {
      rows += 1;
      const table = `Z${textOf(name)?.toUpperCase() ?? ''}`;
      const highest = integerOf(max);
      if (max !== null && (highest === null || highest < 0 || !Number.isSafeInteger(highest))) {
        const at = live(rowOf(db.file, 'Z_PRIMARYKEY', Number(entity)));
        const detail = 'not a highest key; gaps of the table were not looked for';
        reading.issue('warning', 'unknown-column-type', at, 'Z_PRIMARYKEY.Z_MAX', max, detail);
        yield* reading.drain();
      }
      if (highest === null || !db.has(table, 'Z_PK')) {
        skipped += 1;
        continue;
      }
      used += 1;
      const missing = gapsOf(reading, db, table)?.upTo(highest);
      if (missing === undefined || missing.count === 0) continue;
      const from = live(rowOf(db.file, 'Z_PRIMARYKEY', Number(entity)));
      reading.issue(
        'note',
        'rows-missing-in-sequence',
        from,
        table,
        highest,
        `${missing.count} of the ${highest} keys given out have no row: ${missing.keys}. Rows were deleted, or never kept`,
      );
      yield* reading.drain();
    }
  } catch (error) {
    absorb(reading, error, 'Z_PRIMARYKEY', 'gaps were not looked for');
    yield* reading.drain();
  }
  yield {
    kind: 'tally',
    file: db.file,
    table: 'Z_PRIMARYKEY',
    rows,
    used,
    skipped: skipped === 0 ? {} : { 'entity without a table': skipped },
  };
}

/** The gaps of a table: as its own scan found them, else read here; null when the table is damaged, which its scan has said. */
function gapsOf(reading: Reading, db: EvidenceDb, table: string): KeyGaps | null {
  const known = reading.gaps.get(`${db.file} ${table}`);
  if (known !== undefined) return known;
  const gaps = new KeyGaps();
  try {
    for (const [pk] of db.arrays(`SELECT Z_PK FROM "${table}" ORDER BY Z_PK`)) {
      const key = integerOf(pk);
      if (key !== null) gaps.see(key);
    }
    return gaps;
  } catch (error) {
    if (!(error instanceof EvidenceUnreadable)) throw error;
    return null;
  }
}

/** What sessions still say of a last message that is not among the messages: its time, and its text where it is text. */
export function* readLastMessages(reading: Reading, db: EvidenceDb): Generator<Extracted> {
  if (
    reading.run.signal.aborted ||
    reading.newest === null ||
    !db.has('ZWACHATSESSION', 'ZLASTMESSAGEDATE') ||
    !db.has('ZWAMESSAGE', 'ZCHATSESSION')
  )
    return;
  const text = db.has('ZWACHATSESSION', 'ZLASTMESSAGETEXT') ? 'ZLASTMESSAGETEXT' : 'NULL';
  const pointer = db.has('ZWACHATSESSION', 'ZLASTMESSAGE') ? 'ZLASTMESSAGE' : 'NULL';
  try {
    for (const [pkCell, date, textCell, pointerCell] of db.arrays(
      `SELECT Z_PK, ZLASTMESSAGEDATE, ${text}, ${pointer} FROM ZWACHATSESSION ORDER BY Z_PK`,
    )) {
      const pk = Number(pkCell);
      const session = reading.sessions.get(pk);
      if (session === undefined) continue;
      const from = live(rowOf(db.file, 'ZWACHATSESSION', pk));
      const last = numberOf(date);
      const seconds = last === null ? null : withoutPin(last);
      const stored = reading.newest.get(pk);
      if (seconds !== null && seconds > (stored ?? 0) + 1) {
        const what = stored === undefined ? 'the session has no message' : `the newest message is of ${stored}`;
        reading.issue(
          'note',
          'rows-missing-in-sequence',
          from,
          'ZWACHATSESSION.ZLASTMESSAGEDATE',
          last,
          `the session's last message is later than its messages: ${what}. It may have been deleted`,
        );
      }
      const target = integerOf(pointerCell);
      const gone = target !== null && !rowExists(db, target);
      const words = textOf(textCell);
      if (words !== null && payloadOf(words) === null && !textExists(db, pk, words))
        yield residueOf(reading, db, pk, session.key, words, date);
      else if (gone)
        reading.issue(
          'note',
          'unresolved-reference',
          from,
          'ZWACHATSESSION.ZLASTMESSAGE',
          target,
          'the session names a last message that has no row',
        );
      yield* reading.drain();
    }
  } catch (error) {
    absorb(reading, error, 'ZWACHATSESSION', 'last messages were not compared');
    yield* reading.drain();
  }
}

/** A pinned conversation's date is put whole millennia ahead, so that it sorts first. Published by one reader. */
const MILLENNIUM_S = 1000 * 365.2425 * 86_400;
const LATEST_S = 3_124_137_600; // 2100-01-01

function withoutPin(seconds: number): number | null {
  return seconds <= 0 || (seconds >= LATEST_S && seconds > MILLENNIUM_S) ? null : seconds;
}

function rowExists(db: EvidenceDb, pk: number): boolean {
  return [...db.arrays('SELECT 1 FROM ZWAMESSAGE WHERE Z_PK = ?', pk)].length > 0;
}

function textExists(db: EvidenceDb, session: number, words: string): boolean {
  return (
    [...db.arrays('SELECT 1 FROM ZWAMESSAGE WHERE ZCHATSESSION = ? AND ZTEXT = ? LIMIT 1', session, words)].length > 0
  );
}

function residueOf(
  reading: Reading,
  db: EvidenceDb,
  pk: number,
  conversation: string,
  body: string,
  date: unknown,
): Extracted {
  const at = rowOf(db.file, 'ZWACHATSESSION', pk);
  const from = {
    at: [at] as const,
    state: 'recovered',
    recovery: {
      method: 'last-message-text',
      confidence: 'medium',
      otherwise:
        'The text is what the list of conversations showed; it may be shortened, or belong to a message that is stored with other words.',
    },
  } as const;
  const seconds = typeof date === 'number' ? withoutPin(date) : null;
  const time = seconds === null ? null : reading.time(seconds, 'sent', from, 'ZWACHATSESSION.ZLASTMESSAGEDATE');
  return {
    kind: 'message', key: `last-message:${pk}`, from, conversation, sender: null, direction: 'unknown', serverId: null, times: time === null ? [] : [time], order: null,
    type: 'text', typeStored: 'ZLASTMESSAGETEXT', body, status: null, forwarded: null, edited: null, deleted: null, viewOnce: false, starred: false, expires: null, system: null,
  }; // prettier-ignore
}

/** Rows of these tables say nothing of communication; their columns are left where they are. */
const CLAIMED: readonly { readonly table: string; readonly reason: string }[] = [
  { table: 'ZWAPROFILEPICTUREITEM', reason: 'bookkeeping of profile pictures' },
  { table: 'ZWACHATPUSHCONFIG', reason: 'notification settings' },
  { table: 'ZWACHATPROPERTIES', reason: 'notification settings' },
  { table: 'ZWAVCARDMENTION', reason: 'index of shared cards' },
  { table: 'Z_METADATA', reason: 'Core Data bookkeeping' },
  { table: 'Z_MODELCACHE', reason: 'Core Data bookkeeping' },
];

/** Counts the tables that are known and hold no record, so that the ledger says why. */
export function* countHousekeeping(reading: Reading, db: EvidenceDb): Generator<Extracted> {
  for (const { table, reason } of CLAIMED) {
    if (reading.run.signal.aborted || !db.tables.has(table)) continue;
    try {
      const rows = db.count(table);
      yield { kind: 'tally', file: db.file, table, rows, used: 0, skipped: rows === 0 ? {} : { [reason]: rows } };
    } catch (error) {
      absorb(reading, error, table, 'the rows were not counted');
      yield* reading.drain();
    }
  }
}

/** `ZWABLACKLISTITEM`: accounts that the owner blocked, as the state of a setting. */
export function* readBlocked(reading: Reading, db: EvidenceDb): Generator<Extracted> {
  const scan = scanOf(reading, db, 'ZWABLACKLISTITEM', ['ZJID']);
  if (scan === null) return;
  for (const row of scan.rows()) {
    const [pk, jidCell] = row;
    const at = rowOf(db.file, scan.table, Number(pk));
    const jid = textOf(jidCell);
    if (jid === null) {
      scan.skip('row without an identifier');
      continue;
    }
    scan.used += 1;
    const account = reading.accounts.see(jid, at);
    yield* scan.pending();
    yield { kind: 'event', key: `blocked:${Number(pk)}`, from: live(at), type: 'setting', conversation: null, actor: reading.owner, accounts: [account], direction: 'unknown', times: [], call: null, body: null, stored: scan.carriedOf(row, { setting: 'blocked account' }) ?? {} }; // prettier-ignore
  }
  yield* scan.end();
}
