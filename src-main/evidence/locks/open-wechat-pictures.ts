import { archiveIssue, EntryDamaged } from '../archive-entry.ts';
import { BLOCK_BYTES, memorySource, readPiece, type ByteSource } from '../byte-source.ts';
import { byteOfEnd, datFits } from '../ciphers/wechat-dat-cipher.ts';
import { datKey, datLayout, paddingHolds, readDat, type DatLayout } from '../ciphers/wechat-dat-layout.ts';
import { Digester } from '../hash.ts';
import { Budget } from '../limits.ts';
import { Pace } from '../pace.ts';
import type { EvidenceFile, EvidenceTree } from '../tree.ts';
import { IssueTally } from './issue-tally.ts';
import type { FoundLock, OpenedSecret, OpenEnd, OpenEvent, Opener, OpenRequest } from './opener.ts';
import { pictureKeysOf, type PictureKey } from './wechat-picture-key.ts';
import { pictureRootOf } from './wechat-picture-paths.ts';

/** Pictures of WeChat on a computer that are encrypted under a key of their account (`.dat`, version 2): one lock for an account's folder. */
export const wechatPictures: Opener = { kind: 'wechat-pictures', find, open, openAgain, bytes };

const MAGIC = '070856320807';
const MAGIC_BYTES = 6;
/** Pictures that a key is tried on. */
const MOST_TRIED = 500;
/** A picture up to this size is read once, from its beginning to its end. */
const MOST_HELD_BYTES = 2 ** 26;

async function* find(tree: EvidenceTree): AsyncGenerator<FoundLock> {
  const folders = new Map<string, { readonly file: EvidenceFile; pictures: number }>();
  for await (const file of tree.glob('**/*.dat')) {
    if (!(await isSealed(tree, file))) continue;
    const root = pictureRootOf(file.path);
    const known = folders.get(root);
    if (known === undefined) folders.set(root, { file, pictures: 1 });
    else known.pictures += 1;
  }
  for (const { file, pictures } of folders.values())
    yield { kind: 'wechat-pictures', file, facts: { version: '2', pictures: String(pictures) }, wants: ['password', 'hex'] }; // prettier-ignore
}

async function isSealed(tree: EvidenceTree, file: EvidenceFile): Promise<boolean> {
  if (file.sizeBytes < MAGIC_BYTES) return false;
  return Buffer.from(await tree.head(file, MAGIC_BYTES)).toString('hex') === MAGIC;
}

async function* open(request: OpenRequest): AsyncGenerator<OpenEvent, OpenEnd> {
  const pictures = await picturesOf(request);
  const tried = await tryKey(request, pictures);
  if ('ended' in tried) return tried;
  const list = new PictureList(request, tried);
  yield* list.list(pictures);
  return { ended: 'opened', secret: secretOf(tried), settings: { ...settingsOf(tried), ...list.counts } };
}

async function openAgain(request: OpenRequest): Promise<OpenEnd> {
  const tried = await tryKey(request, await picturesOf(request));
  return 'ended' in tried ? tried : { ended: 'opened', secret: secretOf(tried), settings: settingsOf(tried) };
}

/** The encrypted pictures of the lock's folder, in order of path. */
async function picturesOf({ tree, lock, signal }: OpenRequest): Promise<readonly EvidenceFile[]> {
  const root = pictureRootOf(lock.file.path);
  const pictures: EvidenceFile[] = [];
  for await (const file of tree.glob('**/*.dat')) {
    signal.throwIfAborted();
    if (pictureRootOf(file.path) === root && (await isSealed(tree, file))) pictures.push(file);
  }
  return pictures;
}

/** A key that opens pictures; its byte is that over the ends of most of those whose end shows it, else the given one. */
async function tryKey(request: OpenRequest, pictures: readonly EvidenceFile[]): Promise<TriedKey | OpenEnd> {
  const keys = request.key === null ? [] : pictureKeysOf(request.key);
  if (keys.length === 0) return { ended: 'no-key', detail: 'The pictures want the key of their account: 16 characters, or 32 hexadecimal digits, with the byte of the XOR behind a colon where it is known; what was given is neither.' }; // prettier-ignore
  const votes = keys.map(() => new Map<number, number>());
  const fits = keys.map(() => 0);
  let judged = 0;
  for (const file of pictures.slice(0, MOST_TRIED)) {
    request.signal.throwIfAborted();
    const source = await request.source(file);
    try {
      const layout = datLayout(source);
      if (layout === null || layout.aesBytes < FEWEST_BYTES) continue;
      judged += 1;
      for (const [index, { aes }] of keys.entries()) {
        const type = datFits(source, layout, datKey('2', 0, aes));
        if (type === null) continue;
        fits[index] = (fits[index] ?? 0) + 1;
        const byte = byteOfEnd(source, layout, type);
        if (byte !== null) votes[index]?.set(byte, (votes[index].get(byte) ?? 0) + 1);
      }
    } finally {
      source.close();
    }
  }
  if (judged === 0) return { ended: 'damaged', detail: 'No picture of the folder is whole enough to try a key on: their heads state sizes that they do not hold.' }; // prettier-ignore
  const best = fits.indexOf(Math.max(...fits));
  const key = keys[best];
  if (key === undefined || fits[best] === 0) return { ended: 'wrong-key', detail: 'Under the key none of the pictures that it was tried on begins as a picture: it is another one.' }; // prettier-ignore
  const [most] = [...(votes[best] ?? [])].toSorted(([, one], [, other]) => other - one);
  return { aes: key.aes, xor: most?.[0] ?? key.xor, isAgreed: (most?.[1] ?? 0) > 1 };
}

/** `isAgreed`: the ends of several pictures give the byte. */
interface TriedKey extends PictureKey {
  readonly isAgreed: boolean;
}

