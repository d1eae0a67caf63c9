import type { ReactNode } from 'react';
import { useRowTab } from '../../components/row-tab.ts';
import { useMessages } from '../../messages/index.ts';
import { EvidenceText } from '../../text/evidence-text.tsx';

type Detail = Readonly<Record<string, unknown>>;

/** Structured content of a message: places, cards, polls, links. Rows of type `other` stand in the provenance alone. */
export function Details({ details }: { readonly details: readonly Detail[] }): ReactNode {
  const shown = details.filter((detail) => detail.type !== 'other');
  if (shown.length === 0) return null;
  return (
    <div className="details">
      {shown.map((detail, index) => (
        <DetailRow key={index} detail={detail} />
      ))}
    </div>
  );
}

function DetailRow({ detail }: { readonly detail: Detail }): ReactNode {
  const m = useMessages();
  const tab = useRowTab();
  const text = (key: string): string | null => {
    const value = detail[key];
    return typeof value === 'string' && value !== '' ? value : null;
  };
  const number = (key: string): number | null => {
    const value = detail[key];
    return typeof value === 'number' ? value : null;
  };
  switch (detail.type) {
    case 'location':
      return (
        <div className="detail">
          <strong className="numeric">
            {number('latitude')}, {number('longitude')}
          </strong>
          <Parts parts={[text('name'), text('address')]} />
        </div>
      );
    case 'poll-option': {
      const votes = number('votes');
      return (
        <div className="detail option">
          <EvidenceText text={text('name') ?? m.general.notStored} />
          {votes !== null && <span className="numeric muted">{m.details.votes(votes)}</span>}
        </div>
      );
    }
    case 'poll':
      return text('question') === null ? null : (
        <div className="detail">
          <strong>
            <EvidenceText text={text('question') ?? ''} />
          </strong>
        </div>
      );
    case 'link':
      return (
        <div className="detail" title={m.details.link}>
          <Parts parts={[text('title'), text('description')]} />
          {text('url') !== null && <EvidenceText text={text('url') ?? ''} className="mono" />}
        </div>
      );
    case 'contact':
      return (
        <details className="detail">
          <summary tabIndex={tab}>
            <EvidenceText text={text('name') ?? m.general.notStored} />
          </summary>
          <pre>
            <EvidenceText text={text('vcard') ?? ''} />
          </pre>
        </details>
      );
    default:
      return <Generic detail={detail} />;
  }
}

function Parts({ parts }: { readonly parts: readonly (string | null)[] }): ReactNode {
  return parts.map((part, index) => (part === null ? null : <EvidenceText key={index} text={part} />));
}

function Generic({ detail }: { readonly detail: Detail }): ReactNode {
  const m = useMessages();
  const tab = useRowTab();
  const rows = Object.entries(detail).filter(([key, value]) => key !== 'type' && value !== null && value !== false);
  const name = typeof detail.name === 'string' ? detail.name : String(detail.type);
  return (
    <details className="further">
      <summary tabIndex={tab}>
        {m.details.further} <EvidenceText text={name} className="mono" />
      </summary>
      <dl className="facts">
        {rows.map(([key, value]) => (
          <div key={key} className="pair">
            <dt className="mono">{key}</dt>
            <dd>
              <EvidenceText text={typeof value === 'string' ? value : JSON.stringify(value)} />
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
