import type { Sha256 } from '../../model/index.ts';

export interface CitedFile {
  /** `F1`, `F2` … in the order in which the report first cites them. */
  readonly mark: string;
  readonly sha256: Sha256;
  readonly exhibit: string;
  readonly path: string;
}

/** Gives every file that a line cites a short mark; a table of the report says which file each mark stands for. */
export class CitedFiles {
  readonly #files = new Map<string, CitedFile>();

  mark(sha256: Sha256, exhibit: string, path: string): string {
    const key = `${sha256} ${exhibit} ${path}`;
    const known = this.#files.get(key);
    if (known !== undefined) return known.mark;
    const file = { mark: `F${this.#files.size + 1}`, sha256, exhibit, path };
    this.#files.set(key, file);
    return file.mark;
  }

  all(): readonly CitedFile[] {
    return [...this.#files.values()];
  }
}
