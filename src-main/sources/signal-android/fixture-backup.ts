import Database from 'better-sqlite3';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Device, Story } from '../../../fixtures/story.ts';
import { SignalBackupWriter, type Parameter } from '../../../fixtures/signal-backup-writer.ts';
import { writeStore } from './fixture.ts';
import { sealMedia } from './fixture-media.ts';

/** The passphrase of the sample's backup, as the app shows it. */
export const BACKUP_PASSPHRASE = '04817 22960 51734 60925 83316 47702';

/** A backup of Signal on a phone, of a header version and with the tables of a variant. The same bytes every time. */
export function signalBackupOf(story: Story, device: Device, variant: string, version: number): Buffer {
  const root = mkdtempSync(join(tmpdir(), 'affiant-signal-'));
  try {
    writeStore(story, { root, device }, variant);
    const writer = new SignalBackupWriter({ passphrase: BACKUP_PASSPHRASE.replaceAll(' ', ''), version });
    const db = new Database(join(root, 'databases/signal.db'), { readonly: true }).defaultSafeIntegers();
    writer.version(Number(db.pragma('user_version', { simple: true })));
    const tables = db.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!'").all() as readonly { readonly name: string; readonly sql: string }[]; // prettier-ignore
    for (const { sql } of tables) writer.statement(sql);
    writer.statement('CREATE INDEX message_thread_id_index ON message (thread_id)');
    for (const { name } of tables) writeRows(writer, db, name, root);
    db.close();
    writer.preference('org.thoughtcrime.securesms_preferences', 'pref_theme', 'dark');
    const settings = new Database(join(root, 'databases/signal-key-value.db'), { readonly: true });
    for (const { key, value } of settings.prepare('SELECT key, value FROM key_value').all() as readonly { readonly key: string; readonly value: string }[]) writer.setting(key, value); // prettier-ignore
    settings.close();
    return writer.end().bytes();
  } finally {
    rmSync(root, { recursive: true });
  }
}

/** Each row, and behind that of an attachment its content, in plain. */
function writeRows(writer: SignalBackupWriter, db: Database.Database, table: string, root: string): void {
  for (const row of db.prepare(`SELECT * FROM "${table}"`).all() as readonly Readonly<Record<string, Parameter>>[]) {
    const values = Object.values(row);
    writer.statement(`INSERT INTO ${table} VALUES (${values.map(() => '?').join(',')})`, values);
    const path = row.data_file ?? row._data;
    if (typeof path !== 'string' || !(row.data_random instanceof Uint8Array)) continue;
    const file = join(root, 'app_parts', basename(path));
    const id = table === 'part' ? Number(row.unique_id) : null;
    if (existsSync(file)) writer.attachment(Number(row._id), id, sealMedia(readFileSync(file), Buffer.from(row.data_random))); // prettier-ignore
  }
}
