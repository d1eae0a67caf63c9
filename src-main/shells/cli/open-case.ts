import { resolve } from 'node:path';
import type { CaseInfo, JobView } from '../../contract/index.ts';
import { positional } from './arguments.ts';
import { EXIT, type ExitCode, type Input, type Terminal } from './command.ts';

/** Opens the case named by the first positional argument, to change it. */
export function openCase(input: Input, terminal: Terminal): Promise<CaseInfo> {
  return terminal.client.call('case.open', { path: resolve(positional(input, 0)) });
}

/** Opens it to ask only, so that it may be open in a window meanwhile. */
export function consultCase(input: Input, terminal: Terminal): Promise<CaseInfo> {
  return terminal.client.call('case.open', { path: resolve(positional(input, 0)), beside: true });
}

/** `1` when the job's result counts issues of severity `error`, else `0`. */
export function exitCodeOf(job: JobView): ExitCode {
  return countOf(job, 'error') > 0 ? EXIT.doneWithErrors : EXIT.done;
}

/** The issues that a job recorded, on one line; null when there were none. */
export function issuesLine(job: JobView): string | null {
  const counts = (['error', 'warning', 'note'] as const)
    .map((severity) => [severity, countOf(job, severity)] as const)
    .filter(([, count]) => count > 0);
  return counts.length === 0 ? null : `issues: ${counts.map(([name, count]) => `${count} ${name}`).join(', ')}`;
}

function countOf(job: JobView, severity: 'note' | 'warning' | 'error'): number {
  const issues = job.result?.issues;
  if (typeof issues !== 'object' || issues === null) return 0;
  const count: unknown = Reflect.get(issues, severity);
  return typeof count === 'number' ? count : 0;
}
