import Database from 'better-sqlite3';

/** Gives a record of a case as many attachments as no app stores: copies of its first, as a hostile file could name them. */
export function addAttachments(path: string, item: number, count: number): void {
  const db = new Database(path);
  try {
    const first = db.prepare('SELECT * FROM attachment WHERE item = ? LIMIT 1').get(item) as Readonly<
      Record<string, unknown>
    >;
    const columns = Object.keys(first).filter((column) => column !== 'id');
    const add = db.prepare(
      `INSERT INTO attachment (${columns.join(', ')}) VALUES (${columns.map((column) => `@${column}`).join(', ')})`,
    );
    for (let i = 0; i < count; i += 1) add.run({ ...first, name: `copy-${i}.jpg`, caption: null });
  } finally {
    db.close();
  }
}
