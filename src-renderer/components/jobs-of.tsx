import type { ReactNode } from 'react';
import type { JobView } from '../../src-main/contract/index.ts';
import { useJobs } from '../engine/jobs.ts';
import { JobRow } from '../shell/task-tray.tsx';

/** Jobs of some kinds that run, or ended without a result and were not dismissed, where their results would appear. */
export function JobsOf({ kinds }: { readonly kinds: readonly JobView['kind'][] }): ReactNode {
  const { byId, dismissed } = useJobs();
  const jobs = [...byId.values()].filter(
    (job) => kinds.includes(job.kind) && !dismissed.has(job.id) && job.state !== 'done',
  );
  if (jobs.length === 0) return null;
  return (
    <div className="panel">
      {jobs.map((job) => (
        <JobRow key={job.id} job={job} />
      ))}
    </div>
  );
}
