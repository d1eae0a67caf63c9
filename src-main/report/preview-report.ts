import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { CaseFile } from '../case/index.ts';
import type { Params, PreviewPart, ReportPreview } from '../contract/index.ts';
import { passingName } from '../sqlite/index.ts';
import { BagWriter } from './bag/bag-writer.ts';
import { caseParts } from './case-parts.ts';
import { caseSection, reportTitle } from './document/case-section.ts';
import { checkSection } from './document/check.ts';
import type { Section } from './document/section.ts';
import {
  citedSection,
  conversationSection,
  exhibitSection,
  limitSection,
  methodSection,
  sourceSection,
} from './document/sections.ts';
import { caseInput, type CaseInput } from './from-case/case-input.ts';
import { linesAt, placedAt } from './from-case/lines-at.ts';
import { HtmlWriter } from './html/html-writer.ts';
import { PAGE_END } from './html/page.ts';
import { CitedFiles } from './lines/cited-files.ts';
import { printLine } from './lines/print-line.ts';
import { dayHead, type LineHead } from './line-order.ts';
import { previewFindings } from './preview-findings.ts';
import { keptPlaces } from './preview-media.ts';
import { reportId } from './report-id.ts';
import { planOf, type ReportPlan } from './report-request.ts';
import { printTime } from './text/time.ts';
import { words } from './words.ts';

const PAGE_LINES = 50;
/** Pages before those with an order of their own. */
const CONVERSATIONS = 1;
const FIRST_LINES = 2;

/**
 * One page of what `report.html` would hold, written by the code that writes the report: page 0 is the front, page 1
 * the conversations, then come the lines, fifty a page with the files that they cite, then the other parts, each on its page. Pictures are named, not shown.
 * The last page counts over all lines and takes as long as that; the others come at once. Leaves nothing behind.
 */
export async function previewReport(file: CaseFile, request: Params<'report.preview'>): Promise<ReportPreview> {
  const { page: wanted, ...rest } = request;
  const plan = planOf({ ...rest, out: '' }, file.now());
  const input = caseInput(file, plan.filter, plan.marks);
  // A folder of its own: the window asks for a page while another is on its way.
  const folder = passingName(join(file.workDir, 'preview'));
  const bag = new BagWriter(join(folder, 'page'));
  try {
    const title = reportTitle(input.info, plan);
    const pages = new HtmlWriter(bag, title);
    const { zone } = input.info;
    const linePages = Math.ceil(input.items / PAGE_LINES);
    const parts = partsOf(plan);
    const afterLines = FIRST_LINES + linePages;
    const last = afterLines + parts.length - 1;
    const page = Math.min(wanted, last);
    const part = page === CONVERSATIONS ? 'conversations' : parts[page - afterLines];
    const files =
      page === 0 || part !== undefined ? null : await writeLines(file, input, pages, plan, page - FIRST_LINES);
    const id = await reportId(input, plan);
    const clock = printTime(plan.clockMs, zone, 'utc');
    const subtitle = [
      `${words.field.number} ${input.info.number} · ${words.field.reportId} ${id}`,
      `${words.field.clock} ${clock.local} (${clock.utc ?? ''})`,
      words.kindOfDocument,
    ];
    const front = async (): Promise<readonly Section[]> => [
      caseSection(input, plan, id, input.items),
      exhibitSection(await all(input.exhibits()), zone),
      sourceSection(await all(input.sources()), zone),
    ];
    if (files !== null) await pages.finish({ title, subtitle: [], before: [], after: [citedHere(files)] });
    else if (part === undefined) await pages.finish({ title, subtitle, before: await front(), after: [] });
    else await pages.finish({ title, subtitle: [], before: await sectionsOf(part, file, input, plan), after: [] });
    const written = readFileSync(bag.placeOf('report.html'), 'utf8');
    const html = files === null ? withoutTranscript(written) : written;
    return {
      html,
      page,
      pages: 1 + last,
      parts: [
        { part: 'front', page: 0 },
        { part: 'conversations', page: CONVERSATIONS },
        ...(linePages === 0 ? [] : [{ part: 'lines', page: FIRST_LINES } as const]),
        ...parts.map((each, index) => ({ part: each, page: afterLines + index })),
      ],
      lines: input.items,
    };
  } finally {
    bag.abandon();
    rmSync(folder, { recursive: true, force: true });
    input.close();
  }
}

type LastPart = Exclude<PreviewPart, 'front' | 'conversations' | 'lines'>;

/** Parts after the lines, in the order of the report. */
function partsOf({ leaveOut, annotations, legal }: ReportPlan): readonly LastPart[] {
  const wanted = (['ledger', 'issues', 'custody'] as const).filter((part) => !leaveOut.includes(part));
  return [
    ...(annotations ? (['annotations'] as const) : []),
    ...(legal ? (['legal'] as const) : []),
    ...wanted,
    'method',
  ];
}

async function sectionsOf(
  part: LastPart | 'conversations',
  file: CaseFile,
  input: CaseInput,
  plan: ReportPlan,
): Promise<readonly Section[]> {
  if (part === 'conversations') return [conversationSection(placedAt(file, plan, input.items), plan.order)];
  if (part === 'issues') return [(await caseParts(input).issues()).section];
  if (part !== 'method') return [await caseParts(input)[part]()];
  const found = await previewFindings(file, input, plan);
  return [methodSection(found, plan), limitSection(found), checkSection];
}

/** A page without lines: the transcript would read as if the report had none. */
function withoutTranscript(html: string): string {
  const start = html.indexOf('<section id=transcript>');
  return start === -1 ? html : `${html.slice(0, start)}${PAGE_END}`;
}

/** Marks of files count over all lines of a report, which a page of the preview does not read: it says what its own mean. */
function citedHere(files: CitedFiles): Section {
  const { parts, ...section } = citedSection(files.all());
  return { ...section, parts: [{ as: 'text', says: [words.citedOnPage] }, ...parts] };
}

/** Lines of a page, from 0, in the order of the report, under their heads; gives the files that they cite. */
async function writeLines(
  file: CaseFile,
  input: CaseInput,
  pages: HtmlWriter,
  plan: ReportPlan,
  page: number,
): Promise<CitedFiles> {
  const from = page * PAGE_LINES;
  const assumed = new Set<number>();
  for await (const source of input.sources()) if (source.owner?.assumed === true) assumed.add(source.id);
  const places = keptPlaces(input, plan.media);
  const files = new CitedFiles();
  const context = {
    zone: input.info.zone,
    order: plan.order,
    files,
    media: places.of,
    ownerAssumed: (source: number) => assumed.has(source),
  };
  let number = from;
  for (const { of, ids } of linesAt(file, plan, from, PAGE_LINES)) {
    let head: LineHead | null = null;
    for (const reported of input.read(ids)) {
      const next: LineHead = plan.order === 'time' ? dayHead(reported, context.zone, head) : (head ?? { by: 'conversation', of }); // prettier-ignore
      if (next !== head) pages.head(next);
      head = next;
      await places.learn(reported.item);
      number += 1;
      pages.line(printLine(reported, number, context));
    }
  }
  return files;
}

async function all<Row>(rows: Iterable<Row> | AsyncIterable<Row>): Promise<readonly Row[]> {
  const found: Row[] = [];
  for await (const row of rows) found.push(row);
  return found;
}
