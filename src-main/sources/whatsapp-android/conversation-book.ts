import type { ConversationType, Extracted, Key } from '../../model/index.ts';
import type { EvidenceDb } from '../../sqlite/evidence-db.ts';
import { count, reference } from '../stored-cells.ts';
import { conversationType, parseJid } from './jid.ts';
import { rawJid } from './jid-book.ts';
import { unreadable } from '../scan-rows.ts';

const HAS_ACCOUNT: ReadonlySet<ConversationType> = new Set(['one-to-one', 'self', 'bot', 'channel']);

export interface KnownConversation {
  readonly key: Key;
  readonly type: ConversationType;
  /** The other account of a one-to-one conversation, or the channel. */
  readonly account: Key | null;
}

/** The conversations of a store by row number and by identifier; a few thousand entries. */
export class ConversationBook {
  readonly #byRow = new Map<number | bigint, KnownConversation>();
  readonly #byJid = new Map<string, KnownConversation>();

  constructor(db: EvidenceDb, ownerJid: string | null, trouble: Extracted[]) {
    if (!db.has('chat', '_id') || !db.has('chat', 'jid_row_id')) return;
    try {
      this.#read(db, ownerJid);
    } catch (error) {
      trouble.push(unreadable(error, 'chat', this.#byRow.size));
    }
  }

  #read(db: EvidenceDb, ownerJid: string | null): void {
    const group = db.has('chat', 'group_type') ? 'c.group_type' : 'NULL';
    const sql = db.has('jid', '_id')
      ? `SELECT c._id, ${rawJid(db, 'j')}, ${group} FROM chat c LEFT JOIN jid j ON j._id = c.jid_row_id ORDER BY c._id`
      : `SELECT c._id, NULL, ${group} FROM chat c ORDER BY c._id`;
    for (const [id, raw, groupType] of db.arrays(sql)) {
      const row = reference(id);
      if (row === null) continue;
      const jid = typeof raw === 'string' ? parseJid(raw) : null;
      const type = jid === null ? 'unknown' : conversationType(jid, count(groupType), jid.account === ownerJid);
      const account = jid !== null && HAS_ACCOUNT.has(type) ? jid.account : null;
      const known = { key: `c${String(row)}`, type, account };
      this.#byRow.set(row, known);
      if (jid !== null && !this.#byJid.has(jid.account)) this.#byJid.set(jid.account, known);
    }
  }

  row(id: number | bigint): KnownConversation | null {
    return this.#byRow.get(id) ?? null;
  }

  jid(account: string): KnownConversation | null {
    return this.#byJid.get(account) ?? null;
  }

  /** Adds a conversation that only the legacy tables know. */
  add(account: string, known: KnownConversation): void {
    if (!this.#byJid.has(account)) this.#byJid.set(account, known);
  }
}
