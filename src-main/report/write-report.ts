import type { CaseFile } from '../case/index.ts';
import type { Params, ReportView } from '../contract/index.ts';
import { BagWriter } from './bag/bag-writer.ts';
import { buildReport } from './build-report.ts';
import { caseInput } from './from-case/case-input.ts';
import type { ReportInput } from './report-input.ts';
import { planOf, ReportRefused, type ReportPlan, type ReportRun } from './report-request.ts';

/**
 * Writes the report package into `plan.out`. The same input and plan give the same bytes on any machine. A run that is
 * aborted or fails leaves nothing behind. Throws ReportRefused when the folder holds something or the disk is full.
 */
export async function writeReportFrom(input: ReportInput, plan: ReportPlan, run: ReportRun = {}): Promise<ReportView> {
  const bag = new BagWriter(plan.out);
  try {
    return await buildReport(bag, input, plan, run);
  } catch (error) {
    bag.abandon();
    if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') {
      throw new ReportRefused('disk-full', { subject: plan.out });
    }
    throw error;
  }
}

/**
 * Writes a report of a case. The case's own clock stands in for one that is not stated. Neither the custody log nor the
 * list of reports is written here: that is for the caller, who knows the actor.
 */
export async function writeReport(
  file: CaseFile,
  request: Params<'report.create'>,
  run: ReportRun = {},
): Promise<ReportView> {
  const plan = planOf(request, file.now());
  const input = caseInput(file, plan.filter, plan.marks);
  try {
    return await writeReportFrom(input, plan, run);
  } finally {
    input.close();
  }
}
