import { existsSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import type { Sha256 } from '../model/index.ts';
import { EntryDamaged } from './archive-entry.ts';
import type { ByteSource } from './byte-source.ts';
import { BLOCK_BYTES, DiskFile, readPiece, sliceOf } from './byte-source.ts';
import { cipherOf, plainSource } from './ciphers/ciphers.ts';
import type { IndexedFile } from './file-index.ts';
import type { ExhibitKind } from './intake-event.ts';
import { KeyNeeded, OpenedMissing } from './key-needed.ts';
import type { Limits } from './limits.ts';
import type { OpenedSecret } from './locks/opener.ts';
import { openerOf } from './locks/openers.ts';
import { openOnDisk, plainBytes, unpackToWork } from './open-place.ts';
import type { Step } from './place.ts';
import { readPlace, writePlace } from './place.ts';
import { unpackedTarPath, unpackTar } from './unpack-tar.ts';
import { unpackEntry } from './zip/entry-data.ts';

/** Packed entries above this size are unpacked into the work folder when someone asks for their middle. */
const KEEP_UNPACKED_BYTES = 4 * BLOCK_BYTES;
/** Archives and unpacked entries held open at a time. */
const MOST_OPEN = 16;

/** What opening locked files gave, by the lock's number. */
export type Secrets = ReadonlyMap<number, OpenedSecret>;

/** Finds the bytes of files again, by the places that intake wrote down. */
export class PlaceReader {
  readonly #kind: ExhibitKind;
  readonly #path: string;
  readonly #sha256: Sha256 | null;
  readonly #workDir: string;
  readonly #limits: Limits;
  readonly #secrets: Secrets;
  #root: Promise<ByteSource> | null = null;
  /** Least recently used first. */
  readonly #open = new Map<string, ByteSource>();

  constructor(
    kind: ExhibitKind,
    path: string,
    sha256: Sha256 | null,
    workDir: string,
    limits: Limits,
    secrets: Secrets = new Map(),
  ) {
    this.#kind = kind;
    this.#path = path;
    this.#sha256 = sha256;
    this.#workDir = workDir;
    this.#limits = limits;
    this.#secrets = secrets;
  }

  /**
   * The file's bytes from `start` up to `end`, in blocks of their own memory. Throws the file system's errors when the exhibit is
   * gone, `EntryDamaged` when it no longer holds what it held.
   */
  async *bytes(file: IndexedFile, start: number, end: number): AsyncGenerator<Uint8Array> {
    try {
      yield* this.#bytes(file, start, end);
    } catch (error) {
      throw named(error, file);
    }
  }

  async *#bytes(file: IndexedFile, start: number, end: number): AsyncGenerator<Uint8Array> {
    const steps = readPlace(file.place);
    const last = steps.at(-1);
    const packed = last?.in === 'zip' && last.method !== 0 ? last : null;
    if (packed !== null && start === 0) {
      yield* fromOn(unpackEntry(await this.#container(file, steps), packed), 0, end);
      return;
    }
    if (packed !== null && packed.size <= KEEP_UNPACKED_BYTES && !this.#open.has(file.place)) {
      yield* fromOn(unpackEntry(await this.#container(file, steps), packed), start, end);
      return;
    }
    const { source, own } = await this.#source(file, steps, file.sha256);
    try {
      for (let at = start; at < end;) {
        const block = readPiece(source, at, Math.min(BLOCK_BYTES, end - at));
        if (block.length === 0) throw new EntryDamaged(`the file ends after ${at} of ${file.sizeBytes} bytes`);
        at += block.length;
        yield block;
      }
    } finally {
      if (own) source.close();
    }
  }

  /** The file's bytes at any offset; closing them is of no consequence while this reader is open. */
  async source(file: IndexedFile): Promise<ByteSource> {
    const steps = readPlace(file.place);
    const { source, own } = await this.#source(file, steps, file.sha256).catch((error: unknown) => {
      throw named(error, file);
    });
    return own ? source : sliceOf(source, 0, source.sizeBytes);
  }

  /** The bytes of the exhibit itself, where it is one file; a packed tar unpacked. */
  async exhibit(): Promise<ByteSource> {
    const root = await this.#rootSource();
    return sliceOf(root, 0, root.sizeBytes);
  }

  /** Whether the file can be read with the keys that are held. */
  canRead(file: IndexedFile): boolean {
    return !file.place.includes('k:') || readPlace(file.place).every((step) => step.in !== 'sealed' || this.#secrets.has(step.lock)); // prettier-ignore
  }

  close(): void {
    for (const source of this.#open.values()) source.close();
    this.#open.clear();
    void this.#root?.then((root) => {
      root.close();
    });
    this.#root = null;
  }

  /** `own`: the caller closes it; otherwise it stays open for the next question. */
  async #source(
    file: IndexedFile,
    steps: readonly Step[],
    sha256: Sha256,
  ): Promise<{ source: ByteSource; own: boolean }> {
    const last = steps.at(-1);
    if (last?.in === 'disk' && steps.length === 1)
      return { source: openOnDisk(this.#path, last, file.path), own: true };
    if (last === undefined || last.in === 'self') return { source: await this.#rootSource(), own: false };
    const key = writePlace(steps);
    const there = this.#open.get(key);
    if (there !== undefined) {
      this.#open.delete(key);
      this.#open.set(key, there);
      return { source: there, own: false };
    }
    if (last.in === 'work') return { source: this.#keep(key, this.#workFile(last.sha256, file.path)), own: false };
    if (last.in === 'disk') return { source: this.#keep(key, openOnDisk(this.#path, last, file.path)), own: false };
    const container = await this.#container(file, steps);
    if (last.in === 'cipher') return { source: deciphered(container, last), own: false };
    if (last.in === 'sealed') return { source: this.#unsealed(container, last, file.path), own: false };
    const plain = plainBytes(container, last);
    if (plain !== null || last.in === 'run') return { source: plain ?? container, own: false };
    return { source: this.#keep(key, await unpackToWork(container, last, this.#workDir, sha256)), own: false };
  }

  /** What the last step lies in. The hash of an archive inside the exhibit is known from its files. */
  async #container(file: IndexedFile, steps: readonly Step[]): Promise<ByteSource> {
    const outer = steps.slice(0, -1);
    if (outer.length === 0) return this.#rootSource();
    const last = outer.at(-1);
    if (last?.in === 'disk') {
      const key = writePlace(outer);
      return this.#open.get(key) ?? this.#keep(key, openOnDisk(this.#path, last, file.path));
    }
    const sha256 = (last?.in === 'zip' ? last.sha256 : undefined) ?? file.derivedFrom?.file ?? '';
    const { source } = await this.#source(file, outer, sha256);
    return source;
  }

  #workFile(sha256: Sha256, path: string): ByteSource {
    const copy = join(this.#workDir, sha256);
    if (!existsSync(copy)) throw new OpenedMissing(path);
    return new DiskFile(copy);
  }

  /** Deciphers what is asked for when it is asked for. */
  #unsealed(sealed: ByteSource, { kind, lock, size, args }: Extract<Step, { in: 'sealed' }>, path: string): ByteSource {
    const secret = this.#secrets.get(lock);
    const opener = openerOf(kind);
    if (secret === undefined) throw new KeyNeeded(lock, path);
    if (opener?.bytes === undefined) throw new Error(`nothing reads sealed files of ${kind}`);
    return {
      sizeBytes: size,
      read(into, offset) {
        let done = 0;
        for (const block of opener.bytes?.(sealed, secret, args, offset, Math.min(size, offset + into.length)) ?? []) {
          into.set(block.subarray(0, into.length - done), done);
          done += Math.min(block.length, into.length - done);
        }
        return done;
      },
      close: () => undefined,
    };
  }

  #keep(key: string, source: ByteSource): ByteSource {
    this.#open.set(key, source);
    for (const [oldest, unused] of this.#open) {
      if (this.#open.size <= MOST_OPEN) break;
      this.#open.delete(oldest);
      unused.close();
    }
    return source;
  }

  #rootSource(): Promise<ByteSource> {
    this.#root ??= this.#openRoot();
    return this.#root;
  }

  async #openRoot(): Promise<ByteSource> {
    const exhibit = new DiskFile(realpathSync(this.#path));
    if (this.#kind !== 'tar-gz' && this.#kind !== 'tar-zst') return exhibit;
    try {
      const unpacked = unpackedTar(this.#workDir, this.#sha256, this.#limits);
      if (unpacked !== null) return unpacked;
      const made = await unpackTar(this.#kind, exhibit, this.#workDir, this.#limits, () => Promise.resolve());
      if (this.#sha256 !== null) return made.settle(this.#sha256);
      made.discard();
      throw new Error('the hash of a packed tar is needed to open it');
    } finally {
      exhibit.close();
    }
  }
}

/** A case of a later program can name a cipher that this one does not know. */
function deciphered(stored: ByteSource, { scheme, size, keyHex }: Extract<Step, { in: 'cipher' }>): ByteSource {
  const cipher = cipherOf(scheme);
  if (cipher === null) throw new EntryDamaged(`nothing here reads files of the cipher ${scheme}`);
  return plainSource(stored, cipher, keyHex, size);
}

/** An error of reading an archive, with the file that was to be read. */
function named(error: unknown, { path }: IndexedFile): unknown {
  return error instanceof EntryDamaged && error.path === null ? new EntryDamaged(error.message, path) : error;
}

/** What was unpacked under these limits, else the whole, of which that is the beginning. */
function unpackedTar(workDir: string, sha256: Sha256 | null, limits: Limits): DiskFile | null {
  if (sha256 === null) return null;
  for (const path of [unpackedTarPath(workDir, sha256, limits), unpackedTarPath(workDir, sha256, null)]) {
    try {
      return new DiskFile(path);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    }
  }
  return null;
}

async function* fromOn(blocks: AsyncIterable<Uint8Array>, start: number, end: number): AsyncGenerator<Uint8Array> {
  let at = 0;
  if (end <= start) return;
  for await (const block of blocks) {
    const part = block.subarray(Math.max(0, start - at), Math.min(block.length, end - at));
    at += block.length;
    if (part.length > 0) yield part;
    if (at >= end) return;
  }
}
