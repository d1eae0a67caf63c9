import type { EvidenceFile, EvidenceTree } from '../../evidence/tree.ts';
import type { Detection, Question } from '../parser.ts';
import { exportIssue } from './issues.ts';

/** Bytes looked at to tell an export and its variant. Lists of contacts and sessions stand before the first message. */
const HEAD_BYTES = 1024 * 1024;

/** Bytes in which the first names of an export stand. */
const FIRST_BYTES = 4096;

const PAGES = 'An export as pages (HTML) is not read. Export the chat as JSON (machine-readable), or read the pages as they are.'; // prettier-ignore
const TDATA = 'The data of Telegram Desktop hold no messages, only settings, keys and a cache; they are not read.';

const ZONE: Question = {
  id: 'zone',
  text: 'The export stores local times without a zone. If the zone of the exporting computer is known, name it (for example Europe/Berlin); otherwise times are shown as stored.',
  choices: [],
  default: '',
};

/** One detection for each exported JSON file, each folder of exported pages, and each folder of the app's own data. */
export async function detect(tree: EvidenceTree): Promise<readonly Detection[]> {
  const found: Detection[] = [];
  for await (const file of tree.glob('**/*.{json,JSON}')) {
    const first = Buffer.from(await tree.head(file, FIRST_BYTES)).toString('utf8');
    if (!isExport(first)) continue;
    found.push(exported(file, Buffer.from(await tree.head(file, HEAD_BYTES)).toString('utf8')));
  }
  const read = new Set(found.map(({ root }) => root));
  for await (const file of tree.glob('**/{messages,export_results}.html')) {
    const head = Buffer.from(await tree.head(file, FIRST_BYTES)).toString('utf8');
    const folder = folderOf(file.path);
    const isPage = head.includes('<title>Exported Data</title>');
    if (isPage && ![...read].some((root) => isWithin(folder, root))) found.push(unread(file, 'html', PAGES));
  }
  for await (const file of tree.glob('**/key_data{,s}')) {
    const head = Buffer.from(await tree.head(file, 4)).toString('latin1');
    if (head === 'TDF$') found.push(unread(file, 'tdata', TDATA));
  }
  return found;
}

/** The words of the exporting app's types of chats, or the blocks that only an export of an account has. */
function isExport(head: string): boolean {
  const text = head.replace(/^\uFEFF/u, '').trimStart();
  if (!text.startsWith('{')) return false;
  const isChat = /"type"\s*:\s*"(?:saved_messages|replies|verification_codes|personal_chat|bot_chat|(?:private|public)_(?:group|supergroup|channel))"/u.test(text); // prettier-ignore
  if (isChat && /"messages"\s*:\s*\[/u.test(text)) return true;
  return (
    /^\{\s*"about"\s*:\s*"/u.test(text) &&
    /"(?:personal_information|profile_pictures|contacts|frequent_contacts|sessions|chats|left_chats)"\s*:\s*[{[]/u.test(
      text,
    )
  );
}

function exported(file: EvidenceFile, head: string): Detection {
  const isNumbered = /"(?:from|actor)_id"\s*:\s*\d/u.test(head);
  const isTyped = /"(?:from|actor)_id"\s*:\s*"(?:user|chat|channel)\d/u.test(head);
  const hasUnix = /"date_unixtime"\s*:/u.test(head);
  const variant = hasUnix ? 'unix-times' : isTyped ? 'typed-ids' : isNumbered ? 'numbered-ids' : 'names-only';
  return {
    parser: 'telegram-desktop',
    variant,
    root: folderOf(file.path),
    label: `Telegram Desktop export (${file.path})`,
    files: { result: file },
    locked: null,
    issues: [],
    questions: hasUnix ? [] : [ZONE],
  };
}

function unread(file: EvidenceFile, variant: 'html' | 'tdata', detail: string): Detection {
  const folder = folderOf(file.path);
  return {
    parser: 'telegram-desktop',
    variant,
    root: folder,
    label: variant === 'html' ? `Telegram Desktop export as pages (${file.path})` : `Telegram Desktop data (${folder})`,
    files: variant === 'html' ? { page: file } : { key: file },
    locked: null,
    issues: [exportIssue(file, null, 'error', 'schema-unknown', null, detail)],
    questions: [],
  };
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

function isWithin(folder: string, root: string): boolean {
  return root === '' || folder === root || folder.startsWith(`${root}/`);
}
