import type { ReactNode } from 'react';
import type { ItemView, LocatorView } from '../../src-main/contract/index.ts';
import { HashValue } from '../components/hash-value.tsx';
import { TimeText } from '../components/time-text.tsx';
import { useMessages } from '../messages/index.ts';
import { EngineText } from '../text/engine-text.tsx';
import { EvidenceText } from '../text/evidence-text.tsx';
import { HexToggle } from './hex-toggle.tsx';
import { RangePanel } from './range-panel.tsx';
import { meaningOf } from './value-meaning.ts';

/** One place that was read: file, table, row, its values, its bytes. */
export function LocatorPanel(props: {
  /** The item that was read there; null where it is no item, such as an account. */
  readonly item: number | null;
  readonly view: LocatorView;
  /** What is shown of the item, beside whose values the stored ones stand. */
  readonly about?: ItemView | undefined;
  readonly isOpen: boolean;
}): ReactNode {
  const m = useMessages();
  const { view } = props;
  const { locator } = view;
  return (
    <details className="locator" open={props.isOpen}>
      <summary>
        <span className="badge">
          <EngineText text={view.gives} />
        </span>{' '}
        <EvidenceText text={titleOf(view)} className="mono" />
      </summary>
      <dl className="facts">
        <dt>{m.provenance.file}</dt>
        <dd>
          <EvidenceText text={view.path} className="mono" />
        </dd>
        <dt>{m.provenance.sha256}</dt>
        <dd>
          <HashValue hash={locator.file} label={view.path} />
        </dd>
        {locator.kind === 'row' && (
          <>
            <dt>{m.provenance.table}</dt>
            <dd className="mono">
              <EvidenceText text={locator.table} />
            </dd>
            <dt>{m.provenance.row}</dt>
            <dd className="mono">
              <EvidenceText
                text={locator.rowid === null ? (locator.key ?? m.general.notStored) : `rowid ${locator.rowid}`}
              />
            </dd>
          </>
        )}
        {locator.kind === 'bytes' && (
          <>
            <dt>{m.provenance.offset}</dt>
            <dd className="numeric">{locator.offset}</dd>
            <dt>{m.provenance.length}</dt>
            <dd className="numeric">{m.counts.bytes(locator.length)}</dd>
          </>
        )}
        {locator.kind === 'node' && (
          <>
            <dt>{m.provenance.node}</dt>
            <dd className="mono">
              <EvidenceText text={locator.path} />
            </dd>
          </>
        )}
      </dl>
      {view.row.length > 0 && (
        <div className="table-scroll" tabIndex={0} role="region" aria-label={m.provenance.stored}>
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{m.provenance.column}</th>
                <th scope="col">{m.provenance.value}</th>
                <th scope="col" className="stored-type">
                  {m.provenance.type}
                </th>
              </tr>
            </thead>
            <tbody>
              {view.row.map((cell) => (
                <tr key={cell.column}>
                  <th scope="row" className="mono">
                    <EvidenceText text={cell.column} />
                  </th>
                  <td className="mono stored-value">
                    {cell.value === null ? (
                      <span className="muted">NULL</span>
                    ) : (
                      <EvidenceText text={String(cell.value)} />
                    )}
                    <Meaning value={cell.value} about={props.about ?? null} />
                  </td>
                  <td className="muted stored-type">
                    <EngineText text={cell.type} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {locator.kind === 'bytes' && view.ranges.length === 0 && (
        <HexToggle file={locator.file} offset={locator.offset} length={locator.length} item={props.item} />
      )}
      {locator.kind === 'row' && <h3>{m.provenance.ranges}</h3>}
      {locator.kind === 'row' && view.ranges.length === 0 && <p className="muted">{m.provenance.noRanges}</p>}
      {view.ranges.map((range, index) => (
        <RangePanel key={index} range={range} item={props.item} />
      ))}
    </details>
  );
}

/** What the stored value is the same as, in words, below it. */
function Meaning(props: { readonly value: string | number | null; readonly about: ItemView | null }): ReactNode {
  const m = useMessages();
  const meaning = meaningOf(props.value, props.about);
  if (meaning === null) return null;
  if (meaning.kind === 'time') {
    const { utcMs, zone, meaning: means } = meaning.time;
    return (
      <div className="value-meaning">
        {m.provenance.sameDigits(m.words.meanings[means] ?? means)}: <TimeText ms={utcMs} zone={zone} withUtc />
      </div>
    );
  }
  const said = { text: m.provenance.sameText, 'server-id': m.provenance.sameServerId, sender: m.provenance.sameSender };
  return <div className="value-meaning">{said[meaning.kind]}</div>;
}

function titleOf({ locator, path }: LocatorView): string {
  switch (locator.kind) {
    case 'row':
      return `${locator.table} ${String(locator.rowid ?? locator.key)}`;
    case 'bytes':
      return `${path} @ ${locator.offset}`;
    case 'node':
      return locator.path;
  }
}
