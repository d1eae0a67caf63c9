import type { EvidenceFile, EvidenceTree } from '../../evidence/tree.ts';
import type { Detection, Question } from '../parser.ts';
import type { Form } from './form.ts';
import { forms } from './forms.ts';

/** Bytes looked at before a file is taken for an export. */
const HEAD_BYTES = 16_384;

interface Found {
  readonly form: Form;
  readonly folder: string;
  readonly files: EvidenceFile[];
}

/** One detection for each folder and form. */
export async function detect(tree: EvidenceTree): Promise<readonly Detection[]> {
  const found = new Map<string, Found>();
  for await (const file of tree.glob('**/*.{json,md,txt,xml,csv,JSON,MD,TXT,XML,CSV}')) {
    const candidates = forms.filter(({ ending }) => ending.test(file.path));
    if (candidates.length === 0) continue;
    const head = Buffer.from(await tree.head(file, HEAD_BYTES)).toString('utf8').replace(/^\uFEFF/u, ''); // prettier-ignore
    const name = file.path.slice(file.path.lastIndexOf('/') + 1);
    const form = candidates.find((one) => one.recognises(name, head));
    if (form === undefined || (await repeats(tree, file, form))) continue;
    const own = folderOf(file.path);
    const folder = form.folderEach ? folderOf(own) : own;
    const key = `${form.variant}\n${folder}`;
    const one = found.get(key) ?? { form, folder, files: [] };
    one.files.push(file);
    found.set(key, one);
  }
  return [...found.values()].map(detectionOf);
}

/** Beside its lines of JSON the tool writes the same messages as text, which is then not read. */
async function repeats(tree: EvidenceTree, file: EvidenceFile, { variant }: Form): Promise<boolean> {
  if (variant !== 'signal-export-markdown') return false;
  const folder = folderOf(file.path);
  const lines = await tree.get(folder === '' ? 'data.json' : `${folder}/data.json`);
  if (lines === null) return false;
  const head = Buffer.from(await tree.head(lines, HEAD_BYTES)).toString('utf8');
  return forms.some((form) => form.variant === 'signal-export-json' && form.recognises('data.json', head));
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

function detectionOf({ form, folder, files }: Found): Detection {
  return {
    parser: 'signal-export',
    variant: form.variant,
    root: folder,
    label: folder === '' ? form.label : `${form.label} (${folder})`,
    files: Object.fromEntries(files.map((file, index) => [`export-${index + 1}`, file] as const)),
    locked: null,
    issues: [],
    questions: [...(form.asksZone ? [ZONE] : []), ...(form.asksOwner ? [OWNER] : [])],
  };
}

const ZONE: Question = {
  id: 'zone',
  text: 'The tool wrote local times without a zone. If the zone of the computer on which it ran is known, name it (for example Europe/Berlin); otherwise times are shown as stored.',
  choices: [],
  default: '',
};

const OWNER: Question = {
  id: 'owner',
  text: 'The text names who wrote and not whose account was exported. If the name of that account in the text is known, write it as it stands there; otherwise directions are left open.',
  choices: [],
  default: '',
};
