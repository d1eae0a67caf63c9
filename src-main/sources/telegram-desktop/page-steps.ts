import type { EvidenceFile } from '../../evidence/tree.ts';
import type { BytesLocator, Extracted, Provenance } from '../../model/index.ts';
import type { Run } from '../parser.ts';
import { exportIssue } from '../export-issue.ts';
import { PageBlocks } from './page-blocks.ts';
import type { PageStep } from './page-blocks.ts';
import type { PageCounts } from './page-counts.ts';

/** The steps of a page, a piece of the file at a time. */
export async function* stepsOfPage(file: EvidenceFile, run: Run): AsyncGenerator<readonly PageStep[]> {
  const blocks = new PageBlocks();
  let sizeBytes = 0;
  for await (const chunk of run.bytes(file)) {
    sizeBytes += chunk.length;
    yield blocks.add(chunk);
  }
  yield blocks.end(sizeBytes);
}

/** Where a step stands in its page. */
export function placeOfStep(file: EvidenceFile, step: PageStep): BytesLocator {
  const { offset, length } = step.kind === 'block' ? step.block : step;
  return { kind: 'bytes', file: file.sha256, offset, length };
}

/** What a page holds beside its elements: each ends as an issue. */
export function* besideBlocks(
  step: Exclude<PageStep, { readonly kind: 'block' }>,
  file: EvidenceFile,
  counts: PageCounts,
): Generator<Extracted> {
  // prettier-ignore
  const from: Provenance = { at: [placeOfStep(file, step)], state: 'live' };
  counts.use();
  if (step.kind === 'stray')
    yield exportIssue(file, from, 'warning', 'unknown-code', step.text, 'Words stand on the page outside of its messages and entries, where the app writes none.'); // prettier-ignore
  else if (step.kind === 'comment')
    yield exportIssue(file, from, 'warning', 'undecodable-payload', null, 'A comment stands on the page, which the app does not write; it lies at the place named.'); // prettier-ignore
  else
    yield exportIssue(file, from, 'error', 'undecodable-payload', null, `The ${step.length} bytes from byte ${step.offset} on are no part of a page as the app writes it; nothing was read from them.`); // prettier-ignore
}
