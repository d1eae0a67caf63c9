import { zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { ByteSource } from './byte-source.ts';
import { zstdFrames } from './zstd-frames.ts';

function sourceOf(bytes: Buffer): ByteSource {
  return { sizeBytes: bytes.length, read: (into, offset) => bytes.copy(into, 0, offset), close: () => undefined };
}

const idle = (): Promise<void> => Promise.resolve();

async function framesOf(bytes: Buffer, tick = idle): Promise<readonly (readonly [number, number])[]> {
  const found: (readonly [number, number])[] = [];
  for await (const { from, length } of zstdFrames(sourceOf(bytes), tick)) found.push([from, length]);
  return found;
}

/** A frame without stated size whose blocks are these headers, each with its type, size and content. */
function frame(...blocks: readonly Buffer[]): Buffer {
  return Buffer.concat([Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, 0]), ...blocks]);
}

function block(type: number, size: number, content: Buffer, isLast = false): Buffer {
  const header = Buffer.alloc(3);
  header.writeUIntLE((size << 3) | (type << 1) | (isLast ? 1 : 0), 0, 3);
  return Buffer.concat([header, content]);
}

describe('zstdFrames', () => {
  it('gives each frame and leaves skippable ones out', async () => {
    const [first, second] = [zstdCompressSync(Buffer.from('tide')), zstdCompressSync(Buffer.alloc(400_000, 7))];
    const skipped = Buffer.from([0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3]);
    expect(await framesOf(Buffer.concat([first, skipped, second]))).toEqual([
      [0, first.length],
      [first.length + skipped.length, second.length],
    ]);
  });

  it('gives others their turn among blocks that are three and four bytes short', async () => {
    const short = Buffer.concat(Array.from({ length: 50_000 }, (_, at) => at % 2 === 0 ? block(0, 0, Buffer.alloc(0)) : block(1, 1, Buffer.alloc(1)))); // prettier-ignore
    const whole = frame(short, block(0, 0, Buffer.alloc(0), true));
    let turns = 0;
    const counted = (): Promise<void> => {
      turns += 1;
      return Promise.resolve();
    };
    expect(await framesOf(whole, counted)).toEqual([[0, whole.length]]);
    expect(turns).toBe(12);
    await expect(framesOf(whole, () => Promise.reject(new Error('cancelled')))).rejects.toThrow(/cancelled/u);
  });

  it('takes a block of the reserved type for damage, whatever size it states', async () => {
    const damaged = frame(block(3, 2, Buffer.alloc(2)), block(0, 0, Buffer.alloc(0), true));
    const next = zstdCompressSync(Buffer.from('tide'));
    expect(await framesOf(Buffer.concat([damaged, next]))).toEqual([[0, damaged.length + next.length]]);
  });
});
