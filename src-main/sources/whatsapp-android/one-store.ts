import type { EvidenceFile, EvidenceTree } from '../../evidence/tree.ts';
import type { Issue } from '../../model/index.ts';
import { storeIssue } from '../store-issues.ts';
import { privatePlaceOf } from './place.ts';

/** Stores without those that are another view of one: Android shows an app's folder under several paths. */
export interface DistinctStores<Store> {
  readonly kept: readonly Store[];
  /** What is to be said of a kept store, by the path of its file. */
  readonly issues: ReadonlyMap<string, readonly Issue[]>;
}

/**
 * Keeps one of the stores that lie at paths of one file (`/data/data`, `/data/user/0`, `/data_mirror`) with the same bytes and the same
 * log: that of the plainest path. With other bytes each is a store of its own.
 */
export async function distinctStores<Store extends { readonly file: EvidenceFile }>(
  tree: EvidenceTree,
  stores: readonly Store[],
): Promise<DistinctStores<Store>> {
  const views = new Map<string, { readonly store: Store; readonly rank: number }[]>();
  for (const store of stores) {
    const place = privatePlaceOf(store.file.path);
    const log = await tree.logOf(store.file);
    const key = place === null ? store.file.path : JSON.stringify([place.same, store.file.sha256, log?.sha256 ?? '']);
    const known = views.get(key) ?? [];
    known.push({ store, rank: place?.rank ?? 0 });
    views.set(key, known);
  }
  const kept = new Set<Store>();
  const issues = new Map<string, readonly Issue[]>();
  for (const same of views.values()) {
    const [first, ...others] = same.toSorted((one, other) => one.rank - other.rank);
    if (first === undefined) continue;
    kept.add(first.store);
    if (others.length > 0)
      issues.set(
        first.store.file.path,
        others.map(({ store }) => secondView(store.file.path)),
      );
  }
  return { kept: stores.filter((store) => kept.has(store)), issues };
}

function secondView(path: string): Issue {
  const detail =
    'The exhibit shows the same store under this path too, with the same bytes: Android gives an app folder several paths. It is read once.';
  return storeIssue('note', 'duplicate-row', path, detail);
}
