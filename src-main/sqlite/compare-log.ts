import { overflowChain, payloadCell, TABLE_LEAF, treePage, type Cell } from './btree.ts';
import { compareKeys } from './compare-keys.ts';
import type { KeyDifference, LogDifference } from './evidence-db.ts';
import { EvidenceUnreadable } from './evidence-unreadable.ts';
import { freelistPages } from './freelist.ts';
import { PageSet } from './page-set.ts';
import { PageSource } from './page-source.ts';
import { readSchema, type SchemaEntry } from './schema.ts';
import { leafNumbers, type LeafWalk } from './tree-leaves.ts';
import type { WorkingCopy } from './working-copy.ts';

/**
 * What the log changes, by table and rowid, in ascending order; tables without a difference are left out. Only pages
 * whose content differs are read, and interior pages; rows are compared by their stored bytes, so that a row which
 * merely moved to another page is not a difference. Throws `EvidenceUnreadable` when the database with its log is not one.
 */
export function compareLog(copy: WorkingCopy): readonly LogDifference[] {
  if (copy.log === null) return [];
  const after = new PageSource(copy, 'with-log');
  let before: PageSource | null = null;
  try {
    if (after.logged.size === 0) return [];
    before = openMain(copy);
    return new Comparison(after, before).differences();
  } finally {
    after.close();
    before?.close();
  }
}

/** Null when the main file alone is no database: everything is in the log. */
function openMain(copy: WorkingCopy): PageSource | null {
  try {
    return new PageSource(copy, 'without-log');
  } catch (error) {
    if (error instanceof EvidenceUnreadable && error.code !== 'file-unreadable') return null;
    throw error;
  }
}

interface Finding {
  readonly table: string;
  readonly onlyWith: bigint[];
  readonly onlyWithout: bigint[];
  changed: bigint[];
  keys?: KeyDifference;
  incomplete: 'without-rowid' | 'damaged' | null;
}

/** A table WITHOUT ROWID in the state that is compared. */
function isKeyed({ after, before }: Pair): boolean {
  return (after?.declared ?? before?.declared ?? null)?.withoutRowid === true;
}

/** One table's trees in both states; null where the state has no such table. */
interface Pair {
  readonly name: string;
  readonly after: SchemaEntry | null;
  readonly before: SchemaEntry | null;
}

class Comparison {
  readonly #after: PageSource;
  readonly #before: PageSource | null;
  readonly #differing = new Set<number>();
  /** Differing pages that belong to a tree or the freelist in one of the states. */
  readonly #explained = new Set<number>();

  constructor(after: PageSource, before: PageSource | null) {
    this.#after = after;
    this.#before = before;
    for (const page of after.logged.keys()) {
      const bytes = after.read(page);
      const earlier = before?.read(page) ?? null;
      if (bytes === null || earlier === null || !bytes.equals(earlier)) this.#differing.add(page);
    }
  }

