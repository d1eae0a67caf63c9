/** Gives every entry of an archive a path of its own, and tells names that some file systems hold for the same. */
export class DistinctPaths {
  readonly #taken = new Set<string>();
  readonly #folded = new Set<string>();
  /** The number that a next entry of a name is tried with: those before it are taken. */
  readonly #next = new Map<string, number>();

  /**
   * Returns the path under which to list the entry. A second entry `a/b.db` becomes `a/b~2.db`, and its log `a/b.db-wal`
   * `a/b~2.db-wal`, so that the two still belong together. `same`: how it is like an earlier one.
   */
  take(path: string): { readonly path: string; readonly same: 'exactly' | 'but-for-case' | null } {
    const lower = path.toLowerCase();
    // The same string object, where it is the same text: half the memory for a million names.
    const folded = lower === path ? path : lower;
    if (!this.#taken.has(path)) {
      const same = this.#folded.has(folded) ? 'but-for-case' : null;
      this.#taken.add(path);
      this.#folded.add(folded);
      return { path, same };
    }
    const nameAt = path.lastIndexOf('/') + 1;
    const dot = path.indexOf('.', nameAt + 1);
    const cut = dot === -1 ? path.length : path.lastIndexOf('.') > nameAt ? path.lastIndexOf('.') : path.length;
    for (let n = this.#next.get(path) ?? 2; ; n += 1) {
      const next = `${path.slice(0, cut)}~${n}${path.slice(cut)}`;
      if (this.#taken.has(next)) continue;
      this.#taken.add(next);
      this.#next.set(path, n + 1);
      return { path: next, same: 'exactly' };
    }
  }
}
