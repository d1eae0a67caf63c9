import { POSTBOX_LARGEST_BYTES } from '../../evidence/decode/postbox.ts';
import type { PostboxFault } from '../../evidence/decode/postbox.ts';
import type { Extracted, RowLocator, Stored } from '../../model/index.ts';
import { JsonFields } from '../json-fields.ts';
import { rowIssue } from '../store-issues.ts';
import { CLASSES } from './classes.ts';

/** What a cell of the coding holds. */
export interface PostboxCell {
  /** Null where nothing could be read. */
  readonly fields: JsonFields | null;
  /** The cell, where it must be carried as it is: what it holds could not be read wholly. */
  readonly carried: Stored;
}

/** Reads the object of a cell, or says what is wrong with it. */
export function readCell(
  cell: Stored | undefined,
  at: RowLocator,
  column: string,
  out: Extracted[],
  start = 0,
): PostboxCell {
  if (cell === null || cell === undefined) return { fields: null, carried: null };
  if (!(cell instanceof Uint8Array)) {
    out.push(noBytes(cell, at, column));
    return { fields: null, carried: cell };
  }
  const { object, fault, hasBadText } = CLASSES.read(cell, start);
  if (fault !== null) out.push(faultIssue(fault, at, column, cell.length));
  if (hasBadText) out.push(badText(at, column));
  const isTooLarge = fault?.kind === 'too-large';
  return { fields: JsonFields.of(object), carried: (fault === null && !hasBadText) || isTooLarge ? null : cell };
}

/** Reads one object of several that a cell holds, by its bytes. */
export function readRun(cell: Uint8Array, start: number, end: number, at: RowLocator, out: Extracted[]): JsonFields {
  const { object, fault, hasBadText } = CLASSES.read(cell, start, end);
  if (fault !== null) out.push(faultIssue(fault, at, 'value', end - start));
  if (hasBadText) out.push(badText(at, 'value'));
  return JsonFields.of(object) ?? new JsonFields({});
}

export function noBytes(cell: Stored, at: RowLocator, column: string): Extracted {
  const detail = 'The column holds no bytes, so no object can be read from it.';
  return rowIssue('warning', 'unknown-column-type', at, column, String(cell), detail);
}

export function badText(at: RowLocator, column: string): Extracted {
  const detail =
    'A text in the object is no UTF-8; it is shown with replacement characters, and the bytes are carried.';
  return rowIssue('warning', 'undecodable-text', at, column, null, detail);
}

/** The bytes of a cell; null with an issue for one that is larger than is read. */
export function readable(cell: Uint8Array, at: RowLocator, column: string, out: Extracted[]): Uint8Array | null {
  if (cell.length <= POSTBOX_LARGEST_BYTES) return cell;
  out.push(tooLarge(at, column, cell.length));
  return null;
}

function tooLarge(at: RowLocator, column: string, size: number): Extracted {
  const detail = `The object has ${size} bytes, more than is read of one; it lies in the row and is not carried.`;
  return rowIssue('error', 'undecodable-payload', at, column, null, detail);
}

function faultIssue({ kind, offset }: PostboxFault, at: RowLocator, column: string, size: number): Extracted {
  if (kind === 'too-large') return tooLarge(at, column, size);
  const detail = `From byte ${offset} on the object is damaged or cut off; what stands before was read, and the bytes are carried.`;
  return rowIssue('warning', 'undecodable-payload', at, column, null, detail);
}

/** The class that an object is of; empty where it does not say. */
export function classOf(fields: JsonFields): string {
  const name = fields.peek('_');
  return typeof name === 'string' ? name : '';
}

/** The texts and numbers of an object by `prefix`, without its class. */
export function restOf(fields: JsonFields | null, prefix: string): Record<string, Stored> {
  fields?.leave('_');
  return { ...fields?.rest(prefix) };
}
