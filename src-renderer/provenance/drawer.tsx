import { Button } from '@blueprintjs/core';
import { CrossIcon } from '@blueprintjs/icons';
import { useEffect, useRef, type ReactNode } from 'react';
import type { ItemView, ProvenanceView } from '../../src-main/contract/index.ts';
import { CopyButton } from '../components/copy-button.tsx';
import { FailureNote } from '../components/failure-note.tsx';
import { HashValue } from '../components/hash-value.tsx';
import { useBounded } from '../components/use-bounded.tsx';
import { useEngine } from '../engine/use-engine.ts';
import { useMessages } from '../messages/index.ts';
import { go } from '../state/location.ts';
import { EngineText, plainSaid, SaidText } from '../text/engine-text.tsx';
import { EvidenceText } from '../text/evidence-text.tsx';
import { LogMark } from '../views/conversations/log-mark.tsx';
import { Method } from '../views/conversations/wordings.tsx';
import { AppFact } from './app-fact.tsx';
import { IssueList } from './issue-list.tsx';
import { LayersPanel } from './layers-panel.tsx';
import { LocatorPanel } from './locator-panel.tsx';
import { provenanceSentence } from './sentence.ts';
import { TimesTable } from './times-table.tsx';
import { usePlaces } from './use-places.tsx';

/** Ways of recovery shown at once; each other wording of a message has its own. */
const MOST_RECOVERIES = 20;

/** Where one item was read, down to the bytes, with what an opponent needs to re-check it. */
export function ProvenanceDrawer({ item }: { readonly item: number }): ReactNode {
  const m = useMessages();
  const { data, error } = useEngine('item.provenance', { item });
  const about = useEngine('item.get', { item });
  const places = usePlaces(item, data);
  const body = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    // Not a button: the key that opened the drawer is let go over what has the focus then, and would press it.
    body.current?.focus();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, []);
  return (
    <aside className="drawer" aria-label={m.provenance.title}>
      <header>
        <h2>{m.provenance.title}</h2>
        <span className="muted numeric">
          {m.provenance.recordId} {item}
        </span>
        <span className="spring" />
        <Button
          size="small"
          variant="minimal"
          icon={<CrossIcon size={14} />}
          aria-label={m.provenance.close}
          title={`${m.provenance.close} (Esc)`}
          onClick={() => {
            go({ record: null });
          }}
        />
      </header>
      <div className="drawer-body" ref={body} tabIndex={0} role="region" aria-label={m.provenance.title}>
        {[error, about.error].map((one, index) => one !== null && <FailureNote key={index} error={one} />)}
        {data !== undefined && (
          <>
            <p className="sentence">
              <SaidText parts={provenanceSentence(data, m)} />
              <CopyButton text={plainSaid(provenanceSentence(data, m))} label={m.provenance.title} />
            </p>
            <Facts data={data} about={about.data} />
            <LayersPanel layers={data.layers} />
            {data.contents.map((content, index) => (
              <LayersPanel
                key={content.attachment}
                layers={content.layers}
                title={m.provenance.layers.ofContent(index + 1)}
              />
            ))}
            {data.moreContents > 0 && <p className="muted">{m.provenance.layers.moreContents(data.moreContents)}</p>}
            {about.data !== undefined && <TimesTable times={about.data.times} />}
            <section aria-label={m.provenance.locators}>
              {places.locators.map((locator, index) => (
                <LocatorPanel
                  key={`${item}-${index}`}
                  item={item}
                  view={locator}
                  about={about.data}
                  isOpen={index === 0}
                />
              ))}
              {places.more}
            </section>
            <Stored stored={places.stored} />
            <IssueList item={item} data={data} ofPlaces={places.issues.slice(data.issues.length)} />
          </>
        )}
      </div>
    </aside>
  );
}

function Facts(props: { readonly data: ProvenanceView; readonly about: ItemView | undefined }): ReactNode {
  const { data, about } = props;
  const m = useMessages();
  const recovered = useBounded(data.recovered, MOST_RECOVERIES);
  return (
    <dl className="facts">
      <dt>{m.provenance.exhibit}</dt>
      <dd>
        <EvidenceText text={data.exhibit.reference} /> <EvidenceText text={data.exhibit.path} className="mono muted" />
      </dd>
      <dt>{m.provenance.sha256}</dt>
      <dd>
        <HashValue hash={data.exhibit.sha256} label={m.provenance.exhibit} />
      </dd>
      <AppFact app={data.app} />
      <dt>{m.provenance.parser}</dt>
      <dd>
        {data.parser.id}, {m.sources.revision} {data.parser.revision} ·{' '}
        {m.words.variants[data.parser.variant] ?? data.parser.variant}{' '}
        <span className="muted mono">{data.parser.variant}</span> ·{' '}
        <span className="badge" title={m.words.proofNote[data.parser.proof]}>
          {m.words.proof[data.parser.proof]}
        </span>
      </dd>
      <dt>{m.provenance.state}</dt>
      <dd>
        {m.words.states[data.state]} {about !== undefined && <LogMark state={about.logState} />}
        {recovered.shown.map((recovery, index) => (
          <div key={index}>
            {recovery.of !== 'message' && recovery.of !== 'event' && (
              <span className="badge">{m.conversations.otherWording}</span>
            )}
            <Method recovery={recovery} />
          </div>
        ))}
        {recovered.more}
      </dd>
    </dl>
  );
}

function Stored({ stored }: { readonly stored: ProvenanceView['stored'] }): ReactNode {
  const m = useMessages();
  const rows = Object.entries(stored);
  if (rows.length === 0) return null;
  return (
    <section aria-label={m.provenance.storedMore}>
      <h3>{m.provenance.storedMore}</h3>
      <table className="table">
        <tbody>
          {rows.map(([column, value]) => (
            <tr key={column}>
              <th scope="row" className="mono">
                {column.includes(' ') ? <EngineText text={column} /> : <EvidenceText text={column} />}
              </th>
              <td className="mono">
                {value === null ? <span className="muted">NULL</span> : <EvidenceText text={String(value)} />}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
