import { spawnSync } from 'node:child_process';
import { createCipheriv } from 'node:crypto';
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { devNull } from 'node:os';
import { join } from 'node:path';
import { DiskFile } from '../../src-main/evidence/byte-source.ts';
import { iosFileEnd, iosPlainBlocks } from '../../src-main/evidence/locks/ios-backup-file.ts';
import { inTurn } from './measure.ts';
import type { Figure } from './measure.ts';

const SIZE_MB = 512;
const KEY = Buffer.alloc(32, 7);

/** Reading a file of an encrypted phone backup against `openssl enc -d` on the same bytes, in turn. */
export async function benchDecrypt(folder: string): Promise<readonly Figure[]> {
  const sealed = join(folder, 'sealed.bin');
  writeSealed(sealed);
  const reading = await inTurn(
    5,
    () => {
      readThrough(sealed);
    },
    () => {
      const key = ['-K', KEY.toString('hex'), '-iv', '0'.repeat(32)];
      const ended = spawnSync('openssl', ['enc', '-d', '-aes-256-cbc', ...key, '-in', sealed, '-out', devNull]);
      if (ended.status !== 0) throw new Error(`openssl ended with ${String(ended.status)}`);
    },
  );
  rmSync(sealed);
  return [
    { what: `${SIZE_MB} MiB of an encrypted phone backup`, value: `${Math.round(SIZE_MB / (reading.aMs / 1000))} MiB/s`, goal: '' }, // prettier-ignore
    { what: '  against openssl enc -d -aes-256-cbc', value: (1 / reading.ratio).toFixed(2), goal: '≥ 0.5' },
  ];
}

function readThrough(path: string): void {
  const source = new DiskFile(path);
  let bytes = 0;
  const { sizeBytes } = iosFileEnd(source, KEY, null);
  for (const block of iosPlainBlocks(source, KEY, 0, sizeBytes)) bytes += block.length;
  source.close();
  if (bytes !== SIZE_MB * 2 ** 20) throw new Error(`${bytes} bytes were read`);
}

function writeSealed(path: string): void {
  const cipher = createCipheriv('aes-256-cbc', KEY, Buffer.alloc(16));
  const block = Buffer.alloc(2 ** 20, 'so many bytes ');
  const out = openSync(path, 'w');
  for (let i = 0; i < SIZE_MB; i += 1) writeSync(out, cipher.update(block));
  writeSync(out, cipher.final());
  closeSync(out);
}
