import type { Extracted, StoredColumns } from '../../model/index.ts';
import { text as textOf } from '../stored-cells.ts';
import { scanTable, StoredTable } from '../stored-table.ts';
import { OUTGOING } from './codes.ts';
import { live, messageKey, serviceId, type Reading } from './reading.ts';

/** `EditRecord`: the row of a message stays the same, and each wording that was replaced is copied to a row of its own. Source: signalapp/Signal-iOS, Messages/Edit/EditRecord.swift @5ea36cd. */
export function noteWordings(reading: Reading): void {
  const table = 'model_TSInteraction';
  const numberOf = (row: number, column: string): number | null => {
    const cell = reading.one(table, column, 'id', row);
    return typeof cell === 'number' ? cell : null;
  };
  const replaced = new Map<number, number>();
  for (const [latest, past] of reading.each('EditRecord', 'latestRevisionId', 'pastRevisionId'))
    if (typeof latest === 'number' && typeof past === 'number') replaced.set(past, latest);
  const later = new Map<number, number[]>();
  for (const past of replaced.keys()) {
    const latest = newestOf(replaced, past);
    const uniqueId = latest === null ? null : textOf(reading.one(table, 'uniqueId', 'id', latest));
    if (latest === null || uniqueId === null) continue;
    const ms = numberOf(past, 'timestamp');
    reading.wordings.set(past, { newest: messageKey(uniqueId), newestRow: latest });
    if (ms === null) continue;
    const times = later.get(latest);
    if (times === undefined) later.set(latest, [ms]);
    else times.push(ms);
    if (ms < (reading.first.get(latest)?.ms ?? Infinity)) reading.first.set(latest, { ms, row: past });
  }
  for (const [latest, times] of later) {
    const isOwn = OUTGOING.has(numberOf(latest, 'recordType') ?? -1);
    const author = isOwn ? reading.owner : (serviceId(textOf(reading.one(table, 'authorUUID', 'id', latest))) ?? textOf(reading.one(table, 'authorPhoneNumber', 'id', latest))); // prettier-ignore
    const whole = reading.identityOf(author, reading.first.get(latest)?.ms ?? null);
    for (const ms of [...times, numberOf(latest, 'timestamp')]) {
      const id = reading.identityOf(author, ms);
      if (id !== null && whole !== null && id !== whole) reading.firstId.set(id, whole);
    }
  }
}

/** The row that nothing took the place of; null where rows take each other's: then each is a message of its own. Looked through once each. */
function newestOf(replaced: Map<number, number>, past: number): number | null {
  const seen = new Set<number>();
  let row = past;
  for (let next = replaced.get(row); next !== undefined && !seen.has(row); next = replaced.get(row)) {
    seen.add(row);
    row = next;
  }
  const isRound = seen.has(row);
  for (const one of seen) replaced.set(one, isRound ? one : row);
  return isRound ? null : row;
}

/** `EditRecord` itself: what its rows say is told with the messages; one that leads to none is an event. */
export function* readEdits(reading: Reading): Generator<Extracted> {
  const table = new StoredTable(reading.db, 'EditRecord', { id: 'whole-number', latestRevisionId: 'whole-number', pastRevisionId: 'whole-number', read: 'flag' }); // prettier-ignore
  yield* scanTable(reading.run, table, (row, at, out) => {
    const past = table.whole(row, 'pastRevisionId');
    const wording = past === null ? undefined : reading.wordings.get(past);
    const values: StoredColumns = table.all(row);
    const isWhole = wording?.newestRow === (table.whole(row, 'latestRevisionId') ?? -1) && reading.messageOf(past) !== null; // prettier-ignore
    if (isWhole && Object.keys(table.rest(row)).length === 0) return 'an earlier wording that its message tells';
    if (wording !== undefined) out.push({ kind: 'detail', key: `edit-record:${String(at.rowid)}`, from: live(at), message: wording.newest, content: { type: 'other', name: 'EditRecord', values } }); // prettier-ignore
    else out.push({ kind: 'event', key: `edit-record:${String(at.rowid)}`, from: live(at), type: 'unknown', conversation: null, actor: null, accounts: [], direction: 'unknown', times: [], call: null, body: null, stored: values }); // prettier-ignore
    return undefined;
  });
}
