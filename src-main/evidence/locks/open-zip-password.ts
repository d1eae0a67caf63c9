import { setImmediate } from 'node:timers/promises';
import { crc32 } from 'node:zlib';
import type { Issue } from '../../model/index.ts';
import { archiveIssue, EntryDamaged, type SealedEntry } from '../archive-entry.ts';
import type { ByteSource } from '../byte-source.ts';
import { Budget } from '../limits.ts';
import { DistinctPaths } from '../names/distinct-paths.ts';
import { NameNotes, nameIssues } from '../names/name-issues.ts';
import { safePath } from '../names/safe-path.ts';
import { unpackBlocks } from '../zip/entry-data.ts';
import { readZipEntries } from '../zip/entries.ts';
import { findZipPassword } from './find-zip-password.ts';
import type { OpenedFile, OpenEnd, OpenEvent, Opener, OpenRequest } from './opener.ts';
import { WorkFile, type Sink } from './work-file.ts';
import { decrypterOf, type ZipDecrypter } from './zip-decrypter.ts';

/** Zips whose entries are encrypted with a password: ZipCrypto, and WinZip's AES. */
export const zipPassword: Opener = { kind: 'zip-password', find: findZipPassword, open };

/** How long a thread works between two turns of others. */
const TURN_MS = 40;

async function* open(request: OpenRequest): AsyncGenerator<OpenEvent, OpenEnd> {
  const { key, lock } = request;
  if (key === null || key.bytes.length === 0) return { ended: 'no-key', detail: 'The archive wants its password.' };
  const source = await request.source(lock.file);
  try {
    const archive = new SealedZip(request, source, key.bytes);
    const refused = yield* archive.prove();
    if (refused !== null) return refused;
    yield* archive.entries();
    return { ended: 'opened', secret: null, settings: archive.settings };
  } finally {
    source.close();
  }
}

/** What one entry gave. `reason`: why its bytes end before their end, or are not as they were. */
type Outcome =
  | { readonly came: 'whole'; readonly by: 'HMAC-SHA1' | 'CRC-32' }
  | { readonly came: 'changed'; readonly reason: string }
  | { readonly came: 'not-fitting' };

/** One archive and one password. */
class SealedZip {
  readonly #request: OpenRequest;
  readonly #source: ByteSource;
  readonly #password: Buffer;
  readonly #where: string;
  readonly #schemes = new Set<string>();
  #last = performance.now();
  #doneBytes = 0;

  constructor(request: OpenRequest, source: ByteSource, password: Buffer) {
    this.#request = request;
    this.#source = source;
    this.#password = password;
    this.#where = request.lock.file.path === '' ? '' : `${request.lock.file.path}!/`;
  }

