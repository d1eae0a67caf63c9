import type { EvidenceDb } from '../../sqlite/evidence-db.ts';
import type { Holds } from '../expected-cell.ts';
import { StoreTable } from '../scan-rows.ts';

/**
 * What columns are made for where their declared type does not say it: server ids are 64 bits wide and signed, types are made of
 * two numbers, and texts may be packed.
 */
const KNOWN: ReadonlyMap<string, Holds> = new Map([
  ['server_id', 'anything'],
  ['local_type', 'anything'],
  ['real_sender_id', 'anything'],
  ['message_content', 'anything'],
  ['ext_buffer', 'anything'],
  ['tid', 'anything'],
  ['revoke_time', 'anything'],
  ['delete_time', 'anything'],
  ['update_time', 'anything'],
  ['type', 'anything'],
  ['MsgSvrID', 'anything'],
  ['Type', 'anything'],
  ['IsSender', 'anything'],
  ['StrContent', 'text'],
  ['StrTalker', 'text'],
  ['CompressContent', 'anything'],
  ['RoomData', 'anything'],
  ['mesSvrID', 'anything'],
  ['messageType', 'anything'],
  ['mesDes', 'anything'],
  ['msgContent', 'text'],
  ['msgSource', 'text'],
  ['msgVoiceText', 'text'],
]);

/** A table of a database of this app. `left` columns are not read at all. */
export class DesktopTable extends StoreTable {
  constructor(db: EvidenceDb, name: string, interpreted: readonly string[], left: readonly string[] = []) {
    super(db, name, interpreted, KNOWN, left);
  }
}
