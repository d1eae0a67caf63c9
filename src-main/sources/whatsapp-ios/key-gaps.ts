/** Stretches of missing keys that are named one by one; more are counted. */
const NAMED_STRETCHES = 40;

/** The keys from 1 upwards that have no row, gathered while rows are read in order of their keys. */
export class KeyGaps {
  readonly #named: string[] = [];
  #count = 0;
  #stretches = 0;
  #next = 1;

  /** Notes a row's key; keys come in ascending order. */
  see(key: number): void {
    if (key < this.#next) return;
    this.#skipTo(key);
    this.#next = key + 1;
  }

  /** How many keys up to the highest that was given out have no row, and the first stretches of them in words. */
  upTo(highest: number): { readonly count: number; readonly keys: string } {
    this.#skipTo(highest + 1);
    const more = this.#stretches > this.#named.length ? ' and more' : '';
    return { count: this.#count, keys: `${this.#named.join(', ')}${more}` };
  }

  #skipTo(key: number): void {
    if (key <= this.#next) return;
    this.#count += key - this.#next;
    this.#stretches += 1;
    if (this.#named.length < NAMED_STRETCHES)
      this.#named.push(key - 1 === this.#next ? String(this.#next) : `${this.#next}-${key - 1}`);
    this.#next = key;
  }
}
