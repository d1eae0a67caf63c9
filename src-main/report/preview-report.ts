import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { CaseFile } from '../case/index.ts';
import type { Params, ReportPreview } from '../contract/index.ts';
import { passingName } from '../sqlite/index.ts';
import { BagWriter } from './bag/bag-writer.ts';
import { caseSection, reportTitle } from './document/case-section.ts';
import type { Section } from './document/section.ts';
import { citedSection, exhibitSection, sourceSection } from './document/sections.ts';
import { caseInput, type CaseInput } from './from-case/case-input.ts';
import { linesAt } from './from-case/lines-at.ts';
import { HtmlWriter } from './html/html-writer.ts';
import { PAGE_END } from './html/page.ts';
import type { MediaPlace } from './lines/attachment-block.ts';
import { CitedFiles } from './lines/cited-files.ts';
import { printLine } from './lines/print-line.ts';
import { dayHead, type LineHead } from './line-order.ts';
import { mediaName } from './media-store.ts';
import { reportId } from './report-id.ts';
import type { ReportInput } from './report-input.ts';
import { planOf, type ReportPlan } from './report-request.ts';
import { printTime } from './text/time.ts';
import { words } from './words.ts';

const PAGE_LINES = 50;

/**
 * One page of what `report.html` would hold, written by the code that writes the report: page 0 is the front, each further
 * page fifty lines and the files that they cite. Pictures are named, not shown. Leaves nothing behind.
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
    const last = Math.ceil(input.items / PAGE_LINES);
    const page = Math.min(wanted, last);
    const files = page === 0 ? null : await writeLines(file, input, pages, plan, page);
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
    await pages.finish(
      files === null
        ? { title, subtitle, before: await front(), after: [] }
        : { title, subtitle: [], before: [], after: [citedHere(files)] },
    );
    const written = readFileSync(bag.placeOf('report.html'), 'utf8');
    const html = page === 0 ? withoutTranscript(written) : written;
    return { html, page, pages: 1 + last, lines: input.items };
  } finally {
    bag.abandon();
    rmSync(folder, { recursive: true, force: true });
    input.close();
  }
}

/** The front alone: without its lines the transcript would read as if there were none. */
function withoutTranscript(html: string): string {
  const start = html.indexOf('<section id=transcript>');
  return start === -1 ? html : `${html.slice(0, start)}${PAGE_END}`;
}

/** Marks of files count over all lines of a report, which a page of the preview does not read: it says what its own mean. */
function citedHere(files: CitedFiles): Section {
  const { parts, ...section } = citedSection(files.all());
  return { ...section, parts: [{ as: 'text', says: [words.citedOnPage] }, ...parts] };
}

/** Lines of a page in the order of the report, under their heads; gives the files that they cite. */
async function writeLines(
  file: CaseFile,
  input: CaseInput,
  pages: HtmlWriter,
  plan: ReportPlan,
  page: number,
): Promise<CitedFiles> {
  const from = (page - 1) * PAGE_LINES;
  const assumed = new Set<number>();
  for await (const source of input.sources()) if (source.owner?.assumed === true) assumed.add(source.id);
  const places = new Map<string, MediaPlace>();
  const files = new CitedFiles();
  const context = {
    zone: input.info.zone,
    order: plan.order,
    files,
    media: (sha256: string) => places.get(sha256) ?? null,
    ownerAssumed: (source: number) => assumed.has(source),
  };
  let number = from;
  for (const { of, ids } of linesAt(file, plan, from, PAGE_LINES)) {
    let head: LineHead | null = null;
    for (const reported of input.read(ids)) {
      const next: LineHead = plan.order === 'time' ? dayHead(reported, context.zone, head) : (head ?? { by: 'conversation', of }); // prettier-ignore
      if (next !== head) pages.head(next);
      head = next;
      for (const { sha256, presence } of reported.item.attachments) {
        if (sha256 !== null && presence === 'present') places.set(sha256, await placeOf(input, sha256, plan.media));
      }
      number += 1;
      pages.line(printLine(reported, number, context));
    }
  }
  return files;
}

async function placeOf(input: ReportInput, sha256: string, withMedia: boolean): Promise<MediaPlace> {
  if (!withMedia) return { kept: false, why: words.mediaNotCopied };
  const content = await input.media(sha256);
  if (content === null) return { kept: false, why: words.mediaNotAtHand };
  for await (const head of content.bytes()) return { kept: true, href: mediaName(sha256, head).name, picture: false };
  return { kept: true, href: mediaName(sha256, new Uint8Array()).name, picture: false };
}

async function all<Row>(rows: Iterable<Row> | AsyncIterable<Row>): Promise<readonly Row[]> {
  const found: Row[] = [];
  for await (const row of rows) found.push(row);
  return found;
}