  get settings(): Readonly<Record<string, string>> {
    return { encryption: [...this.#schemes].sort().join(', ') };
  }

  /** Reads entries until one comes out whole under the password, the smallest first. Null: one did. */
  async *prove(): AsyncGenerator<OpenEvent, OpenEnd | null> {
    const fitting: SealedEntry[] = [];
    let [sealed, judged] = [0, 0];
    for (const entry of this.#sealed()) {
      yield* this.#rest();
      sealed += 1;
      const fits = this.#decrypter(entry)?.fits ?? null;
      if (fits !== null) judged += 1;
      if (fits !== true) continue;
      fitting.push(entry);
      if (fitting.length === MOST_PROVED) break;
    }
    // The sum over a few bytes is right by chance too often to prove anything.
    fitting.sort((a, b) => Number(a.sizeBytes < PROVING_BYTES) - Number(b.sizeBytes < PROVING_BYTES) || a.packedBytes - b.packedBytes); // prettier-ignore
    for (const entry of fitting) {
      const outcome = yield* this.#read(entry, { write: () => undefined });
      if (outcome.came === 'whole') return null;
    }
    if (sealed === 0) return { ended: 'damaged', detail: 'No entry of the archive can be reached: its directory is damaged or gone.' }; // prettier-ignore
    if (judged === 0) return { ended: 'damaged', detail: 'Of no encrypted entry enough is left to try a password on: the archive is cut off or damaged.' }; // prettier-ignore
    if (fitting.length === 0) return { ended: 'wrong-key', detail: 'The password fits none of the encrypted entries by the value that stands before their data: it is wrong.' }; // prettier-ignore
    if (fitting.every(({ encryption }) => encryption.scheme === 'zip-crypto') && fitting.length * 16 < sealed)
      return { ended: 'wrong-key', detail: 'The password fits no more entries than a wrong one does by chance, and none of these comes out whole: it is wrong.' }; // prettier-ignore
    return { ended: 'damaged', detail: 'The password fits by the value that stands before the data, and no entry comes out whole: the entries are damaged, or a wrong password fits by chance (1 in 128 for ZipCrypto, 1 in 65,536 for AES).' }; // prettier-ignore
  }

  /** Every encrypted entry that the password opens; the others are named. */
  async *entries(): AsyncGenerator<OpenEvent> {
    const { limits } = this.#request;
    const budget = new Budget(limits);
    const names = new NameNotes();
    const paths = new DistinctPaths();
    let left = 0;
    let firstLeft = '';
    for (const item of readZipEntries(this.#source, this.#where)) {
      yield* this.#rest();
      // What the archive itself says was said when it was listed.
      if (item.kind !== 'sealed-entry') continue;
      const over = budget.admit(item.sizeBytes, item.packedBytes);
      if (over === 'ratio') {
        yield this.#issue(item, 'ratio-limit', `The entry would unpack from ${item.packedBytes} to ${item.sizeBytes} bytes, more than ${limits.ratio} times; not read.`); // prettier-ignore
        continue;
      }
      if (over !== null) {
        if (left === 0) firstLeft = this.#where + item.decoded.text;
        left += 1;
        continue;
      }
      yield* this.#take(item, names, paths);
    }
    yield* names.rest();
    if (left > 0)
      yield archiveIssue('error', 'size-limit', firstLeft, `${left} entries from this one on were not read: the limits are ${limits.entries} entries and ${limits.totalBytes} unpacked bytes. They can be raised.`); // prettier-ignore
  }

  async *#take(entry: SealedEntry, names: NameNotes, paths: DistinctPaths): AsyncGenerator<OpenEvent> {
    const out = new WorkFile(this.#request.workDir, this.#request.hashes);
    try {
      const outcome = yield* this.#read(entry, out);
      if (outcome.came === 'not-fitting') {
        yield this.#issue(entry, 'archive-encrypted', 'The password opens other entries of the archive and not this one: it has another password, or the value before its data is damaged.'); // prettier-ignore
        return;
      }
      if (outcome.came === 'changed')
        yield this.#issue(entry, 'archive-damaged', changedDetail(entry, outcome.reason, out.sizeBytes));
      const safe = safePath(entry.decoded.text);
      const { path, same } = paths.take(safe.path === '' ? '%' : safe.path);
      yield* names.list(nameIssues(this.#where + path, entry.name, entry.decoded, safe, same));
      yield this.#fileOf(entry, path, out, outcome);
    } finally {
      out.discard();
    }
  }

  #fileOf(entry: SealedEntry, path: string, out: WorkFile, outcome: Outcome): OpenedFile {
    const { encoding, text } = entry.decoded;
    const isExact = path === text && ['ascii', 'utf-8', 'unmarked-utf-8'].includes(encoding);
    const proof = outcome.came === 'whole' ? `${outcome.by} of the entry holds` : unproved(entry);
    return {
      kind: 'file',
      path,
      ...out.keep(),
      modifiedMs: entry.modifiedMs,
      storedName: isExact ? null : Buffer.from(entry.name).toString('hex'),
      place: { in: 'work' },
      method: `decrypted and unpacked from the archive with its password (${schemeOf(entry)}, ${proof})`,
    };
  }

  /** Decrypts and unpacks one entry, and checks all that tells whether its bytes are right. */
  async *#read(entry: SealedEntry, out: Sink): AsyncGenerator<OpenEvent, Outcome> {
    const decrypter = this.#decrypter(entry);
    if (decrypter?.fits !== true) return { came: 'not-fitting' };
    let sum = 0;
    let reason: string | null = null;
    const packed = decrypter.blocks();
    // Handed on without its end, so that what unpacking leaves over can still be read.
    const handed: Iterable<Buffer> = { [Symbol.iterator]: () => ({ next: () => packed.next() }) };
    try {
      for await (const block of unpackBlocks(handed, entry.step)) {
        out.write(block);
        sum = crc32(block, sum);
        this.#doneBytes += block.length;
        yield* this.#rest();
      }
    } catch (error) {
      if (!(error instanceof EntryDamaged)) throw error;
      reason = error.message;
    }
    // Unpacking ends where the packed data say so; what authenticates them counts every byte.
    for (const block of packed) if (block.length > 0) yield* this.#rest();
    this.#schemes.add(schemeOf(entry));
    const isAuthentic = decrypter.isAuthentic();
    if (isAuthentic === false) return { came: 'changed', reason: reason ?? 'its HMAC-SHA1 does not hold' };
    if (reason !== null) return { came: 'changed', reason };
    if (entry.crc !== null && entry.crc !== sum) return { came: 'changed', reason: 'its CRC-32 differs' };
    return { came: 'whole', by: isAuthentic === null ? 'CRC-32' : 'HMAC-SHA1' };
  }

  #decrypter(entry: SealedEntry): ZipDecrypter | null {
    try {
      return decrypterOf(this.#source, entry, this.#password);
    } catch (error) {
      if (!(error instanceof EntryDamaged)) throw error;
      return null;
    }
  }

  *#sealed(): Generator<SealedEntry> {
    for (const item of readZipEntries(this.#source, this.#where)) if (item.kind === 'sealed-entry') yield item;
  }

  #issue(entry: SealedEntry, code: Issue['code'], detail: string, severity: Issue['severity'] = 'error'): Issue {
    return archiveIssue(severity, code, this.#where + entry.decoded.text, detail);
  }

  async *#rest(): AsyncGenerator<OpenEvent> {
    this.#request.signal.throwIfAborted();
    if (performance.now() - this.#last < TURN_MS) return;
    await setImmediate();
    this.#last = performance.now();
    yield { kind: 'progress', doneBytes: this.#doneBytes, totalBytes: null };
  }
}

/** Of ZipCrypto the password is told by one of two bytes alone: a wrong one passes once in 128 entries. */
function changedDetail(entry: SealedEntry, reason: string, sizeBytes: number): string {
  return entry.encryption.scheme === 'aes'
    ? `The entry was decrypted, and what came out is not what was encrypted: ${reason}. The ${sizeBytes} bytes that came out are kept.`
    : `What came out of the entry is not what was encrypted: ${reason}. It was changed, or has another password, which this cipher lets pass once in 128 entries. The ${sizeBytes} bytes that came out are kept.`;
}

function unproved({ encryption }: SealedEntry): string {
  return encryption.scheme === 'aes'
    ? 'changed after it was encrypted'
    : 'changed after it was encrypted, or under another password';
}

/** Entries that are read to prove a password. */
const MOST_PROVED = 64;
const PROVING_BYTES = 8;

function schemeOf({ encryption }: SealedEntry): string {
  return encryption.scheme === 'aes' ? `AES-${encryption.bits}` : 'ZipCrypto';
}
