import type { Extracted, RowLocator, Stored } from '../../model/index.ts';
import { constructorOf, readTlText, TlSchema } from '../../evidence/decode/tl.ts';
import type { TlFault, TlRead } from '../../evidence/decode/tl.ts';
import { JsonFields } from '../json-fields.ts';
import { rowIssue } from '../store-issues.ts';
import { TL_TABLE } from './tl-table.ts';

const SCHEMA = new TlSchema(TL_TABLE);

/** What a cell of the type language holds. */
export interface TlCell {
  /** Null where nothing could be read. */
  readonly fields: JsonFields | null;
  /** `name#number`; null where nothing could be read. */
  readonly constructor: string | null;
  /** The cell, where it must be carried as it is: what it holds could not be read wholly. */
  readonly carried: Stored;
  /** The path that the app writes behind a message: of the file that was sent from this phone. */
  readonly sentPath: string | null;
}

const NOTHING: TlCell = { fields: null, constructor: null, carried: null, sentPath: null };

/** Reads an object without more behind it than the app writes, or says what is wrong with it. */
export function readTl(
  cell: Stored | undefined,
  type: string,
  at: RowLocator,
  column: string,
  out: Extracted[],
  behind: 'nothing' | 'a path' | 'more' = 'nothing',
): TlCell {
  if (cell === null || cell === undefined) return NOTHING;
  if (!(cell instanceof Uint8Array)) {
    const detail = 'The column holds no bytes, so no object can be read from it.';
    out.push(rowIssue('warning', 'unknown-column-type', at, column, String(cell), detail));
    return { ...NOTHING, carried: cell };
  }
  const read = SCHEMA.read(cell, type);
  if (read.fault?.kind === 'too-large') {
    const detail = `The object has ${cell.length} bytes, more than is read of one; it lies in the row and is not carried.`;
    out.push(rowIssue('error', 'undecodable-payload', at, column, null, detail));
    return NOTHING;
  }
  if (read.fault !== null) out.push(faultIssue(read.fault, at, column));
  if (read.hasBadText) {
    const detail =
      'A text in the object is no UTF-8; it is shown with replacement characters, and the bytes are carried.';
    out.push(rowIssue('warning', 'undecodable-text', at, column, null, detail));
  }
  const tail = read.fault === null && behind === 'a path' ? pathBehind(cell, read) : { path: null, end: read.end };
  const left = cell.length - tail.end;
  const hasMore = read.fault === null && behind !== 'more' && left > 0;
  if (hasMore) {
    const detail = `${left} bytes stand behind the object, more than the app writes there; they are carried with it.`;
    out.push(rowIssue('warning', 'undecodable-payload', at, column, null, detail));
  }
  const isSound = read.fault === null && !read.hasBadText && !hasMore;
  const fields = JsonFields.of(read.object);
  return { fields, constructor: constructorOf(read.object), carried: isSound ? null : cell, sentPath: tail.path };
}

function faultIssue({ kind, offset, constructor }: TlFault, at: RowLocator, column: string): Extracted {
  if (kind === 'unknown-constructor') {
    const detail = `At byte ${offset} of the object stands a constructor that is not known there; what stands before it was read, and the bytes are carried.`;
    return rowIssue('warning', 'unknown-code', at, column, constructor, detail);
  }
  const detail = `From byte ${offset} on the object is damaged or cut off; what stands before was read, and the bytes are carried.`;
  return rowIssue('warning', 'undecodable-payload', at, column, null, detail);
}

/** One text, a space where there is no path; behind it a number in messages that were forwarded and not yet sent. Source: Message.writeAttachPath of the client. */
function pathBehind(bytes: Uint8Array, read: TlRead): { readonly path: string | null; readonly end: number } {
  const found = readTlText(bytes, read.end);
  if (found === null) return { path: null, end: read.end };
  const isUnsent = typeof read.object?.id === 'number' && read.object.id < 0 && read.object.fwd_from !== undefined;
  const end = isUnsent && found.end + 4 === bytes.length ? bytes.length : found.end;
  return { path: found.text.trim() === '' ? null : found.text, end };
}

/** An object of the type in bytes that are no cell; null where they hold no whole one. */
export function wholeTl(bytes: Uint8Array, type: string): JsonFields | null {
  const { object, fault, hasBadText } = SCHEMA.read(bytes, type);
  return fault === null && !hasBadText ? JsonFields.of(object) : null;
}
