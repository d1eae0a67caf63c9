import type { Extracted } from '../../model/index.ts';
import { orphanEvent } from '../orphan-event.ts';
import { scanTable, StoredTable } from '../stored-table.ts';
import type { Reading } from './reading.ts';

/**
 * `AdminDelete`: which message an administrator of its group deleted, and who that was; told with the message. Source: signalapp/Signal-iOS,
 * Messages/Interactions/AdminDelete/AdminDeleteRecord.swift @86563b1.
 */
export function* readAdminDeletes(reading: Reading): Generator<Extracted> {
  const table = new StoredTable(reading.db, 'AdminDelete', { interactionId: 'whole-number', deleteAuthorId: 'whole-number' }); // prettier-ignore
  yield* scanTable(reading.run, table, (row, at, out) => {
    const message = table.whole(row, 'interactionId');
    if (message === null || reading.messageOf(message) === null || reading.wordings.has(message))
      out.push(orphanEvent(table, row)); // prettier-ignore
    else reading.adminDeletes.set(message, { by: table.whole(row, 'deleteAuthorId'), at });
    return undefined;
  });
}
