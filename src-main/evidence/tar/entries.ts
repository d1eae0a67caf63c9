import { isUtf8 } from 'node:buffer';
import type { ArchiveItem } from '../archive-entry.ts';
import { archiveIssue } from '../archive-entry.ts';
import type { ByteSource } from '../byte-source.ts';
import { readPiece } from '../byte-source.ts';
import type { DecodedName } from '../names/decode-name.ts';
import { decodeUnixName } from '../names/decode-name.ts';
import type { TarHeader } from './header.ts';
import { readHeader, TAR_BLOCK } from './header.ts';
import { readPax } from './pax.ts';

/** Long names and pax headers beyond this are not held in memory. */
const LARGEST_EXTENSION = 2 ** 20;
const NO_BYTES: Readonly<Record<string, string>> = {
  '3': 'a character device',
  '4': 'a block device',
  '6': 'a pipe',
};

/** What extension headers say about the entry that follows them. */
interface Extension {
  readonly name?: Uint8Array;
  readonly link?: Uint8Array;
  readonly size?: number;
  readonly modifiedMs?: number;
  readonly sparse?: boolean;
}

/** Lists the files of a tar in storage order. `where` names the archive in issues about it as a whole. */
export function* readTarEntries(source: ByteSource, where: string): Generator<ArchiveItem> {
  let shared: Extension = {};
  let next: Extension = {};
  let zeros = 0;
  for (let offset = 0; offset < source.sizeBytes;) {
    const block = readPiece(source, offset, TAR_BLOCK);
    if (block.length < TAR_BLOCK) {
      if (zeros === 0) yield damaged(where, `The archive ends inside a header, at byte ${offset}.`);
      return;
    }
    if (isZero(block)) {
      zeros += 1;
      offset += TAR_BLOCK;
      continue;
    }
    const header = readHeader(block);
    if (header === null) {
      if (zeros >= 2) {
        yield archiveIssue(
          'note',
          'archive-damaged',
          where,
          `Bytes that are no tar follow its end, from byte ${offset}.`,
        );
        return;
      }
      const resumed = nextHeader(source, offset + TAR_BLOCK);
      yield damaged(
        where,
        resumed === null
          ? `No readable header stands at byte ${offset} or after it.`
          : `The bytes from ${offset} to ${resumed} are no readable header; reading goes on behind them.`,
      );
      if (resumed === null) return;
      offset = resumed;
      next = {};
      continue;
    }
    if (zeros >= 2)
      yield archiveIssue(
        'note',
        'archive-damaged',
        where,
        `A further tar follows the end of the first, from byte ${offset}.`,
      );
    zeros = 0;
    const size = next.size ?? shared.size ?? header.size;
    const dataAt = offset + TAR_BLOCK + sparseBlocks(source, offset, block, header.type) * TAR_BLOCK;
    const held = Math.max(0, Math.min(size, source.sizeBytes - dataAt));
    const type = header.type;
    if (type === 'x' || type === 'g' || type === 'L' || type === 'K') {
      // Extension headers carry their own size, never an extended one.
      const length = Math.min(header.size, LARGEST_EXTENSION);
      if (length < header.size) yield damaged(where, `A header at byte ${offset} states ${header.size} bytes; cut.`);
      const data = readPiece(source, dataAt, length);
      if (type === 'g') shared = { ...shared, ...readPax(data) };
      else if (type === 'x') next = { ...next, ...readPax(data) };
      else if (type === 'L') next = { ...next, name: cutAtNul(data) };
      else next = { ...next, link: cutAtNul(data) };
      offset = dataAt + padded(header.size);
      continue;
    }
    yield* listEntry(header, { ...shared, ...next }, { dataAt, size, held }, where);
    next = {};
    offset = dataAt + (holdsData(type) ? padded(size) : 0);
  }
  if (zeros < 2)
    yield archiveIssue('note', 'archive-damaged', where, 'The archive lacks its end marks; it may be cut off.');
}

