import type { ReportPart, ReportView } from '../contract/index.ts';
import type { BagWriter } from './bag/bag-writer.ts';
import { caseParts, firstRows } from './case-parts.ts';
import { checkSection, readmeText } from './document/check.ts';
import { limitStatements, methodStatements } from './document/method.ts';
import type { Section } from './document/section.ts';
import { caseSection, reportTitle } from './document/case-section.ts';
import {
  citedSection,
  conversationSection,
  exhibitSection,
  limitSection,
  methodSection,
  sourceSection,
} from './document/sections.ts';
import { FindingsCounter } from './document/findings-counter.ts';
import { HtmlWriter } from './html/html-writer.ts';
import { verifierPage } from './html/verifier-page.ts';
import { CitedFiles } from './lines/cited-files.ts';
import { printLine } from './lines/print-line.ts';
import { MediaStore } from './media-store.ts';
import { PdfWriter, type PdfResult } from './pdf/pdf-writer.ts';
import { reportId } from './report-id.ts';
import { linesInOrder, type LineHead } from './line-order.ts';
import { PlacedConversations } from './placed-conversations.ts';
import type { ReportInput } from './report-input.ts';
import type { ReportPlan, ReportRun } from './report-request.ts';
import { SOFTWARE } from './software.ts';
import { writeCaseTables } from './tables/case-tables.ts';
import { IssueTable } from './tables/issue-table.ts';
import { ItemTables } from './tables/item-tables.ts';
import { dayText, printTime } from './text/time.ts';
import { visible } from './text/visible.ts';
import { words } from './words.ts';

const TURN_EVERY = 200;