/** Fewer bytes than those by which pictures are known prove nothing. */
const FEWEST_BYTES = 16;

/** Lists the pictures of one folder under their key. */
class PictureList {
  readonly #request: OpenRequest;
  readonly #key: TriedKey;
  readonly #root: string;
  readonly #budget: Budget;
  readonly #tally = new IssueTally();
  readonly #pace: Pace;
  #opened = 0;
  #left = 0;

  constructor(request: OpenRequest, key: TriedKey) {
    this.#request = request;
    this.#key = key;
    this.#root = pictureRootOf(request.lock.file.path);
    this.#budget = new Budget(request.limits);
    this.#pace = new Pace(null, request.signal);
  }

  get counts(): Readonly<Record<string, string>> {
    return { files: String(this.#opened), notOpened: String(this.#left) };
  }

  async *list(pictures: readonly EvidenceFile[]): AsyncGenerator<OpenEvent> {
    const totalBytes = pictures.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    for (const file of pictures) {
      const told = yield* this.#picture(file);
      if (told !== null) {
        this.#left += 1;
        yield* this.#tally.list(archiveIssue('warning', told[0], file.path, told[1]), told[1]);
      }
      if (!this.#pace.isDue) continue;
      await this.#pace.rest();
      yield { kind: 'progress', doneBytes: this.#pace.doneBytes, totalBytes };
    }
    yield* this.#tally.rest(this.#request.lock.file.path);
  }

  /** Null where it came out; else what is to be said of it. */
  async *#picture(
    file: EvidenceFile,
  ): AsyncGenerator<OpenEvent, readonly ['archive-damaged' | 'archive-encrypted' | 'size-limit', string] | null> {
    if (this.#budget.admit(file.sizeBytes, file.sizeBytes) !== null) return ['size-limit', 'The picture is beyond the limits on entries and bytes and is not listed. They can be raised.']; // prettier-ignore
    const stored = await this.#request.source(file);
    try {
      const source = stored.sizeBytes <= MOST_HELD_BYTES ? memorySource(wholeOf(stored)) : stored;
      const layout = datLayout(source);
      if (layout === null) return ['archive-damaged', 'The file begins as a picture that WeChat encrypted, and its head states sizes that it does not hold.']; // prettier-ignore
      const type = datFits(source, layout, datKey('2', 0, this.#key.aes));
      if (type === null) return ['archive-encrypted', 'The picture does not open with the key that opens others of its folder: it has another one, or its beginning was changed.']; // prettier-ignore
      // Of one account it is one byte: behind what a camera wrote after a picture two bytes may look like an end under another.
      const byEnd = this.#key.isAgreed ? null : byteOfEnd(source, layout, type);
      const xor = layout.xorBytes === 0 ? 0 : (byEnd ?? this.#key.xor);
      if (xor === null) return ['archive-damaged', 'The beginning of the picture opens, and neither its end nor another picture of the folder gives the byte under which its end is kept.']; // prettier-ignore
      const digester = new Digester(this.#request.hashes);
      for (const block of blocksOf(source, layout, datKey('2', xor, this.#key.aes), 0, layout.plainBytes)) {
        digester.update(block);
        if (this.#pace.isDue) await this.#pace.rest();
      }
      if (!paddingHolds(source, layout, this.#key.aes))
        yield* this.#tally.list(archiveIssue('warning', 'archive-damaged', file.path, CHANGED), CHANGED);
      this.#pace.doneBytes += file.sizeBytes;
      this.#opened += 1;
      const { sizeBytes } = digester;
      const byte = Buffer.from([xor]).toString('hex');
      const path = this.#root === '' ? file.path : file.path.slice(this.#root.length + 1);
      const end = layout.xorBytes === 0 ? 'nothing at its end' : `XOR with ${byte} at its end`;
      yield { kind: 'file', path, ...digester.finish(), sizeBytes, modifiedMs: file.modifiedMs, storedName: null, place: { in: 'sealed', within: file, args: [byte] }, method: `decrypted (WeChat .dat version 2, AES-128-ECB, ${end}): it then begins as ${type}` }; // prettier-ignore
      return null;
    } finally {
      stored.close();
    }
  }
}

const CHANGED = 'The picture opens, and the padding behind its encrypted bytes is not what its head states: head or bytes were changed. It is listed as it came out.'; // prettier-ignore

function wholeOf(source: ByteSource): Buffer {
  return readPiece(source, 0, source.sizeBytes);
}

function* blocksOf(source: ByteSource, layout: DatLayout, key: Buffer, start: number, end: number): Generator<Buffer> {
  for (let at = start; at < end;) {
    const block = Buffer.alloc(Math.min(BLOCK_BYTES, end - at));
    const read = readDat(source, layout, key, block, at);
    if (read === 0) return;
    yield block.subarray(0, read);
    at += read;
  }
}

function secretOf({ aes }: PictureKey): OpenedSecret {
  return { key: aes.toString('hex') };
}

function settingsOf({ xor }: PictureKey): Readonly<Record<string, string>> {
  return { cipher: 'AES-128-ECB, XOR', ...(xor !== null && { xorByte: Buffer.from([xor]).toString('hex') }) };
}

function* bytes(
  sealed: ByteSource,
  secret: OpenedSecret,
  args: readonly string[],
  start: number,
  end: number,
): Generator<Buffer> {
  // prettier-ignore
  const layout = datLayout(sealed);
  const aes = Buffer.from(secret.key ?? '', 'hex');
  if (layout === null || aes.length !== 16) throw new EntryDamaged('the picture is no longer what its key opened');
  const stop = Math.min(end, layout.plainBytes);
  yield* blocksOf(sealed, layout, datKey('2', Number.parseInt(args[0] ?? '0', 16), aes), start, stop);
}
