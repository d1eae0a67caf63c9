import { createHash } from 'node:crypto';
import type { ReportInput } from './report-input.ts';
import type { ReportPlan } from './report-request.ts';
import { sortedJson } from './text/sorted-json.ts';

/** Stands for case, state of its log, and options: sixteen hexadecimal digits, printed on each page. */
export async function reportId(input: ReportInput, plan: ReportPlan): Promise<string> {
  let head = '';
  for await (const entry of input.custody()) head = entry.hash;
  const { out: _out, ...options } = plan;
  const stated = sortedJson({ case: input.info.id, number: input.info.number, head, options });
  return createHash('sha256').update(stated).digest('hex').slice(0, 16);
}
