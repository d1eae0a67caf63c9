import { createHash } from 'node:crypto';
import { EvidenceUnreadable, type EvidenceDb, type StoredRow } from '../../sqlite/index.ts';
import type { Stored } from '../../model/index.ts';
import { PlistDamaged, readPlist, type PlistMap, type PlistValue } from '../decode/plist.ts';
import { decodeUnixName } from '../names/decode-name.ts';
import { kindOfMode, type IosBackupRow, type ManifestRow } from './ios-backup-row.ts';

/** Columns of a current manifest: measured in a backup of iOS 14.3. */
export const MANIFEST_COLUMNS = ['fileID', 'domain', 'relativePath', 'flags', 'file'] as const;

/** `flags` of a row, which some writers leave 0: the mode in the description goes first. */
const FLAGS: Readonly<Record<number, IosBackupRow['kind']>> = { 1: 'file', 2: 'folder', 4: 'link' };

/** The rows of `Manifest.db` in storage order; a database that is damaged further on ends with what it says of itself. */
export function* manifestDbRows(db: EvidenceDb): Generator<ManifestRow> {
  try {
    for (const row of db.arrays('SELECT rowid, fileID, domain, relativePath, flags, file FROM Files ORDER BY rowid'))
      yield rowOf(row);
  } catch (error) {
    if (!(error instanceof EvidenceUnreadable)) throw error;
    yield { kind: 'unreadable', code: 'database-damaged', detail: error.detail };
  }
}

function rowOf([rowid, id, domain, path, flags, file]: StoredRow): ManifestRow {
  const [fileId, domainText, pathText] = [textOf(id), textOf(domain), textOf(path)];
  if (fileId === null || !/^[\da-f]{40}$/u.test(fileId) || domainText === null || pathText === null)
    return {
      kind: 'unreadable',
      code: 'row-unreadable',
      detail: `Row ${String(rowid)} of the manifest names no payload: its id, domain or path is not of the kind that backups have.`,
    };
  const described = file instanceof Uint8Array ? readFileDescription(file) : null;
  return {
    fileId,
    domain: domainText,
    path: pathText,
    kind: described?.kind ?? FLAGS[Number(flags)] ?? (flags === 0 || flags === null ? 'file' : 'other'),
    sizeBytes: described?.sizeBytes ?? null,
    modifiedMs: described?.modifiedMs ?? null,
    fileKey: described?.fileKey ?? null,
    target: described?.target ?? null,
    isDamaged: described === null,
    idFits: fileId === payloadId(domain, path),
  };
}

function payloadId(domain: Stored | undefined, path: Stored | undefined): string {
  const hash = createHash('sha1');
  for (const part of [domain, '-', path]) if (typeof part === 'string' || part instanceof Uint8Array) hash.update(part);
  return hash.digest('hex');
}

function textOf(value: Stored | undefined): string | null {
  if (typeof value === 'string') return value;
  return value instanceof Uint8Array ? decodeUnixName(value).text : null;
}

/** What the `file` column says of a file. */
export interface FileDescription {
  readonly kind: IosBackupRow['kind'] | null;
  readonly sizeBytes: number | null;
  readonly modifiedMs: number | null;
  readonly fileKey: Buffer | null;
  readonly target: string | null;
}

/**
 * Reads the `file` column: a keyed archive whose root is an `MBFile`. Null when it is no such archive. Names of the keys:
 * jsharkey13/iphone_backup_decrypt and matan1008/pyiosbackup, which agree; measured in a backup of iOS 14.3.
 */
export function readFileDescription(bytes: Uint8Array): FileDescription | null {
  let archive: PlistValue;
  try {
    archive = readPlist(bytes);
  } catch (error) {
    if (error instanceof PlistDamaged) return null;
    throw error;
  }
  const objects = isMap(archive) ? archive.get('$objects') : undefined;
  const top = isMap(archive) ? archive.get('$top') : undefined;
  const at = (value: PlistValue | undefined): PlistValue | undefined => {
    if (!isUid(value)) return value;
    return Array.isArray(objects) ? (objects as readonly PlistValue[])[value.uid] : undefined;
  };
  const root = at(isMap(top) ? top.get('root') : undefined);
  if (!isMap(root)) return null;
  const mode = root.get('Mode');
  const key = at(root.get('EncryptionKey'));
  const keyBytes = isMap(key) ? at(key.get('NS.data')) : key;
  const target = at(root.get('Target'));
  return {
    kind: typeof mode === 'number' ? kindOfMode(mode) : null,
    sizeBytes: countOf(root.get('Size')),
    modifiedMs: timeOf(root.get('LastModified')),
    fileKey: keyBytes instanceof Uint8Array ? Buffer.from(keyBytes) : null,
    target: typeof target === 'string' ? target : null,
  };
}

function countOf(value: PlistValue | undefined): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null;
}

/** Unix seconds; what no date can hold is taken for no time. */
function timeOf(value: PlistValue | undefined): number | null {
  if (typeof value !== 'number' || value <= 0) return null;
  const ms = Math.floor(value * 1000);
  return ms <= 8.64e15 ? ms : null;
}

function isMap(value: PlistValue | undefined): value is PlistMap {
  return value instanceof Map;
}

function isUid(value: PlistValue | undefined): value is { readonly uid: number } {
  return typeof value === 'object' && value !== null && 'uid' in value && !(value instanceof Uint8Array);
}
