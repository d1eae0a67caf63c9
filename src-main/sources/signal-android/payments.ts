import { fieldAt, readProtobuf, textOf } from '../../evidence/decode/protobuf.ts';
import type { Event, Extracted, Stored } from '../../model/index.ts';
import { rowIssue } from '../store-issues.ts';
import { scanTable, StoredTable } from '../stored-table.ts';
import { readTime, timesOf } from '../stored-times.ts';
import { live, type Reading } from './reading.ts';

/** `payments.direction`. Source: signalapp/Signal-Android, payments/Direction. */
const DIRECTIONS: ReadonlyMap<unknown, Event['direction']> = new Map([
  [0, 'outgoing'],
  [1, 'incoming'],
]);

/** `payments.state`. Source: signalapp/Signal-Android, payments/State. */
const STATES: ReadonlyMap<unknown, string> = new Map([
  [0, 'initial'],
  [1, 'submitted'],
  [2, 'successful'],
  [3, 'failed'],
]);

const COLUMNS = {
  _id: 'whole-number',
  recipient: 'whole-number',
  timestamp: 'whole-number',
  block_timestamp: 'whole-number',
  note: 'text',
  direction: 'anything',
  state: 'anything',
  amount: 'anything',
  fee: 'anything',
} as const;

/** `payments`: one payment in MobileCoin a row. Source: signalapp/Signal-Android, database/PaymentTable. */
export function* readPayments(reading: Reading): Generator<Extracted> {
  const table = new StoredTable(reading.db, 'payments', COLUMNS);
  yield* scanTable(reading.run, table, (row, at, out) => {
    const stored: Record<string, Stored> = { ...table.rest(row) };
    const cell = (column: keyof typeof COLUMNS): Stored => table.cell(row, column) ?? null;
    const direction = DIRECTIONS.get(cell('direction'));
    const state = STATES.get(cell('state'));
    for (const [column, known] of [['direction', direction], ['state', state]] as const) {
      if (known !== undefined && column === 'direction') continue;
      stored[column] = known ?? cell(column);
      if (known === undefined && cell(column) !== null) out.push(rowIssue('warning', 'unknown-code', at, column, String(cell(column)), 'a code of a payment that this parser does not know')); // prettier-ignore
    } // prettier-ignore
    for (const column of ['amount', 'fee'] as const) {
      const pico = picoOf(cell(column));
      if (pico !== null) stored[`${column}.picoMobileCoin`] = pico;
      else if (cell(column) !== null) stored[column] = cell(column);
    }
    const recipient = table.whole(row, 'recipient');
    const account = recipient === null || recipient === 0 ? null : reading.see(recipient, at);
    if (account === null && recipient !== null && recipient !== 0) stored.recipient = recipient;
    const owner = reading.owner === null ? null : reading.accounts.see(reading.owner, at);
    out.push(...reading.accounts.drain());
    out.push({
      kind: 'event',
      key: `payment:${String(at.rowid)}`,
      from: live(at),
      type: 'payment',
      conversation: null,
      actor: direction === 'outgoing' ? owner : direction === 'incoming' ? account : null,
      accounts: account === null ? [] : [account],
      direction: direction ?? 'unknown',
      times: timesOf(
        readTime(cell('timestamp'), 'created', at, 'timestamp', out),
        readTime(cell('block_timestamp'), 'server', at, 'block_timestamp', out),
      ),
      call: null,
      body: table.text(row, 'note'),
      stored,
    });
    return undefined;
  });
}

/** `CryptoValue.mobileCoinValue.picoMobileCoin`, digits in text. Source: signalapp/Signal-Android, payments/CryptoValueUtil; numbers inferred. */
function picoOf(cell: Stored): string | null {
  const text = cell instanceof Uint8Array ? textOf(fieldAt(readProtobuf(cell), 1, 1)) : null;
  return text !== null && /^\d{1,40}$/u.test(text) ? text : null;
}
