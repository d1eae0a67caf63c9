import { useState, type ReactNode } from 'react';
import type { Filter, LegalCitation, LegalDraft, LegalView } from '../../../src-main/contract/index.ts';
import { FailureNote } from '../../components/failure-note.tsx';
import { useEngine } from '../../engine/use-engine.ts';
import { useMessages } from '../../messages/index.ts';
import { useLanguage } from '../../state/language.ts';
import { EvidenceText } from '../../text/evidence-text.tsx';
import { Alternatives } from './alternatives.tsx';
import { Prospect } from './prospect.tsx';
import { RequestDraft } from './request-draft.tsx';
import { Verdict } from './verdict.tsx';

interface Props {
  readonly account: number;
  readonly filter: Filter;
  readonly onAccount: (account: number) => void;
}

/** All that is said of one account: holder, data, routes, a draft, other ways, and the documents cited. */
export function LegalAccount({ account, filter, onAccount }: Props): ReactNode {
  const m = useMessages();
  const language = useLanguage(({ shown }) => shown);
  const { data, error } = useEngine('legal.account', { account, filter, language });
  return (
    <section className="legal-page" aria-label={m.legal.title} tabIndex={0}>
      {error !== null && <FailureNote error={error} />}
      {data !== undefined && <Whole view={data} filter={filter} onAccount={onAccount} />}
    </section>
  );
}

function Whole(props: { readonly view: LegalView } & Pick<Props, 'filter' | 'onAccount'>): ReactNode {
  const m = useMessages();
  const { view } = props;
  const [drafted, setDrafted] = useState<LegalDraft | null>(null);
  const cite = (ids: readonly string[]): ReactNode => <Marks ids={ids} citations={view.citations} />;
  return (
    <>
      <h2>
        <EvidenceText text={view.name} />{' '}
        {view.name !== view.identifier && <EvidenceText text={view.identifier} className="mono muted" />}
      </h2>
      <p className="panel legal-notice">{view.notice}</p>
      <h3>{m.legal.holder}</h3>
      <p>
        {view.holder} {cite(view.holderCitations)}
      </p>
      <p className="muted">{view.holderReason}</p>
      {view.verdict !== null && <Verdict verdict={view.verdict} />}
      {view.data.length > 0 && (
        <>
          <h3>{m.legal.data}</h3>
          <table className="table legal-table">
            <thead>
              <tr>
                <th>{m.legal.what}</th>
                <th>{m.legal.where}</th>
                <th>{m.legal.obtainable}</th>
              </tr>
            </thead>
            <tbody>
              {view.data.map((row) => (
                <tr key={row.id}>
                  <td>{row.what}</td>
                  <td>{row.where}</td>
                  <td>
                    <Prospect is={row.prospect} /> {row.says} {cite(row.citations)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
      {view.routes.length > 0 && (
        <>
          <h3>{m.legal.routes}</h3>
          <dl className="legal-routes">
            {view.routes.map((route) => (
              <div key={route.id}>
                <dt>
                  {route.title} <Prospect is={route.prospect} />
                </dt>
                <dd>
                  {route.says} {cite(route.citations)}
                  {route.draft !== null && (
                    <>
                      {' '}
                      <button
                        type="button"
                        className="link-button"
                        aria-label={`${m.legal.toDraft}: ${route.title}`}
                        onClick={() => {
                          setDrafted(route.draft);
                        }}
                      >
                        {m.legal.toDraft}
                      </button>
                    </>
                  )}
                </dd>
              </div>
            ))}
          </dl>
          <h3>{m.legal.elements}</h3>
          <ul className="legal-elements">
            {view.elements.map((element) => (
              <li key={element}>{element}</li>
            ))}
          </ul>
          <p className="muted">{cite(view.elementsCitations)}</p>
        </>
      )}
      {drafted !== null && (
        <RequestDraft
          key={drafted}
          view={view}
          filter={props.filter}
          draft={drafted}
          onClose={() => {
            setDrafted(null);
          }}
        />
      )}
      <Alternatives alternatives={view.alternatives} cite={cite} onAccount={props.onAccount} />
      {view.citations.length > 0 && (
        <>
          <h3>{m.legal.citations}</h3>
          <ol className="legal-citations">
            {view.citations.map((one) => (
              <li key={one.id}>
                {one.title} · {one.publisher} · {one.dated ?? m.legal.undated}
              </li>
            ))}
          </ol>
        </>
      )}
    </>
  );
}

/** Numbers of the documents in the list below. */
function Marks(props: { readonly ids: readonly string[]; readonly citations: readonly LegalCitation[] }): ReactNode {
  const m = useMessages();
  const numbers = props.ids.map((id) => props.citations.findIndex((one) => one.id === id) + 1).filter((n) => n > 0);
  if (numbers.length === 0) return null;
  return <span className="muted" title={m.legal.citations}>{`[${numbers.join(', ')}]`}</span>;
}
