import { Callout } from '@blueprintjs/core';
import type { ReactNode } from 'react';
import type { LockView } from '../../../src-main/contract/index.ts';
import { TimeText } from '../../components/time-text.tsx';
import { useMessages } from '../../messages/index.ts';
import { EngineText } from '../../text/engine-text.tsx';

/** How the last key fared that did not open a lock, why, and what to do next. */
export function LastTry({ lock }: { readonly lock: LockView }): ReactNode {
  const m = useMessages();
  const { tried } = lock;
  if (tried === null || tried.ended === 'opened') return null;
  return (
    <Callout compact intent="danger" icon={null} className="failure-note last-try">
      <strong>{m.locks.ends[tried.ended]}</strong> <EngineText text={tried.detail} /> {m.locks.nexts[tried.ended]}
      <div className="muted small">
        <TimeText ms={tried.atMs} />
        {tried.fingerprint !== null && (
          <>
            {' · '}
            {m.locks.fingerprint} <code>{tried.fingerprint}</code>
          </>
        )}
      </div>
    </Callout>
  );
}
