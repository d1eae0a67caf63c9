/** A file is read with a key alone, which is not held now. `lock` is its number in the case. */
export class KeyNeeded extends Error {
  readonly lock: number;
  readonly path: string;

  constructor(lock: number, path: string) {
    super(`${path} (lock ${lock})`);
    this.lock = lock;
    this.path = path;
  }
}

/** What came out of a locked file is no longer in the work folder: opening it again brings it back. */
export class OpenedMissing extends Error {
  readonly path: string;

  constructor(path: string) {
    super(path);
    this.path = path;
  }
}
