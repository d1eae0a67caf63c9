import type { SealedContent } from '../../model/index.ts';
import type { EvidenceDb } from '../../sqlite/evidence-db.ts';
import type { Run } from '../parser.ts';
import { readErrorOf } from '../stored-table.ts';
import type { Books } from '../wechat/books.ts';
import type { MessageMaker } from '../wechat/message-maker.ts';
import { hashOf, type NameHashes } from '../wechat/name-hashes.ts';
import type { Role } from './roles.ts';

/** One database of an account. */
export interface Shard {
  readonly role: Role;
  /** Tells it from the others of the account, for keys: the name of its file. */
  readonly name: string;
  readonly db: EvidenceDb;
}

/** What the readers of one account share. */
export interface DesktopAccount {
  readonly run: Run;
  readonly shards: readonly Shard[];
  readonly books: Books;
  readonly maker: MessageMaker;
  readonly hashes: NameHashes;
  /** False where a store of messages of the account is shut: what is not among those read may lie in it. */
  readonly isWhole: boolean;
  /** How pictures are encrypted. */
  readonly images: SealedContent;
  /** Where pictures are listed that a key has opened. */
  readonly opened: readonly string[];
}

export function shardsOf({ shards }: DesktopAccount, role: Role): readonly Shard[] {
  return shards.filter((shard) => shard.role === role);
}

/** True where one of the columns holds the name; a table that cannot be read names nobody. */
export function namesSomebody(
  shards: readonly Shard[],
  columns: readonly (readonly [table: string, column: string])[],
  name: string,
): boolean {
  // prettier-ignore
  return shards.some(({ db }) =>
    columns.some(([table, column]) => {
      if (!db.has(table, column)) return false;
      try {
        return [...db.arrays(`SELECT 1 FROM "${table}" WHERE "${column}" = ? LIMIT 1`, name)].length > 0;
      } catch (error) {
        readErrorOf(error);
        return false;
      }
    }),
  );
}

/** The name among those of the columns whose MD5 this is; a table that cannot be read names nobody. */
export function nameWithHash(
  shards: readonly Shard[],
  columns: readonly (readonly [table: string, column: string])[],
  hash: string,
): string | null {
  // prettier-ignore
  for (const { db } of shards)
    for (const [table, column] of columns) {
      if (!db.has(table, column)) continue;
      try {
        for (const [name] of db.arrays(`SELECT "${column}" FROM "${table}"`))
          if (typeof name === 'string' && hashOf(name) === hash) return name;
      } catch (error) {
        readErrorOf(error);
      }
    }
  return null;
}
