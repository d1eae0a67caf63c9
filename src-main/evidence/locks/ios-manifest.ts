import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { EvidenceUnreadable, openEvidence, passingName, type WorkingCopy } from '../../sqlite/index.ts';
import type { ByteSource } from '../byte-source.ts';
import { readPiece } from '../byte-source.ts';
import type { Digests } from '../intake-event.ts';
import { workingCopy } from '../working-copy.ts';
import { iosFileEnd, iosPlainBlocks } from './ios-backup-file.ts';
import type { IosBackupFolder } from './ios-backup-folder.ts';
import type { ManifestRow } from './ios-backup-row.ts';
import { MANIFEST_COLUMNS, manifestDbRows } from './ios-manifest-db.ts';
import { mbdbRows, startsAsMbdb } from './ios-mbdb.ts';
import type { OpenRequest } from './opener.ts';
import { WorkFile } from './work-file.ts';

/** A manifest whose rows can be read. `decrypted` is null where it lies in the exhibit in plain. */
export interface OpenManifest {
  readonly rows: Iterable<ManifestRow>;
  readonly decrypted: (Digests & { readonly sizeBytes: number; readonly missingBytes: number }) | null;
  close(): void;
}

/** Opens the manifest of a backup, decrypted into the work folder with `key`; the text says why it cannot be read. */
export async function openManifest(
  request: OpenRequest,
  backup: IosBackupFolder,
  key: Buffer | null,
): Promise<OpenManifest | string> {
  const { manifest } = backup;
  if (manifest.path.endsWith('.mbdb')) {
    const source = await request.source(manifest);
    if (startsAsMbdb(readPiece(source, 0, 6))) return { rows: mbdbRows(source), decrypted: null, close: source.close.bind(source) }; // prettier-ignore
    source.close();
    return 'The manifest does not begin like one (mbdb 5.0): it is damaged or of an unknown version.';
  }
  if (key === null)
    return backup.isReadable
      ? openRows(request, await workingCopy(request.tree, manifest, request.workDir, request.signal), null)
      : 'The manifest is no database, and Manifest.plist holds no key for it: one of the two is damaged or from another backup.';
  const source = await request.source(manifest);
  let decrypted: OpenManifest['decrypted'];
  try {
    decrypted = await decryptManifest(request, source, key);
  } finally {
    source.close();
  }
  if (decrypted === null)
    return 'The key of the manifest passes its check, and what it decrypts is no database: the manifest is damaged or from another backup.';
  const path = join(request.workDir, decrypted.sha256);
  const opened = openRows(request, { file: decrypted.sha256, path, log: null }, decrypted);
  if (typeof opened === 'string') rmSync(path, { force: true });
  return opened;
}

function openRows(
  request: OpenRequest,
  copy: WorkingCopy,
  decrypted: OpenManifest['decrypted'],
): OpenManifest | string {
  const scratchDir = passingName(join(request.workDir, 'scratch'));
  try {
    const db = openEvidence(copy, copy.log === null ? 'without-log' : 'with-log', scratchDir);
    const close = (): void => {
      db.close();
      rmSync(scratchDir, { recursive: true, force: true });
    };
    if (MANIFEST_COLUMNS.every((column) => db.has('Files', column)))
      return { rows: manifestDbRows(db), decrypted, close };
    close();
    return 'The manifest is a database without the table of files that backups have.';
  } catch (error) {
    rmSync(scratchDir, { recursive: true, force: true });
    if (error instanceof EvidenceUnreadable) return `The manifest cannot be read as a database: ${error.detail}`;
    throw error;
  }
}

/** The header of a SQLite database ends after 100 bytes; blocks of the cipher are 16 long. */
const HEADER_BYTES = 112;

/** Null when what comes out is no database. */
async function decryptManifest(
  request: OpenRequest,
  source: ByteSource,
  key: Buffer,
): Promise<OpenManifest['decrypted']> {
  const [head = Buffer.alloc(0)] = iosPlainBlocks(source, key, 0, HEADER_BYTES);
  if (head.toString('latin1', 0, 16) !== 'SQLite format 3\0') return null;
  const { end, missingBytes } = databaseEnd(head, iosFileEnd(source, key, null).sizeBytes);
  const out = new WorkFile(request.workDir, request.hashes);
  try {
    for (const block of iosPlainBlocks(source, key, 0, end)) {
      request.signal.throwIfAborted();
      out.write(block);
      await setImmediate();
    }
    return { ...out.keep(), missingBytes };
  } finally {
    out.discard();
  }
}

/**
 * Where the database ends: its header states the size in pages (sqlite.org/fileformat2.html, section 1.3.7: valid when bytes 24 and
 * 92 agree), and a last page can look like padding.
 */
function databaseEnd(head: Buffer, sizeBytes: number): { readonly end: number; readonly missingBytes: number } {
  if (head.length < HEADER_BYTES) return { end: sizeBytes, missingBytes: 0 };
  const page = head.readUInt16BE(16) === 1 ? 65_536 : head.readUInt16BE(16);
  const stated = page * head.readUInt32BE(28);
  if (stated === 0 || head.readUInt32BE(24) !== head.readUInt32BE(92)) return { end: sizeBytes, missingBytes: 0 };
  return { end: Math.min(stated, sizeBytes), missingBytes: Math.max(0, stated - sizeBytes) };
}
