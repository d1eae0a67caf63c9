import type { Extracted } from '../model/index.ts';

/**
 * The records of an iterable that something must be waited for first. An async generator that hands a plain one on takes
 * three times as long for each record.
 */
export function streamAfter(begin: () => Promise<Iterable<Extracted>>): AsyncIterable<Extracted> {
  return {
    [Symbol.asyncIterator]() {
      let records: Iterator<Extracted> | null = null;
      return {
        async next() {
          records ??= (await begin())[Symbol.iterator]();
          return records.next();
        },
        return() {
          return Promise.resolve(records?.return?.() ?? { done: true, value: undefined });
        },
      };
    },
  };
}
