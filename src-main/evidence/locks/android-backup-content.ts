import { createDecipheriv } from 'node:crypto';
import type { ByteSource } from '../byte-source.ts';
import { packedBlocks } from '../zip/entry-data.ts';
import type { AndroidBackupHeader, AndroidBackupKeys } from './android-backup.ts';
import { inflatedBlocks } from '../inflate-blocks.ts';

const CIPHER_BLOCK = 16;

/** How the content ended: whole, cut short, or damaged. Of the last two, what came before is what could be read. */
export type AndroidBackupEnd = 'whole' | 'cut' | 'damaged';

/** The tar inside an `adb` backup, in blocks. `keys` null: not encrypted. `at` is told how much of the file was read. */
export async function* androidBackupBlocks(
  source: ByteSource,
  header: AndroidBackupHeader,
  keys: AndroidBackupKeys | null,
  at: (readBytes: number) => void = () => undefined,
): AsyncGenerator<Buffer, AndroidBackupEnd> {
  const opened = new OpenedContent(source, header.dataAt, keys, at);
  if (!header.isPacked) {
    yield* opened;
    return opened.end;
  }
  const unpacked = yield* inflatedBlocks(opened);
  return unpacked === 'whole' && opened.end === 'whole' ? 'whole' : unpacked === 'damaged' ? 'damaged' : 'cut';
}

/** The content without its encryption; `end` can be asked once it was read. */
class OpenedContent implements Iterable<Buffer> {
  end: 'whole' | 'cut' = 'whole';
  readonly #source: ByteSource;
  readonly #from: number;
  readonly #keys: AndroidBackupKeys | null;
  readonly #at: (readBytes: number) => void;

  constructor(source: ByteSource, from: number, keys: AndroidBackupKeys | null, at: (readBytes: number) => void) {
    this.#source = source;
    this.#from = from;
    this.#keys = keys;
    this.#at = at;
  }

  *[Symbol.iterator](): Generator<Buffer> {
    if (this.#keys === null) yield* this.#blocks();
    else yield* this.#deciphered(this.#keys);
  }

  *#blocks(): Generator<Buffer> {
    let done = this.#from;
    for (const block of packedBlocks(this.#source, this.#from, this.#source.sizeBytes - this.#from)) {
      done += block.length;
      this.#at(done);
      yield Buffer.from(block.buffer, block.byteOffset, block.byteLength);
    }
  }

  /** The padding at the end says whether the content is whole; the last block of one that is cut short is content too. */
  *#deciphered({ key, iv }: AndroidBackupKeys): Generator<Buffer> {
    const decipher = createDecipheriv('aes-256-cbc', key, iv).setAutoPadding(false);
    let held: Buffer = Buffer.alloc(0);
    for (const block of this.#blocks()) {
      const plain = Buffer.concat([held, decipher.update(block)]);
      held = plain.subarray(Math.max(0, plain.length - CIPHER_BLOCK));
      yield plain.subarray(0, plain.length - held.length);
    }
    const isAligned = (this.#source.sizeBytes - this.#from) % CIPHER_BLOCK === 0;
    const pad = isAligned ? paddingOf(held) : 0;
    if (pad === 0) this.end = 'cut';
    yield held.subarray(0, held.length - pad);
  }
}

/** Bytes of padding by PKCS #7 (RFC 5652, section 6.3); 0 where there is none. */
function paddingOf(last: Buffer): number {
  const count = last.at(-1) ?? 0;
  const isPadding = count >= 1 && count <= last.length && last.subarray(-count).every((byte) => byte === count);
  return isPadding ? count : 0;
}
