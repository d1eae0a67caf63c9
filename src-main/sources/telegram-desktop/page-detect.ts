import { decodeHtmlReferences } from '../../evidence/decode/html-references.ts';
import type { EvidenceFile, EvidenceTree } from '../../evidence/tree.ts';
import type { Detection, Question } from '../parser.ts';

/** Bytes in which the title of a page stands. */
const FIRST_BYTES = 4096;

const ZONE: Question = {
  id: 'zone',
  text: 'Pages show the clock of the exporting computer. If its zone is known, name it (for example Europe/Berlin); otherwise times are shown as stored.',
  choices: [],
  default: '',
};

const OWNER: Question = {
  id: 'owner',
  text: 'Pages name who wrote and not whose account was exported. If the name of that account on the pages is known, write it as it stands there; otherwise directions are left open where the pages do not say them.',
  choices: [],
  default: '',
};

/** One detection for each export as pages: an account's with its summary, lists and chats, or that of one chat. */
export async function detectPages(tree: EvidenceTree): Promise<readonly Detection[]> {
  const roots = new Map<string, Map<string, EvidenceFile>>();
  const add = (root: string, file: EvidenceFile): void => {
    const files = roots.get(root) ?? new Map<string, EvidenceFile>();
    roots.set(root, files);
    files.set(root === '' ? file.path : file.path.slice(root.length + 1), file);
  };
  for await (const file of tree.glob('**/*.html')) {
    const root = rootOf(file.path);
    if (root === null) continue;
    const head = Buffer.from(await tree.head(file, FIRST_BYTES)).toString('utf8');
    if (!head.includes('<title>Exported Data</title>')) continue;
    add(root, file);
  }
  return [...roots].map(([root, files]) => describe(root, files)).sort((a, b) => a.root.localeCompare(b.root, 'en'));
}

/** The export's folder by the path of one of its pages; null for a page that is none by its name. */
function rootOf(path: string): string | null {
  const folder = (inner: RegExp): string | null => {
    const found = inner.exec(path);
    return found === null ? null : (found[1] ?? '').replace(/\/$/u, '');
  };
  return (
    folder(/^(.*\/)?chats\/chat_\d+\/messages\d*\.html$/u) ??
    folder(/^(.*\/)?lists\/(?:chats|contacts|frequent|sessions|web_sessions|profile_pictures|stories)\.html$/u) ??
    folder(/^(.*\/)?(?:messages\d*|export_results)\.html$/u)
  );
}

function describe(root: string, files: ReadonlyMap<string, EvidenceFile>): Detection {
  const sorted = [...files].sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }));
  const first = files.get('export_results.html') ?? sorted[0]?.[1];
  return {
    parser: 'telegram-desktop',
    variant: 'html',
    root,
    label: `Telegram Desktop export as pages (${first?.path ?? root})`,
    files: Object.fromEntries(sorted),
    locked: null,
    issues: [],
    questions: [ZONE, OWNER],
  };
}

/** What the head of a page calls its chat; null where it does not. */
export function titleOf(head: string): string | null {
  const [, title] = /class="text bold">\s*([^<]*?)\s*</u.exec(head) ?? [];
  return title === undefined || title === '' ? null : decodeHtmlReferences(title);
}
