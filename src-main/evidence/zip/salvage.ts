import type { ArchiveItem } from '../archive-entry.ts';
import { archiveIssue } from '../archive-entry.ts';
import type { ByteSource } from '../byte-source.ts';
import { BLOCK_BYTES, readPiece } from '../byte-source.ts';
import { decodeName } from '../names/decode-name.ts';
import { AES, ENCRYPTED, encryptionOf, sumOf } from './encryption.ts';
import { methodName, METHODS } from './entry-data.ts';
import { dosClock, LOCAL, readLocal } from './local-header.ts';

const LOCAL_MARK = Buffer.from('PK\x03\x04', 'latin1');
const DESCRIPTOR_MARK = Buffer.from('PK\x07\x08', 'latin1');

/**
 * Lists the entries of a zip without a directory, from the local headers one after the other. An entry whose size stands
 * only behind its data ends at its data descriptor; damaged stretches are searched for the next header.
 */
export function* salvageEntries(source: ByteSource, where: string): Generator<ArchiveItem> {
  const searched = { bytes: 0 };
  for (let offset = find(source, LOCAL_MARK, 0); offset !== null;) {
    const local = readLocal(source, offset);
    const isSealed = local !== null && ((local.flags & ENCRYPTED) !== 0 || local.method === AES);
    const method = local?.method === AES ? (local.aes?.method ?? AES) : local?.method;
    if (local === null || method === undefined || !METHODS.has(method) || (isSealed && encryptionOf(local) === null)) {
      if (local !== null)
        yield archiveIssue(
          'error',
          isSealed ? 'archive-encrypted' : 'file-unreadable',
          where + decodeName(local.name, false, false).text,
          isSealed
            ? 'The entry is encrypted; not read.'
            : `The entry is packed by ${methodName(local.method)}, which is not supported. Unpack a copy of the archive (7z x FILE) and add the folder.`,
        );
      offset = find(source, LOCAL_MARK, offset + 4);
      continue;
    }
    const decoded = decodeName(local.name, (local.flags & 0x0800) !== 0, false);
    const sized = (local.flags & 8) === 0 ? local : behind(source, local.dataAt, searched);
    if (sized === null) {
      yield archiveIssue(
        'error',
        'archive-damaged',
        where + decoded.text,
        'The entry has no end in this file; its size is unknown.',
      );
    } else if (!decoded.text.endsWith('/')) {
      const held = Math.min(sized.packed, Math.max(0, source.sizeBytes - local.dataAt));
      const entry = {
        name: local.name,
        decoded,
        step: { in: 'zip', offset, packed: held, size: sized.size, method },
        sizeBytes: sized.size,
        packedBytes: held,
        modifiedMs: null,
        modifiedLocal: dosClock(local.dosTime),
      } as const;
      const encryption = isSealed ? encryptionOf({ ...local, crc: sized.crc }) : null;
      if (encryption === null) yield { kind: 'entry', ...entry, crc: sized.crc };
      else yield { kind: 'sealed-entry', ...entry, encryption, crc: sumOf(encryption, sized.crc) };
    }
    offset = find(source, LOCAL_MARK, sized === null ? local.dataAt : local.dataAt + sized.packed);
  }
}

/**
 * The descriptor behind data whose packed length equals the way to it: the only one that can be the entry's own. A file made
 * of headers without descriptors would be searched over and over: after eight times its size the search is given up.
 */
function behind(
  source: ByteSource,
  dataAt: number,
  searched: { bytes: number },
): { packed: number; size: number; crc: number } | null {
  if (searched.bytes > 8 * source.sizeBytes) return null;
  for (let at = find(source, DESCRIPTOR_MARK, dataAt); at !== null; at = find(source, DESCRIPTOR_MARK, at + 1)) {
    const descriptor = readPiece(source, at, 24);
    const packed = at - dataAt;
    if (descriptor.length >= 16 && descriptor.readUInt32LE(8) === packed)
      return { packed, size: descriptor.readUInt32LE(12), crc: descriptor.readUInt32LE(4) };
    if (descriptor.length >= 24 && Number(descriptor.readBigUInt64LE(8)) === packed)
      return { packed, size: Number(descriptor.readBigUInt64LE(16)), crc: descriptor.readUInt32LE(4) };
  }
  searched.bytes += source.sizeBytes - dataAt;
  return null;
}

/** Searches forward in growing blocks that overlap by the mark's length: the next mark is usually near. */
function find(source: ByteSource, mark: Buffer, from: number): number | null {
  for (
    let at = from, size = 4096;
    at + mark.length <= source.sizeBytes;
    at += size, size = Math.min(size * 2, BLOCK_BYTES)
  ) {
    const found = readPiece(source, at, size + mark.length - 1).indexOf(mark);
    if (found !== -1) return at + found;
  }
  return null;
}

/** True when bytes start as a zip's first entry does, or as an empty zip does. */
export function startsAsZip(head: Buffer): boolean {
  return head.length >= 22 && (head.readUInt32LE(0) === LOCAL || head.readUInt32LE(0) === 0x06054b50);
}
