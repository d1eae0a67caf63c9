import { readTimestamp, type Extracted, type RowLocator, type Stored, type TimeMeaning, type Timestamp } from '../../model/index.ts'; // prettier-ignore
import { readTime } from '../stored-times.ts';

/** A date as most tables of this store hold it: seconds since 1970, with a fraction. Source: signalapp/Signal-iOS, SDSDeserialization (`requiredDoubleAsDate`). */
export function secondsTime(
  cell: Stored | undefined,
  meaning: TimeMeaning,
  at: RowLocator,
  column: string,
  out: Extracted[],
): Timestamp | null {
  const time = typeof cell === 'number' && cell > 0 ? readTimestamp(cell, 'unix-s', meaning) : null;
  // Whatever is no such time is told as every other time is.
  return time ?? readTime(cell, meaning, at, column, out, 'unix-s');
}
