import Database from 'better-sqlite3';
import type { FixtureTarget, Post, Story } from '../../../fixtures/story.ts';
import { identifierOf, talkerOf } from '../wechat/fixture-content.ts';
import { deletedTexts, indexedWords } from '../wechat/fixture-deleted.ts';

/** Tables as the client makes them (README.md, "Proof"); those behind the virtual one, which needs its own tokenizer. */
const SCHEMA: readonly string[] = [
  'CREATE TABLE FTS5IndexVersion (type INTEGER PRIMARY KEY, version INTEGER)',
  `CREATE TABLE FTS5MetaMessage (docid INTEGER PRIMARY KEY, type INT, subtype INT DEFAULT 0, entity_id INTEGER, aux_index TEXT, timestamp INTEGER,
    status INT DEFAULT 0, talker TEXT)`,
  'CREATE TABLE FTS5IndexMessage_content (id INTEGER PRIMARY KEY, c0)',
  'CREATE TABLE FTS5IndexMessage_data (id INTEGER PRIMARY KEY, block BLOB)',
];

/** The search index of an account, filled beside its messages. */
export class IndexFiller {
  readonly #db: Database.Database;
  readonly #story: Story;
  readonly #target: FixtureTarget;

  constructor(db: Database.Database, story: Story, target: FixtureTarget) {
    this.#db = db;
    db.pragma('journal_mode = OFF');
    for (const statement of SCHEMA) db.exec(statement);
    db.exec('BEGIN');
    db.prepare('INSERT INTO FTS5IndexVersion VALUES (-105, 3)').run();
    this.#story = story;
    this.#target = target;
  }

  add(post: Post, talker: string, time: number, row: number): void {
    const words = indexedWords(post);
    if (words === null) return;
    const docid = Number(this.#db.prepare('INSERT INTO FTS5IndexMessage_content (c0) VALUES (?)').run(words).lastInsertRowid); // prettier-ignore
    this.#db.prepare('INSERT INTO FTS5MetaMessage (docid, type, subtype, entity_id, aux_index, timestamp, status, talker) VALUES (?, 65536, 41, ?, ?, ?, 0, ?)').run(docid, row, talker, time, identifierOf(post.sender ?? '')); // prettier-ignore
  }

  /** What is gone comes last. */
  end(): void {
    let row = 90_000;
    for (const { post, thread } of deletedTexts(this.#story, this.#target)) {
      const skew = post.sender === this.#target.device.owner ? this.#target.device.clockSkewMs : 0;
      this.add(post, talkerOf(thread, this.#target.device), post.sentMs + skew, (row += 1));
    }
    this.#db.exec('COMMIT');
    this.#db.close();
  }
}

/** An index in a file of its own. */
export function indexAt(path: string, story: Story, target: FixtureTarget): IndexFiller {
  return new IndexFiller(new Database(path), story, target);
}
