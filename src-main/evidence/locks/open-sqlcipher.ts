import { posix } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Issue } from '../../model/index.ts';
import { archiveIssue } from '../archive-entry.ts';
import { readPiece, sliceOf, type ByteSource } from '../byte-source.ts';
import type { EvidenceFile } from '../tree.ts';
import { appOf, findSqlcipher, hasQqHeader, QQ_HEADER_BYTES } from './find-sqlcipher.ts';
import { deriverFor } from './derive-key.ts';
import { deciphersHeader, findSettings } from './find-sqlcipher-settings.ts';
import { offerSqlcipherKeys } from './offer-sqlcipher-keys.ts';
import type { GivenKey, OpenedFile, OpenEnd, OpenEvent, Opener, OpenRequest } from './opener.ts';
import type { PageTally } from './page-tally.ts';
import { readKey, type SqlcipherKey } from './sqlcipher-key.ts';
import type { OpenedSettings } from './sqlcipher-pages.ts';
import { refusalOf } from './sqlcipher-refusal.ts';
import { readSettings, settingsWords, type StatedSettings } from './sqlcipher-settings.ts';
import { specimenOf } from './sqlcipher-specimen.ts';
import { unsealGiven } from './telegram-key.ts';
import { unlockDatabase } from './unlock-sqlcipher.ts';
import { unlockJournal } from './unlock-sqlcipher-journal.ts';
import { isWalOf, unlockWal } from './unlock-sqlcipher-wal.ts';
import { WorkFile } from './work-file.ts';

/** Databases encrypted page by page by SQLCipher, with the log beside each. */
export const sqlcipher: Opener = { kind: 'sqlcipher', find: findSqlcipher, offers: offerSqlcipherKeys, open };

/** How long a thread works between two turns of others. */
const TURN_MS = 40;

async function* open(request: OpenRequest): AsyncGenerator<OpenEvent, OpenEnd> {
  const { lock, tree } = request;
  const unsealed = request.key === null ? null : await unsealGiven(tree, lock, request.key);
  if (unsealed !== null && 'refused' in unsealed) return unsealed.refused;
  const key = unsealed?.key ?? request.key;
  const given = key === null ? null : readGiven(key);
  if (given === null || given.keys.length === 0)
    return { ended: 'no-key', detail: 'What was given is neither a passphrase nor a key of 64, 96 or 160 hexadecimal digits.' }; // prettier-ignore
  if (given.fault !== null) return { ended: 'no-key', detail: 'One of the lines behind the key is not a setting that is known: see the list of settings in the documentation.' }; // prettier-ignore
  const log = await tree.logOf(lock.file);
  const whole = await request.source(lock.file);
  try {
    const logSource = log === null ? null : await request.source(log);
    try {
      const end = yield* openBoth(request, given, whole, log, logSource);
      return end.ended === 'opened' ? { ...end, settings: { ...end.settings, ...unsealed?.settings } } : end;
    } finally {
      logSource?.close();
    }
  } finally {
    whole.close();
  }
}

async function* openBoth(
  request: OpenRequest,
  { keys, stated }: Given,
  whole: ByteSource,
  log: EvidenceFile | null,
  logSource: ByteSource | null,
): AsyncGenerator<OpenEvent, OpenEnd> {
  const { file } = request.lock;
  const skip = stated.skip ?? (hasQqHeader(readPiece(whole, 0, 16)) ? QQ_HEADER_BYTES : 0);
  const source = skip === 0 ? whole : sliceOf(whole, skip, whole.sizeBytes);
  const isWal = log?.path.endsWith('-wal') === true;
  const specimen = specimenOf(source, isWal ? logSource : null);
  const pause = async (): Promise<void> => {
    request.signal.throwIfAborted();
    await setImmediate();
  };
  const derive = deriverFor(request);
  let opened: OpenedSettings | null = null;
  for (const key of keys) opened ??= await findSettings(key, stated, specimen, derive, pause);
  if (opened === null) {
    const isInLog = source.sizeBytes === 0 && specimen.salt !== null;
    return refusalOf({ source, keys, stated, app: appOf(file.path)?.app ?? null, isInLog, isDeciphered: deciphersHeader(keys, specimen) }); // prettier-ignore
  }
  const total = source.sizeBytes + (logSource?.sizeBytes ?? 0);
  yield* openDatabase(request, source, opened, skip, total);
  if (log !== null && logSource !== null)
    yield* isWal
      ? openWal(request, log, logSource, opened, source.sizeBytes, total)
      : openJournal(request, log, logSource, opened, source.sizeBytes, total);
  const words = settingsWords(opened.settings);
  return { ended: 'opened', secret: null, settings: skip === 0 ? words : { ...words, skip: String(skip) } };
}

