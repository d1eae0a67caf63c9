import type { EvidenceDb } from '../../sqlite/evidence-db.ts';
import type { Run } from '../parser.ts';
import type { Books } from '../wechat/books.ts';
import type { MessageMaker } from '../wechat/message-maker.ts';
import type { NameHashes } from '../wechat/name-hashes.ts';
import type { Role } from './roles.ts';

/** One database of an account. */
export interface Shard {
  readonly role: Role;
  /** Tells it from the others of the account, for keys: the name of its file. */
  readonly name: string;
  readonly db: EvidenceDb;
}

/** What the readers of one account share. */
export interface IosAccount {
  readonly run: Run;
  readonly shards: readonly Shard[];
  readonly books: Books;
  readonly maker: MessageMaker;
  readonly hashes: NameHashes;
  /** False where a store of messages of the account cannot be read: what is not among those read may lie in it. */
  readonly isWhole: boolean;
}
