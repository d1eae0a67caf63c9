import { closeSync, openSync, readSync } from 'node:fs';
import { EvidenceUnreadable } from './evidence-unreadable.ts';
import { unreadable } from './sqlite-failure.ts';
import type { DatabaseState, WorkingCopy } from './working-copy.ts';

const MAGIC = Buffer.from('SQLite format 3\0', 'latin1');

/** Throws unless the file begins as a SQLite database does. */
export function checkHead(copy: WorkingCopy, _state: DatabaseState): void {
  const head = readHead(copy.path, 4096);
  if (head.length === 0) throw new EvidenceUnreadable('not-sqlite', 'the file is empty');
  if (head.length >= 16 && head.subarray(0, 16).equals(MAGIC)) return;
  if (head.length >= 512 && looksRandom(head))
    throw new EvidenceUnreadable('encrypted-or-not-sqlite', 'no SQLite header, and the first bytes look random');
  throw new EvidenceUnreadable('not-sqlite', 'no SQLite header');
}

/** More than 7 bits of entropy per byte over the first page: plain formats stay far below. */
function looksRandom(bytes: Buffer): boolean {
  const counts = new Uint32Array(256);
  for (const byte of bytes) counts[byte] = (counts[byte] ?? 0) + 1;
  let bits = 0;
  for (const count of counts) if (count > 0) bits -= (count / bytes.length) * Math.log2(count / bytes.length);
  return bits > 7;
}

function readHead(path: string, length: number): Buffer {
  let handle: number;
  try {
    handle = openSync(path, 'r');
  } catch (error) {
    throw unreadable(error);
  }
  try {
    const buffer = Buffer.alloc(length);
    return buffer.subarray(0, readSync(handle, buffer, 0, length, 0));
  } catch (error) {
    throw unreadable(error);
  } finally {
    closeSync(handle);
  }
}
