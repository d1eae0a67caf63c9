import type { ReactNode } from 'react';
import type { AppPlace } from '../../src-main/contract/index.ts';
import { useMessages } from '../messages/index.ts';
import { EngineText } from '../text/engine-text.tsx';
import { EvidenceText } from '../text/evidence-text.tsx';

/** To which app and device user the files belong, as a line of a list of facts; nothing where the exhibit does not say it. */
export function AppFact({ app }: { readonly app: AppPlace }): ReactNode {
  const m = useMessages();
  const { container, containerId, package: name, user, userKind } = app;
  const id = container ?? name;
  if (id === null && containerId === null) return null;
  return (
    <>
      <dt>{m.provenance.app.title}</dt>
      <dd>
        {id !== null && <EvidenceText text={id} className="mono" />}
        {containerId !== null && (
          <div className="muted">
            {m.provenance.app.container} <span className="mono">{containerId}</span>
          </div>
        )}
        {user !== null && (
          <div className="muted">
            {m.provenance.app.user(user)}{' '}
            {userKind !== null && <EngineText text={userKind.replace('-', ' ')} className="badge" />}
          </div>
        )}
      </dd>
    </>
  );
}