/** Reads the input once, line by line, into every form of the report, then writes what counts and indexes the lines. */
export async function buildReport(
  bag: BagWriter,
  input: ReportInput,
  plan: ReportPlan,
  run: ReportRun,
): Promise<ReportView> {
  const { zone } = input.info;
  const title = reportTitle(input.info, plan);
  const exhibits = await firstRows(input.exhibits(), Infinity);
  const sources = await firstRows(input.sources(), Infinity);
  const files = new CitedFiles();
  const media = new MediaStore(bag, input, plan.media);
  const tables = new ItemTables(bag, zone);
  const pages = new HtmlWriter(bag, title);
  const pdf = plan.pdf ? new PdfWriter(bag, `${plan.out}.volumes`) : null;
  const counter = new FindingsCounter(sources.rows, (await firstRows(input.locks(), Infinity)).rows, input.withheld);
  let lines = 0;

  try {
    const assumed = new Set(sources.rows.filter((source) => source.owner?.assumed === true).map((source) => source.id));
    const context = {
      zone,
      order: plan.order,
      files,
      media: (sha256: string) => media.place(sha256),
      ownerAssumed: (source: number) => assumed.has(source),
    };
    const placing = await PlacedConversations.of(input, plan.order);
    let under: LineHead | null = null;
    for await (const { head, reported } of linesInOrder(input, plan.order)) {
      if (head !== under) {
        pages.head(head);
        pdf?.head(head);
        under = head;
      }
      for (const { sha256, presence } of reported.item.attachments) {
        if (sha256 !== null && presence === 'present') await media.keep(sha256);
      }
      lines += 1;
      const line = printLine(reported, lines, context);
      pages.line(line);
      pdf?.line(line);
      tables.add(reported, line, context.media);
      counter.item(reported.item, context.media);
      placing.line(reported, head, lines);
      if (lines % TURN_EVERY === 0) await turn(run, lines, input.items);
    }
    const placed = placing.all();
    tables.close();
    run.progress?.({ phase: 'tables', done: 0, total: null, unit: 'files' });

    const has = (part: ReportPart): boolean => !plan.leaveOut.includes(part);
    const issueTable = has('issues') ? new IssueTable(bag) : null;
    const of = caseParts(input);
    const { section: issues, others } = await of.issues(counter, (issue) => issueTable?.add(issue));
    issueTable?.close();
    const ledger = await of.ledger(counter);
    const custody = await of.custody();
    const annotations = await of.annotations();
    const found = counter.findings(lines);
    const id = await reportId(input, plan);
    const clock = printTime(plan.clockMs, zone, 'utc');
    const before: Section[] = [
      caseSection(input, plan, id, lines),
      exhibitSection(exhibits.rows, zone),
      sourceSection(sources.rows, zone),
      conversationSection(placed, plan.order),
    ];
    const after: Section[] = [
      citedSection(files.all()),
      ...(plan.annotations ? [annotations] : []),
      ...(plan.legal ? [await of.legal()] : []),
      ...(has('ledger') ? [ledger] : []),
      ...(has('issues') ? [issues] : []),
      ...(has('custody') ? [custody] : []),
      methodSection(found, plan),
      limitSection(found),
      checkSection,
    ];
    const subtitle = [
      `${words.field.number} ${input.info.number} · ${words.field.reportId} ${id}`,
      `${words.field.clock} ${clock.local} (${clock.utc ?? ''})`,
      words.kindOfDocument,
    ];
    await pages.finish({ title, subtitle, before, after });
    const written = await pdf?.finish(
      {
        title,
        subtitle,
        headLeft: `${words.field.number} ${input.info.number} · ${title}`,
        headRight: `${words.field.reportId} ${id}`,
        footLeft: `${SOFTWARE.name} ${SOFTWARE.version} · ${clock.utc ?? ''} · ${words.field.zone} ${zone}`,
        clockMs: plan.clockMs,
        before,
        after,
      },
      run,
    );
    await writeCaseTables(bag, input, placed, files.all(), others, plan);
    await bag.file('method.txt', (file) => {
      file.write(methodText(title, methodStatements(found, plan), limitStatements(found), written ?? null));
    });
    await bag.file('verify.html', (file) => {
      file.write(verifierPage());
    });
    run.signal?.throwIfAborted();
    const sealed = bag.seal(
      [
        ['Source-Organization', words.notStated],
        ['External-Identifier', id],
        ['External-Description', visible(`${title}; ${words.field.number} ${input.info.number}`)],
        ['Internal-Sender-Description', sealText(plan)],
        ['Bagging-Date', dayText(plan.clockMs, 'UTC')],
        ['Bag-Software-Agent', `${SOFTWARE.name} ${SOFTWARE.version}`],
      ],
      [['README.txt', readmeText(visible(title), plan)]],
    );
    return { path: plan.out, createdMs: plan.clockMs, items: lines, ...sealed };
  } finally {
    pdf?.abandon();
  }
}

/** Order of lines and what was left out, for whoever reads the bag alone. */
function sealText({ order, leaveOut }: ReportPlan): string {
  const left = leaveOut.map((part) => words.leftOutParts[part]);
  return [`${words.field.order}: ${words.orderShort[order]}`, ...(left.length === 0 ? [] : [`${words.field.leftOut}: ${left.join(', ')}`])].join('; '); // prettier-ignore
}

async function turn(run: ReportRun, done: number, total: number): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  run.signal?.throwIfAborted();
  run.progress?.({ phase: 'lines', done, total, unit: 'rows' });
}

function methodText(
  title: string,
  statements: readonly string[],
  limits: readonly (readonly [string, string])[],
  pdf: PdfResult | null,
): string {
  const pages =
    pdf === null ? [] : [words.pdfWritten(pdf.volumes, [...new Set(pdf.standards)].join(', ')), ...pdf.reasons];
  return [
    visible(title),
    '',
    words.parts.method.toUpperCase(),
    ...[...statements, ...pages].map((statement) => `- ${visible(statement)}`),
    '',
    words.parts.limits.toUpperCase(),
    ...limits.map(([word, statement]) => `- ${word}: ${visible(statement)}`),
    '',
  ].join('\n');
}
