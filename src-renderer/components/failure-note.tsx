import { Callout } from '@blueprintjs/core';
import type { ReactNode } from 'react';
import { failureOf } from '../engine/failure.ts';
import type { Failure } from '../../src-main/contract/index.ts';
import type { Messages } from '../messages/en.ts';
import { useMessages } from '../messages/index.ts';
import { engineWords } from '../text/engine-text.tsx';
import { plainVisible } from '../text/visible.ts';

/** What happened, to what, and what can be done. */
export function FailureNote({ error }: { readonly error: unknown }): ReactNode {
  const m = useMessages();
  const failure = failureOf(error);
  const { what, next } = m.failures[failure.code](namedIn(failure, m));
  return (
    <Callout compact intent="danger" icon={null} role="alert" className="failure-note">
      <bdi>
        <strong>{plainVisible(what)}</strong>
      </bdi>{' '}
      {next}
    </Callout>
  );
}

/** Where the engine itself names what is concerned, by its kind and number; elsewhere it is a path or what was typed. */
const NAMED_BY_ENGINE: ReadonlySet<string> = new Set(['not-found', 'source-locked', 'cancelled']);

function namedIn({ code, detail }: Failure, m: Messages): Failure['detail'] {
  const { subject } = detail;
  if (!NAMED_BY_ENGINE.has(code) || typeof subject !== 'string') return detail;
  return { ...detail, subject: engineWords(subject, m) };
}
