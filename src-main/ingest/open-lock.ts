import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import {
  addFiles,
  addIssueOnce,
  dropOpened,
  isInWork,
  finishOpening,
  nameFiles,
  noteTry,
  workFilesOf,
  type CaseFile,
  type CaseFileRow,
  type ExhibitFiles,
  type KeptLock,
} from '../case/index.ts';
import {
  CheckedSources,
  mayNest,
  openerOf,
  stepsWithin,
  takeOpenedArchive,
  writePlace,
  type EvidenceFile,
  type ExtraHash,
  type GivenKey,
  type IntakeFile,
  type Limits,
  type OpenedFile,
  type OpenedPlace,
  type OpenEnd,
  type Opener,
  type OpenRequest,
  type OpenTree,
  type Step,
} from '../evidence/index.ts';
import type { Issue, Sha256 } from '../model/index.ts';

/** One try of a key on a lock. */
export interface OpenLockOrder {
  readonly lock: KeptLock;
  /** Null for a lock that wants none. */
  readonly key: { readonly given: GivenKey; readonly id: number; readonly fingerprint: string } | null;
  readonly files: ExhibitFiles;
  readonly tree: OpenTree;
  readonly limits: Limits;
  readonly hashes: readonly ExtraHash[];
  readonly signal: AbortSignal;
  readonly onProgress: (doneBytes: number, totalBytes: number | null) => void;
  /** Told before a derivation of a key that may take seconds. */
  readonly onDeriving?: () => void;
}

/** How it ended; how many files came out that the case did not have. */
export type LockOpened =
  | (Extract<OpenEnd, { ended: 'opened' }> & { readonly files: number; readonly sizeBytes: number })
  | Exclude<OpenEnd, { ended: 'opened' }>;

const FILES_AT_ONCE = 1000;

/** A file that a key did not open is read again up to this size, to tell whether it is still what it was. */
const MOST_READ_AGAIN = 2 ** 28;

/** Ends an opener that nobody listens to any more; nobody reads it. */
const LEFT: OpenEnd = { ended: 'damaged', detail: '' };

/**
 * Tries a key on a lock, and keeps what comes out as files of its exhibit. Where it does not end in `opened` the case holds
 * nothing of it but that it was tried. Rejects with the signal's reason when cancelled, and with `CopyDiffers` where a file that was
 * read is no longer what it was at intake.
 */
export async function openLock(file: CaseFile, order: OpenLockOrder): Promise<LockOpened> {
  const { lock, key, signal } = order;
  // What wants no key is opened by the intake itself, which has just read it.
  const checked = key === null ? null : new CheckedSources((wanted) => order.tree.source(wanted));
  const { opener, request } = requestOf(file, order, (wanted) => (checked ?? order.tree).source(wanted));
  const taken = new OpenedRows(file, order);
  // What an opening left that could not be taken back, as on a full disk.
  if (lock.opened === null) taken.dropFrom(0);
  let end: OpenEnd;
  try {
    if (isListed(file, lock) && opener.openAgain !== undefined) {
      end = await opener.openAgain(request);
      if (end.ended === 'opened') taken.settle({ ...lock.opened?.settings, ...end.settings }, true);
    } else {
      end = await follow(order, opener, request, taken);
      // Neither what came out of other bytes than those of intake nor how a key did on them says anything of the exhibit.
      await checked?.finish(end.ended === 'opened' ? Infinity : MOST_READ_AGAIN, signal);
      if (end.ended === 'opened') {
        // Archives among the files may be sealed themselves.
        if (end.secret !== null) file.secrets.set(lock.id, end.secret);
        await taken.listArchives(request);
        taken.settle(end.settings);
      } else taken.drop();
    }
  } catch (error) {
    taken.drop();
    if (lock.opened === null) file.secrets.delete(lock.id);
    throw error;
  }
  const { ended } = end;
  const detail = end.ended === 'opened' ? '' : end.detail;
  noteTry(file.db, lock.id, { key: key?.id ?? null, fingerprint: key?.fingerprint ?? null, atMs: file.now(), ended, detail }); // prettier-ignore
  if (end.ended !== 'opened') return end;
  if (end.secret !== null) file.secrets.set(lock.id, end.secret);
  return { ...end, files: taken.files, sizeBytes: taken.sizeBytes };
}

/** Whether the case has what the lock gave but for its secret. The hashes stand as those of other working copies do: `verify` makes them again. */
function isListed({ db, workDir }: CaseFile, lock: KeptLock): boolean {
  if (lock.opened === null || !lock.needsKey) return false;
  return workFilesOf(db, lock.id).every(({ sha256, sizeBytes }) => {
    const stat = statSync(join(workDir, sha256), { throwIfNoEntry: false });
    return stat !== undefined && (sizeBytes === null || stat.size === sizeBytes);
  });
}

