import { closeSync, openSync, rmSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import type { Sha256 } from '../../model/index.ts';
import { DiskFile, type ByteSource } from '../byte-source.ts';
import { Digester, writeWhole } from '../hash.ts';
import { RATIO_FLOOR_BYTES } from '../limits.ts';
import type { EvidenceFile, EvidenceTree } from '../tree.ts';
import { androidBackupBlocks, type AndroidBackupEnd } from './android-backup-content.ts';
import { listAndroidBackup } from './android-backup-listing.ts';
import { ANDROID_BACKUP_HEADER_BYTES, endsInAndroidMagic, openAndroidBackup, parseAndroidBackupHeader, readAndroidBackupHeader, startsAsAndroidBackup, type AndroidBackupHeader, type AndroidBackupKeys } from './android-backup.ts'; // prettier-ignore
import { deriverFor } from './derive-key.ts';
import { passingIn, settleWork } from './settle-work.ts';
import type { FoundLock, OpenEnd, OpenEvent, Opener, OpenRequest } from './opener.ts';
import { filesNamed } from './named-files.ts';

/** Names that such backups bear: of adb, MIUI (`.bak`), and apps in a folder of Samsung Smart Switch. */
const NAMED = /\.(?:ab|abe|adb|backup|bak)$|(?:^|\/)APKFILE\/[^/]+\.data$/iu;

/** Backups made by `adb backup` and by MIUI: a tar, packed and encrypted or not. */
export const androidBackup: Opener = { kind: 'android-backup', find, open };

async function* find(tree: EvidenceTree): AsyncGenerator<FoundLock> {
  for await (const file of filesNamed(tree, NAMED)) yield* lockOf(tree, file);
}

async function* lockOf(tree: EvidenceTree, file: EvidenceFile): AsyncGenerator<FoundLock> {
  const head = await tree.head(file, ANDROID_BACKUP_HEADER_BYTES);
  // What a cable or a full disk cut off is no file that can be passed over in silence.
  if (!startsAsAndroidBackup(head) && !(/\.ab$/iu.test(file.path) && endsInAndroidMagic(head))) return;
  const header = parseAndroidBackupHeader(head);
  const isLocked = (header?.lock ?? null) !== null;
  const wants = isLocked ? (['password'] as const) : ([] as const);
  yield { kind: 'android-backup', file, facts: factsOf(header), wants };
}

function factsOf(header: AndroidBackupHeader | null): Readonly<Record<string, string>> {
  if (header === null) return { header: 'damaged' };
  return {
    version: String(header.version),
    packed: header.isPacked ? 'deflate' : 'no',
    encryption: header.lock === null ? 'none' : 'AES-256',
    ...(header.lock === null ? {} : { rounds: String(header.lock.rounds) }),
    ...(header.miuiPackage === null ? {} : { wrappedBy: 'MIUI', package: header.miuiPackage }),
  };
}

async function* open(request: OpenRequest): AsyncGenerator<OpenEvent, OpenEnd> {
  const { lock, signal } = request;
  signal.throwIfAborted();
  const source = await request.source(lock.file);
  try {
    const header = readAndroidBackupHeader(source);
    if (source.sizeBytes === 0) return refused('damaged', EMPTY);
    if (header === null) return refused('damaged', HEADER_DAMAGED);
    if (header.dataAt >= source.sizeBytes) return refused('damaged', HEADER_ALONE);
    const keys = await keysOf(header, request);
    if (keys !== null && 'ended' in keys) return keys;
    return yield* openContent(request, source, header, keys);
  } finally {
    source.close();
  }
}

const EMPTY = 'The file bears the name of an Android backup and is empty: nothing of a backup is left.';
const HEADER_DAMAGED =
  'The file begins as an Android backup and the lines of its header cannot be read: it is damaged or cut short, and nothing was opened.';
const HEADER_ALONE =
  'Nothing follows the header of the backup: it is cut off there, or the device wrote no more. Nothing was opened.';
const NO_PASSWORD = 'The backup is encrypted with a password; what was given is none.';
const WRONG_PASSWORD =
  'The password does not open the backup: it is another one, or the lines of the header that it opens are damaged.';
const KEY_DAMAGED =
  'The password fits, and the check sum of the key that it opens does not hold: the header is damaged, and nothing was opened.';
const NO_TAR = 'The backup holds bytes that are no tar: it is damaged, and nothing was opened.';
const LIMIT =
  'The backup would unpack to more bytes than the limits of this exhibit allow; nothing was opened. The limits can be raised.';

function refused(ended: Exclude<OpenEnd['ended'], 'opened'>, detail: string): Extract<OpenEnd, { detail: string }> {
  return { ended, detail };
}

/** Null for a backup that is not encrypted; an end where the password opens nothing. */
async function keysOf(header: AndroidBackupHeader, request: OpenRequest): Promise<AndroidBackupKeys | null | OpenEnd> {
  const { key } = request;
  if (header.lock === null) return null;
  if (key?.form !== 'password') return refused('no-key', NO_PASSWORD);
  const keys = await openAndroidBackup(header.lock, key.bytes.toString('utf8'), deriverFor(request));
  if (typeof keys !== 'string') return keys;
  return keys === 'damaged' ? refused('damaged', KEY_DAMAGED) : refused('wrong-key', WRONG_PASSWORD);
}

async function* openContent(
  request: OpenRequest,
  source: ByteSource,
  header: AndroidBackupHeader,
  keys: AndroidBackupKeys | null,
): AsyncGenerator<OpenEvent, OpenEnd> {
  const partial = passingIn(request.workDir);
  try {
    const unwrapped = yield* writeTar(request, partial, source, header, keys);
    if (unwrapped === null) return refused('limit', LIMIT);
    const tar = new DiskFile(partial);
    try {
      const listed = yield* listAndroidBackup(request, tar, { ...unwrapped, header, packedBytes: source.sizeBytes });
      if (!listed) return refused('damaged', NO_TAR);
    } finally {
      tar.close();
    }
    settleWork(partial, request.workDir, unwrapped.sha256);
    return { ended: 'opened', secret: null, settings: settingsOf(header, keys, unwrapped) };
  } finally {
    rmSync(partial, { force: true });
  }
}

function settingsOf(
  header: AndroidBackupHeader,
  keys: AndroidBackupKeys | null,
  tar: Unwrapped,
): Readonly<Record<string, string>> {
  return {
    ...factsOf(header),
    ...(keys === null ? {} : { passwordBytes: keys.password, checkSum: keys.checksum }),
    tarSha256: tar.sha256,
    tarBytes: String(tar.sizeBytes),
  };
}

interface Unwrapped {
  readonly sha256: Sha256;
  readonly sizeBytes: number;
  readonly end: AndroidBackupEnd;
}

/** Writes the tar to `partial`; null when a limit forbids it. */
async function* writeTar(
  { limits, signal }: OpenRequest,
  partial: string,
  source: ByteSource,
  header: AndroidBackupHeader,
  keys: AndroidBackupKeys | null,
): AsyncGenerator<OpenEvent, Unwrapped | null> {
  const out = openSync(partial, 'wx', 0o600);
  const digester = new Digester([]);
  let doneBytes = 0;
  try {
    const blocks = androidBackupBlocks(source, header, keys, (read) => (doneBytes = read));
    let last = performance.now();
    let next = await blocks.next();
    for (; next.done !== true; next = await blocks.next()) {
      signal.throwIfAborted();
      digester.update(next.value);
      const { sizeBytes } = digester;
      if (sizeBytes > limits.totalBytes) return null;
      if (sizeBytes > RATIO_FLOOR_BYTES && sizeBytes > source.sizeBytes * limits.ratio) return null;
      writeWhole(out, next.value);
      if (performance.now() - last < 50) continue;
      await setImmediate();
      last = performance.now();
      yield { kind: 'progress', doneBytes, totalBytes: null };
    }
    const { sizeBytes } = digester;
    const { sha256 } = digester.finish();
    return { sha256, sizeBytes, end: next.value };
  } finally {
    closeSync(out);
  }
}
