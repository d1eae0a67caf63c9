import type { EvidenceFile } from '../../evidence/tree.ts';
import type { Extracted } from '../../model/index.ts';
import { BARE_EVENT } from '../bare-event.ts';
import { orphanEvent } from '../orphan-event.ts';
import { scanTable, StoredTable } from '../stored-table.ts';
import { conversationKey, live } from '../telegram-participants.ts';
import { isListed } from './kept-copy.ts';
import { messageKey } from './message-row.ts';
import { dialogPeer, messageNumber } from './peers.ts';
import type { Reading } from './reading.ts';

/**
 * `paths_by_dialog_id` of `file_to_path.db`: to which message of which conversation a file of the cache belongs; the app writes paths
 * without quotation marks. A message that the list no longer holds had that file. Source: FilePathDatabase of the client, DrKLO/Telegram at
 * 055119e8c8.
 */
export function* readFilePaths(file: EvidenceFile | undefined, reading: Reading, list: string): Generator<Extracted> {
  const db = file === undefined ? null : reading.run.database(file);
  if (db === null) return;
  const table = new StoredTable(db, 'paths_by_dialog_id', {});
  yield* scanTable(reading.run, table, (row, at, out) => {
    const uid = table.cell(row, 'dialog_id') ?? null;
    const chat = dialogPeer(uid, reading, null);
    const id = messageNumber(table.cell(row, 'message_id'), uid);
    const stored = { table: table.name, ...table.all(row) };
    if (chat !== null) out.push(...reading.meet(chat, at));
    const conversation = chat === null ? null : conversationKey(chat);
    if (chat !== null && id !== null && id !== 0 && isListed(reading, list, id, uid)) {
      const content = { type: 'other', name: table.name, values: table.all(row) } as const;
      out.push({ kind: 'detail', key: `${table.name}:${String(at.rowid)}`, from: live(at), message: messageKey(chat, id), content }); // prettier-ignore
    } else if (chat !== null && id !== null && id !== 0) out.push(orphanEvent(table, row, { conversation, stored }));
    else out.push({ ...BARE_EVENT, kind: 'event', key: `${table.name}:${String(at.rowid)}`, from: live(at), type: 'unknown', conversation, body: null, stored }); // prettier-ignore
    return undefined;
  });
}
