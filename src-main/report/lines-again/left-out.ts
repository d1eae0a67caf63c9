import type { VerifyResult } from '../../contract/index.ts';

/** Values that were not compared, counted by reason. */
export class LeftOut {
  readonly #counts = new Map<string, { readonly value: string; readonly reason: string; count: number }>();

  add(value: string, reason: string): void {
    const name = `${value}\n${reason}`;
    const entry = this.#counts.get(name) ?? { value, reason, count: 0 };
    entry.count += 1;
    this.#counts.set(name, entry);
  }

  /** In the order in which each was first left out. */
  get entries(): NonNullable<VerifyResult['notCompared']> {
    return [...this.#counts.values()];
  }
}
