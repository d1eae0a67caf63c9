import type { EvidenceFile } from '../../evidence/tree.ts';
import type { Extracted } from '../../model/index.ts';

/** Why an element of a page makes no record. */
export type PageSkip =
  'header, link or notice of a page' | 'day above messages' | 'word of a page that a chat is empty';

/** The account of one page: how many of its elements were read, and why others were not. */
export class PageCounts {
  readonly #file: EvidenceFile;
  #used = 0;
  readonly #skipped = new Map<PageSkip, number>();

  constructor(file: EvidenceFile) {
    this.#file = file;
  }

  use(): void {
    this.#used += 1;
  }

  skip(reason: PageSkip): void {
    this.#skipped.set(reason, (this.#skipped.get(reason) ?? 0) + 1);
  }

  tally(): Extracted {
    const skipped = [...this.#skipped.values()].reduce((sum, count) => sum + count, 0);
    return {
      kind: 'tally',
      file: this.#file.sha256,
      table: 'elements',
      rows: this.#used + skipped,
      used: this.#used,
      skipped: Object.fromEntries(this.#skipped),
    };
  }
}
