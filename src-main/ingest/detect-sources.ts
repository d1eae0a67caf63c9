import {
  addIssue,
  addIssueOnce,
  addSource,
  dropSource,
  openedPaths,
  foundSources,
  sourceIds,
  type CaseFile,
  type FoundSource,
} from '../case/index.ts';
import { appPlaceOf, type AppPlace, type EvidenceTree } from '../evidence/index.ts';
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
  const opened = openedPaths(file.db, options.exhibit);
  for (const [index, parser] of options.parsers.entries()) {
    options.signal.throwIfAborted();
    options.onParser(index, options.parsers.length);
    let detections: readonly Detection[];
    try {
      detections = (await parser.detect(options.tree)).filter((detection) => !isOpened(detection, opened));
    } catch (error) {
      if (isMachineFault(error)) throw error;
      options.onDefect(error, parser.id);
      const detail = `the parser ${parser.id} stopped while looking for sources; what it reads may be in the exhibit`;
      addIssueOnce(file.db, options.exhibit, issueOf('error', 'source-aborted', parser.id, detail));
      continue;
    }
    const labels = new Set(detections.map(({ label }) => label));
    const before = foundSources(file.db, options.exhibit, parser.id);
    const at = { exhibit: options.exhibit, known, labels };
    const kept: number[] = [];
    for (const detection of detections)
      kept.push(keep(file, at, parser, detection, await placeOf(options.tree, detection)));
    for (const [place, id] of kept.entries()) sayNewFiles(file, options.exhibit, before, id, detections[place]);
    for (const source of before) if (!kept.includes(source.id)) await dropJoined(file, options.tree, source, opened);
    found.push(...kept);
  }
  return found;
}

/** How parsers name a file that bears the name of a message store and cannot be read. */
const UNREADABLE = 'unreadable';

/** A store that cannot be read because it is encrypted, and that a key has opened: what came out is a source of its own. */
function isOpened({ variant, files }: Detection, opened: ReadonlySet<string>): boolean {
  return variant === UNREADABLE && opened.has(files.messages?.path ?? '');
}

/** A source that was read before, and of which a file is known only now, is to be read again. */
function sayNewFiles(
  file: CaseFile,
  exhibit: number,
  before: readonly FoundSource[],
  id: number,
  detection?: Detection,
) {
  const known = before.find((source) => source.id === id);
  if (known?.isRead !== true) return;
  for (const { path } of Object.values(detection?.files ?? {}))
    if (!known.paths.includes(path))
      addIssueOnce(file.db, exhibit, issueOf('warning', 'unresolved-reference', path, 'the file belongs to a source that was read without it; read the source again')); // prettier-ignore
}

/**
 * Takes away a source that is found no more, though its files are there: one that was never read has become part of another;
 * of one that could not be read there is nothing to keep once its file is opened.
 */
async function dropJoined(
  file: CaseFile,
  tree: EvidenceTree,
  source: FoundSource,
  opened: ReadonlySet<string>,
): Promise<void> {
  if (source.isRead && !(source.variant === UNREADABLE && source.paths.some((path) => opened.has(path)))) return;
  for (const path of source.paths) if ((await tree.get(path)) === null) return;
  dropSource(file.db, source.id);
}

/** Of the messages, or where there are none of the first file. */
function placeOf(tree: EvidenceTree, { root, files }: Detection): Promise<AppPlace> {
  return appPlaceOf(tree, (files.messages ?? Object.values(files)[0])?.path ?? `${root}/`);
}

function keep(
  file: CaseFile,
  at: { readonly exhibit: number; readonly known: ReadonlySet<number>; readonly labels: ReadonlySet<string> },
  parser: SourceParser,
  detection: Detection,
  app: AppPlace,
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
      app,
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
