import { rmSync } from 'node:fs';
import { archiveIssue } from '../archive-entry.ts';
import type { Digests } from '../intake-event.ts';
import { RebuiltDb, TextBytes, type RebuiltValue } from '../../sqlite/index.ts';
import type { OpenedFile, OpenEvent, OpenRequest } from './opener.ts';
import { passingIn, settleWork } from './settle-work.ts';
import type { SignalFrame } from './signal-backup-frames.ts';
import type { SignalMessage } from './signal-backup-messages.ts';
import { StatementKinds, type SignalStatement } from './signal-backup-statements.ts';
import { WorkFile } from './work-file.ts';

/** The messages that the store takes. */
type Kept = Extract<SignalMessage, { is: 'statement' | 'preference' | 'setting' | 'version' }>;

/** Names as the app has them; those of the text files are ours. */
const MESSAGES = 'databases/signal.db';
const SETTINGS = 'databases/signal-key-value.db';
const SETTINGS_TABLE = 'CREATE TABLE key_value (_id INTEGER PRIMARY KEY, key TEXT, value BLOB, type TEXT)';
const LISTS = {
  declarations: { path: 'schema.sql', method: 'declarations of tables, indexes and triggers in the frames of the backup' },
  preferences: { path: 'preferences.jsonl', method: 'preferences in the frames of the backup, one a line' },
  leftOut: { path: 'left-out.jsonl', method: 'frames of the backup that the database does not take, one a line' },
} as const; // prettier-ignore

type List = keyof typeof LISTS;

/** Hashes a file of the work folder while others have their turn. */
type Hashing = (path: string) => AsyncGenerator<OpenEvent, Digests & { readonly sizeBytes: number }>;

/** Puts the databases of a backup together again, and keeps everything else that its frames say as lines of text. */
export class SignalBackupStore {
  rows = 0;
  tables = 0;
  leftOut = 0;
  preferences = 0;
  settings = 0;
  declarations = 0;
  /** The version of the schema; null where no frame states it. */
  version: number | null = null;
  readonly #request: OpenRequest;
  readonly #kinds = new StatementKinds();
  readonly #lists = new Map<List, WorkFile>();
  readonly #databases = new Map<string, { readonly partial: string; readonly db: RebuiltDb }>();

  constructor(request: OpenRequest) {
    this.#request = request;
  }

  take(message: Kept, frame: SignalFrame): void {
    switch (message.is) {
      case 'statement':
        this.#statement(message.statement, frame);
        return;
      case 'preference':
        this.preferences += 1;
        this.#write('preferences', JSON.stringify(message.stored));
        return;
      case 'setting':
        this.#setting(message, frame);
        return;
      case 'version':
        this.version = message.version;
    }
  }

  /** Keeps a frame as a line of text: its place, and what it holds. */
  leaveOut(
    line: { readonly frame: number; readonly offset: number } & (
      { readonly statement: SignalStatement } | { readonly body: Buffer }
    ),
  ): void {
    this.leftOut += 1;
    const { frame, offset } = line;
    const held =
      'body' in line
        ? { body: line.body.toString('base64') }
        : { statement: line.statement.text, parameters: line.statement.values.map(written) };
    this.#write('leftOut', JSON.stringify({ frame, offset, ...held }));
  }

  counts(): Readonly<Record<string, string>> {
    return {
      ...(this.version !== null && { schemaVersion: String(this.version) }),
      tables: String(this.tables),
      rows: String(this.rows),
      declarations: String(this.declarations),
      preferences: String(this.preferences),
      settings: String(this.settings),
      leftOut: String(this.leftOut),
    };
  }

  /** Lists the databases, then the lists. */
  async *finish(hash: Hashing): AsyncGenerator<OpenEvent> {
    const { workDir } = this.#request;
    for (const [path, { partial, db }] of this.#databases) {
      db.finish(path === MESSAGES ? this.version : null);
      const digests = yield* hash(partial);
      settleWork(partial, workDir, digests.sha256);
      const method = path === MESSAGES ? FROM_ROWS : FROM_SETTINGS;
      yield opened(path, digests, method);
    }
    for (const [list, file] of this.#lists) {
      const { path, method } = LISTS[list];
      yield opened(path, file.keep(), method);
    }
    if (this.leftOut > 0) yield archiveIssue('error', 'row-unreadable', this.#request.lock.file.path, `${this.leftOut} frames of the backup hold something that the database does not take: rows without a table, statements that no such backup has, or fields that are not known. They are kept in left-out.jsonl, and no view shows them.`); // prettier-ignore
  }

  /** Takes away what was written and not listed. */
  discard(): void {
    for (const { partial, db } of this.#databases.values()) {
      db.close();
      rmSync(partial, { force: true });
    }
    for (const file of this.#lists.values()) file.discard();
  }

  #statement(statement: SignalStatement, frame: SignalFrame): void {
    const { text, values } = statement;
    const kind = this.#kinds.of(text);
    if (kind.is === 'row' && kind.marks === values.length && this.#messages.insert(kind.table, values)) {
      this.rows += 1;
      return;
    }
    const isTable = kind.is === 'table' && values.length === 0 && this.#messages.declare(text);
    if (isTable || (kind.is === 'declaration' && values.length === 0)) {
      this.declarations += 1;
      if (isTable) this.tables += 1;
      this.#write('declarations', `${text};`);
    } else this.leaveOut({ frame: frame.number, offset: frame.offset, statement });
  }

  #setting({ key, type, value }: Extract<SignalMessage, { is: 'setting' }>, frame: SignalFrame): void {
    const settings = this.#database(SETTINGS, SETTINGS_TABLE);
    this.settings += 1;
    if (!settings.insert('key_value', [null, key, value, type])) this.leaveOut({ frame: frame.number, offset: frame.offset, body: frame.body }); // prettier-ignore
  }

  get #messages(): RebuiltDb {
    return this.#database(MESSAGES, null);
  }

  #database(path: string, declaration: string | null): RebuiltDb {
    const there = this.#databases.get(path);
    if (there !== undefined) return there.db;
    const partial = passingIn(this.#request.workDir);
    const db = new RebuiltDb(partial);
    this.#databases.set(path, { partial, db });
    if (declaration !== null) db.declare(declaration);
    return db;
  }

  #write(list: List, line: string): void {
    let file = this.#lists.get(list);
    if (file === undefined) {
      file = new WorkFile(this.#request.workDir, this.#request.hashes);
      this.#lists.set(list, file);
    }
    file.write(Buffer.from(`${line}\n`));
  }
}

const FROM_ROWS = 'put together from the statements in the frames of the backup, each authenticated; without indexes, triggers and constraints; the app leaves messages with a timer out of such backups'; // prettier-ignore
const FROM_SETTINGS = 'put together from the settings in the frames of the backup, each authenticated';

function opened(path: string, digests: Digests & { readonly sizeBytes: number }, method: string): OpenedFile {
  return { kind: 'file', path, ...digests, modifiedMs: null, storedName: null, place: { in: 'work' }, method };
}

/** A parameter as JSON has no kind for: whole numbers in digits, bytes in base64. */
function written(value: RebuiltValue): unknown {
  if (typeof value === 'bigint') return { integer: String(value) };
  if (value instanceof TextBytes) return { text: Buffer.from(value.bytes).toString('base64') };
  return value instanceof Uint8Array ? { blob: Buffer.from(value).toString('base64') } : value;
}
