import { createDecipheriv } from 'node:crypto';
import { pipeline, Readable, type Transform } from 'node:stream';
import { createInflate } from 'node:zlib';
import type { ByteSource } from '../byte-source.ts';
import { packedBlocks } from '../zip/entry-data.ts';
import type { AndroidBackupHeader, AndroidBackupKeys } from './android-backup.ts';

/**
 * The tar inside an `adb` backup, in blocks. Fails with an error whose `code` begins with `ERR_OSSL` where the padding at the end
 * does not hold, and with `Z_` where it cannot be unpacked: what came before is what could be read. `keys` null: not encrypted.
 */
export async function* androidBackupBlocks(
  source: ByteSource,
  header: AndroidBackupHeader,
  keys: AndroidBackupKeys | null,
): AsyncGenerator<Buffer> {
  const opened = openedBlocks(source, header.dataAt, keys);
  if (!header.isPacked) {
    yield* opened;
    return;
  }
  const unpacker: Transform = createInflate({ chunkSize: 2 ** 18 });
  // The iteration below reports what goes wrong; the pipeline only tears down both ends.
  pipeline(Readable.from(opened, { objectMode: true }), unpacker, () => undefined);
  try {
    for await (const block of unpacker as AsyncIterable<Buffer>) yield block;
  } finally {
    unpacker.destroy();
  }
}

function* openedBlocks(source: ByteSource, from: number, keys: AndroidBackupKeys | null): Generator<Buffer> {
  const blocks = packedBlocks(source, from, source.sizeBytes - from) as Generator<Buffer>;
  if (keys === null) {
    yield* blocks;
    return;
  }
  const decipher = createDecipheriv('aes-256-cbc', keys.key, keys.iv);
  for (const block of blocks) yield decipher.update(block);
  yield decipher.final();
}
