import { gunzipSync, constants } from 'node:zlib';
import type { ByteSource } from './byte-source.ts';
import { readPiece } from './byte-source.ts';
import type { ExhibitKind } from './intake-event.ts';
import { mediaTypeOf } from './media-type.ts';
import { startsAsTar } from './tar/entries.ts';
import { startsAsZip } from './zip/salvage.ts';
import { readDirectory } from './zip/directory.ts';

/** Says by content, never by name, what a file is wrapped as. */
export function recognise(source: ByteSource): Exclude<ExhibitKind, 'folder'> {
  const head = readPiece(source, 0, 4096);
  if (startsAsZip(head)) return 'zip';
  if (startsAsTar(head)) return 'tar';
  if (head.length > 18 && head.readUInt16BE(0) === 0x1f8b && startsAsTar(firstUnpacked(readPiece(source, 0, 2 ** 16))))
    return 'tar-gz';
  const isKnown = mediaTypeOf(head) !== null || head.toString('latin1', 0, 15) === 'SQLite format 3';
  // A zip with something before it: only when that something is not a file of its own right.
  if (!isKnown && (readDirectory(source, '', [])?.positions.length ?? 0) > 0) return 'zip';
  return 'file';
}

/** What the start of a gzip stream unpacks to; empty when it is damaged. */
function firstUnpacked(packed: Buffer): Buffer {
  try {
    // A stream that is cut off yields what it has; 1 MiB is far more than 64 KiB of any real first header need.
    return gunzipSync(packed, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: 2 ** 27 });
  } catch (error) {
    if (error instanceof Error && 'code' in error) return Buffer.alloc(0);
    throw error;
  }
}
