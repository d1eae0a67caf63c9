import { isAscii, isUtf8 } from 'node:buffer';
import type { Issue } from '../../model/index.ts';
import type { ArchiveItem } from '../archive-entry.ts';
import { archiveIssue } from '../archive-entry.ts';
import type { ByteSource } from '../byte-source.ts';
import { readPiece } from '../byte-source.ts';
import type { DecodedName } from '../names/decode-name.ts';
import { decodeName, looksGb2312 } from '../names/decode-name.ts';
import type { CentralHeader, Directory } from './directory.ts';
import { readCentral, readDirectory } from './directory.ts';
import { AES, ENCRYPTED, encryptionOf, sumOf } from './encryption.ts';
import { dosClock, LOCAL_BYTES, readLocal } from './local-header.ts';
import { methodName, METHODS } from './entry-data.ts';
import { salvageEntries } from './salvage.ts';

const SIZES_FOLLOW = 0x0008;
const UTF8_NAME = 0x0800;
/** Hosts whose external attributes hold Unix modes: Unix and OS X (APPNOTE 4.4.2.2). */
const UNIX_HOSTS = new Set([3, 19]);

/** Lists the files of a zip in storage order. `where` names the archive in issues about it as a whole. */
export function* readZipEntries(
  source: ByteSource,
  where: string,
  headers: ByteSource = source,
): Generator<ArchiveItem> {
  const issues: Issue[] = [];
  const directory = readDirectory(headers, where, issues);
  yield* issues;
  if (directory === null) yield* salvageEntries(headers, where);
  else yield* listDirectory(source, directory, where);
}

function* listDirectory(source: ByteSource, directory: Directory, where: string): Generator<ArchiveItem> {
  const { bytes, positions, shift, start, part } = directory;
  const preferGbk = archiveIsGbk(directory);
  let covered = 0;
  let unmarked = 0;
  for (const position of positions) {
    const header = readCentral(bytes, position, shift);
    const decoded = nameOf(header, preferGbk);
    if (decoded.encoding === 'unmarked-utf-8') unmarked += 1;
    const path = `${where}${decoded.text}`;
    if (header.part !== part && header.part !== 0xffff) {
      yield archiveIssue(
        'error',
        'file-unreadable',
        path,
        `The entry of ${header.size} bytes starts in part ${header.part + 1} of the archive, which is not this file; not read.`,
      );
      continue;
    }
    const least = header.offset + LOCAL_BYTES + header.name.length + header.packed;
    if (header.offset < covered || least > start) {
      yield archiveIssue(
        'error',
        'archive-damaged',
        path,
        header.offset < covered
          ? 'The entry shares bytes with the entry before it, which no archiver writes; it is not read.'
          : 'The entry would reach beyond the place where entries end; it is not read.',
      );
      continue;
    }
    covered = least;
    yield* listEntry(source, header, decoded, path);
  }
  if (unmarked > 0)
    yield archiveIssue(
      'note',
      'name-undecodable',
      where,
      `${unmarked} names state no encoding and are valid UTF-8; read so.`,
    );
}

function* listEntry(
  source: ByteSource,
  header: CentralHeader,
  decoded: DecodedName,
  path: string,
): Generator<ArchiveItem> {
  const isFolder = decoded.text.endsWith('/');
  if (isFolder && header.size === 0) return;
  const mode = UNIX_HOSTS.has(header.madeBy) ? (header.externalAttributes >>> 16) & 0xf000 : 0;
  const isSealed = (header.flags & ENCRYPTED) !== 0 || header.method === AES;
  const encryption = isSealed ? encryptionOf(header) : null;
  if (isSealed && encryption === null) {
    yield archiveIssue(
      'error',
      'archive-encrypted',
      path,
      `The entry of ${header.size} bytes is encrypted in a way that is not supported; not read. Unpack a copy of the archive with the program that wrote it, and add the folder.`,
    );
    return;
  }
  const method = header.method === AES && header.aes !== null ? header.aes.method : header.method;
  // Info-ZIP gives what it read from standard input the mode of a pipe: an entry with bytes is a file.
  if (header.size === 0 && mode !== 0 && mode !== 0x8000 && mode !== 0xa000 && mode !== 0x4000) {
    yield archiveIssue(
      'note',
      'special-file-skipped',
      path,
      'The entry is a pipe, socket or device, which holds no bytes.',
    );
    return;
  }
  if (!METHODS.has(method)) {
    yield archiveIssue(
      'error',
      'file-unreadable',
      path,
      `The entry of ${header.size} bytes is packed by ${methodName(method)}, which is not supported. Unpack a copy of the archive (7z x FILE) and add the folder.`,
    );
    return;
  }
  const local = readLocal(source, header.offset);
  if (local === null) {
    yield archiveIssue('error', 'archive-damaged', path, 'No local header stands where the directory says; not read.');
    return;
  }
  const differs = differences(header, local);
  if (differs.length > 0)
    yield archiveIssue(
      'warning',
      'archive-damaged',
      path,
      `Local header and central directory differ in ${differs.join(', ')}; the directory is used.`,
      `hex ${Buffer.from(local.name).toString('hex')}`,
    );
  if (mode === 0xa000 && encryption === null) {
    const target =
      header.method === 0 ? readPiece(source, local.dataAt, Math.min(header.packed, 4096)).toString() : null;
    yield archiveIssue('note', 'link-not-followed', path, 'The entry is a symbolic link. Stored: its target.', target);
    return;
  }
  const entry = {
    name: header.name,
    decoded,
    step: { in: 'zip', offset: header.offset, packed: header.packed, size: header.size, method },
    sizeBytes: header.size,
    packedBytes: header.packed,
    modifiedMs: header.modifiedMs,
    modifiedLocal: header.modifiedMs === null ? dosClock(header.dosTime) : null,
  } as const;
  if (encryption === null) yield { kind: 'entry', ...entry, crc: header.crc };
  else yield { kind: 'sealed-entry', ...entry, encryption, crc: sumOf(encryption, header.crc) };
}

function differences(header: CentralHeader, local: NonNullable<ReturnType<typeof readLocal>>): readonly string[] {
  const sizesFollow = (local.flags & SIZES_FOLLOW) !== 0;
  const sized = !sizesFollow || local.packed !== 0 || local.size !== 0;
  return [
    Buffer.compare(header.name, local.name) === 0 ? null : 'name',
    header.method === local.method ? null : 'method',
    !sized || header.packed === local.packed ? null : 'packed size',
    !sized || header.size === local.size ? null : 'size',
    sizesFollow || header.crc === local.crc ? null : 'CRC-32',
  ].filter((what) => what !== null);
}

function nameOf(header: CentralHeader, preferGbk: boolean): DecodedName {
  if (header.unicodeName !== null && isUtf8(header.unicodeName)) return decodeName(header.unicodeName, true, false);
  return decodeName(header.name, (header.flags & UTF8_NAME) !== 0, preferGbk);
}

/** True when every name that is neither ASCII nor UTF-8 reads as GB 2312: one archive is written in one encoding. */
function archiveIsGbk({ bytes, positions, shift }: Directory): boolean {
  let any = false;
  for (const position of positions) {
    const { name } = readCentral(bytes, position, shift);
    if (isAscii(name) || isUtf8(name)) continue;
    if (!looksGb2312(name)) return false;
    any = true;
  }
  return any;
}
