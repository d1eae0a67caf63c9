import type { Stored } from '../../model/index.ts';
import { isUndecodable } from './cells.ts';

/** What a column is made for; `anything` where no value says that it was not written by the app. */
export type Holds = 'flag' | 'whole-number' | 'number' | 'text' | 'bytes' | 'anything';

/** Columns that hold 0 or 1 in every schema that the README names. */
const FLAGS: ReadonlySet<string> = new Set([
  'ZARCHIVED',
  'ZHIDDEN',
  'ZINCOMING',
  'ZISACTIVE',
  'ZISADMIN',
  'ZISFROMME',
  'ZMISSED',
  'ZREMOVED',
  'ZSTARRED',
  'ZVIDEO',
]);

/** What a column is made for, by its name and the type that Core Data declares it with. Observed: public iOS 15 image. */
export function holdsOf(column: string, type: string): Holds {
  if (FLAGS.has(column)) return 'flag';
  if (/INT/i.test(type)) return 'whole-number';
  if (/FLOAT|DOUBLE|REAL|TIME|DATE|DECIMAL/i.test(type)) return 'number';
  if (/CHAR|TEXT/i.test(type)) return 'text';
  return /BLOB/i.test(type) ? 'bytes' : 'anything';
}

/**
 * False for a value that a reader cannot make a field of without losing it: text in a number, a fraction or more than a
 * JavaScript number holds exactly in a whole one, a negative one other than the unset marker -1, a flag that is neither 0 nor
 * 1, bytes in a text that are not UTF-8, text where an encoded payload belongs.
 */
export function isExpected(cell: Stored, holds: Holds): boolean {
  if (cell === null) return true;
  switch (holds) {
    case 'flag':
      return cell === 0 || cell === 1;
    case 'whole-number':
      return typeof cell === 'number' && cell >= -1 && Number.isInteger(cell);
    case 'number':
      return typeof cell === 'number' && Number.isFinite(cell);
    case 'text':
      return typeof cell === 'string' || (cell instanceof Uint8Array && !isUndecodable(cell));
    case 'bytes':
      return cell instanceof Uint8Array;
    case 'anything':
      return true;
  }
}
