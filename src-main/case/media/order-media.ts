import type { CaseDb } from '../../sqlite/index.ts';
import type { FoundMedia, MediaRequest } from './media-request.ts';
import type { MediaTable } from './media-table.ts';

type Order = NonNullable<MediaRequest['sort']>;

/** The rows in an order; equals stay in that of time, and what is not known comes last both ways. */
export function orderMedia(
  db: CaseDb,
  table: MediaTable,
  found: FoundMedia,
  order: Order,
  descending: boolean,
): Uint32Array {
  // prettier-ignore
  const { rows, groups } = found;
  if (order === 'time') return Uint32Array.from(descending ? rows.toReversed() : rows);
  const rankOf = ranker(db, table, order);
  const ranks = Float64Array.from(rows, (row, at) => rankOf(row, groups[at] ?? 0));
  const highest = ranks.reduce((most, rank) => (rank > most ? rank : most), 0);
  // Rank and place in one exact number, which sorts many times faster than a comparison function: 2^35 ranks of 2^18 rows.
  const width = 2 ** Math.ceil(Math.log2(rows.length + 1));
  const most = Math.floor(Number.MAX_SAFE_INTEGER / width) - 1;
  const keys = ranks.map((rank, at) => {
    const key = Number.isNaN(rank) ? highest + 1 : descending ? highest - rank : rank;
    return Math.min(key, most) * width + at;
  });
  keys.sort();
  return Uint32Array.from(keys, (key) => rows[key % width] ?? 0);
}

/** The number by which an attachment is ordered; NaN where it is not known. */
function ranker(db: CaseDb, table: MediaTable, order: Exclude<Order, 'time'>): (row: number, group: number) => number {
  const numbers = (text: string): readonly number[] => db.prepare<number>(text, { shape: 'value' }).all();
  switch (order) {
    case 'size':
      return (row) => (table.sizes[row] === -1 ? NaN : (table.sizes[row] ?? NaN));
    case 'kind':
      return (row) => table.types[row] ?? NaN;
    case 'sender':
      return byGroup(db, 'sender', numbers('SELECT id FROM account ORDER BY name COLLATE NOCASE, id'));
    case 'conversation':
      return byGroup(db, 'conversation', numbers('SELECT id FROM conversation ORDER BY title COLLATE NOCASE, id'));
    case 'hash': {
      const files = numbers('SELECT id FROM file WHERE id IN (SELECT content FROM attachment) ORDER BY sha256, id');
      const ranks = new Map(files.map((file, rank) => [file, rank]));
      return (row) => ranks.get(table.contents[row] ?? 0) ?? NaN;
    }
  }
}

function byGroup(
  db: CaseDb,
  column: 'sender' | 'conversation',
  order: readonly number[],
): (row: number, group: number) => number {
  // prettier-ignore
  const ranks = new Map(order.map((id, rank) => [id, rank]));
  const groups = db.prepare<[number, number]>(`SELECT id, ${column} FROM activity_sender`, { shape: 'array' }).all();
  const rankOf = new Map(groups.map(([group, id]) => [group, ranks.get(id) ?? NaN]));
  return (_row, group) => rankOf.get(group) ?? NaN;
}
