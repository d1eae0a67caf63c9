import { Callout } from '@blueprintjs/core';
import type { ReactNode } from 'react';
import type { VerifyResult } from '../../../src-main/contract/index.ts';
import { DifferenceTable } from '../../components/difference-table.tsx';
import { useJobs } from '../../engine/jobs.ts';
import { useMessages } from '../../messages/index.ts';
import { showSize } from '../../time/units.ts';

/** What the last verification of the case found. */
export function VerifyOutcome(): ReactNode {
  const m = useMessages();
  const jobs = useJobs((state) => state.byId);
  const last = [...jobs.values()].filter((job) => job.kind === 'verify' && job.state === 'done').at(-1);
  const result = last === undefined ? null : readResult(last.result);
  if (result === null) return null;
  return (
    <Callout compact intent={result.ok ? 'success' : 'danger'} icon={null} role="status">
      <strong>{result.ok ? m.report.ok : m.report.notOk(result.differences.length)}</strong>{' '}
      {m.report.checked(result.checked.files, showSize(result.checked.bytes))}
      {result.differences.length > 0 && <DifferenceTable differences={result.differences} />}
    </Callout>
  );
}

function readResult(result: Readonly<Record<string, unknown>> | null): VerifyResult | null {
  if (result === null || typeof result.ok !== 'boolean' || !Array.isArray(result.differences)) return null;
  return result as unknown as VerifyResult;
}
