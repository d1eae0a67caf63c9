import type { FixtureTarget, Post, Story } from '../../../fixtures/story.ts';
import { talkerOf } from '../wechat/fixture-content.ts';
import { MadeDatabase } from '../wechat/fixture-database.ts';
import { deletedTexts, indexedWords } from '../wechat/fixture-deleted.ts';

/** Tables as public readers name them (README.md, "Proof"); those behind the virtual one. */
const SCHEMA: readonly string[] = [
  'CREATE TABLE fts_username_id (UsrName TEXT PRIMARY KEY, usernameid INTEGER)',
  'CREATE TABLE fts_message_table_1_content (docid INTEGER PRIMARY KEY, c0usernameid, c1MesLocalID, c2CreateTime, c3Message)',
  'CREATE TABLE fts_message_table_1_segments (blockid INTEGER PRIMARY KEY, block BLOB)',
];

/** The search index of an account while its messages are written. */
export class IndexWriter implements Disposable {
  readonly #db: MadeDatabase;
  readonly #story: Story;
  readonly #target: FixtureTarget;
  readonly #names = new Map<string, number>();

  constructor(path: string, story: Story, target: FixtureTarget) {
    this.#db = new MadeDatabase(path, SCHEMA);
    this.#story = story;
    this.#target = target;
  }

  add(post: Post, talker: string, seconds: number, row: number): void {
    const words = indexedWords(post);
    if (words === null) return;
    this.#db.insert('fts_message_table_1_content', { c0usernameid: this.#nameOf(talker), c1MesLocalID: row, c2CreateTime: seconds, c3Message: words }); // prettier-ignore
  }

  #nameOf(name: string): number {
    let number = this.#names.get(name);
    if (number === undefined) {
      number = 17 + this.#names.size;
      this.#names.set(name, number);
      this.#db.insert('fts_username_id', { UsrName: name, usernameid: number });
    }
    return number;
  }

  /** What is gone comes last. */
  [Symbol.dispose](): void {
    let row = 90_000;
    for (const { post, thread } of deletedTexts(this.#story, this.#target)) {
      const skew = post.sender === this.#target.device.owner ? this.#target.device.clockSkewMs : 0;
      this.add(post, talkerOf(thread, this.#target.device), Math.floor((post.sentMs + skew) / 1000), (row += 1));
    }
    this.#db[Symbol.dispose]();
  }
}
