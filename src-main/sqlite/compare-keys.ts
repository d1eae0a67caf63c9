import { createHash } from 'node:crypto';
import { overflowChain, payloadCell, readPayload, walkTree, type Cell, type TreePage } from './btree.ts';
import type { KeyDifference } from './evidence-db.ts';
import { PageSet } from './page-set.ts';
import type { PageSource } from './page-source.ts';
import { decodeRecord } from './record.ts';
import { writeRowKey } from './row-key.ts';

/** Rows on pages that differ which are compared; in a table rewritten as a whole there may be any number. */
const MOST_ROWS = 200_000;

/** One state of a table WITHOUT ROWID; null where the state has no such table. */
export interface KeyedTree {
  readonly source: PageSource;
  readonly root: number;
}

/** Thrown where there is more to compare than is compared. */
class TooMany extends Error {}

/**
 * Compares a table WITHOUT ROWID in two states by the stored bytes of its rows. Rows lie in interior pages too; those on pages that both
 * states have alike are the same, but for overflow pages that were written in place: `doubtful` are those that may be.
 * Null where rows cannot all be compared.
 */
export function compareKeys(
  after: KeyedTree | null,
  before: KeyedTree | null,
  columns: number,
  differing: ReadonlySet<number>,
  doubtful: ReadonlySet<number>,
): KeyDifference | null {
  const [inAfter, inBefore] = [after, before].map((tree) => (tree === null ? null : pagesOf(tree)));
  if (inAfter?.damaged === true || inBefore?.damaged === true) return null;
  const isShared = (page: number): boolean => !differing.has(page) && inAfter?.pages.has(page) === true && inBefore?.pages.has(page) === true; // prettier-ignore
  try {
    const rows = [after, before].map((tree) => (tree === null ? new Map<string, string>() : rowsOf(tree, columns, (page) => !isShared(page)))); // prettier-ignore
    const [now = new Map<string, string>(), then = new Map<string, string>()] = rows;
    const found = { onlyWith: [] as string[], onlyWithout: [] as string[], changed: [] as string[] };
    for (const [key, digest] of now) {
      const other = then.get(key);
      if (other === undefined) found.onlyWith.push(key);
      else if (other !== digest) found.changed.push(key);
    }
    for (const key of then.keys()) if (!now.has(key)) found.onlyWithout.push(key);
    if (after !== null && before !== null && doubtful.size > 0) found.changed.push(...rewritten(after, before, columns, isShared, doubtful)); // prettier-ignore
    return found;
  } catch (error) {
    if (error instanceof TooMany) return null;
    throw error;
  }
}

function pagesOf({ source, root }: KeyedTree): { readonly pages: PageSet; readonly damaged: boolean } {
  const pages = new PageSet(source.pageCount);
  const walk = { damaged: 0 };
  for (const { number } of walkTree(source, root, walk)) pages.add(number);
  return { pages, damaged: walk.damaged > 0 };
}

/** Keys of the rows on the pages that are asked for, with the digests of their records. */
function rowsOf({ source, root }: KeyedTree, columns: number, isAsked: (page: number) => boolean): Map<string, string> {
  const rows = new Map<string, string>();
  for (const page of walkTree(source, root, { damaged: 0 })) {
    if (!isAsked(page.number)) continue;
    for (const cell of cellsOf(source, page)) {
      const payload = readPayload(source, cell);
      const key = payload === null ? null : keyOf(source, payload, columns);
      if (payload === null || key === null || rows.size >= MOST_ROWS) throw new TooMany();
      rows.set(key, createHash('sha256').update(payload).digest('base64'));
    }
  }
  return rows;
}

/** Rows on pages that are alike, of which an overflow page is not. */
function rewritten(
  after: KeyedTree,
  before: KeyedTree,
  columns: number,
  isShared: (page: number) => boolean,
  doubtful: ReadonlySet<number>,
): readonly string[] {
  const found: string[] = [];
  for (const page of walkTree(after.source, after.root, { damaged: 0 })) {
    if (!isShared(page.number)) continue;
    for (const cell of cellsOf(after.source, page)) {
      if (cell.overflow === 0) continue;
      const chains = [after, before].map(({ source }) => overflowChain(source, cell));
      if (chains.every((chain) => chain !== null && !chain.some((part) => doubtful.has(part.page)))) continue;
      const [now, then] = [after, before].map(({ source }) => readPayload(source, cell));
      if (now === null || now === undefined || then === null || then === undefined) throw new TooMany();
      const key = now.equals(then) ? null : keyOf(after.source, now, columns);
      if (key !== null) found.push(key);
    }
  }
  return found;
}

function* cellsOf(source: PageSource, page: TreePage): Generator<Cell> {
  for (let index = 0; index < page.cells; index += 1) {
    const cell = payloadCell(source, page, index);
    if (cell === null) throw new TooMany();
    yield cell;
  }
}

function keyOf(source: PageSource, payload: Buffer, columns: number): string | null {
  const record = decodeRecord(payload, source.header.encoding, columns);
  return record === null || record.values.length < columns
    ? null
    : writeRowKey(record.values.map(({ value }) => value));
}
