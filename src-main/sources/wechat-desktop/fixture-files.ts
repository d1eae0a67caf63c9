import { join } from 'node:path';
import type { Media, Post } from '../../../fixtures/story.ts';
import { identifierOf, md5, serverNumber } from '../wechat/fixture-content.ts';
import { MadeDatabase } from '../wechat/fixture-database.ts';
import { field } from '../wechat/fixture-protobuf.ts';

// Tables as public readers describe them: README.md, "Proof".
const HARDLINK_COLUMNS = 'md5_hash INTEGER, md5 TEXT, type INTEGER, file_name TEXT, file_size INTEGER, modify_time INTEGER, dir1 INTEGER, dir2 INTEGER, extra_buffer BLOB'; // prettier-ignore

export const HARDLINKS: readonly string[] = [
  'CREATE TABLE dir2id (username TEXT PRIMARY KEY)',
  ...['image', 'video', 'file'].map((kind) => `CREATE TABLE ${kind}_hardlink_info_v4 (${HARDLINK_COLUMNS})`),
  'CREATE TABLE file_checkpoint_v4 (month_id INTEGER PRIMARY KEY)',
];

export const RESOURCES: readonly string[] = [
  'CREATE TABLE ChatName2Id (user_name TEXT PRIMARY KEY, update_time INTEGER)',
  'CREATE TABLE SenderName2Id (user_name TEXT PRIMARY KEY, update_time INTEGER)',
  `CREATE TABLE MessageResourceInfo (message_id INTEGER PRIMARY KEY, chat_id INTEGER, sender_id INTEGER, message_local_type INTEGER, message_create_time INTEGER,
    message_local_id INTEGER, message_svr_id INTEGER, message_origin_source INTEGER, packed_info BLOB)`,
  `CREATE TABLE MessageResourceDetail (resource_id INTEGER PRIMARY KEY, message_id INTEGER, type INTEGER, size INTEGER, create_time INTEGER, access_time INTEGER,
    status INTEGER, data_index TEXT, packed_info BLOB)`,
];

export const multiHardlinks = (kind: 'Image' | 'Video' | 'File'): readonly string[] => [
  `CREATE TABLE HardLink${kind}Attribute (Md5Hash INTEGER, Md5 BLOB, FileName TEXT, DirID1 INTEGER, DirID2 INTEGER, ModifyTime INTEGER, Md5Checked INTEGER)`,
  `CREATE TABLE HardLink${kind}ID (DirId INTEGER PRIMARY KEY, Dir TEXT)`,
];

/** A file of a message. */
export interface Listed {
  readonly post: Post;
  readonly media: Media;
  readonly talker: string;
  readonly seconds: number;
  /** The number of the message in its conversation. */
  readonly row: number;
  /** What the file is called on disk. */
  readonly name: string;
}

const MONTH = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(0, 7);

/** The indexes of files and of media of an account of version 4, while its messages are written. */
export class FilesWriter implements Disposable {
  readonly #links: MadeDatabase;
  readonly #resources: MadeDatabase;
  readonly #numbers = new Map<string, number>();
  #last: Listed | null = null;

  constructor(databases: string) {
    this.#links = new MadeDatabase(join(databases, 'hardlink/hardlink.db'), HARDLINKS);
    this.#resources = new MadeDatabase(join(databases, 'message/message_resource.db'), RESOURCES);
  }

  add(one: Listed): void {
    const { media, talker, seconds, name } = one;
    const kind = media.type === 'image' ? 'image' : media.type === 'video' ? 'video' : 'file';
    const [dir1, dir2] = kind === 'image' ? [md5(talker), MONTH(seconds)] : [MONTH(seconds), ''];
    this.#links.insert(`${kind}_hardlink_info_v4`, { md5_hash: 17, md5: md5(media.content()), type: 1, file_name: name, file_size: media.content().length, modify_time: seconds, dir1: this.#numberOf(this.#links, 'dir2id', dir1), dir2: dir2 === '' ? 0 : this.#numberOf(this.#links, 'dir2id', dir2) }); // prettier-ignore
    if (kind !== 'image') return;
    this.#resource(one, md5(media.content()), serverNumber(one.post.serverId));
    this.#last = one;
  }

