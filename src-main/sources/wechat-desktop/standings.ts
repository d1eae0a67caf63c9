import type { Stored } from '../../model/index.ts';
import type { EvidenceDb } from '../../sqlite/evidence-db.ts';
import { integer } from '../stored-cells.ts';
import { firstRow } from '../wechat/first-row.ts';
import type { Standing } from '../wechat/indexed-message.ts';
import { hashOf } from '../wechat/name-hashes.ts';
import { unpackColumn } from '../wechat/packed-column.ts';
import { shardsOf, type DesktopAccount } from './account.ts';

/** Finds messages of version 4 that an index names by their number in a conversation. */
export class Standings {
  readonly #account: DesktopAccount;
  readonly #tables = new Map<string, string>();

  constructor(account: DesktopAccount) {
    this.#account = account;
  }

  /** The message of this number and time in the conversation; each database of the account may hold a part of that. */
  find(talker: string, local: Stored | undefined, seconds: Stored | undefined): Standing | null {
    if (typeof local !== 'number') return null;
    let table = this.#tables.get(talker);
    if (table === undefined) this.#tables.set(talker, (table = `Msg_${hashOf(talker)}`));
    for (const { db, name } of shardsOf(this.#account, 'messages')) {
      if (!db.tables.has(table)) continue;
      const row = firstRow(db, messageOf(db, table), local);
      if (row === null || (seconds !== null && seconds !== undefined && row[1] !== seconds)) continue;
      const type = integer(row[0]);
      return {
        key: `${name}.${table}:${String(local)}`,
        code: type === null ? null : Number(BigInt.asIntN(32, BigInt(type))),
        content: unpackColumn(row[2], row[3]).text,
      };
    }
    return null;
  }
}

function messageOf(db: EvidenceDb, table: string): string {
  const columns = ['local_type', 'create_time', 'message_content', 'WCDB_CT_message_content'];
  return `SELECT ${columns.map((column) => (db.has(table, column) ? `t."${column}"` : 'NULL')).join(', ')} FROM "${table}" t WHERE t.rowid = ?`; // prettier-ignore
}
