import {
  CaseFailure,
  addIssue,
  exhibitFiles,
  exhibitLimits,
  getSource,
  listExhibits,
  listSources,
  sourceFiles,
  type CaseFile,
} from '../case/index.ts';
import type { Params, SourceView } from '../contract/index.ts';
import { openTree } from '../evidence/index.ts';
import { ingestSource } from '../ingest/index.ts';
import type { Detection, Question, SourceParser } from '../sources/parser.ts';
import { parsers } from '../sources/registry.ts';
import { countIssues } from './count-issues.ts';
import { failureOf } from './failure-of.ts';
import { checkPresent } from './exhibit-path.ts';
import type { JobContext, JobResult } from './job-context.ts';

/** Reads the named sources, or all that are not ingested yet, one after the other. */
export async function runIngest(
  file: CaseFile,
  params: Params<'source.ingest'>,
  appDir: string,
  context: JobContext,
): Promise<JobResult> {
  const chosen = chooseSources(file, params.sources ?? null);
  const ended: Ended[] = [];
  for (const [index, source] of chosen.entries()) {
    const place = chosen.length === 1 ? '' : `${index + 1}/${chosen.length} `;
    try {
      ended.push(await ingestOne(file, source, appDir, { ...context, progress: prefixed(context, place) }));
    } finally {
      // Also where it was cancelled: the source is another than it was.
      context.changed('items');
    }
  }
  const sources = chosen.map(({ id }) => id);
  const locked = listSources(file.db).filter(({ state }) => state === 'locked');
  return { sources: ended, locked: locked.map(({ id }) => id), issues: countIssues(file, { sources }) };
}

/** How the reading of one source ended. */
interface Ended {
  readonly source: number;
  readonly state: 'ingested' | 'aborted';
  readonly records: number;
  /** Records that an examiner had marked before it was read again: found in it, and not. */
  readonly marks?: { readonly found: number; readonly unfound: number };
}

function prefixed(context: JobContext, place: string): JobContext['progress'] {
  return (phase, done, total, unit) => {
    context.progress(`${place}${phase}`, done, total, unit);
  };
}

/** Fails with `not-found`, and with `source-locked` for a named source that needs a key. */
function chooseSources(file: CaseFile, named: readonly number[] | null): readonly SourceView[] {
  if (named === null) {
    return listSources(file.db).filter(({ state }) => state !== 'ingested' && state !== 'locked');
  }
  const views = named.map((source) => getSource(file.db, source));
  for (const view of views) {
    if (view.state === 'locked') throw new CaseFailure('source-locked', { subject: `source ${view.id}` });
  }
  return views;
}

async function ingestOne(file: CaseFile, source: SourceView, appDir: string, context: JobContext): Promise<Ended> {
  const exhibit = listExhibits(file.db, source.exhibit)[0];
  if (exhibit === undefined) throw new Error('a source without its exhibit');
  const parser = parserOf(source);
  checkPresent(exhibit);
  const files = exhibitFiles(file.db, exhibit.id);
  const tree = openTree(exhibit, files, { workDir: file.workDir, limits: exhibitLimits(file.db, exhibit.id), secrets: file.secrets }); // prettier-ignore
  const fullText = context.fullText(source.id);
  try {
    const { records, finished } = await ingestSource({
      file,
      source: source.id,
      parser,
      detection: detectionOf(file, source),
      tree,
      media: files,
      answers: answersOf(source),
      signal: context.signal,
      fullText,
      listen: context.listen,
      onBegin: () => {
        context.changed('sources');
      },
      onProgress: context.progress,
    });
    const { marks } = finished;
    return { source: source.id, state: 'ingested', records, ...(marks.found + marks.unfound > 0 && { marks }) };
  } catch (error) {
    if (context.signal.aborted || error instanceof CaseFailure) throw error;
    const { code, detail } = failureOf(error, appDir, `ingest ${parser.id}`);
    if (code === 'disk-full' || code === 'busy') throw error;
    const why =
      code === 'internal'
        ? `the parser ${parser.id} stopped, and nothing of the source was kept; defect ${String(detail.id)}`
        : `reading ended with ${code}: ${String(detail.subject)}; nothing of the source was kept`;
    addIssue(
      file.db,
      { exhibit: exhibit.id, source: source.id },
      {
        kind: 'issue',
        severity: 'error',
        code: 'source-aborted',
        from: null,
        where: source.label,
        stored: null,
        detail: why,
      },
    );
    return { source: source.id, state: 'aborted', records: 0 };
  } finally {
    await fullText.stop();
    tree.close();
  }
}

/** Fails with `not-found` when this program no longer has the parser that found the source. */
function parserOf(source: SourceView): SourceParser {
  const parser = parsers.find(({ id }) => id === source.parser);
  if (parser === undefined) throw new CaseFailure('not-found', { subject: `parser ${source.parser}` });
  return parser;
}

function detectionOf(file: CaseFile, source: SourceView): Detection {
  const { parser, variant, root, label } = source;
  const questions = source.questions.map(
    ({ answer: _answer, applied: _applied, isPending: _isPending, ...question }) => question as Question,
  );
  return { parser, variant, root, label, files: sourceFiles(file.db, source.id), locked: null, issues: [], questions };
}

/** Answers given, and for questions without one the default, which the source list shows as not answered. */
function answersOf(source: SourceView): Readonly<Record<string, string>> {
  return Object.fromEntries(source.questions.map((question) => [question.id, question.answer ?? question.default]));
}
