import { Callout } from '@blueprintjs/core';
import type { ReactNode } from 'react';
import { failureOf } from '../engine/failure.ts';
import { useMessages } from '../messages/index.ts';
import { plainVisible } from '../text/visible.ts';

/** What happened, to what, and what can be done. */
export function FailureNote({ error }: { readonly error: unknown }): ReactNode {
  const m = useMessages();
  const failure = failureOf(error);
  const { what, next } = m.failures[failure.code](failure.detail);
  return (
    <Callout compact intent="danger" icon={null} role="alert" className="failure-note">
      <bdi>
        <strong>{plainVisible(what)}</strong>
      </bdi>{' '}
      {next}
    </Callout>
  );
}
