import type { EvidenceFile, EvidenceTree } from '../../evidence/tree.ts';
import type { Detection } from '../parser.ts';
import { archiveIssue } from './issues.ts';

/**
 * Where WeCom's own apps keep their databases, by the dossier, sections 4.1 and 4.2: Windows, macOS, Android. How they are enciphered is
 * described by one family of public tools (desktop) or not at all (phones).
 */
const PLACES = ['**/WXWork/*/Data/*.db', '**/com.tencent.WeWorkMac/**/Profiles/*/**/*.db', '**/com.tencent.wework/**/*.db'] as const; // prettier-ignore

const UNREAD =
  "The database belongs to WeCom's own app. How it is enciphered and what its tables hold is not public enough to be read; it is listed and not read. Ask the company for its message archive.";

/** The stores of the app itself, a source for each folder, so that they are named and not passed over. */
export async function localStores(tree: EvidenceTree): Promise<readonly Detection[]> {
  const folders = new Map<string, EvidenceFile[]>();
  for (const place of PLACES)
    for await (const file of tree.glob(place)) {
      const folder = file.path.slice(0, Math.max(0, file.path.lastIndexOf('/')));
      folders.set(folder, [...(folders.get(folder) ?? []), file]);
    }
  return [...folders].map(([folder, files]) => ({
    parser: 'wecom-archive',
    variant: 'unreadable',
    root: folder,
    label: `WeCom, databases of the app itself (${folder})`,
    files: Object.fromEntries(files.map((file, index) => [`store-${index + 1}`, file])),
    locked: null,
    issues: files.map((file) => archiveIssue(file, null, 'error', 'source-locked', null, UNREAD)),
    questions: [],
  }));
}
