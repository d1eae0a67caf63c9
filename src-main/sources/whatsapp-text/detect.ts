import type { EvidenceFile, EvidenceTree } from '../../evidence/tree.ts';
import type { Detection, Question } from '../parser.ts';
import { decideOrder } from './date-order.ts';
import { readLines } from '../text-lines.ts';
import { readStamp } from './stamp.ts';
import { surveyExport } from './survey.ts';
import type { Survey } from './survey.ts';
import { hasExportName, titleOf } from './title.ts';
import { variants } from './variants.ts';

/** Bytes looked at before a text file is taken for an export. */
const HEAD_BYTES = 4096;

/** Non-empty lines of the head among which a stamp must stand. */
const HEAD_LINES = 3;

/** Authors offered as the one who made the export, the busiest first. */
const MOST_AUTHORS = 200;

/** Finds exported conversations among the text files of an exhibit, archives inside it included. */
export async function detect(tree: EvidenceTree): Promise<readonly Detection[]> {
  const found: Detection[] = [];
  for await (const file of tree.glob('**/*.txt')) {
    const isExport = await startsLikeExport(tree, file);
    // What bears the app's name for an export and cannot be read is named, and not passed over.
    const isNamed = hasExportName(file.path) || (file.sizeBytes === 0 && titleOf(file.path) !== null);
    if (!isExport && !isNamed) continue;
    const survey = await surveyExport(tree.bytes(file));
    if (survey.stamped > 0 || isNamed) found.push(describe(file, survey));
  }
  return withDistinctLabels(found);
}

/** Exports of one name lie in several folders of an exhibit: their whole paths tell them apart. */
function withDistinctLabels(found: readonly Detection[]): readonly Detection[] {
  const counts = new Map<string, number>();
  for (const { label } of found) counts.set(label, (counts.get(label) ?? 0) + 1);
  return found.map((detection) => {
    const path = detection.files.text?.path;
    if (path === undefined || counts.get(detection.label) === 1) return detection;
    return { ...detection, label: labelOf(titleOf(path), path) };
  });
}

function labelOf(title: string | null, file: string | null): string {
  return `WhatsApp exported conversation${title === null ? '' : `: ${title}`}${file === null ? '' : ` (${file})`}`;
}

async function startsLikeExport(tree: EvidenceTree, file: EvidenceFile): Promise<boolean> {
  const head = await tree.head(file, HEAD_BYTES);
  let seen = 0;
  for await (const lines of readLines(once(head))) {
    for (const line of lines) {
      if (line.text.trim() === '') continue;
      if (readStamp(line.text) !== null) return true;
      if (++seen >= HEAD_LINES) return false;
    }
  }
  return false;
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  await Promise.resolve();
  yield bytes;
}

function describe(file: EvidenceFile, survey: Survey): Detection {
  const form = [...survey.forms].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 'android-dash';
  const variant = variants.find((v) => v.name === form) ?? variants[0];
  const slash = file.path.lastIndexOf('/');
  const title = titleOf(file.path);
  return {
    parser: 'whatsapp-text',
    variant: variant?.name ?? form,
    root: slash < 0 ? '' : file.path.slice(0, slash),
    label: labelOf(title, title === null ? file.path.slice(slash + 1) : null),
    files: { text: file },
    locked: null,
    issues: [],
    questions: questionsFor(survey),
  };
}

function questionsFor(survey: Survey): readonly Question[] {
  const questions: Question[] = [];
  const decision = decideOrder(survey.runs, null);
  if (decision.settledBy === 'assumed' || decision.settledBy === 'sequence') {
    questions.push({
      id: 'date-order',
      text: `${decision.reason} In which order do day and month stand?`,
      choices: [
        { value: 'day-first', label: 'Day, then month' },
        { value: 'month-first', label: 'Month, then day' },
      ],
      default: decision.orders[0] ?? 'day-first',
    });
  }
  questions.push({
    id: 'zone',
    text: 'The export stores local times without a zone. If the zone of the exporting phone is known, name it (for example Europe/Berlin); otherwise times are shown as stored.',
    choices: [],
    default: '',
  });
  questions.push({
    id: 'owner',
    text: 'Which author made the export?',
    choices: [
      { value: '', label: 'Not known' },
      ...[...survey.writers]
        .sort((a, b) => b[1] - a[1])
        .slice(0, MOST_AUTHORS)
        .map(([name]) => ({ value: name, label: name })),
    ],
    default: '',
  });
  return questions;
}
