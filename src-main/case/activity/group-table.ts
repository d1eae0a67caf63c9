import { sql, type CaseDb } from '../../sqlite/index.ts';
import { keptBy } from '../search/kept-by.ts';

/** What the items of one facet share. */
export interface Facet {
  readonly id: number;
  readonly source: number;
  readonly class: 'message' | 'event';
  readonly type: string;
  readonly direction: string;
  readonly state: 'live' | 'marked-deleted' | 'recovered';
  readonly logState: string;
}

/** What the items of each group share, in columns by `activity_sender.id`, and their sum: 32 bytes a group. */
interface GroupTable {
  /** Of each column: one more than the last group. */
  readonly size: number;
  /** 0: in none. */
  readonly conversations: Uint32Array;
  /** 0: not stored. */
  readonly senders: Uint32Array;
  /** 0: there is no such group. */
  readonly facets: Uint32Array;
  readonly items: Uint32Array;
  /** Of dated items; Infinity and -Infinity where there is none. */
  readonly firstMs: Float64Array;
  readonly lastMs: Float64Array;
  readonly facetOf: ReadonlyMap<number, Facet>;
}

const keep = keptBy<GroupTable>({ entries: 1, bytes: 64 * 1024 * 1024, sizeOf: ({ size }) => 32 * size });

/** Every group of the case, read once until the case changes. */
export function groupTable(db: CaseDb): GroupTable {
  return keep(db, 'groups', () => readGroups(db));
}

type Row = readonly [
  id: number,
  conversation: number,
  sender: number,
  facet: number,
  items: number,
  firstMs: number | null,
  lastMs: number | null,
];

function readGroups(db: CaseDb): GroupTable {
  const rows = db
    .prepare<Row>('SELECT id, conversation, sender, facet, items, first_ms, last_ms FROM activity_sender ORDER BY id', {
      shape: 'array',
    })
    .all();
  const size = (rows.at(-1)?.[0] ?? 0) + 1;
  const table = {
    size,
    conversations: new Uint32Array(size),
    senders: new Uint32Array(size),
    facets: new Uint32Array(size),
    items: new Uint32Array(size),
    firstMs: new Float64Array(size).fill(Infinity),
    lastMs: new Float64Array(size).fill(-Infinity),
  };
  for (const [id, conversation, sender, facet, items, firstMs, lastMs] of rows) {
    table.conversations[id] = conversation;
    table.senders[id] = sender;
    table.facets[id] = facet;
    table.items[id] = items;
    table.firstMs[id] = firstMs ?? Infinity;
    table.lastMs[id] = lastMs ?? -Infinity;
  }
  const facets = db.all<Facet>(sql`SELECT id, source, class, type, direction, state, log_state AS logState FROM facet`);
  return { ...table, facetOf: new Map(facets.map((facet) => [facet.id, facet])) };
}
