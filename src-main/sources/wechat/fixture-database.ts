import Database from 'better-sqlite3';
import { createCipheriv } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { silkVoice } from '../../../fixtures/silk-voice.ts';

type Cell = string | number | bigint | Uint8Array | null;

/** A database that is being written; ends with `using`. */
export class MadeDatabase implements Disposable {
  readonly #db: Database.Database;
  readonly #statements = new Map<string, Database.Statement>();

  constructor(path: string, schema: readonly string[]) {
    mkdirSync(dirname(path), { recursive: true });
    this.#db = new Database(path);
    this.#db.pragma('journal_mode = OFF');
    this.#db.pragma('synchronous = OFF');
    for (const statement of schema) this.#db.exec(statement);
    this.#db.exec('BEGIN');
  }

  run(sql: string): void {
    this.#db.exec(sql);
  }

  /** The number of the new row. */
  insert(table: string, row: Readonly<Record<string, Cell>>): number {
    const columns = Object.keys(row);
    const sql = `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`;
    let statement = this.#statements.get(sql);
    if (statement === undefined) this.#statements.set(sql, (statement = this.#db.prepare(sql)));
    return Number(statement.run(...Object.values(row)).lastInsertRowid);
  }

  [Symbol.dispose](): void {
    this.#db.exec('COMMIT');
    this.#db.close();
  }
}

export function writeBytes(path: string, bytes: Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes);
}

/** A picture as the app keeps it on disk: each byte XORed with the account's one. */
export function disguised(bytes: Uint8Array): Uint8Array {
  return bytes.map((byte) => byte ^ 0x5a);
}

/** A picture as version 4 keeps it: AES-128-ECB over its first KiB, XOR over its last 512 bytes. `key`: the byte of the XOR, then that of AES. */
export function sealedPicture(bytes: Uint8Array, version: 1 | 2, key: Uint8Array): Buffer {
  const aes = Math.min(1024, bytes.length);
  const xor = Math.min(512, bytes.length - aes);
  const head = Buffer.alloc(15, 1);
  head.write(`\u0007\u0008V${version}\u0008\u0007`, 'latin1');
  head.writeUInt32LE(aes, 6);
  head.writeUInt32LE(xor, 10);
  const cipher = createCipheriv('aes-128-ecb', key.subarray(1), null);
  const middle = bytes.length - xor;
  const end = bytes.slice(middle).map((byte) => byte ^ (key[0] ?? 0));
  return Buffer.concat([head, cipher.update(bytes.subarray(0, aes)), cipher.final(), bytes.subarray(aes, middle), end]);
}

/** A voice as the app keeps it: a tone of about a second, the content of the story behind its end so that each is another file. */
export function voiced(bytes: Uint8Array): Buffer {
  return silkVoice(1, bytes);
}
