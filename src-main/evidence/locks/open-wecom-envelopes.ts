import { createHash } from 'node:crypto';
import type { Issue } from '../../model/index.ts';
import { archiveIssue } from '../archive-entry.ts';
import { Pace } from '../pace.ts';
import type { EvidenceTree } from '../tree.ts';
import type { FoundLock, OpenEnd, OpenEvent, Opener, OpenRequest } from './opener.ts';
import { privateKeysIn, unwrapped } from './private-keys.ts';
import type { PrivateKey } from './private-keys.ts';
import { beginsEnveloped, Envelopes } from './wecom-envelopes.ts';
import type { Envelope } from './wecom-envelopes.ts';
import { WorkFile } from './work-file.ts';

/**
 * Messages of WeCom as the service hands them out. The company's private key opens the key of each message, and so says to which
 * messages it belongs; how the messages themselves are enciphered is not public, so that nothing of them comes out.
 */
export const wecomEnvelopes: Opener = { kind: 'wecom-envelopes', find, open };

const HEAD_BYTES = 16_384;
/** Numbers of keys that are told apart; a company changes its key rarely. */
const MOST_VERSIONS = 64;

async function* find(tree: EvidenceTree): AsyncGenerator<FoundLock> {
  for await (const file of tree.glob('**/*.{json,jsonl,ndjson,txt,JSON,JSONL}')) {
    const head = Buffer.from(await tree.head(file, HEAD_BYTES)).toString('latin1');
    const version = /"publickey_ver"\s*:\s*"?(\d{1,20})/u.exec(head)?.[1];
    if (beginsEnveloped(head)) yield { kind: 'wecom-envelopes', file, facts: version === undefined ? {} : { keyVersion: version }, wants: ['key-file'] }; // prettier-ignore
  }
}

async function* open(request: OpenRequest): AsyncGenerator<OpenEvent, OpenEnd> {
  const { tree, lock, workDir, hashes, signal } = request;
  const { keys, sealed } =
    request.key?.form === 'key-file' ? privateKeysIn(request.key.bytes) : { keys: [], sealed: 0 };
  if (keys.length === 0) return { ended: 'no-key', detail: sealed > 0 ? SEALED_KEY : NO_KEY };
  const envelopes = new Envelopes();
  const tried = new Tried(keys);
  const pace = new Pace(lock.file.sizeBytes, signal);
  const out = new WorkFile(workDir, hashes);
  try {
    for await (const bytes of tree.bytes(lock.file)) {
      signal.throwIfAborted();
      for (const one of envelopes.add(bytes)) {
        out.write(Buffer.from(`${JSON.stringify(tried.of(one))}\n`));
        if (!pace.isDue) continue;
        await pace.rest();
        yield { kind: 'progress', doneBytes: pace.doneBytes, totalBytes: lock.file.sizeBytes };
      }
      pace.doneBytes += bytes.length;
    }
    const { unread } = envelopes;
    if (tried.wellFormed === 0) return { ended: 'damaged', detail: NOTHING_WRAPPED };
    if (!tried.fitsAny) return { ended: 'wrong-key', detail: `None of the ${tried.wellFormed} message keys that can be tried opens with what was given. They were made for the company's key of number ${tried.versions}.` }; // prettier-ignore
    const { sizeBytes, ...digests } = out.keep();
    yield { kind: 'file', path: 'message-keys.jsonl', ...digests, sizeBytes, modifiedMs: null, storedName: null, place: { in: 'work' }, method: METHOD }; // prettier-ignore
    yield* tried.issues(lock.file.path, unread);
    return { ended: 'opened', secret: null, settings: tried.settings() };
  } finally {
    out.discard();
  }
}

/** What trying a key on the envelopes of one number gave. */
interface OfVersion {
  tried: number;
  held: number;
}

/** The keys that were given, on each envelope. */
class Tried {
  readonly #keys: readonly PrivateKey[];
  readonly #versions = new Map<string, OfVersion>();
  /** The key that opened the last envelope of a number is tried first. */
  readonly #first = new Map<string, PrivateKey>();
  #malformed = 0;
  #count = 0;

  constructor(keys: readonly PrivateKey[]) {
    this.#keys = keys;
  }

