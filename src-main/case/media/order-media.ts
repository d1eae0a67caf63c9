import type { CaseDb } from '../../sqlite/index.ts';
import { groupTable } from '../activity/group-table.ts';
import { keptBy } from '../search/kept-by.ts';
import type { MediaRequest } from './media-request.ts';
import type { MediaTable } from './media-table.ts';

type Order = NonNullable<MediaRequest['sort']>;

/** Found rows in an order; equals stay as they were found, by time, and what is not known comes last both ways. */
export function orderMedia(
  db: CaseDb,
  table: MediaTable,
  found: Uint32Array,
  order: Order,
  descending: boolean,
): Uint32Array {
  if (order === 'time') return descending ? found.toReversed() : found;
  const { of, known } = keep(db, order, () => rank(db, table, order));
  const places = found.map((row) => {
    const rank = of[row] ?? known;
    return descending && rank < known ? known - 1 - rank : rank;
  });
  return gather(found, places, known + 1);
}

/** The rank of each row of the table, from 0; `known` where what it is ordered by is not known. */
interface Ranks {
  readonly of: Uint32Array;
  readonly known: number;
}

/** 4 bytes an attachment; further lists in the order cost no sorting. */
const keep = keptBy<Ranks>({ entries: 5, bytes: 64 * 1024 * 1024, sizeOf: ({ of }) => of.byteLength });

function rank(db: CaseDb, table: MediaTable, order: Exclude<Order, 'time'>): Ranks {
  const numbers = (text: string): readonly number[] => db.prepare<number>(text, { shape: 'value' }).all();
  const { groups } = table.messages;
  switch (order) {
    case 'size': {
      const sizes = new Set(table.sizes);
      sizes.delete(-1);
      return rankIn([...sizes].sort((a, b) => a - b), table.sizes); // prettier-ignore
    }
    case 'kind':
      return { of: Uint32Array.from(table.types), known: table.typeNames.length };
    case 'sender': {
      const { senders } = groupTable(db);
      return rankIn(numbers('SELECT id FROM account ORDER BY name COLLATE NOCASE, id'), groups.map((group) => senders[group] ?? 0)); // prettier-ignore
    }
    case 'conversation': {
      const { conversations } = groupTable(db);
      return rankIn(numbers('SELECT id FROM conversation ORDER BY title COLLATE NOCASE, id'), groups.map((group) => conversations[group] ?? 0)); // prettier-ignore
    }
    case 'hash':
      return rankIn(numbers('SELECT id FROM file WHERE id IN (SELECT content FROM attachment) ORDER BY sha256, id'), table.contents); // prettier-ignore
  }
}

/** The place of each value among those in order. */
function rankIn(order: readonly number[], values: Uint32Array | Float64Array): Ranks {
  const rankOf = new Map(order.map((value, rank) => [value, rank]));
  return { of: Uint32Array.from(values, (value) => rankOf.get(value) ?? order.length), known: order.length };
}

/** The rows by their places, which are below `most`; those of one place as they came. */
function gather(rows: Uint32Array, places: Uint32Array, most: number): Uint32Array {
  const next = new Uint32Array(most + 1);
  for (const place of places) next[place + 1] = (next[place + 1] ?? 0) + 1;
  for (let place = 1; place <= most; place += 1) next[place] = (next[place] ?? 0) + (next[place - 1] ?? 0);
  const sorted = new Uint32Array(rows.length);
  rows.forEach((row, at) => {
    const place = places[at] ?? 0;
    sorted[next[place] ?? 0] = row;
    next[place] = (next[place] ?? 0) + 1;
  });
  return sorted;
}
