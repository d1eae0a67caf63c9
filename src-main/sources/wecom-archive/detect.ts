import { beginsEnveloped } from '../../evidence/index.ts';
import type { EvidenceFile, EvidenceTree } from '../../evidence/tree.ts';
import type { Issue } from '../../model/index.ts';
import type { Detection } from '../parser.ts';
import { directoryKind } from './directory-kind.ts';
import { exportIssue } from '../export-issue.ts';
import { localStores } from './local-stores.ts';
import { isArray } from './rows.ts';

/** Bytes looked at before a file is taken for an archive. */
const HEAD_BYTES = 16_384;

/** Files of members, customers and groups beyond this size are not taken: they are lists that a company exports by hand. */
const LARGEST_DIRECTORY_BYTES = 64 * 1024 * 1024;

const ENCIPHERED =
  'The messages are enciphered as the service hands them out; how they are deciphered is not public. Ask the company for the archive as its collector deciphered it. The private key of the company, given under Unlock, tells which of the messages are for it.';
const TOO_LARGE = 'The list is larger than 64 MiB; no name was read from it.';

interface Found {
  readonly archives: EvidenceFile[];
  readonly envelopes: EvidenceFile[];
}

/** One detection for each folder that holds an archive's files, with the lists of members and groups at or below it. */
export async function detect(tree: EvidenceTree): Promise<readonly Detection[]> {
  const folders = new Map<string, Found>();
  const directories: EvidenceFile[] = [];
  const tooLarge: Issue[] = [];
  for await (const file of tree.glob('**/*.{json,jsonl,ndjson,txt,JSON,JSONL}')) {
    const head = Buffer.from(await tree.head(file, HEAD_BYTES)).toString('utf8');
    const kind = kindOf(head);
    if (kind === null) continue;
    if (kind === 'directory') {
      if (file.sizeBytes <= LARGEST_DIRECTORY_BYTES) directories.push(file);
      else tooLarge.push(exportIssue(file, null, 'warning', 'size-limit', null, TOO_LARGE));
      continue;
    }
    const folder = folderOf(file.path);
    const found = folders.get(folder) ?? { archives: [], envelopes: [] };
    (kind === 'archive' ? found.archives : found.envelopes).push(file);
    folders.set(folder, found);
  }
  const detections: Detection[] = [];
  for (const [folder, found] of folders) {
    if (found.archives.length > 0) detections.push(await describe(tree, folder, found.archives, directories, tooLarge));
    if (found.envelopes.length > 0) detections.push(enveloped(folder, found.envelopes));
  }
  const archives = [...folders].filter(([, { archives: some }]) => some.length > 0).map(([folder]) => folder);
  const alone = directories.filter(({ path }) => !archives.some((folder) => isWithin(path, folder)));
  for (const [folder, files] of Map.groupBy(alone, ({ path }) => folderOf(path))) detections.push(listsAlone(folder, files, tooLarge)); // prettier-ignore
  return [...detections, ...(await localStores(tree))];
}

/** The names that every message of an archive has. Source: the documentation of the archive's interface, by the dossier. */
function kindOf(head: string): 'archive' | 'envelope' | 'directory' | null {
  const start = head.replace(/^\uFEFF/u, '').trimStart();
  if (!/^(?:\[\s*)?\{/u.test(start)) return null;
  if (beginsEnveloped(start)) return 'envelope';
  const isMessage = /"msgid"\s*:/u.test(start) && /"action"\s*:\s*"(?:send|recall|switch)"/u.test(start);
  if (isMessage && /"(?:msgtype|user)"\s*:/u.test(start)) return 'archive';
  return directoryKind(start) === null ? null : 'directory';
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

async function describe(
  tree: EvidenceTree,
  folder: string,
  archives: readonly EvidenceFile[],
  directories: readonly EvidenceFile[],
  tooLarge: readonly Issue[],
): Promise<Detection> {
  const [first] = archives;
  const within = directories.filter(({ path }) => isWithin(path, folder));
  const files = Object.fromEntries([
    ...archives.map((file, index) => [`archive-${index + 1}`, file] as const),
    ...within.map((file, index) => [`directory-${index + 1}`, file] as const),
  ]);
  return {
    parser: 'wecom-archive',
    variant: first !== undefined && (await isArray(tree, first)) ? 'array' : 'lines',
    root: folder,
    label: labelOf(folder),
    files,
    locked: null,
    issues: tooLarge.filter(({ where }) => isWithin(where, folder)),
    questions: [],
  };
}

/** Lists of a company without an archive around them. */
function listsAlone(folder: string, files: readonly EvidenceFile[], tooLarge: readonly Issue[]): Detection {
  return {
    parser: 'wecom-archive',
    variant: 'lists',
    root: folder,
    label: folder === '' ? 'Lists of a WeCom company' : `Lists of a WeCom company (${folder})`,
    files: Object.fromEntries(files.map((file, index) => [`directory-${index + 1}`, file])),
    locked: null,
    issues: tooLarge.filter(({ where }) => isWithin(where, folder)),
    questions: [],
  };
}

function isWithin(path: string, folder: string): boolean {
  return folder === '' || path.startsWith(`${folder}/`);
}

function labelOf(folder: string): string {
  return folder === '' ? 'WeCom message archive' : `WeCom message archive (${folder})`;
}

function enveloped(folder: string, files: readonly EvidenceFile[]): Detection {
  return {
    parser: 'wecom-archive',
    variant: 'enveloped',
    root: folder,
    label: `${labelOf(folder)}: enciphered`,
    files: Object.fromEntries(files.map((file, index) => [`archive-${index + 1}`, file])),
    locked: null,
    issues: files.map((file) => exportIssue(file, null, 'error', 'source-locked', null, ENCIPHERED)),
    questions: [],
  };
}
