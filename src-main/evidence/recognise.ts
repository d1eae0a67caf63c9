import { constants, gunzipSync, zstdDecompressSync } from 'node:zlib';
import type { ByteSource } from './byte-source.ts';
import { readPiece } from './byte-source.ts';
import type { ExhibitKind } from './intake-event.ts';
import { mediaTypeOf } from './media-type.ts';
import { startsAsTar } from './tar/entries.ts';
import type { TarPacking } from './unpack-tar.ts';
import { startsAsZip } from './zip/salvage.ts';
import { readDirectory } from './zip/directory.ts';

/** A frame of zstd begins so: RFC 8878, section 3.1.1. */
const ZSTD = 0xfd2fb528;

/** A block of zstd unpacks to 128 KiB at most (RFC 8878) and is stored when packing gains nothing: this holds one. */
const FIRST_BYTES = 2 ** 18;

/** Says by content, never by name, what a file is wrapped as. */
export function recognise(source: ByteSource): Exclude<ExhibitKind, 'folder'> {
  const head = readPiece(source, 0, 4096);
  if (startsAsZip(head)) return 'zip';
  if (startsAsTar(head)) return 'tar';
  const packing = packingOf(head);
  if (packing !== null && startsAsTar(firstUnpacked(packing, readPiece(source, 0, FIRST_BYTES)))) return packing;
  const isKnown = mediaTypeOf(head) !== null || head.toString('latin1', 0, 15) === 'SQLite format 3';
  // A zip with something before it: only when that something is not a file of its own right.
  if (!isKnown && (readDirectory(source, '', [])?.positions.length ?? 0) > 0) return 'zip';
  return 'file';
}

function packingOf(head: Buffer): TarPacking | null {
  if (head.length > 18 && head.readUInt16BE(0) === 0x1f8b) return 'tar-gz';
  return head.length > 8 && head.readUInt32LE(0) === ZSTD ? 'tar-zst' : null;
}

/** What the start of a stream unpacks to; empty when it is damaged, or a bomb. */
function firstUnpacked(packing: TarPacking, packed: Buffer): Buffer {
  try {
    // A stream that is cut off yields what it has.
    return packing === 'tar-gz'
      ? gunzipSync(packed, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: 2 ** 28 })
      : zstdDecompressSync(packed, { finishFlush: constants.ZSTD_e_flush, maxOutputLength: 2 ** 28 });
  } catch (error) {
    if (error instanceof Error && 'code' in error) return Buffer.alloc(0);
    throw error;
  }
}
