import { Button, TextArea } from '@blueprintjs/core';
import { useQueries } from '@tanstack/react-query';
import { useRef, useState, type ReactNode } from 'react';
import type { Filter, TermCount } from '../../../src-main/contract/index.ts';
import { FailureNote } from '../../components/failure-note.tsx';
import { ask } from '../../engine/use-engine.ts';
import { useMessages } from '../../messages/index.ts';
import { go } from '../../state/location.ts';
import { termsOf, useTerms } from '../../state/terms.ts';
import { EvidenceText } from '../../text/evidence-text.tsx';
import { plainVisible } from '../../text/visible.ts';
import { showCount, showSize } from '../../time/units.ts';
import { PlaceInQuery } from './query-problem.tsx';
import { SearchTools } from './search-tools.tsx';
import { start } from '../../engine/untold.ts';

/** Terms counted in one question: few, so that counts come in as they are made and other questions pass between. */
const AT_ONCE = 5;
const MOST_TERMS = 500;
/** A list is text: more than this is no keyword list. */
const MOST_BYTES = 1_000_000;

/** Many terms at once: each with the number of items and conversations that it finds under the filter. */
export function TermList({ filter }: { readonly filter: Filter }): ReactNode {
  const m = useMessages();
  const { text, asked } = useTerms();
  const file = useRef<HTMLInputElement>(null);
  const [refused, setRefused] = useState<string | null>(null);
  const terms = termsOf(text);
  const parts = Array.from({ length: Math.ceil(asked.length / AT_ONCE) }, (_, part) => asked.slice(part * AT_ONCE, (part + 1) * AT_ONCE)); // prettier-ignore
  const counts = useQueries({
    queries: parts.map((part) => ({
      queryKey: ['search.terms', filter, part],
      queryFn: ({ signal }: { readonly signal: AbortSignal }) =>
        ask('search.terms', { filter, terms: [...part] }, signal),
    })),
  });
  const rows = counts.flatMap((part) => part.data ?? []);
  const failed = counts.find((part) => part.error !== null)?.error ?? null;
  const readable = rows.filter((row) => row.problem === null).map((row) => row.term);
  return (
    <div className="terms">
      <form
        className="query-form"
        onSubmit={(event) => {
          event.preventDefault();
          useTerms.setState({ asked: terms.slice(0, MOST_TERMS) });
        }}
      >
        <TextArea
          fill
          rows={6}
          className="mono"
          value={text}
          aria-label={m.search.terms}
          placeholder={m.search.termsPlaceholder}
          onChange={({ currentTarget: { value } }) => {
            useTerms.setState({ text: value });
          }}
        />
        <div className="row">
          <Button type="submit" intent="primary" text={m.search.count} disabled={terms.length === 0} />
          <Button
            text={m.search.load}
            onClick={() => {
              file.current?.click();
            }}
          />
          <input
            ref={file}
            type="file"
            accept=".txt,.csv,.lst,text/plain"
            hidden
            aria-label={m.search.load}
            onChange={({ currentTarget: { files } }) => {
              const [chosen] = files ?? [];
              if (chosen === undefined) return;
              setRefused(chosen.size > MOST_BYTES ? chosen.name : null);
              if (chosen.size > MOST_BYTES) return;
              start(
                chosen.text().then((loaded) => {
                  useTerms.setState({ text: loaded });
                }),
              );
            }}
          />
          <span className="muted small">
            {m.search.termCount(Math.min(terms.length, MOST_TERMS))}
            {terms.length > MOST_TERMS && ` · ${m.search.termsCut(terms.length - MOST_TERMS)}`}
          </span>
        </div>
      </form>
      {refused !== null && (
        <p className="problem" role="alert">
          {m.search.listTooLarge(plainVisible(refused), showSize(MOST_BYTES))}
        </p>
      )}
      {failed !== null && <FailureNote error={failed} />}
      {asked.length > 0 && (
        <section className="panel term-counts" aria-label={m.search.termTable}>
          <div className="row">
            <strong className="numeric" role="status">
              {m.search.counted(showCount(rows.length), showCount(asked.length))}
            </strong>
            <span className="spring" />
            {readable.length > 0 && rows.length === asked.length && <SearchTools filter={filter} terms={readable} />}
          </div>
          <div className="term-scroll">
            <table className="table">
              <thead>
                <tr>
                  <th scope="col">{m.search.term}</th>
                  <th scope="col" className="numeric">
                    {m.search.hits}
                  </th>
                  <th scope="col" className="numeric">
                    {m.views.conversations}
                  </th>
                </tr>
              </thead>
              <tbody>
                {rows.map((row) => (
                  <TermRow key={row.term} row={row} filter={filter} />
                ))}
              </tbody>
            </table>
          </div>
        </section>
      )}
    </div>
  );
}

function TermRow({ row, filter }: { readonly row: TermCount; readonly filter: Filter }): ReactNode {
  const m = useMessages();
  return (
    <tr>
      <td>
        {row.problem === null ? (
          <button
            type="button"
            className="link-button"
            onClick={() => {
              go({ own: null, filter: { ...filter, text: row.term } });
            }}
          >
            <EvidenceText text={row.term} />
          </button>
        ) : (
          <>
            <PlaceInQuery query={row.term} at={row.problem.position} />
            <span className="problem">{m.search.problems[row.problem.reason] ?? row.problem.reason}</span>
          </>
        )}
      </td>
      <td className="numeric">{row.hits === null ? m.general.notStored : showCount(row.hits)}</td>
      <td className="numeric">{row.conversations === null ? m.general.notStored : showCount(row.conversations)}</td>
    </tr>
  );
}
