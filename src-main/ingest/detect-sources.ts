import { addIssue, addIssueOnce, addSource, sourceIds, type CaseFile } from '../case/index.ts';
import type { EvidenceTree } from '../evidence/index.ts';
import type { Detection, SourceParser } from '../sources/parser.ts';
import { isMachineFault } from '../sqlite/index.ts';
import { issueOf } from './issues.ts';

export interface DetectOptions {
  readonly parsers: readonly SourceParser[];
  readonly exhibit: number;
  readonly tree: EvidenceTree;
  readonly signal: AbortSignal;
  readonly onParser: (done: number, total: number) => void;
  /** Told of what a parser threw; the exhibit gets an issue and the other parsers go on. */
  readonly onDefect: (error: unknown, parser: string) => void;
}

/**
 * Asks every parser what it knows in an exhibit and keeps the sources; gives their ids. Rejects when cancelled, and for what
 * this machine lacks; some sources may be kept then.
 */
export async function detectSources(file: CaseFile, options: DetectOptions): Promise<readonly number[]> {
  const found: number[] = [];
  const known = sourceIds(file.db, options.exhibit);
  for (const [index, parser] of options.parsers.entries()) {
    options.signal.throwIfAborted();
    options.onParser(index, options.parsers.length);
    let detections: readonly Detection[];
    try {
      detections = await parser.detect(options.tree);
    } catch (error) {
      if (isMachineFault(error)) throw error;
      options.onDefect(error, parser.id);
      const detail = `the parser ${parser.id} stopped while looking for sources; what it reads may be in the exhibit`;
      addIssueOnce(file.db, options.exhibit, issueOf('error', 'source-aborted', parser.id, detail));
      continue;
    }
    const labels = new Set(detections.map(({ label }) => label));
    for (const detection of detections)
      found.push(keep(file, { exhibit: options.exhibit, known, labels }, parser, detection));
  }
  return found;
}

function keep(
  file: CaseFile,
  at: { readonly exhibit: number; readonly known: ReadonlySet<number>; readonly labels: ReadonlySet<string> },
  parser: SourceParser,
  detection: Detection,
): number {
  const { exhibit, known, labels } = at;
  const variant = parser.variants.find(({ name }) => name === detection.variant);
  if (variant === undefined)
    throw new Error(`${parser.id} found the variant ${detection.variant}, which it does not name`);
  const source = addSource(
    file.db,
    {
      exhibit,
      parser: parser.id,
      revision: parser.revision,
      label: detection.label,
      variant: variant.name,
      proof: variant.proof,
      root: detection.root,
      files: detection.files,
      locked: detection.locked,
      questions: detection.questions,
    },
    labels,
  );
  // Of a source that was found before they are in the case already.
  if (!known.has(source))
    for (const issue of detection.issues) addIssue(file.db, { exhibit, source, isFound: true }, issue);
  return source;
}
