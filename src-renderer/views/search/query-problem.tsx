import { Callout } from '@blueprintjs/core';
import type { ReactNode } from 'react';
import { FailureNote } from '../../components/failure-note.tsx';
import { failureOf } from '../../engine/failure.ts';
import { useMessages } from '../../messages/index.ts';
import { regexProblemAt } from './regex-problem.ts';

/** What is wrong with a query, with the place in it; other failures as everywhere. */
export function QueryProblem({ error, isRegex }: { readonly error: unknown; readonly isRegex: boolean }): ReactNode {
  const m = useMessages();
  const { code, detail } = failureOf(error);
  if (code !== 'query-invalid') return <FailureNote error={error} />;
  const query = String(detail.subject ?? '');
  const reason = String(detail.reason ?? '');
  const at = isRegex ? regexProblemAt(query) : Number(detail.position ?? 0);
  return (
    <Callout compact intent="danger" icon={null} role="alert" className="failure-note">
      <strong>{m.search.problem}</strong> {m.search.problems[reason] ?? reason}
      {at !== null && reason !== 'takes-too-long' && <PlaceInQuery query={query} at={at} />}
    </Callout>
  );
}

/** The query with the character at a position marked. */
export function PlaceInQuery({ query, at }: { readonly query: string; readonly at: number }): ReactNode {
  const m = useMessages();
  const character = String.fromCodePoint(query.codePointAt(at) ?? 0x20);
  return (
    <pre className="query-place">
      <bdi>
        {query.slice(0, at)}
        <mark aria-label={m.search.here}>{at < query.length ? character : '\u2038'}</mark>
        {query.slice(at + character.length)}
      </bdi>
    </pre>
  );
}
