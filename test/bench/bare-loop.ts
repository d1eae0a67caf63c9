/**
 * The yardstick: a bare better-sqlite3 loop that inserts the same rows, indexes and full-text-indexes them, and reads no
 * evidence. Rows are taken from a finished case; fetching them is not timed. Prints one JSON object.
 */
import { rmSync } from 'node:fs';
import Database from 'better-sqlite3';

const [caseDb, target] = process.argv.slice(2);
if (caseDb === undefined || target === undefined) throw new Error('a case.db and a target are needed');
for (const end of ['', '-wal', '-shm']) rmSync(target + end, { force: true });

const chosen = [
  'id',
  'source',
  'facet',
  'conversation',
  'sender',
  'time_ms',
  'time_form',
  'place',
  'key',
  'server_id',
  'body',
  'flags',
];
const from = new Database(caseDb, { readonly: true });
const into = new Database(target);
into.pragma('journal_mode = WAL');
into.pragma('synchronous = NORMAL');
into.pragma('cache_size = -65536');
into.exec(`CREATE TABLE message (${chosen.map((c) => (c === 'id' ? 'id INTEGER PRIMARY KEY' : c)).join(', ')})`);
into.exec(`CREATE VIRTUAL TABLE text USING fts5(body, content='', tokenize='unicode61 remove_diacritics 2')`);
const insert = into.prepare(`INSERT INTO message VALUES (${chosen.map(() => '?').join(',')})`);
const addText = into.prepare('INSERT INTO text (rowid, body) VALUES (?, ?)');
const body = chosen.indexOf('body');
let ms = 0;
let rows = 0;
let batch: unknown[][] = [];

const write = into.transaction((some: readonly unknown[][]) => {
  for (const row of some) insert.run(row);
  for (const row of some) if (row[body] !== null) addText.run(row[0], row[body]);
});
function flush(): void {
  const start = performance.now();
  write(batch);
  ms += performance.now() - start;
  rows += batch.length;
  batch = [];
}

for (const row of from
  .prepare(`SELECT ${chosen.join(',')} FROM item`)
  .raw()
  .iterate()) {
  batch.push(row as unknown[]);
  if (batch.length === 50_000) flush();
}
flush();
const start = performance.now();
into.exec('CREATE INDEX by_conversation ON message (conversation, time_ms)');
into.exec('CREATE INDEX by_time ON message (time_ms)');
into.exec('CREATE INDEX by_server_id ON message (server_id)');
into.pragma('wal_checkpoint(TRUNCATE)');
ms += performance.now() - start;
console.log(JSON.stringify({ ms, rows }));