  #resource({ post, talker, seconds, row, media }: Listed, hash: string, server: bigint): void {
    const message = this.#resources.insert('MessageResourceInfo', { chat_id: this.#numberOf(this.#resources, 'ChatName2Id', talker), sender_id: this.#numberOf(this.#resources, 'SenderName2Id', identifierOf(post.sender ?? '')), message_local_type: 3, message_create_time: seconds, message_local_id: row, message_svr_id: server, packed_info: field(2, field(1, hash)) }); // prettier-ignore
    this.#resources.insert('MessageResourceDetail', { message_id: message, type: 65_537, size: media.content().length, create_time: seconds, access_time: seconds + 60, status: 2, data_index: '1' }); // prettier-ignore
  }

  #numberOf(db: MadeDatabase, table: string, name: string): number {
    const key = `${table} ${name}`;
    const number =
      this.#numbers.get(key) ?? db.insert(table, { [table === 'dir2id' ? 'username' : 'user_name']: name });
    this.#numbers.set(key, number);
    return number;
  }

  /** A picture whose message is gone comes last, in both. */
  [Symbol.dispose](): void {
    if (this.#last !== null) {
      const gone = { ...this.#last, seconds: this.#last.seconds + 9, row: 91_000 };
      const hash = md5('a picture whose message is gone');
      this.#resource(gone, hash, 9_007_199_254_740_993n);
      this.#links.insert('file_hardlink_info_v4', { md5_hash: 18, md5: hash, type: 2, file_name: 'gone.pdf', file_size: 17_017, modify_time: gone.seconds, dir1: this.#numberOf(this.#links, 'dir2id', MONTH(gone.seconds)), dir2: 0 }); // prettier-ignore
      this.#links.insert('image_hardlink_info_v4', { md5_hash: 19, md5: md5('another'), type: 3, file_name: `${md5('another')}.dat`, file_size: 17_018, modify_time: gone.seconds, dir1: this.#numberOf(this.#links, 'dir2id', md5(gone.talker)), dir2: this.#numberOf(this.#links, 'dir2id', MONTH(gone.seconds)) }); // prettier-ignore
    }
    this.#links[Symbol.dispose]();
    this.#resources[Symbol.dispose]();
  }
}

/** The same of version 3, for pictures. */
export class MultiFilesWriter implements Disposable {
  readonly #links: MadeDatabase;
  readonly #numbers = new Map<string, number>();
  #last: { readonly talker: string; readonly seconds: number } | null = null;

  constructor(account: string) {
    this.#links = new MadeDatabase(join(account, 'Msg/HardLinkImage.db'), multiHardlinks('Image'));
  }

  add(hash: string, name: string, talker: string, seconds: number): void {
    this.#last = { talker, seconds };
    this.#links.insert('HardLinkImageAttribute', { Md5Hash: 17, Md5: Buffer.from(hash, 'hex'), FileName: name, DirID1: this.#numberOf(md5(talker)), DirID2: this.#numberOf(MONTH(seconds)), ModifyTime: seconds, Md5Checked: 0 }); // prettier-ignore
  }

  #numberOf(folder: string): number {
    const number = this.#numbers.get(folder) ?? this.#links.insert('HardLinkImageID', { Dir: folder });
    this.#numbers.set(folder, number);
    return number;
  }

  [Symbol.dispose](): void {
    if (this.#last !== null) this.add(md5('a picture whose message is gone'), 'gone.dat', this.#last.talker, this.#last.seconds + 9); // prettier-ignore
    this.#links[Symbol.dispose]();
  }
}
