import Database from 'better-sqlite3';
import type { Media, Post } from '../../../fixtures/story.ts';

/** As public code quotes how the app makes it: README.md, "Proof". */
export const FILE_INDEX = 'CREATE TABLE WxFileIndex3 (msgId LONG, username TEXT, msgType INTEGER, msgSubType INTEGER, path TEXT, size LONG, msgtime LONG, hash BLOB, diskSpace LONG, linkUUID BLOB)'; // prettier-ignore

interface Listed {
  readonly post: Post;
  readonly media: Media;
  readonly talker: string;
  readonly row: number;
  readonly type: number;
  /** Below the account's folder, or below the one that accounts share. */
  readonly path: string;
}

/** The app's index of files, filled beside the messages. */
export class FileIndexFiller {
  readonly #db: Database.Database;
  #last: Listed | null = null;

  constructor(path: string) {
    this.#db = new Database(path);
    this.#db.pragma('journal_mode = OFF');
    this.#db.exec(FILE_INDEX);
  }

  add(one: Listed): void {
    const { post, media, talker, row, type, path } = one;
    this.#last = one;
    const size = media.content().length;
    this.#db.prepare('INSERT INTO WxFileIndex3 (msgId, username, msgType, msgSubType, path, size, msgtime, hash, diskSpace, linkUUID) VALUES (?, ?, ?, 20, ?, ?, ?, ?, ?, ?)').run(row, talker, type, `wcf://${path}`, size, post.sentMs, Buffer.alloc(16, row), size + 17, Buffer.alloc(16, 0x17)); // prettier-ignore
  }

  /** A picture whose message is gone comes last. */
  end(): void {
    if (this.#last !== null)
      this.add({ ...this.#last, post: { ...this.#last.post, sentMs: this.#last.post.sentMs + 9000 }, row: 91_000, type: 3 }); // prettier-ignore
    this.#db.close();
  }
}