  /** What is said of one envelope; the key that came out is told by its size and hash alone. */
  of({ wrapped, offset, length, seq, msgid, version }: Envelope): object {
    this.#count += 1;
    const about = { offset, length, seq, msgid, publickey_ver: version };
    if (wrapped === null || !isSize(wrapped.length)) {
      this.#malformed += 1;
      return { ...about, padding: 'damaged' };
    }
    const name = version ?? 'unstated';
    const told = this.#versions.has(name) || this.#versions.size < MOST_VERSIONS ? name : 'further';
    const counts = this.#versions.get(told) ?? { tried: 0, held: 0 };
    this.#versions.set(told, counts);
    counts.tried += 1;
    const first = this.#first.get(told);
    for (const key of first === undefined ? this.#keys : [first, ...this.#keys.filter((one) => one !== first)]) {
      const opened = key.bits === wrapped.length * 8 ? unwrapped(key, wrapped) : null;
      if (opened === null) continue;
      counts.held += 1;
      this.#first.set(told, key);
      const sha256 = createHash('sha256').update(opened).digest('hex');
      return { ...about, padding: 'holds', key: key.fingerprint, bytes: opened.length, sha256 };
    }
    return { ...about, padding: 'does not hold' };
  }

  get wellFormed(): number {
    return [...this.#versions.values()].reduce((sum, { tried }) => sum + tried, 0);
  }

  /** By chance a padding holds once in a hundred thousand: a number's key is taken to fit where half of its envelopes open. */
  get fitsAny(): boolean {
    return [...this.#versions.values()].some(fits);
  }

  get versions(): string {
    return [...this.#versions.keys()].sort((a, b) => a.localeCompare(b, 'en', { numeric: true })).join(', ');
  }

  settings(): Readonly<Record<string, string>> {
    const each = [...this.#versions].map(([version, { tried, held }]) => `${version}: ${held} of ${tried}`);
    return {
      messages: 'enciphered',
      cipher: 'RSA, PKCS 1 v1.5',
      envelopes: String(this.#count),
      keyVersions: each.join(', '),
    };
  }

  *issues(where: string, unread: number): Generator<Issue> {
    const open = [...this.#versions.values()].filter(fits).reduce((sum, { held }) => sum + held, 0);
    yield archiveIssue('error', 'source-locked', where, `The key opens ${open} of ${this.#count} message keys. The messages themselves stay enciphered: how they are is not public, and no words of them came out. The company's collector deciphers them with the library of the service and this key; what it writes is read.`); // prettier-ignore
    for (const [version, counts] of this.#versions) {
      if (!fits(counts)) yield archiveIssue('warning', 'source-locked', where, `${counts.tried} message keys are for the company's key of number ${version}, and do not open with what was given: another private key belongs to it.`); // prettier-ignore
      else if (counts.held < counts.tried) yield archiveIssue('warning', 'archive-damaged', where, `${counts.tried - counts.held} message keys for the company's key of number ${version} do not open, while others of it do: they are damaged, or another company's.`); // prettier-ignore
    }
    if (this.#malformed > 0) yield archiveIssue('warning', 'archive-damaged', where, `${this.#malformed} envelopes hold no message key that can be tried: what stands there is cut off or damaged.`); // prettier-ignore
    if (unread > 0) yield archiveIssue('warning', 'archive-damaged', where, `${unread} envelopes are named or begun in the file and cannot be read as objects of JSON; they are not in the list.`); // prettier-ignore
  }
}

function fits({ tried, held }: OfVersion): boolean {
  return held * 2 >= tried && held > 0;
}

/** Sizes of keys of RSA in use, in bytes; the service asks for 2048 bits. */
function isSize(bytes: number): boolean {
  return [128, 256, 384, 512].includes(bytes);
}

const METHOD = 'list of the message keys that were tried (RSA, PKCS 1 v1.5), without words of messages';
const NO_KEY =
  'The envelopes want the private key of the company, a file of PEM or DER with RSA; what was given is none.';
const SEALED_KEY = 'The private key is under a passphrase of its own; give it without, as openssl pkey writes it.';
const NOTHING_WRAPPED = 'No message key in the file can be tried: the envelopes are cut off or damaged.';
