import { readItemViews, type CaseFile } from '../case/index.ts';
import { caseParts, firstRows } from './case-parts.ts';
import { FindingsCounter } from './document/findings-counter.ts';
import type { Findings } from './document/method.ts';
import type { CaseInput } from './from-case/case-input.ts';
import { idsInTime } from './from-case/case-lines.ts';
import { keptPlaces } from './preview-media.ts';
import type { ReportPlan } from './report-request.ts';

/** What the method and limits of a report would state now: goes through its lines without the places they were read at. */
export async function previewFindings(file: CaseFile, input: CaseInput, plan: ReportPlan): Promise<Findings> {
  const rows = async <Row>(of: Parameters<typeof firstRows<Row>>[0]): Promise<readonly Row[]> =>
    (await firstRows(of, Infinity)).rows;
  const counter = new FindingsCounter(await rows(input.sources()), await rows(input.locks()), input.withheld);
  const places = keptPlaces(input, plan.media);
  let lines = 0;
  for (const ids of idsInTime(file, plan.filter, input.items)) {
    for (const item of readItemViews(file.db, ids)) {
      await places.learn(item);
      counter.item(item, places.of);
      lines += 1;
    }
    // Other questions are answered meanwhile.
    await new Promise((resolve) => setImmediate(resolve));
  }
  const parts = caseParts(input);
  await parts.issues(counter);
  await parts.ledger(counter);
  return counter.findings(lines);
}
