import { finished } from 'node:stream/promises';
import { createGunzip, createInflate } from 'node:zlib';

/** Packed bytes given at a time: what comes out of them, at most 1032 times as much, is held in memory. */
const GIVEN_BYTES = 2 ** 15;

/** How a stream ended. `cut`: it ends before its end mark. `damaged`: its bytes from some place on are none. */
export type InflateEnd = 'whole' | 'cut' | 'damaged';

/**
 * Unpacks a zlib stream, or a gzip file with all its members. Of one that is cut short or damaged, what was unpacked before that is given, and the same for the same bytes:
 * an iterated stream of node drops what waits when its source fails.
 */
export async function* inflatedBlocks(
  packed: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  wrapping: 'zlib' | 'gzip' = 'zlib',
): AsyncGenerator<Buffer, InflateEnd> {
  const unpacker = wrapping === 'zlib' ? createInflate({ chunkSize: 2 ** 16 }) : createGunzip({ chunkSize: 2 ** 18 });
  let out: Buffer[] = [];
  const ended: { code: string | null } = { code: null };
  // A write that fails calls nothing back.
  let wake: () => void = () => undefined;
  unpacker.on('data', (block: Buffer) => out.push(block));
  unpacker.on('error', (error: NodeJS.ErrnoException) => {
    ended.code = error.code ?? 'Z_UNKNOWN';
    wake();
  });
  const given = (bytes: Uint8Array): Promise<void> =>
    new Promise((resolve) => {
      wake = resolve;
      unpacker.write(bytes, () => {
        resolve();
      });
    });
  try {
    for await (const block of packed)
      for (let at = 0; at < block.length && ended.code === null; at += GIVEN_BYTES) {
        await given(block.subarray(at, at + GIVEN_BYTES));
        yield* out;
        out = [];
      }
    if (ended.code === null) {
      unpacker.end();
      await finished(unpacker).catch((error: unknown) => {
        if (!isOfZlib(error)) throw error;
      });
      yield* out;
    }
  } finally {
    unpacker.destroy();
  }
  return endOf(ended.code);
}

function endOf(code: string | null): InflateEnd {
  if (code === null) return 'whole';
  return code === 'Z_BUF_ERROR' ? 'cut' : 'damaged';
}

function isOfZlib(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('Z_');
}
