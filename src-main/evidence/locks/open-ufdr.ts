import type { Issue } from '../../model/index.ts';
import { archiveIssue } from '../archive-entry.ts';
import { BLOCK_BYTES, type ByteSource } from '../byte-source.ts';
import { Digester } from '../hash.ts';
import type { ExtraHash } from '../intake-event.ts';
import { Budget } from '../limits.ts';
import { DistinctPaths } from '../names/distinct-paths.ts';
import { safePath } from '../names/safe-path.ts';
import { Pace } from '../pace.ts';
import type { EvidenceFile, EvidenceTree } from '../tree.ts';
import { IssueTally } from './issue-tally.ts';
import type { FoundLock, OpenEnd, OpenEvent, Opener, OpenRequest } from './opener.ts';
import { UfdrListing, type ListedFile } from './ufdr-listing.ts';

/** Reports of Cellebrite's Physical Analyzer: no key; the files in them are named by their paths on the device. */
export const ufdr: Opener = { kind: 'ufdr', find, open };

const HEAD_BYTES = 4096;
/** The namespace of a report's root. Source: ufed-geo2x's test report (jgru/ufed-geo2x). */
export const UFDR_NAMESPACE = 'http://pa.cellebrite.com/report/2.0';

async function* find(tree: EvidenceTree): AsyncGenerator<FoundLock> {
  for await (const file of tree.glob('**/*.{xml,XML,Xml}')) {
    if (!/(?:^|\/)report\.xml$/iu.test(file.path)) continue;
    const head = Buffer.from(await tree.head(file, HEAD_BYTES));
    if (head.includes(UFDR_NAMESPACE)) yield { kind: 'ufdr', file, facts: {}, wants: [] };
  }
}

async function* open(request: OpenRequest): AsyncGenerator<OpenEvent, OpenEnd> {
  const { tree, lock, signal } = request;
  const listing = new UfdrListing();
  const names = new DeviceNames(request);
  for await (const bytes of tree.bytes(lock.file)) {
    signal.throwIfAborted();
    listing.write(bytes);
    for (const file of listing.files.splice(0)) yield* names.name(file);
    yield* listFaults(listing, lock.file.path);
  }
  listing.end();
  yield* listFaults(listing, lock.file.path);
  yield* names.rest();
  return { ended: 'opened', secret: null, settings: { lists: String(listing.lists), ...names.settings() } };
}

function* listFaults(listing: UfdrListing, where: string): Generator<Issue> {
  for (const { at, what } of listing.faults.splice(0))
    yield archiveIssue('error', 'archive-damaged', where, `The list of the report's files cannot be read on from byte ${at}: ${what}. Files listed before are named by their paths on the device.`); // prettier-ignore
}

/** Names files of a report's folder by their paths on the device. */
class DeviceNames {
  readonly #request: OpenRequest;
  readonly #folder: string;
  readonly #budget: Budget;
  readonly #pace: Pace;
  readonly #paths = new DistinctPaths();
  readonly #tally = new IssueTally();
  /** Places in the report's folder that a list names, with the path that it states first. */
  readonly #named = new Map<string, string>();
  #files = 0;
  #again = 0;
  #unlisted = 0;
  #elsewhere = 0;
  #missing = 0;
  #pathless = 0;
  #agree = 0;
  #differ = 0;

  constructor(request: OpenRequest) {
    const { path } = request.lock.file;
    this.#request = request;
    this.#folder = path.slice(0, path.lastIndexOf('/') + 1);
    this.#budget = new Budget(request.limits);
    this.#pace = new Pace(null, request.signal);
  }

