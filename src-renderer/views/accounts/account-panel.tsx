import { Button } from '@blueprintjs/core';
import { CrossIcon } from '@blueprintjs/icons';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import type { AccountDetail, Filter, LocatorView, SourceView } from '../../../src-main/contract/index.ts';
import { FailureNote } from '../../components/failure-note.tsx';
import { TimeText } from '../../components/time-text.tsx';
import { useEngine } from '../../engine/use-engine.ts';
import { useMessages } from '../../messages/index.ts';
import { LocatorPanel } from '../../provenance/locator-panel.tsx';
import { go, goView } from '../../state/location.ts';
import { EngineText } from '../../text/engine-text.tsx';
import { EvidenceText } from '../../text/evidence-text.tsx';
import { plainVisible } from '../../text/visible.ts';
import { showCount } from '../../time/units.ts';
import { AccountConversations } from './account-conversations.tsx';
import { Identifiers } from './identifiers.tsx';

interface Props {
  readonly account: number;
  readonly filter: Filter;
  readonly sourceName: (source: number) => string;
  readonly owner: (source: number) => SourceView['owner'];
  readonly onAccount: (account: number) => void;
  readonly onClose: () => void;
}

/** One account whole: names with the rows that hold them, identifiers, what else carries them, and where it leads. */
export function AccountPanel(props: Props): ReactNode {
  const m = useMessages();
  const { account, filter } = props;
  const { data, error } = useEngine('account.get', { account, filter });
  const only = { filter: { ...filter, accounts: [account] } };
  return (
    <aside className="media-details account-panel" aria-label={m.accounts.details}>
      <div className="row">
        <h2 className="ellipsis">{data !== undefined && <EvidenceText text={data.account.name} />}</h2>
        {data?.account.isOwner === true && <span className="badge">{m.accounts.owner}</span>}
        <span className="spring" />
        <Button size="small" variant="minimal" icon={<CrossIcon size={14} />} aria-label={m.general.close} onClick={props.onClose} />
      </div>
      <div className="row account-actions">
        <Button size="small" text={m.accounts.toConversations} onClick={() => { goView('conversations', only); }} />
        <Button size="small" text={m.accounts.toTimeline} onClick={() => { goView('timeline', only); }} />
        <Button size="small" text={m.accounts.toGraph} onClick={() => { goView('graph', only); }} />
        <Button size="small" text={m.accounts.toFilter} title={m.accounts.toFilterNote} onClick={() => { go(only); }} />
      </div>
      {error !== null && <FailureNote error={error} />}
      {data !== undefined && <Whole {...props} data={data} />}
    </aside>
  );
} // prettier-ignore

function Whole(props: Props & { readonly data: AccountDetail }): ReactNode {
  const m = useMessages();
  const { data, sourceName } = props;
  const { account, same, places } = data;
  const [opened, setOpened] = useState<{ readonly place: number; readonly turn: number } | null>(null);
  const owner = props.owner(account.source);
  const zone = account.isZoneless ? 'unstated' : 'utc';
  return (
    <>
      <dl className="facts">
        <dt>{m.accounts.columns.source}</dt>
        <dd>
          <EvidenceText text={sourceName(account.source)} />
        </dd>
        {account.isOwner && owner !== null && (
          <>
            <dt>{m.accounts.ownerBy}</dt>
            <dd>
              <EngineText text={owner.claim} />
              {owner.assumed && ` (${m.accounts.assumed})`}
            </dd>
          </>
        )}
        <dt>{m.accounts.columns.sent}</dt>
        <dd className="numeric">{showCount(account.sent)}</dd>
        <dt>{m.accounts.columns.first}</dt>
        <dd>{account.firstMs === null ? m.general.notStored : <TimeText ms={account.firstMs} zone={zone} />}</dd>
        <dt>{m.accounts.columns.last}</dt>
        <dd>{account.lastMs === null ? m.general.notStored : <TimeText ms={account.lastMs} zone={zone} />}</dd>
      </dl>
      <section aria-label={m.accounts.names}>
        <h3>{m.accounts.names}</h3>
        {account.names.length === 0 && <p className="muted">{m.accounts.noNames}</p>}
        <ul className="plain name-list">
          {account.names.map(({ name, givenBy, column }, index) => {
            const place = data.placeOfName[index] ?? null;
            return (
              <li key={index}>
                <strong>
                  <EvidenceText text={name} />
                </strong>
                <div className="muted">
                  {m.accounts.given(
                    m.graph.givers[givenBy] ?? givenBy,
                    givenBy === 'owner' && owner !== null ? plainVisible(owner.name) : null,
                  )}{' '}
                  · <EvidenceText text={column} className="mono" />
                  {place !== null && (
                    <>
                      {' '}
                      <button
                        type="button"
                        className="link-button"
                        aria-label={`${m.accounts.toRow}: ${plainVisible(name)}, ${column}`}
                        onClick={() => {
                          setOpened({ place, turn: (opened?.turn ?? 0) + 1 });
                        }}
                      >
                        {m.accounts.toRow}
                      </button>
                    </>
                  )}
                </div>
              </li>
            );
          })}
        </ul>
      </section>
      <Identifiers account={account} same={same} sourceName={sourceName} onAccount={props.onAccount} />
      <AccountConversations account={account.id} filter={props.filter} />
      <section aria-label={m.accounts.places}>
        <h3>{m.accounts.places}</h3>
        {places.length === 0 && <p className="muted">{m.accounts.noPlaces}</p>}
        {places.map((place, index) => (
          <Place
            key={index === opened?.place ? `${index} ${opened.turn}` : index}
            view={place}
            isOpened={index === opened?.place}
          />
        ))}
        {data.placesHeld > 0 && <p className="muted">{m.accounts.placesHeld(data.placesHeld)}</p>}
      </section>
    </>
  );
}

/** A place that was read; one that was asked for is open and comes into sight once. */
function Place({ view, isOpened }: { readonly view: LocatorView; readonly isOpened: boolean }): ReactNode {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isOpened) box.current?.scrollIntoView({ block: 'nearest' });
  }, [isOpened]);
  return (
    <div ref={box}>
      <LocatorPanel item={null} view={view} isOpen={isOpened} />
    </div>
  );
}
