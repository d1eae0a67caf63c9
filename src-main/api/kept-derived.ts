import type { Reply } from '../contract/index.ts';
import type { Derived } from '../evidence/index.ts';

/** Null: the content is shown as it is. */
type Made = Promise<Reply<Derived | null>>;

/** Bytes of derived contents that are held, and how many contents. */
const MOST_BYTES = 100_663_296;
const MOST_ENTRIES = 2000;

/** What was derived lately, or that nothing is to be, by attachment; those asked longest ago go first. */
export class KeptDerived {
  readonly #entries = new Map<string, { readonly made: Made; bytes: number }>();
  #bytes = 0;

  /** Made once for questions that come while it is being made; a failure is not kept. */
  get(name: string, make: () => Made): Made {
    const known = this.#entries.get(name);
    if (known !== undefined) {
      this.#entries.delete(name);
      this.#entries.set(name, known);
      return known.made;
    }
    const entry = { made: make(), bytes: 0 };
    this.#entries.set(name, entry);
    entry.made.then(
      (reply) => {
        if (this.#entries.get(name) !== entry) return;
        if (!reply.ok) this.#entries.delete(name);
        else this.#count(entry, reply.value?.content?.bytes.length ?? 0);
      },
      () => this.#entries.delete(name),
    );
    return entry.made;
  }

  #count(entry: { bytes: number }, bytes: number): void {
    entry.bytes = bytes;
    this.#bytes += bytes;
    for (const [name, { bytes }] of this.#entries) {
      if (this.#bytes <= MOST_BYTES && this.#entries.size <= MOST_ENTRIES) return;
      this.#entries.delete(name);
      this.#bytes -= bytes;
    }
  }
}
