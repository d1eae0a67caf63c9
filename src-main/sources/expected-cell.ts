import type { Stored } from '../model/index.ts';

/** What a column is made for; `anything` where no value says that it was not written by the app. */
export type Holds = 'flag' | 'whole-number' | 'number' | 'text' | 'anything';

/** What a column is made for: as `known` by its name, else by its declared type (sqlite.org/datatype3.html, section 3.1). */
export function holdsOf(column: string, type: string, known: ReadonlyMap<string, Holds>): Holds {
  const named = known.get(column);
  if (named !== undefined) return named;
  if (/INT|BOOL|TIME|DATE/i.test(type)) return 'whole-number';
  if (/REAL|FLOA|DOUB/i.test(type)) return 'number';
  return /CHAR|CLOB|TEXT/i.test(type) ? 'text' : 'anything';
}

/**
 * False for a value that a reader cannot make a field of without losing it: text in a number, bytes in a text, a number
 * that JavaScript does not hold exactly, a negative one other than the unset marker -1, a flag that is neither 0 nor 1.
 */
export function isExpected(cell: Stored, holds: Holds): boolean {
  if (cell === null) return true;
  switch (holds) {
    case 'flag':
      return cell === 0 || cell === 1;
    case 'whole-number':
      return typeof cell === 'number' && cell >= -1 && Number.isInteger(cell);
    case 'number':
      return typeof cell === 'number';
    case 'text':
      return typeof cell === 'string';
    case 'anything':
      return true;
  }
}
