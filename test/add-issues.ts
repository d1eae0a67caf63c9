import Database from 'better-sqlite3';

/** Writes issues of one record into a case, as a parser does that finds something odd in every reaction to it. */
export function addIssues(path: string, item: number, count: number): void {
  const db = new Database(path);
  try {
    const add = db.prepare(`INSERT INTO issue (source, exhibit, item, severity, code, place, stored, detail, at)
      SELECT source.id, source.exhibit, item.id, 'note', 'unknown-code', 'message_add_on', NULL, ?, '[]'
      FROM item JOIN source ON source.id = item.source WHERE item.id = ?`);
    for (let i = 0; i < count; i += 1) add.run(`The kind ${i} of this reaction is not known.`, item);
  } finally {
    db.close();
  }
}
