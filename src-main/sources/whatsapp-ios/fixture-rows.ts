import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Extracted } from '../../model/index.ts';
import { openTallies, readAll } from './fixture-run.ts';
import { SCHEMAS } from './fixture-tables.ts';

export type Rows = Readonly<Record<string, readonly Readonly<Record<string, string | number | Uint8Array | null>>[]>>;

/** An account that no address book knows, its conversation, and the columns of a message that it sent there. */
export const friend = '447700900199@s.whatsapp.net';
export const session = { Z_PK: 1, ZCONTACTJID: friend, ZSESSIONTYPE: 0 };
export const incoming = { ZCHATSESSION: 1, ZISFROMME: 0, ZFROMJID: friend, ZMESSAGEDATE: 700_000_000 };

/** A folder of databases made of single rows, for tests of what is peculiar to a column. */
export class RowFolder {
  /** Where the databases lie; the caller removes it. */
  readonly scratch = mkdtempSync(join(tmpdir(), 'affiant-ios-'));
  #count = 0;

  /** Makes a folder with one database of these rows and reads it; throws when a tally does not close. */
  async read(
    rows: Rows,
    name = 'ChatStorage.sqlite',
    schema: Readonly<Record<string, string>> = SCHEMAS['ChatStorage.sqlite'],
  ): Promise<readonly Extracted[]> {
    const folder = this.make();
    this.write(join(folder, name), rows, schema);
    return this.readFolder(folder);
  }

  make(): string {
    this.#count += 1;
    const folder = join(this.scratch, String(this.#count));
    mkdirSync(folder);
    return folder;
  }

  write(path: string, rows: Rows, schema: Readonly<Record<string, string>> = SCHEMAS['ChatStorage.sqlite']): void {
    const db = new Database(path);
    for (const [table, columns] of Object.entries(schema))
      db.exec(`CREATE TABLE ${table} (Z_PK INTEGER PRIMARY KEY, Z_ENT INTEGER, Z_OPT INTEGER, ${columns})`);
    for (const [table, list] of Object.entries(rows)) {
      for (const row of list) {
        const names = Object.keys(row);
        db.prepare(`INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`).run(
          ...Object.values(row),
        );
      }
    }
    db.close();
  }

  async readFolder(folder: string): Promise<readonly Extracted[]> {
    const [reading, ...others] = await readAll(folder, `${folder}-work`);
    if (reading === undefined || others.length > 0) throw new Error('one store was expected');
    const open = openTallies(reading.records);
    if (open.length > 0) throw new Error(`tallies do not close: ${open.map((tally) => tally.table).join(', ')}`);
    return reading.records;
  }
}
