import { looksEncrypted } from '../../evidence/locks/find-sqlcipher.ts';
import type { EvidenceFile, EvidenceTree } from '../../evidence/tree.ts';
import type { Issue } from '../../model/index.ts';
import type { Detection } from '../parser.ts';
import { storeIssue } from '../store-issues.ts';
import { addFile, filesByRole } from '../wechat/account-files.ts';
import { brokenStore } from '../broken-store.ts';
import { generationNamed, lyingPath, placeOf, type Place } from './place.ts';
import { roleOf, type Role } from './roles.ts';
import { PARSER_ID, UNREADABLE, type Generation } from './variants.ts';

const SMALLEST_DATABASE = 512;
const HEAD_BYTES = 4096;

interface Account {
  readonly place: Place;
  readonly generation: Generation;
  readonly files: Map<Role, EvidenceFile[]>;
}

/** One detection an account: all its databases that can be read. Locked ones are in the list of locks; broken ones are named. */
export async function detect(tree: EvidenceTree): Promise<readonly Detection[]> {
  const accounts = new Map<string, Account>();
  const shut: EvidenceFile[] = [];
  for await (const file of tree.glob('**')) {
    if (/-(?:wal|shm|journal)$/u.test(file.path)) continue;
    if (file.sizeBytes < SMALLEST_DATABASE && (await tree.logOf(file)) === null && generationNamed(file.path) === null) continue; // prettier-ignore
    const schema = await tree.schemaOf(file);
    const known = schema === null ? null : roleOf(schema);
    if (known !== null) keep(accounts, file, known.generation, known.role);
    else if (schema === null && generationNamed(file.path) !== null) shut.push(file);
  }
  const found = [...accounts.values()].filter(({ files }) => files.has('messages') || files.has('contacts'));
  const broken: Detection[] = [];
  for (const file of shut) {
    const generation = generationNamed(file.path) ?? 'db-storage';
    const { root } = placeOf(file.path, generation);
    // A broken file of an account that can be read is told when that is read.
    if (found.some(({ place }) => place.root === root)) continue;
    if (!(await isLocked(tree, file))) broken.push(detection(placeOf(file.path, generation), generation, { messages: file }, [brokenStore(file)])); // prettier-ignore
  }
  return [...found.map(({ place, generation, files }) => detection(place, generation, filesByRole(files))), ...broken];
}

function keep(accounts: Map<string, Account>, file: EvidenceFile, generation: Generation, role: Role): void {
  const place = placeOf(file.path, generation);
  const key = JSON.stringify([generation, place.root]);
  const account = accounts.get(key) ?? { place, generation, files: new Map<Role, EvidenceFile[]>() };
  accounts.set(key, account);
  addFile(account.files, role, file);
}

function detection(
  { root, folder }: Place,
  generation: Generation,
  files: Readonly<Record<string, EvidenceFile>>,
  issues: readonly Issue[] = [],
): Detection {
  const app = generation === 'mac-chats' ? 'WeChat (macOS 3)' : `WeChat (desktop ${generation === 'db-storage' ? '4' : '3'})`; // prettier-ignore
  return {
    parser: PARSER_ID,
    variant: issues.length > 0 ? UNREADABLE : generation,
    root,
    label: folder === null ? app : `${app}, ${folder}`,
    files,
    locked: null,
    issues,
    questions: [],
  };
}

async function isLocked(tree: EvidenceTree, file: EvidenceFile): Promise<boolean> {
  return looksEncrypted(Buffer.from(await tree.head(file, HEAD_BYTES)));
}

/** What is to be said of stores of messages of this account that cannot be read: still locked, or broken. */
export async function shutStores(tree: EvidenceTree, found: Detection): Promise<readonly Issue[]> {
  const read = Object.values(found.files).map(({ path }) => path);
  const issues: Issue[] = [];
  for await (const file of tree.glob('**')) {
    const generation = generationNamed(file.path);
    if (generation === null || lyingPath(file.path) !== file.path || placeOf(file.path, generation).root !== found.root) continue; // prettier-ignore
    if (read.some((path) => lyingPath(path) === file.path) || (await tree.schemaOf(file)) !== null) continue;
    if (!(await isLocked(tree, file))) issues.push(brokenStore(file));
    else issues.push(storeIssue('warning', 'source-locked', file.path, 'A store of messages of this account is still locked: what it holds is not shown. Open its lock, then read the source again.')); // prettier-ignore
  }
  return issues;
}
