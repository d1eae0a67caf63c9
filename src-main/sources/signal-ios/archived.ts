import { ArchivedBytes, readKeyedArchive } from '../../evidence/decode/keyed-archive.ts';
import { PlistDamaged } from '../../evidence/decode/plist.ts';
import type { Extracted, RowLocator, Stored } from '../../model/index.ts';
import { JsonFields } from '../json-fields.ts';
import { rowIssue } from '../store-issues.ts';
import { serviceId, serviceIdOfBytes } from './reading.ts';

/**
 * The object that a cell holds as an archive of Apple's, or as JSON, which newer versions write for some. Null for an empty cell;
 * one that is neither is carried in `stored` and named by an issue.
 */
export function archivedIn(
  cell: Stored | undefined,
  column: string,
  at: RowLocator,
  stored: Record<string, Stored>,
  out: Extracted[],
): JsonFields | null {
  if (cell === null || cell === undefined || cell === '') return null;
  const value = cell instanceof Uint8Array ? unarchived(cell) : typeof cell === 'string' ? parsed(cell) : undefined;
  if (value !== undefined) return new JsonFields({ root: value });
  stored[column] = cell;
  out.push(rowIssue('warning', 'undecodable-payload', at, column, null, UNDECODABLE));
  return null;
}

export const UNDECODABLE = 'the archived value cannot be decoded; it is carried as stored';

/** What bytes hold as an archive or as JSON; undefined where they are neither. */
export function unarchived(bytes: Uint8Array): unknown {
  try {
    if (Buffer.from(bytes.subarray(0, 6)).toString('latin1') === 'bplist') return readKeyedArchive(bytes);
  } catch (error) {
    if (!(error instanceof PlistDamaged)) throw error;
    return undefined;
  }
  return parsed(Buffer.from(bytes).toString('utf8'));
}

/** An object or a list of JSON; undefined for anything else. */
function parsed(text: string): unknown {
  if (!/^\s*[[{]/u.test(text)) return undefined;
  return JsonFields.parse(`{"root":${text}}`)?.peek('root');
}

/** The one object that a cell holds; anything else that it holds is carried under the column's name. */
export function objectIn(...[cell, column, at, stored, out]: Parameters<typeof archivedIn>): JsonFields | null {
  const archive = archivedIn(cell, column, at, stored, out);
  const found = archive?.object('root') ?? null;
  Object.assign(stored, archive?.rest(`${column}.`));
  return found;
}

/** The identifier of an address: account id or number identity, else the telephone number. Names: signalapp/Signal-iOS, Contacts/SignalServiceAddress.swift. */
export function addressOf(address: JsonFields | null): string | null {
  if (address === null) return null;
  const id = address.value('backingUuid');
  if (id instanceof ArchivedBytes) return serviceIdOfBytes(id.bytes);
  return serviceId(address.text('backingUuid')) ?? address.text('backingPhoneNumber');
}

/** The address in a member of an object. */
export function addressIn(fields: JsonFields | null, name: string): string | null {
  return addressOf(fields?.object(name) ?? null);
}

/** Bytes in a member of an object. */
export function bytesIn(fields: JsonFields | null, name: string): Uint8Array | null {
  const value = fields?.peek(name);
  if (!(value instanceof ArchivedBytes)) return null;
  fields?.leave(name);
  return value.bytes;
}
