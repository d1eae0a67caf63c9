import type { ReactNode } from 'react';
import type { PlaceTotals } from '../../../src-main/contract/index.ts';
import { useMessages } from '../../messages/index.ts';
import { go, here } from '../../state/location.ts';
import { EvidenceText } from '../../text/evidence-text.tsx';
import { showCount } from '../../time/units.ts';
import { senderClass } from '../conversations/sender-class.ts';

/** Accounts with places shown beside the map. */
const SHOWN = 100;

/** Whose places these are, in the colours of the accounts; each can be the filter, or be joined in the order of time. */
export function PlaceLegend(props: {
  readonly totals: PlaceTotals;
  readonly path: number | null;
  readonly onPath: (account: number | null) => void;
}): ReactNode {
  const m = useMessages();
  const { totals } = props;
  const shown = totals.accounts.slice(0, SHOWN);
  const further = totals.held + totals.accounts.length - shown.length;
  return (
    <aside className="place-legend" aria-label={m.places.legend}>
      <h2>{m.places.legend}</h2>
      <ul>
        {shown.map(({ account, name, identifier, places }) => (
          <li key={account}>
            <span className={`place-dot ${senderClass(identifier)}`} aria-hidden="true" />
            <button
              type="button"
              className="link-button ellipsis"
              title={m.places.onlyOf}
              onClick={() => {
                go({ filter: { ...here().filter, senders: [account] } });
              }}
            >
              <EvidenceText text={name} />
            </button>
            <span className="numeric">{showCount(places)}</span>
            {places > 1 && (
              <button
                type="button"
                className="path-button"
                aria-pressed={props.path === account}
                title={m.places.pathNote}
                onClick={() => {
                  props.onPath(props.path === account ? null : account);
                }}
              >
                {m.places.path}
              </button>
            )}
          </li>
        ))}
      </ul>
      {further > 0 && <p className="muted small">{m.calls.held(further)}</p>}
      {totals.unsent > 0 && <p className="muted small">{m.places.unsent(totals.unsent)}</p>}
      <p className="muted small place-marks">
        <span className="place-dot plain" aria-hidden="true" /> {m.places.kinds.message}
        {totals.files.positions > 0 && (
          <>
            <span className="place-dot hollow" aria-hidden="true" /> {m.places.kinds.file}
          </>
        )}
        <span className="place-dot several" aria-hidden="true" /> {m.places.several}
      </p>
    </aside>
  );
}
