import type { ReactNode } from 'react';
import type { MediaFacts } from '../../../src-main/contract/index.ts';
import { CopyButton } from '../../components/copy-button.tsx';
import { useMessages } from '../../messages/index.ts';
import { EvidenceText } from '../../text/evidence-text.tsx';
import { coordinatesOf } from '../places/coordinates.ts';

/** What the structure of a sound or film says of itself, as stored; nothing for other files. */
export function StructurePanel({ facts }: { readonly facts: MediaFacts }): ReactNode {
  const m = useMessages();
  const { structure, position, exif } = facts;
  if (structure === null) return null;
  // A picture's position stands beside its EXIF.
  const point = position === null || exif !== null ? null : coordinatesOf(position);
  const title = m.media.structure(structure.form);
  return (
    <section aria-label={title} className="media-section">
      <h2>{title}</h2>
      {point !== null && (
        <dl className="facts">
          <div>
            <dt>{m.media.statedPosition}</dt>
            <dd className="numeric">
              {point}
              <CopyButton text={point} label={m.media.statedPosition} />
              <span className="muted">
                {' '}
                · <EvidenceText text={position?.saidBy ?? ''} /> · {m.media.statedPositionNote}
              </span>
            </dd>
          </div>
        </dl>
      )}
      <div className="table-scroll">
        <table className="table exif-table">
          <thead>
            <tr>
              <th scope="col">{m.media.exifTag}</th>
              <th scope="col">{m.media.exifValue}</th>
              <th scope="col">{m.media.exifPlace}</th>
            </tr>
          </thead>
          <tbody>
            {structure.facts.map(({ within, name, value, offset, length }) => (
              <tr key={`${offset} ${length} ${name}`}>
                <td title={`${m.media.structureWithin}: ${within}`}>
                  <EvidenceText text={name} />
                </td>
                <td>
                  <EvidenceText text={value} className="mono" />
                </td>
                <td className="numeric muted">
                  {offset}+{length}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {structure.leftOut > 0 && <p className="muted small">{m.media.structureLeftOut(structure.leftOut)}</p>}
    </section>
  );
}
