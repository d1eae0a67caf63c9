import { createHash } from 'node:crypto';
import type { ReportView } from '../contract/index.ts';
import { BagWriter } from './bag/bag-writer.ts';
import { buildReport } from './build-report.ts';
import type { ReportInput } from './report-input.ts';
import { ReportRefused, type ReportPlan, type ReportRun } from './report-request.ts';

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

/** Stands for case, state of its log, and options: sixteen hexadecimal digits, printed on each page. */
export async function reportId(input: ReportInput, plan: ReportPlan): Promise<string> {
  let head = '';
  for await (const entry of input.custody()) head = entry.hash;
  const { out: _out, ...options } = plan;
  const stated = JSON.stringify({ case: input.info.id, number: input.info.number, head, options });
  return createHash('sha256').update(stated).digest('hex').slice(0, 16);
}