function requestOf(
  file: CaseFile,
  { lock, key, files, tree, limits, hashes, signal, onDeriving }: OpenLockOrder,
  source: OpenRequest['source'],
): { readonly opener: Opener; readonly request: OpenRequest } {
  const opener = openerOf(lock.kind);
  const locked = lock.path === '' ? tree.self() : files.get(lock.path);
  if (opener === null || locked?.sha256 !== lock.sha256) throw new Error(`lock ${lock.id} has no file, or no opener`);
  const { kind, facts, wants } = lock;
  const request: OpenRequest = {
    tree,
    lock: { kind, facts, wants, file: locked },
    key: key?.given ?? null,
    source,
    workDir: file.workDir,
    limits,
    hashes,
    signal,
    ...(onDeriving !== undefined && { onDeriving }),
  };
  return { opener, request };
}

async function follow(order: OpenLockOrder, opener: Opener, request: OpenRequest, taken: OpenedRows): Promise<OpenEnd> {
  const events = opener.open(request);
  let next = await events.next();
  try {
    for (; next.done !== true; next = await events.next()) {
      const event = next.value;
      if (event.kind === 'progress') order.onProgress(event.doneBytes, event.totalBytes);
      else if (event.kind === 'issue') taken.say(event);
      else taken.add(event, request.lock.file);
      request.signal.throwIfAborted();
    }
    return next.value;
  } finally {
    // An opener that is left in the middle takes away what it was writing.
    if (next.done !== true) await events.return(LEFT);
  }
}

/** Files of the case that come out of one lock, written in batches and taken away again where opening fails. */
class OpenedRows {
  files = 0;
  sizeBytes = 0;
  readonly #file: CaseFile;
  readonly #order: OpenLockOrder;
  readonly #paths = new Set<string>();
  readonly #issues: Issue[] = [];
  /** Files of the work folder that this opening wrote and that no row may name in the end. */
  readonly #written = new Set<Sha256>();
  /** Paths of what bears the name of an archive. */
  readonly #archives = new Set<string>();
  #waiting: Omit<CaseFileRow, 'id'>[] = [];
  #named: string[] = [];
  #first: number | null = null;
  #needsKey = false;

  constructor(file: CaseFile, order: OpenLockOrder) {
    this.#file = file;
    this.#order = order;
  }

  say(issue: Issue): void {
    this.#issues.push(issue);
  }

