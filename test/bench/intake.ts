import { spawnSync } from 'node:child_process';
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import * as evidence from '../../src-main/evidence/index.ts';
import { inTurn } from './measure.ts';
import type { Figure } from './measure.ts';

const SIZE_MB = 1024;

/** Hashing against `openssl dgst`, copying with a hash against `cp` followed by `openssl dgst`, in turn. */
export async function benchIntake(folder: string): Promise<readonly Figure[]> {
  const file = join(folder, 'random.bin');
  const copy = join(folder, 'copy.bin');
  writeRandom(file);
  const hash = await inTurn(
    5,
    () => evidence.hashFile(file),
    () => run('openssl', ['dgst', '-sha256', file]),
  );
  const copying = await inTurn(
    5,
    () => {
      rmSync(copy, { force: true });
      evidence.copyAndHash(file, copy);
    },
    () => {
      run('cp', [file, copy]);
      run('openssl', ['dgst', '-sha256', copy]);
    },
  );
  rmSync(file);
  rmSync(copy);
  return [
    { what: `SHA-256 of ${SIZE_MB} MiB`, value: rate(hash.aMs), goal: '' },
    { what: '  against openssl dgst', value: (1 / hash.ratio).toFixed(2), goal: '≥ 0.8' },
    { what: `copy with SHA-256 of ${SIZE_MB} MiB`, value: rate(copying.aMs), goal: '' },
    { what: '  against cp, then openssl dgst', value: (1 / copying.ratio).toFixed(2), goal: '≥ 0.8' },
  ];
}

function rate(ms: number): string {
  return `${Math.round(SIZE_MB / (ms / 1000))} MiB/s`;
}

function writeRandom(path: string): void {
  const block = new Uint8Array(1024 * 1024);
  const out = openSync(path, 'w');
  for (let i = 0; i < SIZE_MB; i++) {
    crypto.getRandomValues(block.subarray(0, 65_536));
    writeSync(out, block);
  }
  closeSync(out);
}

function run(command: string, args: readonly string[]): void {
  const result = spawnSync(command, args, { stdio: 'ignore' });
  if (result.status !== 0) throw new Error(`${command} ended with ${String(result.status)}`);
}
