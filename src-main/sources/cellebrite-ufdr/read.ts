import type { EvidenceFile, XmlFault } from '../../evidence/index.ts';
import type { Extracted, Issue } from '../../model/index.ts';
import type { Detection, Run } from '../parser.ts';
import type { Context } from './context.ts';
import { reportIssue } from './context.ts';
import { itemRecords } from './item-records.ts';
import { ModelCounts } from './model-counts.ts';
import { ModelRecords } from './model-records.ts';
import { readDump } from './read-dump.ts';
import { readReport } from './read-report.ts';
import { Survey } from './survey.ts';

/**
 * Reads a report twice: a pass that keeps accounts, listed files and origins, and a pass over its models that yields. No chat is held in memory; what
 * grows is a few dozen bytes for each model that has an id, and for each file that the report lists.
 */
export async function* read(found: Detection, run: Run): AsyncGenerator<Extracted> {
  const { report } = found.files;
  if (report === undefined || found.variant === 'protected') return;
  const total = report.sizeBytes * 2;
  const survey = new Survey(report);
  yield* survey.read(run.bytes(report), run.signal, (done) => {
    run.progress(done, total, 'bytes');
  });
  if (isCancelled(run)) return;
  const context: Context = { file: report, people: survey.people, files: survey.files, origins: survey.origins };
  yield* survey.people.accounts();
  yield* itemRecords(report, survey.items, survey.itemsLeftOut);
  const counts = new ModelCounts(report);
  const records = new ModelRecords(context, counts);
  for await (const done of readReport(run.bytes(report), records, run.signal, survey.modelsTo)) {
    yield* untilCancelled(records.take(), run);
    if (isCancelled(run)) return;
    run.progress(report.sizeBytes + done, total, 'bytes');
  }
  if (isCancelled(run)) return;
  yield* untilCancelled(records.take(), run);
  if (isCancelled(run)) return;
  yield* aboutReport(report, survey, counts.models, survey.fault);
  yield* counts.issues();
  yield* counts.tallies();
  yield* survey.tallies();
  const { dump } = found.files;
  if (dump !== undefined) yield* readDump(dump, run);
}

/** One piece of a report holds thousands of records. */
function* untilCancelled(records: Iterable<Extracted>, run: Run): Generator<Extracted> {
  for (const record of records) {
    yield record;
    if (isCancelled(run)) return;
  }
}

function isCancelled({ signal }: Run): boolean {
  return signal.aborted;
}

function* aboutReport(report: EvidenceFile, survey: Survey, held: number, fault: XmlFault | null): Generator<Issue> {
  if (held === 0)
    yield reportIssue(report, 'error', 'schema-unknown', null, 'The file bears the name of a report and holds no decoded model: nothing was read from it.'); // prettier-ignore
  if (fault !== null)
    yield reportIssue(report, 'error', 'archive-damaged', null, `The report cannot be read on from byte ${fault.at}: ${fault.what}. What stands before is kept.`); // prettier-ignore
  const stated = survey.project.get('ModelCount') ?? '';
  if (/^\d{1,12}$/u.test(stated) && Number(stated) > held)
    yield reportIssue(report, 'warning', 'unresolved-reference', stated, `The report states more models than it holds: ${held} were read.`); // prettier-ignore
  const zone = survey.items.find(({ of }) => of === 'timeZoneConfigurations')?.attributes.get('selectedTimeZone');
  if (zone !== undefined)
    yield reportIssue(report, 'note', 'time-zone-unstated', zone, 'The extracting tool was set to a time zone; times are read with the offset that each states.'); // prettier-ignore
  if (survey.encoding !== null && !/^(?:utf-?8|us-ascii)$/iu.test(survey.encoding))
    yield reportIssue(report, 'warning', 'undecodable-text', survey.encoding, 'The report states another encoding than UTF-8 and was read as UTF-8: letters beyond ASCII may be wrong.'); // prettier-ignore
  const leftOut = survey.files.leftOut + survey.origins.leftOut + survey.itemsLeftOut;
  if (leftOut > 0)
    yield reportIssue(report, 'warning', 'size-limit', null, `${leftOut} entries of the lists of files, origins and settings were not kept: there are more than are held.`); // prettier-ignore
}
