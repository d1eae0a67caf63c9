import { Button, Callout } from '@blueprintjs/core';
import { UnlockIcon } from '@blueprintjs/icons';
import type { ReactNode } from 'react';
import { useLocks, waitsForKey } from '../engine/use-locks.ts';
import { useMessages } from '../messages/index.ts';
import { goView } from '../state/location.ts';

/** How many files of the exhibits wait for a key, what that means, and the way to give it; nothing where none waits. */
export function LockedNote(): ReactNode {
  const m = useMessages();
  const waiting = useLocks()?.locks.filter(waitsForKey).length ?? 0;
  if (waiting === 0) return null;
  return (
    <Callout compact intent="warning" icon={null} role="status" className="locked-note">
      <div className="row">
        <span>
          <strong>{m.locks.waiting(waiting)}.</strong> {m.locks.waitingNote}
        </span>
        <span className="spring" />
        <Button
          size="small"
          intent="primary"
          icon={<UnlockIcon size={12} />}
          text={m.locks.goUnlock}
          onClick={() => {
            goView('locks');
          }}
        />
      </div>
    </Callout>
  );
}
