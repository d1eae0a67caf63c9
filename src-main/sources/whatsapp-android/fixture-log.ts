import { readFileSync, writeFileSync } from 'node:fs';

const HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;
const SALT = 0x41666669; // any fixed number will do

/**
 * Gives a write-ahead log fixed salts and recomputes its checksums, so that the same story makes the same bytes.
 * Layout: SQLite documentation, "WAL File Format".
 */
export function fixLogSalts(path: string): void {
  const log = readFileSync(path);
  if (log.length < HEADER_BYTES) return;
  const isBigEndian = (log.readUInt32BE(0) & 1) === 1;
  const pageSize = log.readUInt32BE(8);
  log.writeUInt32BE(SALT, 16);
  log.writeUInt32BE(SALT, 20);
  let sums = checksum(log, 0, 24, [0, 0], isBigEndian);
  log.writeUInt32BE(sums[0], 24);
  log.writeUInt32BE(sums[1], 28);
  for (let at = HEADER_BYTES; at + FRAME_HEADER_BYTES + pageSize <= log.length; at += FRAME_HEADER_BYTES + pageSize) {
    log.writeUInt32BE(SALT, at + 8);
    log.writeUInt32BE(SALT, at + 12);
    sums = checksum(log, at, 8, sums, isBigEndian);
    sums = checksum(log, at + FRAME_HEADER_BYTES, pageSize, sums, isBigEndian);
    log.writeUInt32BE(sums[0], at + 16);
    log.writeUInt32BE(sums[1], at + 20);
  }
  writeFileSync(path, log);
}

function checksum(
  bytes: Buffer,
  from: number,
  length: number,
  start: readonly [number, number],
  isBigEndian: boolean,
): readonly [number, number] {
  let [a, b] = start;
  for (let at = from; at < from + length; at += 8) {
    const x = isBigEndian ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at);
    const y = isBigEndian ? bytes.readUInt32BE(at + 4) : bytes.readUInt32LE(at + 4);
    a = (a + x + b) >>> 0;
    b = (b + y + a) >>> 0;
  }
  return [a, b];
}
