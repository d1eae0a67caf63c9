import { Sql, sql, type CaseDb } from '../../sqlite/index.ts';

/** By which parts find their items. */
export const KEY_INDEX = 'CREATE INDEX IF NOT EXISTS item_key ON item (source, key)';

/** The index of `item` that is kept up to date while a source is read. */
const KEPT = 'CREATE INDEX IF NOT EXISTS item_withheld ON item (withheld, facet) WHERE withheld <> 0';

/**
 * The others cover only rows that no scope withholds, carry the columns that filters ask for, and are made after the first
 * large load, which is nearly twice as fast as keeping them up to date during it.
 */
const DEFERRED = {
  item_in_conversation: '(conversation, place, id, facet, sender, sort_ms) WHERE withheld = 0',
  item_in_time: '(sort_ms, id, facet, conversation, sender) WHERE withheld = 0',
  item_by_sender: '(sender, sort_ms, id, facet, conversation) WHERE withheld = 0',
} as const;

/**
 * The columns by which the records that belong to items are found. Attachments are listed by the others too, which lie
 * behind the preview in their rows.
 */
const PARTS = {
  quote: 'item',
  version: 'item',
  attachment: 'item, presence, type, content, size_bytes',
  reaction: 'item',
  receipt: 'item',
  mention: 'item',
  detail: 'item',
} as const;

/** Attachments by the hash that the app stored: the same file is looked for under it. */
const STORED_HASH = 'attachment_stored_hash ON attachment (stored_sha256) WHERE stored_sha256 IS NOT NULL';

/** Up to this many items the indexes are dropped while a source is read: so few are put in order as fast without. */
export const DEFERRED_UP_TO = 20_000;

/** Makes whatever index is missing, for example after a run that was cut off. */
export function ensureItemIndexes(db: CaseDb): void {
  ensureReferenceIndexes(db);
  sortOnDisk(db, () => {
    for (const [name, body] of Object.entries(DEFERRED)) db.exec(`CREATE INDEX IF NOT EXISTS ${name} ON item ${body}`);
  });
}

/** Those of them by which parts, quotes and texts find their items. */
export function ensureReferenceIndexes(db: CaseDb): void {
  db.exec(`${KEY_INDEX}; ${KEPT}; DROP INDEX IF EXISTS item_server;`);
  for (const [table, columns] of Object.entries(PARTS))
    db.exec(`CREATE INDEX IF NOT EXISTS ${table}_item ON ${table} (${columns})`);
  db.exec(`CREATE INDEX IF NOT EXISTS ${STORED_HASH}`);
  db.exec('CREATE INDEX IF NOT EXISTS quote_target ON quote (target) WHERE target IS NOT NULL');
}

/** Drops what is cheaper to make afterwards, when the case holds little so far; of `item_key`, see `ItemKeys`. */
export function deferItemIndexes(db: CaseDb): void {
  const last = db.value<number>(sql`SELECT max(id) FROM item`);
  db.exec(KEPT);
  if (last !== null && last > DEFERRED_UP_TO) {
    db.exec(KEY_INDEX);
    return;
  }
  db.exec('DROP INDEX IF EXISTS item_key');
  for (const name of Object.keys(DEFERRED)) db.run(new Sql(`DROP INDEX IF EXISTS ${name}`));
  for (const table of Object.keys(PARTS)) db.run(new Sql(`DROP INDEX IF EXISTS ${table}_item`));
  db.exec('DROP INDEX IF EXISTS quote_target; DROP INDEX IF EXISTS attachment_stored_hash');
}

/** Lets SQLite sort in unnamed files instead of in memory, which would grow with the number of items. */
export function sortOnDisk(db: CaseDb, work: () => void): void {
  db.pragma('temp_store = FILE');
  try {
    work();
  } finally {
    db.pragma('temp_store = MEMORY');
  }
}
