import type { EvidenceFile, EvidenceTree } from '../../evidence/tree.ts';
import type { Issue } from '../../model/index.ts';
import type { Detection } from '../parser.ts';
import { exportIssue } from '../export-issue.ts';

type Platform = 'Windows' | 'macOS' | 'Android' | 'iOS';

/** Where WeCom's own apps keep their databases, by the dossier, sections 4.1 and 4.2. */
const PLACES: readonly (readonly [platform: Platform, pattern: string])[] = [
  ['Windows', '**/WXWork/*/Data/*.db'],
  ['macOS', '**/com.tencent.WeWorkMac/**/Profiles/*/**/*.db'],
  ['Android', '**/com.tencent.wework/**/*.db'],
];

/**
 * The app on iOS by its bundle and its group of apps; how its folders are called is not public, so that its databases are told by their
 * endings. Source: lists of bundles in public repositories (`com.tencent.ww`), a developer's article on its extensions (the group).
 */
const ON_IOS: ReadonlySet<string> = new Set(['com.tencent.ww', 'group.com.tencent.ww']);
const IOS_ENDINGS = '**/*.{db,sqlite,sqlite3}';

const COMPUTER =
  "The database belongs to WeCom's own app on a computer. How it is enciphered is described by one family of public tools, and no database with its key is public to hold that to; the key lies in the memory of the running app. It is listed and not read. Ask the company for its message archive.";
const PHONE =
  "The database belongs to WeCom's own app on a phone. How it is enciphered and what its tables hold is not public. It is listed and not read. Ask the company for its message archive.";
const PLAIN =
  "The database belongs to WeCom's own app and is not enciphered. What its tables hold is not public: they are listed with the number of their rows, and no record is made of them.";

interface Store {
  readonly platform: Platform;
  readonly files: EvidenceFile[];
}

/** The stores of the app itself, a source for each folder, so that they are named and not passed over. */
export async function localStores(tree: EvidenceTree): Promise<readonly Detection[]> {
  const folders = new Map<string, Store>();
  for await (const [platform, file] of databases(tree)) {
    const folder = file.path.slice(0, Math.max(0, file.path.lastIndexOf('/')));
    const store = folders.get(folder) ?? { platform, files: [] };
    if (!store.files.some(({ path }) => path === file.path)) store.files.push(file);
    folders.set(folder, store);
  }
  const found: Detection[] = [];
  for (const [folder, { platform, files }] of folders) {
    const issues: Issue[] = [];
    for (const file of files) issues.push(await aboutStore(tree, platform, file));
    found.push({
      parser: 'wecom-archive',
      variant: 'unreadable',
      root: folder,
      label: `WeCom for ${platform}, databases of the app itself (${folder})`,
      files: Object.fromEntries(files.map((file, index) => [`store-${index + 1}`, file])),
      locked: null,
      issues,
      questions: [],
    });
  }
  return found;
}

async function* databases(tree: EvidenceTree): AsyncGenerator<readonly [Platform, EvidenceFile]> {
  for (const [platform, pattern] of PLACES) for await (const file of tree.glob(pattern)) yield [platform, file];
  for await (const file of tree.glob(IOS_ENDINGS)) {
    const container = await tree.containerOf(file.path.slice(0, Math.max(0, file.path.lastIndexOf('/'))));
    if (container !== null && ON_IOS.has(container)) yield ['iOS', file];
  }
}

async function aboutStore(tree: EvidenceTree, platform: Platform, file: EvidenceFile): Promise<Issue> {
  const schema = await tree.schemaOf(file);
  if (schema !== null) return exportIssue(file, null, 'warning', 'schema-unknown', null, PLAIN);
  const detail = platform === 'Windows' || platform === 'macOS' ? COMPUTER : PHONE;
  return exportIssue(file, null, 'error', 'source-locked', null, detail);
}
