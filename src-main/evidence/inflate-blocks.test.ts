import { createHash } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { deflateSync, gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { inflatedBlocks } from './inflate-blocks.ts';

const PLAIN = createHash('shake256', { outputLength: 1_000_000 }).update('plain').digest();

async function* inPieces(bytes: Buffer, length: number, pauseMs: number | null): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += length) {
    if (pauseMs !== null) await setTimeout(pauseMs);
    yield bytes.subarray(at, at + length);
  }
}

async function unpack(
  packed: AsyncGenerator<Buffer>,
  wrapping: 'zlib' | 'gzip',
): Promise<readonly [string, number, boolean]> {
  const work = inflatedBlocks(packed, wrapping);
  const out: Buffer[] = [];
  let step = await work.next();
  for (; step.done !== true; step = await work.next()) out.push(step.value);
  const plain = Buffer.concat(out);
  return [step.value, plain.length, plain.equals(Buffer.concat([PLAIN, PLAIN]).subarray(0, plain.length))];
}

it.each(['zlib', 'gzip'] as const)('%s that is damaged gives what was before, the same at any pace', async (wrapping) => {
  const pack = (bytes: Buffer): Buffer => (wrapping === 'zlib' ? deflateSync(bytes) : gzipSync(bytes));
  const packed = pack(PLAIN);
  expect(await unpack(inPieces(packed, 2 ** 20, null), wrapping)).toEqual(['whole', PLAIN.length, true]);
  const damaged = Buffer.concat([packed.subarray(0, 700_000), Buffer.alloc(300_000, 0xff)]);
  const first = await unpack(inPieces(damaged, 2 ** 20, null), wrapping);
  // What zlib makes of the 32 KiB in which the damage lies is lost with it.
  expect(first[0]).toBe('damaged');
  expect(first[1]).toBeGreaterThan(700_000 - 2 ** 15);
  expect(first[2]).toBe(true);
  for (let round = 0; round < 3; round += 1) expect(await unpack(inPieces(damaged, 2 ** 17, round), wrapping)).toEqual(first);
  const cut = await unpack(inPieces(packed.subarray(0, 500_000), 2 ** 16, null), wrapping);
  expect([cut[0], cut[1] > 490_000, cut[2]]).toEqual(['cut', true, true]);
}); // prettier-ignore

it('gzip has several members, and zeros or other bytes behind them', async () => {
  const gz = gzipSync(PLAIN);
  const of = (...parts: readonly Buffer[]): Promise<readonly [string, number, boolean]> =>
    unpack(inPieces(Buffer.concat(parts), 2 ** 18, null), 'gzip');
  expect(await of(gz, gz)).toEqual(['whole', 2 * PLAIN.length, true]);
  expect(await of(gz, Buffer.alloc(500_000))).toEqual(['whole', PLAIN.length, true]);
  expect((await of(gz, gz.subarray(0, 400_000)))[0]).toBe('cut');
});
