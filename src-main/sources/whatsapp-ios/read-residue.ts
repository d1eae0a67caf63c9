import type { Extracted } from '../../model/index.ts';
import type { EvidenceDb } from '../../sqlite/evidence-db.ts';
import { EvidenceUnreadable } from '../../sqlite/evidence-unreadable.ts';
import { integerOf, numberOf, textOf } from './cells.ts';
import { payloadOf } from './push-name.ts';
import type { Reading } from './reading.ts';
import { live, rowOf } from './reading.ts';
import { scanOf } from './table-scan.ts';

/** Missing keys that are named one by one in an issue; more are counted. */
const NAMED_KEYS = 40;

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
      if (highest === null || !db.has(table, 'Z_PK')) {
        skipped += 1;
        continue;
      }
      used += 1;
      const missing = missingKeys(db, table, highest);
      if (missing.count === 0) continue;
      const more = missing.count > missing.named ? ' and more' : '';
      const from = live(rowOf(db.file, 'Z_PRIMARYKEY', Number(entity)));
      reading.issue(
        'note',
        'rows-missing-in-sequence',
        from,
        table,
        highest,
        `${missing.count} of the ${highest} keys given out have no row: ${missing.keys.join(', ')}${more}. Rows were deleted, or never kept`,
      );
      yield* reading.drain();
    }
  } catch (error) {
    if (!(error instanceof EvidenceUnreadable)) throw error;
    reading.issue(
      'warning',
      'table-unreadable',
      null,
      'Z_PRIMARYKEY',
      null,
      `gaps were not looked for: ${error.detail}`,
    );
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

/** Keys from 1 to the highest that have no row: how many, and the first of them. */
function missingKeys(
  db: EvidenceDb,
  table: string,
  highest: number,
): { readonly count: number; readonly named: number; readonly keys: readonly string[] } {
  const keys: string[] = [];
  let count = 0;
  let named = 0;
  let next = 1;
  const gap = (to: number): void => {
    if (to < next) return;
    count += to - next + 1;
    if (keys.length === NAMED_KEYS) return;
    named += to - next + 1;
    keys.push(to === next ? String(next) : `${next}-${to}`);
  };
  try {
    for (const [pk] of db.arrays(`SELECT Z_PK FROM "${table}" ORDER BY Z_PK`)) {
      const key = integerOf(pk);
      if (key === null || key < next) continue;
      gap(key - 1);
      next = key + 1;
    }
  } catch (error) {
    if (!(error instanceof EvidenceUnreadable)) throw error;
    return { count: 0, named: 0, keys: [] }; // the table's own scan has said that it is damaged
  }
  gap(highest);
  return { count, named, keys };
}

/** What sessions still say of a last message that is not among the messages: its time, and its text where it is text. */
export function* readLastMessages(reading: Reading, db: EvidenceDb): Generator<Extracted> {
  if (
    reading.run.signal.aborted ||
    !db.has('ZWACHATSESSION', 'ZLASTMESSAGEDATE') ||
    !db.has('ZWAMESSAGE', 'ZCHATSESSION')
  )
    return;
  const text = db.has('ZWACHATSESSION', 'ZLASTMESSAGETEXT') ? 'ZLASTMESSAGETEXT' : 'NULL';
  const pointer = db.has('ZWACHATSESSION', 'ZLASTMESSAGE') ? 'ZLASTMESSAGE' : 'NULL';
  try {
    const newest = new Map<number, number>();
    for (const [session, date] of db.arrays(
      'SELECT ZCHATSESSION, MAX(ZMESSAGEDATE) FROM ZWAMESSAGE GROUP BY ZCHATSESSION',
    )) {
      const pk = integerOf(session);
      const seconds = numberOf(date);
      if (pk !== null && seconds !== null) newest.set(pk, seconds);
    }
    for (const [pkCell, date, textCell, pointerCell] of db.arrays(
      `SELECT Z_PK, ZLASTMESSAGEDATE, ${text}, ${pointer} FROM ZWACHATSESSION ORDER BY Z_PK`,
    )) {
      const pk = Number(pkCell);
      const session = reading.sessions.get(pk);
      if (session === undefined) continue;
      const from = live(rowOf(db.file, 'ZWACHATSESSION', pk));
      const last = numberOf(date);
      const seconds = last === null ? null : withoutPin(last);
      const stored = newest.get(pk);
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
    if (!(error instanceof EvidenceUnreadable)) throw error;
    reading.issue(
      'warning',
      'table-unreadable',
      null,
      'ZWACHATSESSION',
      null,
      `last messages were not compared: ${error.detail}`,
    );
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
      if (!(error instanceof EvidenceUnreadable)) throw error;
      reading.issue('note', 'table-unreadable', null, table, null, error.detail);
      yield* reading.drain();
    }
  }
}

/** `ZWABLACKLISTITEM`: accounts that the owner blocked, as the state of a setting. */
export function* readBlocked(reading: Reading, db: EvidenceDb): Generator<Extracted> {
  const scan = scanOf(reading, db, 'ZWABLACKLISTITEM', ['ZJID']);
  if (scan === null) return;
  for (const [pk, jidCell] of scan.rows()) {
    const at = rowOf(db.file, scan.table, Number(pk));
    const jid = textOf(jidCell);
    if (jid === null) {
      scan.skip('row without an identifier');
      continue;
    }
    scan.used += 1;
    const account = reading.accounts.see(jid, at);
    yield* scan.pending();
    yield { kind: 'event', key: `blocked:${Number(pk)}`, from: live(at), type: 'setting', conversation: null, actor: reading.owner, accounts: [account], direction: 'unknown', times: [], call: null, body: null, stored: { setting: 'blocked account' } }; // prettier-ignore
  }
  yield* scan.end();
}
