import type { ReactNode } from 'react';
import type { LegalAlternative, LegalHolding } from '../../../src-main/contract/index.ts';
import { useMessages } from '../../messages/index.ts';
import { goView } from '../../state/location.ts';
import { EvidenceText } from '../../text/evidence-text.tsx';
import { plainVisible } from '../../text/visible.ts';

/** Ways that need no provider, those first of which the case holds something. */
export function Alternatives(props: {
  readonly alternatives: readonly LegalAlternative[];
  readonly cite: (ids: readonly string[]) => ReactNode;
  readonly onAccount: (account: number) => void;
}): ReactNode {
  const m = useMessages();
  return (
    <section aria-label={m.legal.alternatives}>
      <h3>{m.legal.alternatives}</h3>
      <ol className="legal-ways">
        {props.alternatives.map((way) => (
          <li key={way.id}>
            <strong>{way.title}</strong> {props.cite(way.citations)}
            <div>{way.says}</div>
            {way.holdings.length === 0 ? (
              <div className="muted">{m.legal.nothingHeld}</div>
            ) : (
              <ul className="plain">
                {way.holdings.map((holding, index) => (
                  <li key={index}>
                    <Holding holding={holding} onAccount={props.onAccount} />
                  </li>
                ))}
                {way.more > 0 && <li className="muted">{m.legal.moreHeld(way.more)}</li>}
              </ul>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}

/** One thing the case holds, leading to where it is shown. */
function Holding(props: { readonly holding: LegalHolding; readonly onAccount: (account: number) => void }): ReactNode {
  const m = useMessages();
  const { says, value, account, source, conversation } = props.holding;
  const open = (): void => {
    if (source !== null) goView('sources', { source });
    else if (conversation !== null) goView('conversations', { conversation });
    else if (account !== null) props.onAccount(account);
  };
  const leads = source !== null || conversation !== null || (account !== null && value !== '');
  return (
    <>
      {value !== '' && (
        <>
          {leads ? (
            <button
              type="button"
              className="link-button"
              aria-label={`${m.legal.show}: ${plainVisible(value)}`}
              onClick={open}
            >
              <EvidenceText text={value} />
            </button>
          ) : (
            <EvidenceText text={value} />
          )}{' '}
        </>
      )}
      <span className="muted">
        <EvidenceText text={says} />
      </span>
    </>
  );
}
