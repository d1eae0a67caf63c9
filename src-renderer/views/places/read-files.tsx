import { Button } from '@blueprintjs/core';
import type { ReactNode } from 'react';
import type { PlaceTotals } from '../../../src-main/contract/index.ts';
import { FailureNote } from '../../components/failure-note.tsx';
import { hasEnded, rememberJob, useJobs } from '../../engine/jobs.ts';
import { useAction } from '../../engine/use-engine.ts';
import { useMessages } from '../../messages/index.ts';

/** How many files of attachments were looked into for a position, and the way to look into the others. */
export function ReadFiles({ files }: { readonly files: PlaceTotals['files'] }): ReactNode {
  const m = useMessages();
  const start = useAction('place.read');
  const { byId } = useJobs();
  const isRunning = [...byId.values()].some((job) => job.kind === 'positions' && !hasEnded(job));
  const left = files.present - files.read;
  return (
    <>
      <div className="row place-files">
        <span className="muted">{m.places.files(files.read, files.present, files.positions)}</span>
        {left > 0 && (
          <Button
            size="small"
            text={m.places.readFiles(left)}
            title={m.places.readFilesNote}
            disabled={isRunning}
            loading={start.isPending}
            onClick={() => {
              start.mutate({}, { onSuccess: rememberJob });
            }}
          />
        )}
      </div>
      {start.error !== null && <FailureNote error={start.error} />}
    </>
  );
}
