import type { ReactNode } from 'react';
import type { SourceView } from '../../../src-main/contract/index.ts';
import { TimeText } from '../../components/time-text.tsx';
import { useMessages } from '../../messages/index.ts';
import { goView } from '../../state/location.ts';
import { EngineText, engineWords } from '../../text/engine-text.tsx';
import { EvidenceText } from '../../text/evidence-text.tsx';
import { showCount } from '../../time/units.ts';
import type { OpenMessages } from './open-messages.ts';

const COUNTS = ['messages', 'events', 'conversations', 'accounts', 'attachments'] as const;

/** Each source on a line: whose it is and who says so, its span and counts, how well its format is known, its ledger. */
export function SourceTable(props: {
  readonly sources: readonly SourceView[];
  /** Sources whose times state no zone. */
  readonly zoneless: readonly number[];
  readonly open: OpenMessages;
}): ReactNode {
  const m = useMessages();
  return (
    <div className="panel source-table">
      <div className="table-scroll" tabIndex={0} role="region" aria-label={m.sources.title}>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{m.overview.source}</th>
              <th scope="col">
                {m.sources.owner} · {m.sources.claim}
              </th>
              <th scope="col">{m.sources.span}</th>
              {COUNTS.map((name) => (
                <th key={name} scope="col" className="numeric">
                  {m.sources.counts[name] ?? name}
                </th>
              ))}
              <th scope="col">{m.sources.proof}</th>
              <th scope="col">{m.sources.ledger}</th>
            </tr>
          </thead>
          <tbody>
            {props.sources.map((source) => (
              <SourceRow
                key={source.id}
                source={source}
                isZoneless={props.zoneless.includes(source.id)}
                open={props.open}
              />
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

function SourceRow(props: {
  readonly source: SourceView;
  readonly isZoneless: boolean;
  readonly open: OpenMessages;
}): ReactNode {
  const m = useMessages();
  const { source } = props;
  const isRead = source.state === 'ingested' || source.state === 'aborted';
  const zone = props.isZoneless ? 'unstated' : 'utc';
  const openLedger = (): void => {
    goView('sources', { source: source.id });
  };
  return (
    <tr>
      <th scope="row">
        <button type="button" className="link-button" onClick={openLedger}>
          <EvidenceText text={source.exhibitReference} /> <EngineText text={source.label} />
        </button>
        <div className="muted">
          {m.words.sourceStates[source.state]} · {source.variant}
        </div>
      </th>
      <td>
        {source.owner === null ? (
          <span className="muted">{isRead ? m.sources.ownerUnknown : m.sources.notRead}</span>
        ) : (
          <>
            <EvidenceText text={source.owner.name} />{' '}
            {source.owner.assumed && <span className="badge warning">{m.sources.assumed}</span>}
            <div className="muted">
              <EngineText text={source.owner.claim} />
            </div>
          </>
        )}
      </td>
      <td className="span">
        {source.firstMs === null ? (
          <span className="muted">{isRead ? m.overview.noTimes : m.sources.notRead}</span>
        ) : (
          <>
            <TimeText ms={source.firstMs} zone={zone} />
            <br />
            <TimeText ms={source.lastMs} zone={zone} />
          </>
        )}
      </td>
      {COUNTS.map((name) => (
        <td key={name} className="numeric">
          <Count source={source} name={name} open={props.open} />
        </td>
      ))}
      <td>
        <span className="badge" title={m.words.proofNote[source.proof]}>
          {m.words.proof[source.proof]}
        </span>
      </td>
      <td>
        {isRead ? (
          <button type="button" className="link-button" onClick={openLedger}>
            <span className={source.balanced ? 'badge success' : source.claimsNothing ? 'badge' : 'badge danger'}>
              {source.balanced
                ? m.overview.closes
                : source.claimsNothing
                  ? m.overview.claimsNothing
                  : m.overview.doesNotClose}
            </span>
          </button>
        ) : (
          <span className="muted">{m.general.notStored}</span>
        )}
      </td>
    </tr>
  );
}

/** A count that leads to what it counts, where a view lists that. */
function Count(props: {
  readonly source: SourceView;
  readonly name: (typeof COUNTS)[number];
  readonly open: OpenMessages;
}): ReactNode {
  const m = useMessages();
  const { source, name } = props;
  const count = source.counts[name];
  if (count === undefined) return m.general.notStored;
  const filter = { sources: [source.id] };
  const ways: Partial<Record<typeof name, () => void>> = {
    messages: () => {
      props.open(filter);
    },
    events: () => {
      props.open({ ...filter, classes: ['event'] });
    },
    conversations: () => {
      goView('conversations', { filter });
    },
  };
  const way = ways[name];
  if (way === undefined || count === 0) return showCount(count);
  const label = `${source.exhibitReference} ${engineWords(source.label, m)}: ${showCount(count)} ${m.sources.counts[name] ?? name}`;
  return (
    <button type="button" className="link-button" aria-label={label} onClick={way}>
      {showCount(count)}
    </button>
  );
}
