import type { EvidenceFile, EvidenceTree } from '../../evidence/tree.ts';
import type { Detection } from '../parser.ts';
import { decodeMessage, type Doubt } from './decode-message.ts';
import { frameLength } from './frame-bytes.ts';
import { remoteBackup } from './remote.ts';
import { PARSER_ID } from './variants.ts';

/** What comes out of the lock of a backup has this name. Chat exports: signalapp/Signal-Desktop, ts/services/backups. */
const FRAMES = '**/*.binproto';
const LINES = '**/*.jsonl';

/** `SignalBackups/signal-backup-<date>/main`, whose files of attachments lie beside the folder. Source: signalapp/Signal-Android, backup/v2/local. */
const SNAPSHOT = /^(?:(.*)\/)?(signal-backups?-\d{4}(?:-\d\d){5}(?:-tmp)?)\/main!\/main\.binproto$/u;

const HEAD_BYTES = 4096;

/** The first line of an export: the same values as the first message of a backup. */
const FIRST_LINE = /^\s*\{(?=[^\n]*"backupTimeMs"\s*:)(?=[^\n]*"version"\s*:)/u;

/** Every file that begins as a backup's frames do, whatever it is called, and what came out of the lock of one. */
export async function detect(tree: EvidenceTree): Promise<readonly Detection[]> {
  const found: Detection[] = [];
  for await (const file of tree.glob(FRAMES))
    if (SNAPSHOT.test(file.path) || isFrames(await tree.head(file, HEAD_BYTES)))
      found.push(detection(file, 'backup-frames', await listOf(tree, file)));
  for await (const file of tree.glob(LINES))
    if (FIRST_LINE.test(Buffer.from(await tree.head(file, HEAD_BYTES)).toString('utf8')))
      found.push(detection(file, 'chat-export', null));
  for await (const file of tree.glob('**')) {
    const remote = await remoteBackup(tree, file);
    if (remote !== null) found.push(remote);
  }
  return found;
}

/** The snapshot's own list of its files, in clear beside `main`. */
async function listOf(tree: EvidenceTree, { path }: EvidenceFile): Promise<EvidenceFile | null> {
  const [, above, snapshot] = SNAPSHOT.exec(path) ?? [];
  if (snapshot === undefined) return null;
  return await tree.get(`${above === undefined ? '' : `${above}/`}${snapshot}/files`);
}

/** The first message holds a version and a time, and nothing that the format does not know. */
function isFrames(head: Uint8Array): boolean {
  const length = frameLength(head, 0);
  if (length === null || length.bytes > head.length - length.next) return false;
  const doubts: Doubt[] = [];
  const info = decodeMessage(head.subarray(length.next, length.next + length.bytes), 'BackupInfo', doubts);
  return doubts.length === 0 && typeof info.version === 'string' && typeof info.backupTimeMs === 'string';
}

function detection(file: EvidenceFile, variant: string, list: EvidenceFile | null): Detection {
  const [, above, snapshot] = SNAPSHOT.exec(file.path) ?? [];
  const folder = file.path.slice(0, Math.max(0, file.path.lastIndexOf('/')));
  const name = snapshot ?? (variant === 'chat-export' ? folder.slice(folder.lastIndexOf('/') + 1) : file.path);
  return {
    parser: PARSER_ID,
    variant,
    root: snapshot === undefined ? folder : (above ?? ''),
    label: name === '' ? 'Signal' : `Signal, ${name}`,
    files: { frames: file, ...(list !== null && { list }) },
    locked: null,
    issues: [],
    questions: [],
  };
}
