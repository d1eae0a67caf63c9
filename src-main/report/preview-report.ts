import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CaseFile } from '../case/index.ts';
import type { Params, ReportPreview } from '../contract/index.ts';
import { BagWriter } from './bag/bag-writer.ts';
import { caseSection, reportTitle } from './document/case-section.ts';
import { exhibitSection, sourceSection } from './document/sections.ts';
import { caseInput } from './from-case/case-input.ts';
import { HtmlWriter } from './html/html-writer.ts';
import { PAGE_END } from './html/page.ts';
import type { MediaPlace } from './lines/attachment-block.ts';
import { CitedFiles } from './lines/cited-files.ts';
import { printLine } from './lines/print-line.ts';
import { mediaName } from './media-store.ts';
import { reportId } from './report-id.ts';
import type { ReportConversation, ReportInput } from './report-input.ts';
import { planOf } from './report-request.ts';
import { printTime } from './text/time.ts';
import { words } from './words.ts';

const PAGE_LINES = 50;
/** Lines are read from the first on, so that only the first pages can be shown without a wait. */
const MOST_PAGES = 10;

/**
 * One page of what `report.html` would hold, written by the code that writes the report: page 0 is the front, each further
 * page fifty lines, up to the five-hundredth. Pictures are named, not shown. Leaves nothing behind.
 */
export async function previewReport(file: CaseFile, request: Params<'report.preview'>): Promise<ReportPreview> {
  const { page, ...rest } = request;
  const plan = planOf({ ...rest, out: '' }, file.now());
  const input = caseInput(file, plan.filter, plan.marks);
  const bag = new BagWriter(join(file.path, 'preview'));
  try {
    const title = reportTitle(input.info, plan);
    const pages = new HtmlWriter(bag, title);
    const { zone } = input.info;
    if (page > 0) await writeLines(input, pages, plan.media, page);
    const id = await reportId(input, plan);
    const clock = printTime(plan.clockMs, zone, 'utc');
    const subtitle = [
      `${words.field.number} ${input.info.number} · ${words.field.reportId} ${id}`,
      `${words.field.clock} ${clock.local} (${clock.utc ?? ''})`,
      words.kindOfDocument,
    ];
    const front = [
      caseSection(input, plan, id, input.items),
      exhibitSection([...(await all(input.exhibits()))], zone),
      sourceSection([...(await all(input.sources()))], zone),
    ];
    await pages.finish({ title, subtitle: page === 0 ? subtitle : [], before: page === 0 ? front : [], after: [] });
    const written = readFileSync(bag.placeOf('report.html'), 'utf8');
    const html = page === 0 ? withoutTranscript(written) : written;
    const shownLines = Math.min(input.items, PAGE_LINES * MOST_PAGES);
    return { html, page, pages: 1 + Math.ceil(shownLines / PAGE_LINES), lines: input.items, shownLines };
  } finally {
    bag.abandon();
    input.close();
  }
}

/** The front alone: without its lines the transcript would read as if there were none. */
function withoutTranscript(html: string): string {
  const start = html.indexOf('<section id=transcript>');
  return start === -1 ? html : `${html.slice(0, start)}${PAGE_END}`;
}

/** Lines of a page in the order of the report, under the heads of their conversations. */
async function writeLines(input: ReportInput, pages: HtmlWriter, withMedia: boolean, page: number): Promise<void> {
  const from = (page - 1) * PAGE_LINES + 1;
  const assumed = new Set<number>();
  for await (const source of input.sources()) if (source.owner?.assumed === true) assumed.add(source.id);
  const places = new Map<string, MediaPlace>();
  const context = {
    zone: input.info.zone,
    files: new CitedFiles(),
    media: (sha256: string) => places.get(sha256) ?? null,
    ownerAssumed: (source: number) => assumed.has(source),
  };
  let lines = 0;
  const read = async (of: ReportConversation | null): Promise<boolean> => {
    let isHeaded = false;
    for await (const reported of input.itemsOf(of?.conversation.id ?? null)) {
      lines += 1;
      if (lines >= from + PAGE_LINES) return false;
      if (lines >= from) {
        for (const { sha256, presence } of reported.item.attachments) {
          if (sha256 !== null && presence === 'present') places.set(sha256, await placeOf(input, sha256, withMedia));
        }
        if (!isHeaded) pages.conversation(of);
        isHeaded = true;
      }
      // Every line is printed, shown or not: marks of cited files count from the first.
      const line = printLine(reported, lines, context);
      if (lines >= from) pages.line(line);
    }
    return true;
  };
  for await (const conversation of input.conversations()) if (!(await read(conversation))) return;
  await read(null);
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