function* listEntry(
  header: TarHeader,
  extension: Extension,
  data: { readonly dataAt: number; readonly size: number; readonly held: number },
  where: string,
): Generator<ArchiveItem> {
  const name = extension.name ?? header.name;
  const decoded = decodeUnixName(name);
  const path = where + decoded.text;
  const link = decodeUnixName(extension.link ?? header.link).text;
  switch (header.type) {
    case '5':
    case 'D':
      return;
    case '1':
      yield { kind: 'hard-link', name, decoded, target: link };
      return;
    case '2':
      yield archiveIssue('note', 'link-not-followed', path, 'The entry is a symbolic link. Stored: its target.', link);
      return;
    case 'S':
      yield sparse(path, data.size);
      return;
    case '0':
    case '7':
      if (extension.sparse === true) {
        yield sparse(path, data.size);
        return;
      }
      if (decoded.text.endsWith('/') && data.size === 0) return; // before ustar, a folder
      yield entry(header, name, decoded, extension, data);
      if (data.held < data.size)
        yield damaged(path, `The archive ends after ${data.held} of the entry's ${data.size} bytes.`);
      return;
    default: {
      const what = NO_BYTES[header.type];
      yield archiveIssue(
        what === undefined ? 'error' : 'note',
        what === undefined ? 'file-unreadable' : 'special-file-skipped',
        path,
        what === undefined
          ? 'The entry is of a type that is not supported.'
          : `The entry is ${what}, which holds no bytes.`,
        header.type,
      );
    }
  }
}

function entry(
  header: TarHeader,
  name: Uint8Array,
  decoded: DecodedName,
  extension: Extension,
  data: { readonly dataAt: number; readonly held: number },
): ArchiveItem {
  return {
    kind: 'entry',
    name,
    decoded,
    step: { in: 'run', offset: data.dataAt, size: data.held },
    sizeBytes: data.held,
    packedBytes: data.held,
    crc: null,
    modifiedMs: extension.modifiedMs ?? header.modifiedMs,
    modifiedLocal: null,
  };
}

function holdsData(type: string): boolean {
  return !'123456'.includes(type);
}

/** Further blocks of the map of an old GNU sparse file, before its data. Source: GNU tar manual, "Old GNU Format". */
function sparseBlocks(source: ByteSource, offset: number, header: Buffer, type: string): number {
  if (type !== 'S' || (header[482] ?? 0) === 0) return 0;
  for (let count = 1; ; count += 1) {
    const block = readPiece(source, offset + count * TAR_BLOCK, TAR_BLOCK);
    if (block.length < TAR_BLOCK || (block[504] ?? 0) === 0) return count;
  }
}

function sparse(path: string, size: number): ArchiveItem {
  return archiveIssue(
    'error',
    'file-unreadable',
    path,
    `The entry is a sparse file stored as ${size} bytes of runs; it is not read. Unpack a copy of the archive with GNU tar (tar -xf FILE) and add the folder.`,
  );
}

function damaged(where: string, detail: string): ArchiveItem {
  return archiveIssue('error', 'archive-damaged', where, detail);
}

/** The next block with a right check sum, from `offset` on in steps of a block. */
function nextHeader(source: ByteSource, offset: number): number | null {
  const run = TAR_BLOCK * 2048;
  for (let at = offset; at + TAR_BLOCK <= source.sizeBytes; at += run) {
    const blocks = readPiece(source, at, run);
    for (let inside = 0; inside + TAR_BLOCK <= blocks.length; inside += TAR_BLOCK) {
      if (readHeader(blocks.subarray(inside, inside + TAR_BLOCK)) !== null) return at + inside;
    }
  }
  return null;
}

function padded(size: number): number {
  return Math.ceil(size / TAR_BLOCK) * TAR_BLOCK;
}

function isZero(block: Buffer): boolean {
  return block.every((byte) => byte === 0);
}

function cutAtNul(bytes: Buffer): Buffer {
  const end = bytes.indexOf(0);
  return end === -1 ? bytes : bytes.subarray(0, end);
}

/** True when bytes start with a tar header whose check sum is right. */
export function startsAsTar(head: Buffer): boolean {
  const header = head.length >= TAR_BLOCK ? readHeader(head.subarray(0, TAR_BLOCK)) : null;
  return header !== null && header.name.length > 0 && (isUtf8(header.name) || header.isUstar);
}
