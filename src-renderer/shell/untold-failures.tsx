import { Button } from '@blueprintjs/core';
import { CrossIcon } from '@blueprintjs/icons';
import type { ReactNode } from 'react';
import { FailureNote } from '../components/failure-note.tsx';
import { putAway, useUntold } from '../engine/untold.ts';
import { useMessages } from '../messages/index.ts';

/** What went wrong where no part of the screen waits for an answer, above everything else until it is put away. */
export function UntoldFailures(): ReactNode {
  const m = useMessages();
  const { failures } = useUntold();
  if (failures.length === 0) return null;
  return (
    <div className="untold-failures">
      {failures.map(({ id, error }) => (
        <div key={id} className="row">
          <FailureNote error={error} />
          <Button
            size="small"
            variant="minimal"
            icon={<CrossIcon size={12} />}
            aria-label={m.general.close}
            onClick={() => {
              putAway(id);
            }}
          />
        </div>
      ))}
    </div>
  );
}