  settings(): Readonly<Record<string, string>> {
    return {
      files: String(this.#files),
      notExported: String(this.#elsewhere),
      withoutPayload: String(this.#missing),
      listedAgain: String(this.#again),
      unlisted: String(this.#unlisted),
      withoutPath: String(this.#pathless),
      hashesAgree: String(this.#agree),
      hashesDiffer: String(this.#differ),
    };
  }

  /** To be called when every list is read: what lies in the report's folder and is in none of them. */
  async *rest(): AsyncGenerator<OpenEvent> {
    const { tree, lock, signal } = this.#request;
    yield* this.#tally.rest(lock.file.path);
    const root = `${this.#folder}files/`;
    let first = '';
    for await (const { path } of tree.glob(`${root.replaceAll(/[*?{}[\]]/gu, '?')}**`)) {
      signal.throwIfAborted();
      const local = path.slice(this.#folder.length);
      // What lies in an archive of the folder is that archive's.
      if (!path.startsWith(root) || local.includes('!/') || this.#named.has(local)) continue;
      if (this.#unlisted === 0) first = path;
      this.#unlisted += 1;
    }
    if (this.#unlisted > 0)
      yield archiveIssue('note', 'unresolved-reference', lock.file.path, `${this.#unlisted} files lie in the report's folder and are in no list of it: where they lay on the device is not stated. Stored: the first of them.`, first); // prettier-ignore
  }

  async *name(listed: ListedFile): AsyncGenerator<OpenEvent> {
    const { tree, lock } = this.#request;
    if (listed.local === null) {
      this.#elsewhere += 1;
      return;
    }
    const known = this.#named.get(listed.local);
    if (known === listed.device) {
      this.#again += 1;
      return;
    }
    if (known === undefined) this.#named.set(listed.local, listed.device);
    const file = await tree.get(this.#folder + listed.local);
    const where = `${lock.file.path}!/${listed.device === '' ? listed.local : listed.device}`;
    if (file === null) {
      this.#missing += 1;
      yield* this.#tally.list(archiveIssue('error', 'file-unreadable', where, 'The report lists this file and does not hold it. Stored: the place that it states.', listed.local), 'missing'); // prettier-ignore
      return;
    }
    if (listed.device === '') {
      this.#pathless += 1;
      yield* this.#tally.list(archiveIssue('note', 'unresolved-reference', where, 'The report lists this file without a path on the device: it keeps the name that it has in the report.'), 'pathless'); // prettier-ignore
      return;
    }
    if (this.#budget.admit(file.sizeBytes, file.sizeBytes) !== null) {
      yield* this.#tally.list(archiveIssue('error', 'size-limit', where, 'The file is beyond the limits on entries and bytes and is not listed. They can be raised.'), ''); // prettier-ignore
      return;
    }
    const check = yield* this.#check(listed, file);
    if (check?.agrees === false)
      yield* this.#tally.list(archiveIssue('warning', 'archive-damaged', where, `The report states another ${check.name} for this file than its bytes have: they were changed, or exchanged, after the report was written, or it was written wrongly. Stored: the stated one.`, check.stated), 'hash'); // prettier-ignore
    if (listed.isDeleted)
      yield* this.#tally.list(archiveIssue('note', 'unresolved-reference', where, 'The report marks this file as deleted: it stands under the path that the tool states for it.'), 'deleted'); // prettier-ignore
    const safe = safePath(listed.device.replace(/^\/+/u, ''));
    const { path } = this.#paths.take(safe.path === '' ? '%' : safe.path);
    const storedName = path === listed.device ? null : Buffer.from(listed.device).toString('hex');
    this.#files += 1;
    const { sha256, sizeBytes, modifiedMs } = file;
    yield { kind: 'file', path, storedName, sha256, sha1: null, md5: null, sizeBytes, modifiedMs, place: { in: 'same', as: file }, method: methodOf(listed, check) }; // prettier-ignore
  }

  /** Compares the strongest hash that the report states; null where it states none. */
  async *#check(listed: ListedFile, file: EvidenceFile): AsyncGenerator<OpenEvent, HashCheck | null> {
    const [strongest] = listed.stated;
    if (strongest === undefined) return null;
    const [name, stated] = strongest;
    const own = name === 'sha256' ? file.sha256 : yield* this.#digest(file, name);
    const agrees = own === stated;
    if (agrees) this.#agree += 1;
    else this.#differ += 1;
    return { name: LABELS[name], stated, agrees };
  }

  async *#digest(file: EvidenceFile, name: ExtraHash): AsyncGenerator<OpenEvent, string | null> {
    const source: ByteSource = await this.#request.source(file);
    try {
      const digester = new Digester([name]);
      const block = Buffer.allocUnsafe(Math.min(BLOCK_BYTES, Math.max(1, source.sizeBytes)));
      for (let at = 0; at < source.sizeBytes;) {
        const got = source.read(block, at);
        if (got === 0) break;
        digester.update(block.subarray(0, got));
        at += got;
        this.#pace.doneBytes += got;
        if (!this.#pace.isDue) continue;
        await this.#pace.rest();
        yield { kind: 'progress', doneBytes: this.#pace.doneBytes, totalBytes: null };
      }
      return digester.finish()[name];
    } finally {
      source.close();
    }
  }
}

interface HashCheck {
  readonly name: string;
  readonly stated: string;
  readonly agrees: boolean;
}

const LABELS = { sha256: 'SHA-256', sha1: 'SHA-1', md5: 'MD5' } as const;

function methodOf({ local, fileSystem }: ListedFile, check: HashCheck | null): string {
  const isNamed = fileSystem !== null && fileSystem !== '';
  const place = isNamed ? `${fileSystem}, ${local ?? ''}` : (local ?? '');
  const named = isNamed ? `named by the report, by file system and place in its folder ${place}` : `named by the report, in whose folder it is ${place}`; // prettier-ignore
  if (check === null) return `${named}; the report states no hash of it`;
  return check.agrees
    ? `${named}; its ${check.name} is the one that the report states`
    : `${named}; its ${check.name} is not the one that the report states`;
}
