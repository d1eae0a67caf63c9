import { sql, type CaseDb } from '../../sqlite/index.ts';
import { keptBy } from '../search/kept-by.ts';
import type { Steps } from '../steps.ts';
import { decodeBlock, type ActivityBlock, type StoredBlock } from './activity-block.ts';

/** Of blocks kept on each connection: ten million items. What lies beyond is read anew each time. */
const MOST_BYTES = 160 * 1024 * 1024;

/** Where a block lies, without its columns. */
export interface BlockHead {
  readonly id: number;
  readonly source: number;
  readonly firstMs: number;
  readonly lastMs: number;
  readonly items: number;
}

interface KeptBlocks {
  readonly heads: readonly BlockHead[];
  readonly columns: Map<number, ActivityBlock>;
  bytes: number;
}

const keep = keptBy<KeptBlocks>({ entries: 1, bytes: MOST_BYTES, sizeOf: ({ bytes }) => bytes });

function keptBlocks(db: CaseDb): KeptBlocks {
  return keep(db, 'blocks', () => ({
    heads: db.all<BlockHead>(sql`SELECT id, source, first_ms AS firstMs, last_ms AS lastMs, items
      FROM activity_block ORDER BY source, id`),
    columns: new Map(),
    bytes: 0,
  }));
}

/** The blocks of the case, one source after the other, each in order of time; and a way to their columns. */
export function activityBlocks(db: CaseDb): {
  readonly heads: readonly BlockHead[];
  /** Null when the block was cleared since the heads were read. */
  readonly read: (head: BlockHead) => ActivityBlock | null;
} {
  const kept = keptBlocks(db);
  const stored = db.prepare<StoredBlock>('SELECT times, groups, ids FROM activity_block WHERE id = ?');
  return {
    heads: kept.heads,
    read({ id }) {
      const known = kept.columns.get(id);
      if (known !== undefined) return known;
      const found = stored.get(id);
      if (found === null) return null;
      const block = decodeBlock(found);
      const bytes = block.times.byteLength + block.groups.byteLength + block.ids.byteLength;
      if (kept.bytes + bytes <= MOST_BYTES) {
        kept.columns.set(id, block);
        kept.bytes += bytes;
      }
      return block;
    },
  };
}

/** Reads the blocks ahead of the first question; those that are kept at all. */
export function* blocksAhead(db: CaseDb): Steps<void> {
  const { heads, read } = activityBlocks(db);
  for (const head of heads) {
    if (keptBlocks(db).bytes >= MOST_BYTES) return;
    read(head);
    yield;
  }
}
