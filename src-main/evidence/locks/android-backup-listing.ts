import type { Sha256 } from '../../model/index.ts';
import { archiveIssue } from '../archive-entry.ts';
import { readPiece, type ByteSource } from '../byte-source.ts';
import type { IntakeFile } from '../intake-event.ts';
import { Budget } from '../limits.ts';
import { DistinctPaths } from '../names/distinct-paths.ts';
import { NameNotes } from '../names/name-issues.ts';
import { Pace } from '../pace.ts';
import { readPlace } from '../place.ts';
import { takeArchive, type IntakeContext } from '../take-archive.ts';
import { startsAsTar } from '../tar/entries.ts';
import { TAR_BLOCK } from '../tar/header.ts';
import type { AndroidBackupEnd } from './android-backup-content.ts';
import type { AndroidBackupHeader } from './android-backup.ts';
import { devicePathOf } from './android-backup-paths.ts';
import type { OpenedFile, OpenEvent, OpenRequest } from './opener.ts';

/** A tar that came out of a backup. */
export interface UnwrappedTar {
  readonly sha256: Sha256;
  readonly sizeBytes: number;
  readonly end: AndroidBackupEnd;
  readonly header: AndroidBackupHeader;
  readonly packedBytes: number;
}

/** SMS and MMS as the telephony provider saves them: `000000_sms_backup`. AOSP, TelephonyBackupAgent.java. */
const TELEPHONY = /(?:^|\/)com\.android\.providers\.telephony\/files\/\d+_(?<kind>sms|mms)_backup$/u;

/** Hashes and lists every entry of the tar; false, before any event, when the bytes are no tar. */
export async function* listAndroidBackup(
  { lock, limits, hashes, workDir, signal }: OpenRequest,
  tar: ByteSource,
  unwrapped: UnwrappedTar,
): AsyncGenerator<OpenEvent, boolean> {
  const where = `${lock.file.path}!/`;
  if (unwrapped.end === 'whole' && isEmpty(tar)) {
    yield archiveIssue('note', 'archive-damaged', lock.file.path, NOTHING_IN);
    return true;
  }
  if (!startsAsTar(readPiece(tar, 0, TAR_BLOCK))) return false;
  const context: IntakeContext = { hashes, budget: new Budget(limits), pace: new Pace(null, signal), workDir, signal, names: new NameNotes(), kept: { entries: 0, first: null } }; // prettier-ignore
  const paths = new DistinctPaths();
  // Archives inside are not listed: the depth says that all levels are used up.
  const archive = { kind: 'tar', source: tar, headers: tar, prefix: '', steps: [], derivedFrom: null, depth: limits.nesting, paths: new DistinctPaths() } as const; // prettier-ignore
  for await (const event of takeArchive(context, archive)) {
    if (event.kind === 'issue') yield { ...event, where: `${where}${devicePathOf(event.where).path}` };
    else if (event.kind === 'file') {
      const file = openedFile(event.file, unwrapped, paths);
      yield file;
      const kind = TELEPHONY.exec(file.path)?.groups?.kind;
      if (kind !== undefined) yield archiveIssue('warning', 'file-unreadable', where + file.path, telephony(kind));
    } else if (event.kind === 'progress') yield { ...event, doneBytes: unwrapped.packedBytes };
  }
  yield* context.names.rest();
  if (context.kept.first !== null)
    yield archiveIssue('error', 'size-limit', where + context.kept.first, `${context.kept.entries} entries from this one on were not read: the limits are ${limits.entries} entries and ${limits.totalBytes} unpacked bytes. They can be raised.`); // prettier-ignore
  if (unwrapped.end !== 'whole')
    yield archiveIssue('error', 'archive-damaged', lock.file.path, `The content of the backup is damaged or cut short: ${unwrapped.sizeBytes} bytes of its tar could be read, and what lies in them is listed.`); // prettier-ignore
  return true;
}

const NOTHING_IN =
  'The backup holds no files: nothing was chosen, it was refused on the device, or the apps allow no backup.';
function telephony(kind: string): string {
  return `The file holds ${kind === 'sms' ? 'SMS' : 'MMS'} as the device's telephony provider saves them (JSON, deflated). No parser reads it yet: its messages are in no view. Unpack it (zlib-flate -uncompress < FILE) to read it.`;
}

/** Nothing, or only the end marks of a tar: at most 20 blocks of zeros, as archivers write them. */
function isEmpty(tar: ByteSource): boolean {
  if (tar.sizeBytes > 10_240) return false;
  const bytes = Buffer.alloc(tar.sizeBytes, 1);
  tar.read(bytes, 0);
  return bytes.every((byte) => byte === 0);
}

function openedFile(file: IntakeFile, unwrapped: UnwrappedTar, paths: DistinctPaths): OpenedFile {
  const [step] = readPlace(file.place);
  if (step?.in !== 'run') throw new Error(`an entry of a tar lies at ${file.place}`);
  const { path, moved } = devicePathOf(file.path);
  const folder = moved === null ? 'under its own name' : `${moved.from} as ${moved.to}`;
  const { sha256, sha1, md5, sizeBytes, modifiedMs } = file;
  return {
    kind: 'file',
    path: paths.take(path).path,
    sha256,
    sha1,
    md5,
    sizeBytes,
    modifiedMs,
    storedName: file.storedName ?? (moved === null ? null : Buffer.from(file.path).toString('hex')),
    place: { in: 'part', of: unwrapped.sha256, offset: step.offset },
    method: `entry of the tar in an Android backup (${stepsOf(unwrapped.header)}), listed ${folder}`,
  };
}

/** For example `AES-256-CBC, deflate`; what the content passed through. */
function stepsOf({ lock, isPacked }: AndroidBackupHeader): string {
  const steps = [...(lock === null ? [] : ['AES-256-CBC']), ...(isPacked ? ['deflate'] : [])];
  return steps.length === 0 ? 'as it is' : steps.join(', ');
}