  add(opened: OpenedFile, locked: EvidenceFile): void {
    const { place } = opened;
    if (place.in === 'work') this.#written.add(opened.sha256);
    if (place.in === 'part') this.#written.add(place.of);
    if (place.in === 'sealed') this.#needsKey = true;
    const { path, isNew } = this.#pathOf(opened);
    if (mayNest(path)) this.#archives.add(path);
    if (!isNew) return;
    this.#waiting.push(this.#rowOf(opened, path, locked));
    if (place.in === 'same') this.#named.push(place.as.path);
    this.files += 1;
    this.sizeBytes += opened.sizeBytes;
    if (this.#waiting.length >= FILES_AT_ONCE) this.#write();
  }

  /** Lists what is in the archives that came out, but for those that their opener listed, or an earlier opening. */
  async listArchives({ limits, hashes, workDir, signal }: OpenRequest): Promise<void> {
    const { files, tree, onProgress } = this.#order;
    this.#write();
    for (const path of this.#archives) {
      const file = files.get(path);
      if (file === null || isAny(files.under(`${path}!/`))) continue;
      const archive = { file, steps: stepsWithin(file), source: await tree.source(file) };
      for await (const event of takeOpenedArchive({ ...archive, limits, hashes, workDir, signal })) {
        if (event.kind === 'issue') this.say(event);
        if (event.kind === 'progress') onProgress(event.doneBytes, event.totalBytes);
        if (event.kind === 'file') this.#addEntry(event.file);
      }
      this.#write();
    }
  }

  #addEntry(file: IntakeFile): void {
    const { path, sha256, sizeBytes, modifiedMs, modifiedLocal, storedName, sha1, md5, place, derivedFrom } = file;
    const { lock, key } = this.#order;
    const row = { path, sha256, sizeBytes, modifiedMs, modifiedLocal, storedName, sha1, md5, place, lock: lock.id, openedKey: key?.id ?? null }; // prettier-ignore
    this.#waiting.push(derivedFrom === undefined ? row : { ...row, derivedFrom });
    this.files += 1;
    this.sizeBytes += sizeBytes;
    if (this.#waiting.length >= FILES_AT_ONCE) this.#write();
  }

  /** `needsKey`: files that an earlier opening listed are read with the key alone. */
  settle(settings: Readonly<Record<string, string>>, needsKey = this.#needsKey): void {
    const { lock, key } = this.#order;
    const { db } = this.#file;
    this.#write();
    for (const issue of this.#issues) addIssueOnce(db, lock.exhibit, issue);
    finishOpening(db, lock.id, { atMs: this.#file.now(), key: key?.id ?? null, settings, needsKey });
  }

  /** Takes away what this opening brought; what an earlier one of the same lock gave stays. */
  drop(): void {
    const { lock } = this.#order;
    try {
      if (this.#first !== null) this.dropFrom(this.#first);
    } finally {
      // Also where the rows stay, which a full disk can keep: the next opening takes those away.
      if (lock.opened === null) this.#remove(this.#written, lock.id);
    }
  }

  /** Takes away the rows of the lock from a number on, and what the work folder holds for none any more. */
  dropFrom(first: number): void {
    const { db } = this.#file;
    const { lock } = this.#order;
    const unused = dropOpened(db, lock.id, first);
    if (lock.opened === null) this.#remove(unused, null);
  }

  #remove(hashes: Iterable<Sha256>, besides: number | null): void {
    const { db, workDir } = this.#file;
    for (const sha256 of hashes) if (!isInWork(db, sha256, besides)) rmSync(join(workDir, sha256), { force: true });
  }

  /** Not new is a file that an earlier opening of the same lock gave. Two files never share a path. */
  #pathOf({ path, sha256 }: OpenedFile): { readonly path: string; readonly isNew: boolean } {
    const { lock, files } = this.#order;
    const base = `${lock.path}!/${path}`;
    for (let n = 1; ; n += 1) {
      const wanted = n === 1 ? base : `${base}~${n}`;
      if (this.#paths.has(wanted)) continue;
      const there = files.get(wanted);
      if (there !== null && (there.lock !== lock.id || there.sha256 !== sha256)) continue;
      this.#paths.add(wanted);
      return { path: wanted, isNew: there === null };
    }
  }

  #rowOf(opened: OpenedFile, path: string, locked: EvidenceFile): Omit<CaseFileRow, 'id'> {
    const { sha256, sizeBytes, modifiedMs, storedName, method, place } = opened;
    const { lock, key, files } = this.#order;
    const same = place.in === 'same' ? files.get(place.as.path) : null;
    const from = place.in === 'sealed' ? place.within.sha256 : place.in === 'same' ? place.as.sha256 : locked.sha256;
    return {
      path,
      sha256,
      sizeBytes,
      modifiedMs,
      modifiedLocal: null,
      storedName,
      sha1: same === null ? opened.sha1 : same.sha1,
      md5: same === null ? opened.md5 : same.md5,
      derivedFrom: { file: from, method },
      place: writePlace(this.#stepsOf(opened, place)),
      lock: lock.id,
      openedKey: key?.id ?? null,
    };
  }

  #stepsOf({ sha256, sizeBytes }: OpenedFile, place: OpenedPlace): readonly Step[] {
    const { lock, files } = this.#order;
    switch (place.in) {
      case 'work':
        return [{ in: 'work', sha256 }];
      case 'part':
        return [{ in: 'work', sha256: place.of }, { in: 'run', offset: place.offset, size: sizeBytes }]; // prettier-ignore
      case 'same':
        return stepsTo(files, place.as);
      case 'sealed': {
        if (!place.args.every((arg) => /^[0-9a-f]*$/u.test(arg)))
          throw new Error('an argument of a sealed file is no number');
        return [...stepsTo(files, place.within), { in: 'sealed', kind: lock.kind, lock: lock.id, size: sizeBytes, args: place.args }]; // prettier-ignore
      }
    }
  }

  #write(): void {
    const { lock } = this.#order;
    const { db } = this.#file;
    if (this.#waiting.length > 0) {
      const [first] = addFiles(db, lock.exhibit, this.#waiting);
      this.#first ??= first ?? null;
    }
    if (this.#named.length > 0) nameFiles(db, lock.exhibit, lock.id, this.#named);
    this.#waiting = [];
    this.#named = [];
  }
}

function stepsTo(files: ExhibitFiles, file: EvidenceFile): readonly Step[] {
  if (file.path === '') return [{ in: 'self' }];
  const row = files.get(file.path);
  if (row?.sha256 !== file.sha256) throw new Error(`not a file of this exhibit: ${file.path}`);
  return stepsWithin(row);
}

function isAny(files: Iterable<unknown>): boolean {
  return files[Symbol.iterator]().next().done !== true;
}
