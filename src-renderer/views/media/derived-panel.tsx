import type { ReactNode } from 'react';
import type { DerivedView } from '../../../src-main/contract/index.ts';
import { HashValue } from '../../components/hash-value.tsx';
import { useMessages } from '../../messages/index.ts';
import { EngineText } from '../../text/engine-text.tsx';
import { EvidenceText } from '../../text/evidence-text.tsx';
import { showCount, showSize } from '../../time/units.ts';

/** What the window shows in place of the stored bytes: how it was made of them, both hashes, and what was damaged. */
export function DerivedPanel(props: {
  readonly derived: DerivedView;
  /** The duration that the app stored. */
  readonly storedS: number | null;
}): ReactNode {
  const m = useMessages();
  const d = m.media.derived;
  const { method, parameters, storedSha256, sha256, sizeBytes, type, durationS, refusal, damage } = props.derived;
  const seconds = (value: number): string => `${value.toLocaleString('en-GB', { maximumFractionDigits: 3 })} s`;
  return (
    <section aria-label={d.title} className="media-section">
      <h2>{d.title}</h2>
      <p className="muted small">{refusal === null ? d.methods[method] : d.refusals[refusal]}</p>
      <dl className="facts">
        {parameters.map(({ name, value }) => (
          <Row key={name} name={d.parameters[name] ?? name}>
            <EvidenceText text={value} className="mono" />
          </Row>
        ))}
        <Row name={d.stored}>
          <HashValue hash={storedSha256} label={d.stored} isShort />
        </Row>
        {sha256 !== null && (
          <Row name={d.made}>
            <HashValue hash={sha256} label={d.made} isShort />
          </Row>
        )}
        {type !== null && (
          <Row name={d.type}>
            <code>{type}</code>
          </Row>
        )}
        {sizeBytes !== null && <Row name={d.size}>{`${showSize(sizeBytes)} (${showCount(sizeBytes)})`}</Row>}
        {durationS !== null && <Row name={d.duration}>{seconds(durationS)}</Row>}
        {durationS !== null && props.storedS !== null && <Row name={d.storedDuration}>{seconds(props.storedS)}</Row>}
        {damage.map((text) => (
          <Row key={text} name={d.damage}>
            <EngineText text={text} />
          </Row>
        ))}
      </dl>
    </section>
  );
}

function Row({ name, children }: { readonly name: string; readonly children: ReactNode }): ReactNode {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