async function* openDatabase(
  request: OpenRequest,
  source: ByteSource,
  opened: OpenedSettings,
  skip: number,
  total: number,
): AsyncGenerator<OpenEvent> {
  const { file } = request.lock;
  const { pageSize, mac } = opened.settings;
  const out = new WorkFile(request.workDir, request.hashes);
  try {
    const pages = yield* inTurns(request, unlockDatabase(source, opened, out), 0, total);
    yield* failures(file.path, pages, 'pages');
    const rest = source.sizeBytes - pages.count * pageSize;
    if (rest > 0)
      yield archiveIssue('warning', 'database-damaged', file.path, `${rest} bytes follow the last whole page: the file is cut off within a page, and they were left out.`); // prettier-ignore
    // Beside a log the file may be shorter than its first page says: the log holds what is to follow.
    if (pages.stated !== null && pages.stated > pages.count && total === source.sizeBytes)
      yield archiveIssue('warning', 'database-damaged', file.path, `The database counts ${pages.stated} pages in its header, and ${pages.count} are in the file: it is cut off, or was being written when it was taken.`); // prettier-ignore
    if (mac === null)
      yield archiveIssue('note', 'database-damaged', file.path, 'The pages carry no authentication, as before version 2 of SQLCipher: changed bytes do not show when they are decrypted.'); // prettier-ignore
    const authentication = mac === null ? 'no authentication' : `HMAC-${mac.hash.toUpperCase()} of each page`;
    const before = skip === 0 ? '' : `, ${skip} bytes before the database left out`;
    yield fileOf(out, posix.basename(file.path), file.modifiedMs, `decrypted page by page (SQLCipher, AES-256-CBC, pages of ${pageSize} bytes, ${authentication}${before})`); // prettier-ignore
  } finally {
    out.discard();
  }
}

async function* openWal(
  request: OpenRequest,
  log: EvidenceFile,
  source: ByteSource,
  opened: OpenedSettings,
  done: number,
  total: number,
): AsyncGenerator<OpenEvent> {
  if (source.sizeBytes > 0 && !isWalOf(source, opened.settings.pageSize)) {
    yield notOfDatabase(log);
    return;
  }
  const out = new WorkFile(request.workDir, request.hashes);
  try {
    if (source.sizeBytes > 0) {
      const { frames } = yield* inTurns(request, unlockWal(source, opened, out), done, total);
      yield* failures(log.path, frames, 'frames');
    }
    yield fileOf(out, posix.basename(log.path), log.modifiedMs, `decrypted frame by frame from the log beside the database (its file has SHA-256 ${log.sha256}), frame checksums made anew over the plain pages`); // prettier-ignore
  } finally {
    out.discard();
  }
}

async function* openJournal(
  request: OpenRequest,
  log: EvidenceFile,
  source: ByteSource,
  opened: OpenedSettings,
  done: number,
  total: number,
): AsyncGenerator<OpenEvent> {
  const out = new WorkFile(request.workDir, request.hashes);
  try {
    const { records, otherBytes } = yield* inTurns(request, unlockJournal(source, opened, out), done, total);
    if (records.count === 0 && otherBytes > 0) {
      yield notOfDatabase(log);
      return;
    }
    yield* failures(log.path, records, 'records');
    yield fileOf(out, posix.basename(log.path), log.modifiedMs, `decrypted record by record from the journal beside the database (its file has SHA-256 ${log.sha256}), checksums made anew over the plain pages`); // prettier-ignore
  } finally {
    out.discard();
  }
}

function notOfDatabase(log: EvidenceFile): Issue {
  return archiveIssue('error', 'log-damaged', log.path, 'The log beside the database holds no pages of its size: it was not decrypted, and what only it holds is missing.'); // prettier-ignore
}

function* failures(path: string, tally: PageTally, what: 'pages' | 'frames' | 'records'): Generator<Issue> {
  if (tally.failedCount === 0) return;
  const { text, more } = tally.runs();
  const named = more === 0 ? text : `${text} and ${more} more`;
  const code = what === 'pages' ? 'database-damaged' : 'log-damaged';
  yield archiveIssue('error', code, path, `${tally.failedCount} of ${tally.count} ${what} fail their authentication: they were changed or damaged after they were encrypted, and were decrypted all the same. By number: ${named}.`); // prettier-ignore
}

function fileOf(out: WorkFile, path: string, modifiedMs: number | null, method: string): OpenedFile {
  return { kind: 'file', path, ...out.keep(), modifiedMs, storedName: null, place: { in: 'work' }, method };
}

/** Runs work that yields the bytes it has done, giving way to others and telling how far it is. */
async function* inTurns<T>(
  { signal }: OpenRequest,
  work: Generator<number, T>,
  before: number,
  totalBytes: number,
): AsyncGenerator<OpenEvent, T> {
  for (let last = performance.now(); ;) {
    const step = work.next();
    if (step.done === true) return step.value;
    signal.throwIfAborted();
    if (performance.now() - last < TURN_MS) continue;
    await setImmediate();
    last = performance.now();
    yield { kind: 'progress', doneBytes: before + step.value, totalBytes };
  }
}

interface Given {
  readonly keys: readonly SqlcipherKey[];
  readonly stated: StatedSettings;
  /** A line that is no setting. */
  readonly fault: string | null;
}

/** The first line is the key; lines behind it, where there are any, are settings. */
function readGiven(key: GivenKey): Given {
  const at = key.bytes.indexOf(0x0a);
  const [line, rest] = at === -1 ? [key.bytes, ''] : [key.bytes.subarray(0, at), key.bytes.toString('utf8', at + 1).trim()]; // prettier-ignore
  if (rest === '' || !rest.includes('=')) return { keys: readKey(key), stated: {}, fault: null };
  const stated = readSettings(rest);
  const bytes = line.at(-1) === 0x0d ? line.subarray(0, -1) : line;
  const keys = readKey({ ...key, bytes });
  return typeof stated === 'string' ? { keys, stated: {}, fault: stated } : { keys, stated, fault: null };
}
