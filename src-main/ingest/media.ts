import { posix } from 'node:path';
import { isDeciphered, type IndexedFile } from '../evidence/index.ts';
import type { Attachment, Issue, Sha256 } from '../model/index.ts';
import { issueOf } from './issues.ts';

/** A file of the exhibit in which an attachment's content was found. */
export interface MediaFile extends IndexedFile {
  /** Of the file in the case. */
  readonly id: number;
  readonly sha1: string | null;
  readonly md5: string | null;
}

/** Finds files of one exhibit among those hashed at intake. */
export interface MediaIndex {
  all(): Iterable<MediaFile>;
  get(path: string): MediaFile | null;
  withHash(sha256: Sha256): MediaFile | null;
  /** Files of this size, in order of path. */
  withSize(sizeBytes: number): Iterable<MediaFile>;
}

/**
 * The same index that looks no path up whose file name the exhibit does not hold, for most stored paths of absent files
 * have ten candidates; and with the names of each size looked up once: apps store thousands of files of one size, and asking for
 * them again for every attachment takes time that grows with the square of their number. Contents that were deciphered are passed
 * over: a source that is read again finds what it found at first.
 */
export function rememberingNames(index: MediaIndex): NamedIndex {
  const bySize = new Map<number, ReadonlyMap<string, MediaFile>>();
  let kept = 0;
  let known: Known | null | undefined;
  return {
    get(path) {
      if (known === undefined) known = knownOf(index.all());
      return known?.names.has(posix.basename(path)) === false ? null : index.get(path);
    },
    withHash(sha256) {
      if (known === undefined) known = knownOf(index.all());
      if (known?.hashes.has(sha256) === false) return null;
      const found = index.withHash(sha256);
      if (found === null || !isDeciphered(found)) return found;
      for (const file of index.withSize(found.sizeBytes))
        if (file.sha256 === sha256 && !isDeciphered(file)) return file;
      return null;
    },
    named(name, sizeBytes) {
      let names = bySize.get(sizeBytes);
      if (names === undefined) {
        names = firstOfEachName(index.withSize(sizeBytes));
        if (kept + names.size > MOST_KEPT) {
          bySize.clear();
          kept = 0;
        }
        bySize.set(sizeBytes, names);
        kept += names.size;
      }
      return names.get(name) ?? null;
    },
  };
}

/** Finds files by path, by hash, and by name and size; the first in order of path. */
export interface NamedIndex extends Pick<MediaIndex, 'get' | 'withHash'> {
  named(name: string, sizeBytes: number): MediaFile | null;
}

const MOST_KEPT = 200_000;

interface Known {
  readonly names: ReadonlySet<string>;
  readonly hashes: ReadonlySet<Sha256>;
}

/** The file names and hashes of the exhibit; null when there are too many to hold. */
function knownOf(files: Iterable<MediaFile>): Known | null {
  const names = new Set<string>();
  const hashes = new Set<Sha256>();
  for (const file of files) {
    if (isDeciphered(file)) continue;
    const { path, sha256 } = file;
    names.add(posix.basename(path));
    hashes.add(sha256);
    if (hashes.size > MOST_KEPT || names.size > MOST_KEPT) return null;
  }
  return { names, hashes };
}

function firstOfEachName(files: Iterable<MediaFile>): ReadonlyMap<string, MediaFile> {
  const names = new Map<string, MediaFile>();
  for (const file of files) {
    if (isDeciphered(file)) continue;
    const name = posix.basename(file.path);
    if (!names.has(name)) names.set(name, file);
  }
  return names;
}

/** The content of an attachment, how it was matched, and what is to be said of the match. */
export interface MediaMatch {
  readonly content: MediaFile | null;
  readonly matchedBy: 'path' | 'hash' | 'name-and-size' | null;
  readonly issues: readonly Issue[];
}

const NOTHING: MediaMatch = { content: null, matchedBy: null, issues: [] };

/** Looks for an attachment's content: by path, then by the hash that the app stored, then by name and size. */
export function matchMedia(attachment: Attachment, root: string, index: NamedIndex): MediaMatch {
  const byPath = findByPath(attachment, root, index);
  if (byPath !== null)
    return {
      content: byPath,
      matchedBy: 'path',
      issues: attachment.sealed === undefined ? hashIssues(attachment, byPath) : [],
    };
  const byHash = attachment.sha256 === null ? null : index.withHash(attachment.sha256);
  if (byHash !== null) {
    const detail = `found at ${byHash.path} by the hash that the app stored, not at the path that it stored`;
    return {
      content: byHash,
      matchedBy: 'hash',
      issues: [attachmentIssue(attachment, 'note', 'media-matched-by-hash', detail)],
    };
  }
  const byName = findByName(attachment, index);
  if (byName !== null) {
    const detail = `found at ${byName.path} by name and size alone: it may be another file`;
    const named = attachmentIssue(attachment, 'warning', 'media-matched-by-name', detail);
    return { content: byName, matchedBy: 'name-and-size', issues: [named, ...hashIssues(attachment, byName)] };
  }
  if (attachment.path === null && attachment.sha256 === null && attachment.candidates.length === 0) return NOTHING;
  const detail = 'the file that the app names is not in the exhibit';
  return { content: null, matchedBy: null, issues: [attachmentIssue(attachment, 'warning', 'media-missing', detail)] };
}

function findByPath(attachment: Attachment, root: string, index: NamedIndex): MediaFile | null {
  for (const candidate of attachment.candidates) {
    const path = insideExhibit(root, candidate);
    const found = path === null ? null : index.get(path);
    if (found !== null) return found;
  }
  return null;
}

/** An empty, `.` or `..` step: only a path with one is changed by normalising, which costs more than looking it up. */
const STEP_TO_RESOLVE = /(?:^|\/)\.{0,2}(?:\/|$)/;

/** Null for a path that would leave the exhibit. */
function insideExhibit(root: string, candidate: string): string | null {
  if (!STEP_TO_RESOLVE.test(candidate)) {
    if (root === '') return candidate;
    if (!STEP_TO_RESOLVE.test(root)) return `${root}/${candidate}`;
  }
  const path = posix.normalize(posix.join(root, candidate));
  return path.startsWith('../') || path === '..' || path.startsWith('/') ? null : path;
}

function findByName(attachment: Attachment, index: NamedIndex): MediaFile | null {
  const { sizeBytes } = attachment;
  if (sizeBytes === null || sizeBytes <= 0) return null;
  const names = new Set(
    [attachment.path, attachment.name].filter((name) => name !== null).map((name) => posix.basename(name)),
  );
  for (const name of names) {
    const found = index.named(name, sizeBytes);
    if (found !== null) return found;
  }
  return null;
}

function hashIssues(attachment: Attachment, file: MediaFile): readonly Issue[] {
  if (attachment.sha256 === null || attachment.sha256 === file.sha256) return [];
  const detail = `the file at ${file.path} has the hash ${file.sha256}, the app stored ${attachment.sha256}`;
  return [attachmentIssue(attachment, 'warning', 'media-hash-differs', detail)];
}

/** An issue about one attachment. */
export function attachmentIssue(
  attachment: Attachment,
  severity: Issue['severity'],
  code: Issue['code'],
  detail: string,
): Issue {
  const where = attachment.path ?? attachment.name ?? attachment.key;
  return { ...issueOf(severity, code, where, detail), from: attachment.from, stored: attachment.path };
}
