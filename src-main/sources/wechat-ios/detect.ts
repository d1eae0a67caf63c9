import type { EvidenceFile, EvidenceTree } from '../../evidence/tree.ts';
import type { Issue } from '../../model/index.ts';
import type { Detection } from '../parser.ts';
import { addFile, filesByRole } from '../wechat/account-files.ts';
import { brokenStore } from '../broken-store.ts';
import { isStoreName, placeOf, type Place } from './place.ts';
import { roleOf, type Role } from './roles.ts';
import { PARSER_ID, UNREADABLE, VARIANTS } from './variants.ts';

const SMALLEST_DATABASE = 512;

/** What makes a source of its own; a list of conversations or an index alone does not. */
const STANDING = ['messages', 'contacts', 'posts', 'favourites'] as const satisfies readonly Role[];

/** The app of the Mac, version 3, has a table of favourites of the same name. */
const OF_THE_MAC = '/com.tencent.xinWeChat/';

interface Account {
  readonly place: Place;
  readonly files: Map<Role, EvidenceFile[]>;
}

/** One detection an account: all its databases that can be read; broken ones are named. */
export async function detect(tree: EvidenceTree): Promise<readonly Detection[]> {
  const accounts = new Map<string, Account>();
  const broken: EvidenceFile[] = [];
  for await (const file of tree.glob('**')) {
    const isNamed = isStoreName(file.path);
    if (/-(?:wal|shm|journal)$/u.test(file.path)) continue;
    if (file.sizeBytes < SMALLEST_DATABASE && !isNamed && (await tree.logOf(file)) === null) continue;
    const schema = await tree.schemaOf(file);
    const role = schema === null ? null : roleOf(schema);
    if (role === 'favourites' && `/${file.path}`.includes(OF_THE_MAC)) continue;
    if (role !== null) keep(accounts, file, role);
    else if (schema === null && isNamed) broken.push(file);
  }
  const found = [...accounts.values()].filter(({ files }) => STANDING.some((role) => files.has(role)));
  // A broken file of an account that can be read is told when that is read.
  const alone = broken.filter(({ path }) => !found.some(({ place }) => place.root === placeOf(path).root));
  return [
    ...found.map(({ place, files }) => detection(place, filesByRole(files))),
    ...alone.map((file) => detection(placeOf(file.path), { messages: file }, [brokenStore(file)])),
  ];
}

function keep(accounts: Map<string, Account>, file: EvidenceFile, role: Role): void {
  const place = placeOf(file.path);
  const account = accounts.get(place.root) ?? { place, files: new Map<Role, EvidenceFile[]>() };
  accounts.set(place.root, account);
  addFile(account.files, role, file);
}

function detection(
  { root, hash }: Place,
  files: Readonly<Record<string, EvidenceFile>>,
  issues: readonly Issue[] = [],
): Detection {
  return {
    parser: PARSER_ID,
    variant: issues.length > 0 ? UNREADABLE : VARIANTS[0].name,
    root,
    label: hash === null ? 'WeChat (iOS)' : `WeChat (iOS), ${hash}`,
    files,
    locked: null,
    issues,
    questions: [],
  };
}

/** Stores of messages of this account that cannot be read. */
export async function brokenBeside(tree: EvidenceTree, found: Detection): Promise<readonly Issue[]> {
  const issues: Issue[] = [];
  for await (const file of tree.glob('**/*.sqlite'))
    if (isStoreName(file.path) && placeOf(file.path).root === found.root && (await tree.schemaOf(file)) === null)
      issues.push(brokenStore(file));
  return issues;
}
