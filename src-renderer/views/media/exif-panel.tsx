import type { ReactNode } from 'react';
import type { MediaFacts } from '../../../src-main/contract/index.ts';
import { CopyButton } from '../../components/copy-button.tsx';
import { useMessages } from '../../messages/index.ts';
import { EvidenceText } from '../../text/evidence-text.tsx';
import { showSize } from '../../time/units.ts';
import { coordinatesOf } from '../places/coordinates.ts';

/** EXIF of a picture: what is asked first, and each stored value in a table. Nothing for other files. */
export function ExifPanel({ facts }: { readonly facts: MediaFacts }): ReactNode {
  const m = useMessages();
  const { exif } = facts;
  if (facts.typeByBytes?.startsWith('image/') !== true) return null;
  const place = exif?.place ?? null;
  const where = place === null ? null : coordinatesOf(place);
  return (
    <section aria-label={m.media.exif} className="media-section">
      <h2>{m.media.exif}</h2>
      {exif === null ? (
        <p className="muted">{m.media.exifNone(showSize(facts.readBytes), facts.readBytes < facts.sizeBytes)}</p>
      ) : (
        <>
          <dl className="facts">
            {exif.camera !== null && (
              <div>
                <dt>{m.media.camera}</dt>
                <dd>
                  <EvidenceText text={exif.camera} />
                </dd>
              </div>
            )}
            {exif.time !== null && (
              <div>
                <dt>{m.media.exifTime}</dt>
                <dd className="numeric">
                  <EvidenceText text={exif.time} /> <span className="muted">{m.media.exifTimeNote}</span>
                </dd>
              </div>
            )}
            {where !== null && (
              <div>
                <dt>{m.media.place}</dt>
                <dd className="numeric">
                  {where}
                  <CopyButton text={where} label={m.media.place} />
                  {place?.altitudeM !== null && place !== null && (
                    <span className="muted"> · {m.media.altitude(place.altitudeM.toFixed(1))}</span>
                  )}
                </dd>
              </div>
            )}
          </dl>
          <details>
            <summary>{m.media.exifAll(exif.entries.length)}</summary>
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
                  {exif.entries.map((entry) => (
                    <tr key={`${entry.group} ${entry.tag} ${entry.offset}`}>
                      <td title={`${m.media.exifGroups[entry.group]} · ${entry.type}`}>
                        {entry.name ?? `0x${entry.tag.toString(16).padStart(4, '0')}`}
                      </td>
                      <td>
                        <EvidenceText text={entry.value} className="mono" />
                      </td>
                      <td className="numeric muted">
                        {entry.offset}+{entry.length}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          </details>
          {exif.leftOut > 0 && <p className="muted small">{m.media.exifLeftOut(exif.leftOut)}</p>}
        </>
      )}
    </section>
  );
}
