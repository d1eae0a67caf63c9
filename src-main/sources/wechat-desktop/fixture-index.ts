import { join } from 'node:path';
import type { FixtureTarget, Post, Story } from '../../../fixtures/story.ts';
import { identifierOf, talkerOf } from '../wechat/fixture-content.ts';
import { deletedTexts, indexedWords } from '../wechat/fixture-deleted.ts';
import { MadeDatabase } from '../wechat/fixture-database.ts';

// Tables as public readers describe them: README.md, "Proof". The tables behind the virtual ones, which need the app's own tokenizer.
const STORAGE_INDEX: readonly string[] = [
  'CREATE TABLE message_fts_v4_0_content (id INTEGER PRIMARY KEY, c0, c1, c2, c3, c4, c5, c6)',
  'CREATE TABLE message_fts_v4_0_data (id INTEGER PRIMARY KEY, block BLOB)',
  'CREATE TABLE message_fts_v4_aux_0 (message_local_id INTEGER, sort_seq INTEGER, session_id INTEGER, PRIMARY KEY (session_id, message_local_id, sort_seq))',
  'CREATE TABLE message_fts_v4_range (session_id INTEGER, db_time_stamp INTEGER, start_local_id INTEGER, end_local_id INTEGER)',
  'CREATE TABLE message_fts_v4_session_delete_info (session_id INTEGER, start_local_id INTEGER, end_local_id INTEGER, db_time_stamp INTEGER)',
  'CREATE TABLE name2id (username TEXT PRIMARY KEY)',
];

const MULTI_INDEX: readonly string[] = [
  'CREATE TABLE FTSChatMsg2_content (docid INTEGER PRIMARY KEY, c0content, c1entityId)',
  'CREATE TABLE FTSChatMsg2_segments (blockid INTEGER PRIMARY KEY, block BLOB)',
  'CREATE TABLE FTSChatMsg2_MetaData (docid INTEGER PRIMARY KEY, msgId INTEGER, entityId INTEGER, type INTEGER, subType INTEGER, tableType INTEGER, sortSequence INTEGER)',
  'CREATE TABLE NameToId (userName TEXT PRIMARY KEY)',
];

interface Row {
  readonly post: Post;
  readonly talker: string;
  readonly seconds: number;
  readonly row: number;
}

/** The search index of an account while its messages are written. */
export class IndexWriter implements Disposable {
  readonly #db: MadeDatabase;
  readonly #isStorage: boolean;
  readonly #story: Story;
  readonly #target: FixtureTarget;
  readonly #names = new Map<string, number>();

  constructor(folder: string, isStorage: boolean, story: Story, target: FixtureTarget) {
    this.#isStorage = isStorage;
    this.#db = new MadeDatabase(join(folder, isStorage ? 'message/message_fts.db' : 'Msg/Multi/FTSMSG0.db'), isStorage ? STORAGE_INDEX : MULTI_INDEX); // prettier-ignore
    this.#story = story;
    this.#target = target;
  }

  add({ post, talker, seconds, row }: Row): void {
    const words = indexedWords(post);
    if (words === null) return;
    const [session, sender] = [
      this.#nameOf(talker),
      this.#isStorage ? this.#nameOf(identifierOf(post.sender ?? '')) : 0,
    ];
    const order = seconds * 1000 + 1;
    if (this.#isStorage) {
      this.#db.insert('message_fts_v4_0_content', { c0: words, c1: row, c2: order, c3: 1, c4: session, c5: sender, c6: seconds }); // prettier-ignore
      this.#db.insert('message_fts_v4_aux_0', { message_local_id: row, sort_seq: order, session_id: session });
      return;
    }
    const docid = this.#db.insert('FTSChatMsg2_content', { c0content: words, c1entityId: session });
    this.#db.insert('FTSChatMsg2_MetaData', { docid, msgId: row, entityId: session, type: 1, subType: 0, tableType: 1, sortSequence: order }); // prettier-ignore
  }

  #nameOf(name: string): number {
    let number = this.#names.get(name);
    if (number === undefined) this.#names.set(name, (number = this.#db.insert(this.#isStorage ? 'name2id' : 'NameToId', this.#isStorage ? { username: name } : { userName: name }))); // prettier-ignore
    return number;
  }

  /** What is gone comes last. */
  [Symbol.dispose](): void {
    let row = 90_000;
    for (const { post, thread } of deletedTexts(this.#story, this.#target)) {
      const skew = post.sender === this.#target.device.owner ? this.#target.device.clockSkewMs : 0;
      this.add({ post, talker: talkerOf(thread, this.#target.device), seconds: Math.floor((post.sentMs + skew) / 1000), row: (row += 1) }); // prettier-ignore
    }
    this.#db[Symbol.dispose]();
  }
}
