import type { EvidenceFile, EvidenceTree } from '../../evidence/tree.ts';
import type { Detection, Question } from '../parser.ts';
import type { Form } from './form.ts';
import { forms } from './forms.ts';

/** Bytes looked at before a file is taken for an export. */
const HEAD_BYTES = 16_384;
const CONFIRMING_BYTES = 2 ** 20;

/** Tools that make a folder of each conversation: what lies in folders beside each other is one export. */
const FOLDER_EACH: ReadonlySet<string> = new Set([
  'memotrace-csv',
  'memotrace-chat-csv',
  'decrypt-json',
  'decrypt-csv',
]);

interface Found {
  readonly form: Form;
  readonly folder: string;
  readonly files: EvidenceFile[];
}

/** One detection for each folder and form. */
export async function detect(tree: EvidenceTree): Promise<readonly Detection[]> {
  const found = new Map<string, Found>();
  for await (const file of tree.glob('**/*.{json,jsonl,ndjson,csv,txt,html,htm,js,JSON,JSONL,CSV,TXT,HTML,HTM}')) {
    const form = formOf(Buffer.from(await tree.head(file, HEAD_BYTES)).toString('utf8'));
    if (form === null || (form.confirms !== undefined && !form.confirms(startOf(Buffer.from(await tree.head(file, CONFIRMING_BYTES)).toString('utf8'))))) continue; // prettier-ignore
    const own = folderOf(file.path);
    const folder = form.sourceFolder?.(file.path) ?? (FOLDER_EACH.has(form.variant) ? folderOf(own) : own);
    const key = `${form.variant}\n${folder}`;
    const one = found.get(key) ?? { form, folder, files: [] };
    one.files.push(file);
    found.set(key, one);
  }
  const detections: Detection[] = [];
  for (const one of found.values()) detections.push(await detectionOf(one, tree));
  return detections;
}

function formOf(head: string): Form | null {
  const start = startOf(head);
  return start === '' ? null : (forms.find((form) => form.recognises(start)) ?? null);
}

function startOf(head: string): string {
  return head.replace(/^\uFEFF/u, '').trimStart();
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

async function detectionOf({ form, folder, files }: Found, tree: EvidenceTree): Promise<Detection> {
  const lists: EvidenceFile[] = [];
  if (form.beside !== undefined)
    for await (const file of tree.glob(`**/${form.beside.name}`)) if (folderOf(file.path) === folder) lists.push(file);
  return {
    parser: 'wechat-export',
    variant: form.variant,
    root: folder,
    label: folder === '' ? 'WeChat, exported by another tool' : `WeChat, exported by another tool (${folder})`,
    files: Object.fromEntries([
      ...files.map((file, index) => [`export-${index + 1}`, file] as const),
      ...lists.map((file, index) => [`names-${index + 1}`, file] as const),
    ]),
    locked: null,
    issues: [],
    questions: form.asksZone ? [ZONE] : [],
  };
}

const ZONE: Question = {
  id: 'zone',
  text: 'The tool wrote local times without a zone. If the zone of the computer on which it ran is known, name it (for example Asia/Shanghai); otherwise times are shown as stored.',
  choices: [],
  default: '',
};
