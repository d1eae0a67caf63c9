import type { ReactNode } from 'react';
import type { Overview, SourceView } from '../../../src-main/contract/index.ts';
import { useLocks, waitsForKey } from '../../engine/use-locks.ts';
import { useMessages } from '../../messages/index.ts';
import { goView } from '../../state/location.ts';
import { EngineText, engineWords } from '../../text/engine-text.tsx';
import { EvidenceText } from '../../text/evidence-text.tsx';

/** What waits for the examiner: sources that are locked, unread or broken off, and tables that no parser claims. */
export function OpenEnds(props: {
  readonly sources: readonly SourceView[];
  readonly unclaimed: Overview['unclaimed'];
}): ReactNode {
  const m = useMessages();
  const locked = useLocks()?.locks.filter(waitsForKey).length ?? 0;
  const waiting = props.sources.filter(({ state }) => state !== 'ingested');
  return (
    <section className="panel open-ends" aria-label={m.overview.openEnds}>
      <h2>{m.overview.openEnds}</h2>
      {locked > 0 && (
        <>
          <h3>{m.locks.list}</h3>
          <p>
            <button
              type="button"
              className="link-button"
              onClick={() => {
                goView('locks');
              }}
            >
              {m.locks.waiting(locked)}
            </button>
          </p>
        </>
      )}
      <h3>{m.overview.waiting}</h3>
      {waiting.length === 0 ? (
        <p className="muted">{m.overview.noneWaiting}</p>
      ) : (
        <ul className="plain">
          {waiting.map((source) => (
            <li key={source.id}>
              <SourceLink source={source} />{' '}
              <span className={source.state === 'aborted' ? 'badge danger' : 'badge'}>
                {m.words.sourceStates[source.state]}
              </span>
              {source.keyRequest !== null && (
                <div className="muted small">{engineWords(source.keyRequest.hint, m)}</div>
              )}
            </li>
          ))}
        </ul>
      )}
      <h3>{m.sources.unclaimed}</h3>
      {props.unclaimed.length === 0 ? (
        <p className="muted">{m.overview.noneUnclaimed}</p>
      ) : (
        <ul className="plain">
          {props.unclaimed.map(({ source, tables, rows }) => {
            const of = props.sources.find(({ id }) => id === source);
            return (
              <li key={source}>
                {of !== undefined && <SourceLink source={of} />}{' '}
                <span className="muted numeric">{m.overview.tables(tables, rows)}</span>
              </li>
            );
          })}
        </ul>
      )}
    </section>
  );
}

function SourceLink({ source }: { readonly source: SourceView }): ReactNode {
  return (
    <button
      type="button"
      className="link-button"
      onClick={() => {
        goView('sources', { source: source.id });
      }}
    >
      <EvidenceText text={source.exhibitReference} /> <EngineText text={source.label} />
    </button>
  );
}
