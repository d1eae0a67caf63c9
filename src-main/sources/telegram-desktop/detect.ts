import type { EvidenceFile, EvidenceTree } from '../../evidence/tree.ts';
import type { Issue } from '../../model/index.ts';
import type { Detection, Question } from '../parser.ts';
import { exportIssue } from '../export-issue.ts';
import { JsonFields } from '../json-fields.ts';
import { detectPages, titleOf } from './page-detect.ts';

/** Bytes looked at to tell an export and its variant. Lists of contacts and sessions stand before the first message. */
const HEAD_BYTES = 1024 * 1024;

/** Bytes in which the first names of an export stand. */
const FIRST_BYTES = 4096;

const PAGES = 'Pages (HTML) that seem to be of this export lie beside it. They are not read, for the JSON says more; their messages were not compared.'; // prettier-ignore
/** Source: dossier of Telegram, section B4. */
const TDATA = 'The data of Telegram Desktop hold no list of messages; they hold settings, keys, texts typed and not sent, and a cache of media, all encrypted, and are not read.'; // prettier-ignore

const ZONE: Question = {
  id: 'zone',
  text: 'The export stores local times without a zone. If the zone of the exporting computer is known, name it (for example Europe/Berlin); otherwise times are shown as stored.',
  choices: [],
  default: '',
};

/** One detection for each exported JSON file, each export as pages, and each folder of the app's own data. */
export async function detect(tree: EvidenceTree): Promise<readonly Detection[]> {
  const found: Detection[] = [];
  for await (const file of tree.glob('**/*.{json,JSON}')) {
    const first = Buffer.from(await tree.head(file, FIRST_BYTES)).toString('utf8');
    if (!isExport(first)) continue;
    found.push(exported(file, Buffer.from(await tree.head(file, HEAD_BYTES)).toString('utf8')));
  }
  for (const pages of await detectPages(tree)) {
    const at = await sameExport(tree, found, pages);
    const same = found[at];
    if (same === undefined) found.push(pages);
    else found[at] = { ...same, issues: [...same.issues, aboutPages(pages)] };
  }
  for await (const file of tree.glob('**/key_data{,s}')) {
    const head = Buffer.from(await tree.head(file, TDF_BYTES));
    if (head.toString('latin1', 0, 4) === 'TDF$') found.push(unread(file, head));
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

function aboutPages({ files, root }: Detection): Issue {
  const [first] = Object.values(files);
  return { kind: 'issue', severity: 'note', code: 'schema-unknown', from: null, where: first?.path ?? root, stored: null, detail: PAGES }; // prettier-ignore
}

/** A mark, and the version of the app that wrote the file. */
const TDF_BYTES = 8;

function unread(file: EvidenceFile, head: Buffer): Detection {
  const folder = folderOf(file.path);
  const version = head.length < TDF_BYTES ? null : `version ${head.readInt32LE(4)}`;
  return {
    parser: 'telegram-desktop',
    variant: 'tdata',
    root: folder,
    label: `Telegram Desktop data (${folder})`,
    files: { key: file },
    locked: null,
    issues: [exportIssue(file, null, 'error', 'schema-unknown', version, TDATA)],
    questions: [],
  };
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/**
 * The place among exports as JSON of the one that the app would have written beside these pages: in the same folder, of an account as well
 * or of a chat of the same name. -1 for none.
 */
async function sameExport(tree: EvidenceTree, found: readonly Detection[], pages: Detection): Promise<number> {
  for (const [index, { root, files }] of found.entries()) {
    if (root !== pages.root || files.result === undefined) continue;
    const head = Buffer.from(await tree.head(files.result, FIRST_BYTES)).toString('utf8');
    const isAccount = !/"messages"\s*:\s*\[/u.test(head) || /^\W*"about"/u.test(head);
    const page = pages.files['messages.html'];
    if (isAccount !== (page === undefined)) continue;
    if (page === undefined) return index;
    const [, name] = /"name"\s*:\s*("(?:[^"\\]|\\.)*")/u.exec(head) ?? [];
    const title = titleOf(Buffer.from(await tree.head(page, FIRST_BYTES)).toString('utf8'));
    const stated = name === undefined ? null : (JsonFields.parse(`{"name":${name}}`)?.text('name')?.trim() ?? null);
    if (stated === null || title === null || stated === title) return index;
  }
  return -1;
}
