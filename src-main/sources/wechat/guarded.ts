import type { Extracted } from '../../model/index.ts';
import { unreadable } from '../scan-rows.ts';

/** Lets a stage end at what its file cannot give, with an issue, so that the next one is read. */
export function* guarded(table: string, records: () => Generator<Extracted>): Generator<Extracted> {
  try {
    yield* records();
  } catch (error) {
    yield unreadable(error, table, 0);
  }
}
