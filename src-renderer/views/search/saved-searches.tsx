import { Button } from '@blueprintjs/core';
import { useState, type ReactNode } from 'react';
import type { SavedSearch, SearchRun } from '../../../src-main/contract/index.ts';
import { FailureNote } from '../../components/failure-note.tsx';
import { TimeText } from '../../components/time-text.tsx';
import { client } from '../../engine/client.ts';
import { useAction, useEngine } from '../../engine/use-engine.ts';
import { useMessages } from '../../messages/index.ts';
import { go } from '../../state/location.ts';
import { useTerms } from '../../state/terms.ts';
import { EvidenceText } from '../../text/evidence-text.tsx';
import { showCount } from '../../time/units.ts';

const refresh = (): void => void client.invalidateQueries({ queryKey: ['search.list'] });

/** Searches kept in the case, each with what it found then and last. */
export function SavedSearches(): ReactNode {
  const m = useMessages();
  const list = useEngine('search.list', {});
  if (list.error !== null) return <FailureNote error={list.error} />;
  if (list.data === undefined || list.data.length === 0) return null;
  return (
    <section className="panel saved-searches" aria-label={m.search.savedTitle}>
      <h2>{m.search.savedTitle}</h2>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{m.search.saveName}</th>
            <th scope="col">{m.search.query}</th>
            <th scope="col" className="numeric">{m.search.then}</th>
            <th scope="col" className="numeric">{m.search.lastRun}</th>
            <th scope="col"><span className="muted">{m.search.result}</span></th>
          </tr>
        </thead>
        <tbody>
          {list.data.map((saved) => (
            <SavedRow key={saved.id} saved={saved} />
          ))}
        </tbody>
      </table>
    </section>
  );
} // prettier-ignore

function SavedRow({ saved }: { readonly saved: SavedSearch }): ReactNode {
  const m = useMessages();
  const rerun = useAction('search.rerun');
  const remove = useAction('search.remove');
  const [ran, setRan] = useState<SearchRun | null>(null);
  const error = rerun.error ?? remove.error;
  const show = (): void => {
    useTerms.setState({ text: saved.terms.join('\n'), asked: saved.terms });
    go({ filter: saved.filter, own: saved.mode === 'words' ? null : saved.mode, item: null });
  };
  return (
    <tr>
      <td>
        <button type="button" className="link-button" onClick={show}>
          <EvidenceText text={saved.name} />
        </button>
        {saved.unfound > 0 && <> <span className="badge warning">{m.filter.unfound(saved.unfound, saved.named)}</span></>}
      </td>
      <td className="mono">
        {saved.mode === 'terms' ? m.search.termCount(saved.terms.length) : <EvidenceText text={saved.filter.regex ?? saved.filter.text ?? ''} />}
      </td>
      <td className="numeric">
        {showCount(saved.hits)} <span className="muted"><TimeText ms={saved.savedMs} /></span>
      </td>
      <td className="numeric">
        {showCount(saved.lastHits)} <span className="muted"><TimeText ms={saved.lastMs} /></span>
      </td>
      <td>
        <div className="row">
          <Button
            size="small"
            text={m.search.rerun}
            loading={rerun.isPending}
            onClick={() => {
              rerun.mutate({ saved: saved.id }, { onSuccess: (run) => { setRan(run); refresh(); } });
            }}
          />
          <Button
            size="small"
            variant="minimal"
            text={m.search.remove}
            title={m.search.removeNote}
            onClick={() => {
              remove.mutate({ saved: saved.id }, { onSuccess: refresh });
            }}
          />
          {ran !== null && (
            <span role="status">{m.search.ran(showCount(ran.before.hits), showCount(ran.saved.lastHits), ran.isSame)}</span>
          )}
          {ran === null && !saved.isSame && <span className="badge warning">{m.search.changed}</span>}
        </div>
        {error !== null && <FailureNote error={error} />}
      </td>
    </tr>
  );
} // prettier-ignore