  differences(): readonly LogDifference[] {
    const before = this.#before;
    if (before !== null && this.#differing.size === 0 && before.pageCount === this.#after.pageCount) return [];
    const pairs = this.#pairs();
    const findings = pairs.map((pair) => this.#compareTable(pair));
    const doubtful = this.#doubtfulPages();
    if (doubtful.size > 0 && before !== null) {
      pairs.forEach((pair, index) => {
        const finding = findings[index];
        if (finding !== undefined && !isKeyed(pair)) this.#compareChains(pair, before, doubtful, finding);
      });
    }
    pairs.forEach((pair, index) => {
      const finding = findings[index];
      if (finding !== undefined && isKeyed(pair)) this.#compareKeyed(pair, doubtful, finding);
    });
    return findings
      .filter(
        (finding) =>
          finding.onlyWith.length + finding.onlyWithout.length + finding.changed.length > 0 ||
          finding.keys !== undefined ||
          finding.incomplete !== null,
      )
      .map(({ incomplete, ...finding }) => (incomplete === null ? finding : { ...finding, incomplete }));
  }

  #pairs(): readonly Pair[] {
    const after = readSchema(this.#after);
    const before = this.#before === null ? [] : readSchema(this.#before);
    for (const entry of after) if (entry.type === 'index') this.#explainTree(this.#after, entry.rootPage);
    for (const entry of before)
      if (entry.type === 'index' && this.#before !== null) this.#explainTree(this.#before, entry.rootPage);
    const pairs = new Map<string, Pair>();
    for (const entry of after)
      if (entry.type === 'table') pairs.set(entry.name, { name: entry.name, after: entry, before: null });
    for (const entry of before) {
      if (entry.type === 'table')
        pairs.set(entry.name, { name: entry.name, after: pairs.get(entry.name)?.after ?? null, before: entry });
    }
    return [...pairs.values()];
  }

  #explainTree(source: PageSource, root: number): void {
    for (const _ of leafNumbers(source, root, this.#walk())) continue;
  }

  #walk(): LeafWalk {
    return {
      damaged: 0,
      onPage: (page) => {
        if (this.#differing.has(page)) this.#explained.add(page);
      },
    };
  }

  #compareTable(pair: Pair): Finding {
    const finding: Finding = { table: pair.name, onlyWith: [], onlyWithout: [], changed: [], incomplete: null };
    const walk = this.#walk();
    const inBefore = new PageSet(this.#before?.pageCount ?? 0);
    const inAfter = new PageSet(this.#after.pageCount);
    if (pair.before !== null && this.#before !== null) {
      for (const page of leafNumbers(this.#before, pair.before.rootPage, walk)) inBefore.add(page);
    }
    const leavesAfter: number[] = [];
    if (pair.after !== null) {
      for (const page of leafNumbers(this.#after, pair.after.rootPage, walk)) {
        inAfter.add(page);
        if (!inBefore.has(page) || this.#differing.has(page)) leavesAfter.push(page);
      }
    }
    const leavesBefore: number[] = [];
    if (pair.before !== null && this.#before !== null) {
      for (const page of leafNumbers(this.#before, pair.before.rootPage, walk)) {
        if (!inAfter.has(page) || this.#differing.has(page)) leavesBefore.push(page);
      }
    }
    // Rows of these lie in interior pages too, and are compared once overflow pages are told apart.
    if (isKeyed(pair)) return finding;
    if (leavesAfter.length + leavesBefore.length === 0) return finding;
    if (walk.damaged > 0) finding.incomplete = 'damaged';
    this.#merge(finding, leavesAfter, leavesBefore);
    return finding;
  }

  #compareKeyed({ after, before }: Pair, doubtful: ReadonlySet<number>, finding: Finding): void {
    const isOther = before !== null && after !== null && before.declared?.withoutRowid !== after.declared?.withoutRowid;
    const columns = (after?.declared ?? before?.declared)?.primaryKey.length ?? 0;
    const now = after === null ? null : { source: this.#after, root: after.rootPage };
    const then = before === null || this.#before === null ? null : { source: this.#before, root: before.rootPage };
    const keys = isOther || columns === 0 ? null : compareKeys(now, then, columns, this.#differing, doubtful);
    if (keys === null) finding.incomplete = 'without-rowid';
    else if (keys.onlyWith.length + keys.onlyWithout.length + keys.changed.length > 0) finding.keys = keys;
  }

  /** Walks the rows of both lists of leaves side by side in rowid order. */
  #merge(finding: Finding, leavesAfter: readonly number[], leavesBefore: readonly number[]): void {
    const damage = (): void => {
      finding.incomplete = 'damaged';
    };
    const after = rowsOf(this.#after, leavesAfter, damage);
    const before = this.#before === null ? [].values() : rowsOf(this.#before, leavesBefore, damage);
    let one = after.next();
    let other: IteratorResult<Cell, unknown> = before.next();
    while (one.done !== true || other.done !== true) {
      const here = one.done === true ? null : one.value.rowid;
      const there = other.done === true ? null : other.value.rowid;
      if (there === null || (here !== null && here < there)) {
        finding.onlyWith.push(BigInt(here ?? 0));
        one = after.next();
      } else if (here === null || there < here) {
        finding.onlyWithout.push(BigInt(there));
        other = before.next();
      } else {
        if (one.done !== true && other.done !== true && !this.#sameContent(one.value, other.value))
          finding.changed.push(BigInt(here));
        one = after.next();
        other = before.next();
      }
    }
  }

  #sameContent(after: Cell, before: Cell): boolean {
    if (this.#before === null || after.payloadSize !== before.payloadSize || after.localSize !== before.localSize)
      return false;
    const local = after.page.bytes.compare(
      before.page.bytes,
      before.payload,
      before.payload + before.localSize,
      after.payload,
      after.payload + after.localSize,
    );
    if (local !== 0) return false;
    const chain = overflowChain(this.#after, after);
    const earlier = overflowChain(this.#before, before);
    if (chain === null || earlier === null) return chain === earlier;
    for (const [index, { page, length }] of chain.entries()) {
      const there = earlier[index]?.page ?? 0;
      if (page === there && !this.#differing.has(page)) continue;
      const bytes = this.#after.read(page);
      const old = this.#before.read(there);
      if (bytes === null || old === null || bytes.compare(old, 4, 4 + length, 4, 4 + length) !== 0) return false;
    }
    return true;
  }

  /**
   * Differing pages that may be overflow pages in both states. SQLite can rewrite such a page in place while the leaf
   * that leads to it stays as it is; every other change of a row shows in a leaf.
   */
  #doubtfulPages(): ReadonlySet<number> {
    const before = this.#before;
    if (before === null) return new Set();
    for (const source of [this.#after, before]) {
      for (const { page } of freelistPages(source)) if (this.#differing.has(page)) this.#explained.add(page);
    }
    const perMap = Math.floor(before.usableSize / 5) + 1;
    const hasMaps = before.header.largestRootPage !== 0;
    return new Set(
      [...this.#differing].filter(
        (page) =>
          !this.#explained.has(page) &&
          page <= before.pageCount &&
          page <= this.#after.pageCount &&
          !(hasMaps && (page - 2) % perMap === 0),
      ),
    );
  }

  /** Reads the leaves that are the same in both states for rows whose overflow chain meets a doubtful page. */
  #compareChains(pair: Pair, before: PageSource, doubtful: ReadonlySet<number>, finding: Finding): void {
    if (pair.after === null || pair.before === null) return;
    const inBefore = new PageSet(before.pageCount);
    const walk = this.#walk();
    for (const page of leafNumbers(before, pair.before.rootPage, walk)) inBefore.add(page);
    const found: bigint[] = [];
    for (const number of leafNumbers(this.#after, pair.after.rootPage, walk)) {
      if (!inBefore.has(number) || this.#differing.has(number)) continue;
      for (const cell of rowsOf(this.#after, [number], () => undefined)) {
        if (cell.overflow === 0) continue;
        const touched = [this.#after, before].some(
          (source) => overflowChain(source, cell)?.some(({ page }) => doubtful.has(page)) ?? true,
        );
        if (touched && !this.#sameContent(cell, cell)) found.push(BigInt(cell.rowid));
      }
    }
    if (found.length > 0) finding.changed = [...finding.changed, ...found].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  }
}

/** Rows of the leaves in order; a leaf or cell that cannot be read, or a rowid out of order, is reported and left out. */
function* rowsOf(
  source: PageSource,
  leaves: readonly number[],
  onDamage: () => void,
): Generator<Cell & { readonly rowid: number | bigint }> {
  let last: number | bigint = -Infinity;
  for (const number of leaves) {
    const page = treePage(source, number);
    if (page?.kind !== TABLE_LEAF) {
      onDamage();
      continue;
    }
    for (let index = 0; index < page.cells; index += 1) {
      const cell = payloadCell(source, page, index);
      const rowid = cell?.rowid ?? null;
      if (cell === null || rowid === null || rowid <= last) {
        onDamage();
        continue;
      }
      last = rowid;
      yield { ...cell, rowid };
    }
  }
}
